/** The foot of a dialog that freezes or draws: how far it is, and the button that ends or begins it. */
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { count } from '../../ui/figures.ts'
import styles from './Samples.module.css'
import type { SamplingJob } from './useSamplingJob.ts'

export function SamplingFoot({
  job: { isBusy, progress, cancel },
  label,
  isReady,
  onBegin,
}: {
  readonly job: SamplingJob
  /** Of the button that begins it. */
  readonly label: string
  readonly isReady: boolean
  readonly onBegin: () => void
}) {
  return (
    <>
      {isBusy && (
        <span className={styles.quiet} role="status">
          {progress === null
            ? t.samples.goesOn
            : `${t.samples.reading(count(progress.done), count(progress.total ?? progress.done))} · ${t.samples.goesOn}`}
        </span>
      )}
      {isBusy ? (
        <Button onClick={cancel}>{t.import.cancel}</Button>
      ) : (
        <Button look="primary" disabled={!isReady} onClick={onBegin}>
          {label}
        </Button>
      )}
    </>
  )
}
