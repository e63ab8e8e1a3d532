/** Refresh: what is followed in this case, the switch, and how the last look went. */
import { FilePlus2, FolderPlus, RefreshCw, X } from 'lucide-react'
import type { SourceChoice } from '../../../shared/api/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { useCase } from '../../state/caseStore.ts'
import { follow, lookNow, useFollow } from '../../state/follow.ts'
import { pick } from '../../state/pick.ts'
import { fullTime } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { FailureNote, FailureNotes } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { Popover } from '../../ui/Popover.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Frame.module.css'

export function FollowMenu() {
  const isOn = useFollow((state) => state.isOn)
  const isWritable = useCase((state) => state.info?.isWritable === true)
  if (!isWritable) return null
  return (
    <Popover
      label={t.pulls.refresh}
      button={<IconButton icon={RefreshCw} label={t.pulls.refresh} data-on={isOn} className={isOn ? styles.on : ''} />}
    >
      {() => <FollowPanel />}
    </Popover>
  )
}

function FollowPanel() {
  const path = useCase((state) => state.path) ?? ''
  const zone = useCase((state) => state.zone)
  const { isOn, paths, pulls, isUnderWay, lookedAt, report, failure } = useFollow()
  const { value: streams = [] } = useAnswer('case.pulls', { case: path })
  const add = async (kind: 'files' | 'folder') => {
    const chosen = await pick({ kind, title: kind === 'files' ? t.pulls.followFiles : t.pulls.followFolder })
    if (chosen !== null) follow({ paths: [...new Set([...paths, ...chosen])], isOn: true })
  }
  const turn = (choice: SourceChoice, wanted: boolean) => {
    const others = pulls.filter((other) => keyOf(other) !== keyOf(choice))
    follow({ pulls: wanted ? [...others, choice] : others })
  }
  return (
    <div className={styles.follow}>
      <label className={styles.followRow}>
        <input type="checkbox" checked={isOn} onChange={(event) => follow({ isOn: event.target.checked })} />
        <strong>{t.pulls.refreshOn}</strong>
      </label>
      <p className={styles.quiet}>{t.pulls.refreshWhat}</p>
      {streams.map(({ choice, title, baseUrl }) => (
        <label key={keyOf(choice)} className={styles.followRow}>
          <input
            type="checkbox"
            checked={pulls.some((other) => keyOf(other) === keyOf(choice))}
            onChange={(event) => turn(choice, event.target.checked)}
          />
          <span className="cut">{visibleLine(`${title} · ${baseUrl}`)}</span>
        </label>
      ))}
      {paths.map((followed) => (
        <div key={followed} className={styles.followRow}>
          <bdi className="cut" title={followed}>
            {visibleLine(followed)}
          </bdi>
          <span className={styles.space} />
          <IconButton
            icon={X}
            label={t.pulls.unfollow(visibleLine(followed))}
            onClick={() => follow({ paths: paths.filter((other) => other !== followed) })}
          />
        </div>
      ))}
      {paths.length + streams.length === 0 && <p className={styles.quiet}>{t.pulls.refreshNothing}</p>}
      <div className={styles.followRow}>
        <Button icon={FilePlus2} onClick={() => void add('files')}>
          {t.pulls.followFiles}
        </Button>
        <Button icon={FolderPlus} onClick={() => void add('folder')}>
          {t.pulls.followFolder}
        </Button>
        <Button disabled={isUnderWay || paths.length + pulls.length === 0} onClick={() => void lookNow()}>
          {t.pulls.now}
        </Button>
      </div>
      {lookedAt !== null && report !== null && (
        <p className={styles.quiet} role="status">
          {t.pulls.lastRefresh(fullTime(lookedAt * 1000, zone), count(report.events))}
        </p>
      )}
      {failure !== null && <FailureNote failure={failure} />}
      {report !== null && (
        <FailureNotes
          failures={report.failures.map((each) => each.failure)}
          summary={t.pulls.notRefreshed(count(report.failures.length))}
        />
      )}
    </div>
  )
}

function keyOf(choice: SourceChoice): string {
  return JSON.stringify([choice.source, choice.baseUrl ?? null, choice.set ?? {}])
}
