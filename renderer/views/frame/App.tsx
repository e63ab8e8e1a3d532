/** The page: connects, then shows the start screen or the case, with what floats over both. */
import { useEffect } from 'react'
import { useApp } from '../../state/appStore.ts'
import { useCase } from '../../state/caseStore.ts'
import { runKey } from '../../state/commands.ts'
import { begin } from '../../state/begin.ts'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Button } from '../../ui/Button.tsx'
import { t } from '../../texts/index.ts'
import { StartScreen } from '../start/StartScreen.tsx'
import { DropTarget } from '../import/DropTarget.tsx'
import { CaseFrame } from './CaseFrame.tsx'
import { Help } from './Help.tsx'
import { NoticeBar } from './NoticeBar.tsx'
import { Palette } from './Palette.tsx'
import { useFrameCommands } from './frameCommands.ts'
import styles from './Frame.module.css'

export function App() {
  const host = useApp((state) => state.host)
  const lost = useApp((state) => state.lost)
  const path = useCase((state) => state.path)
  useEffect(() => void begin(), [])
  useEffect(() => {
    const listener = (event: KeyboardEvent) => void runKey(event)
    addEventListener('keydown', listener)
    return () => removeEventListener('keydown', listener)
  }, [])
  useFrameCommands()
  return (
    <>
      {lost !== null && (
        <div className={styles.lost}>
          <FailureNote failure={lost}>
            <Button onClick={() => location.reload()}>{t.frame.reload}</Button>
          </FailureNote>
        </div>
      )}
      {host === null ? (
        lost === null && <EmptyState title={t.frame.connecting} />
      ) : (
        <DropTarget>{path === null ? <StartScreen /> : <CaseFrame />}</DropTarget>
      )}
      <NoticeBar />
      <Palette />
      <Help />
    </>
  )
}
