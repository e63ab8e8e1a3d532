/** The jobs that run, in the title bar; a click shows all of them. */
import { showScreen } from '../../state/caseStore.ts'
import { useApp } from '../../state/appStore.ts'
import { Button } from '../../ui/Button.tsx'
import { titleOf } from './JobCard.tsx'
import styles from './Import.module.css'
import { ProgressBar } from './ProgressBar.tsx'

export function JobsButton() {
  const running = useApp((state) => state.jobs).filter(
    ({ state: { kind } }) => kind === 'running' || kind === 'waiting',
  )
  const [first] = running
  if (first === undefined) return null
  const label = titleOf(first.work)
  return (
    <Button look="quiet" onClick={() => showScreen('import')}>
      <span className={`${styles.running} cut`}>{label}</span>
      <span className={styles.small}>
        <ProgressBar done={first.progress?.done ?? 0} total={first.progress?.total ?? null} label={label} />
      </span>
    </Button>
  )
}
