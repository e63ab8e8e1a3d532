/** How far something is; without a total it says only that it goes on. */
import styles from './Import.module.css'

export function ProgressBar({
  done,
  total,
  label,
}: {
  readonly done: number
  readonly total: number | null
  readonly label: string
}) {
  return total === null || total === 0 ? (
    <progress className={styles.progress} aria-label={label} />
  ) : (
    <progress className={styles.progress} aria-label={label} value={Math.min(done, total)} max={total} />
  )
}
