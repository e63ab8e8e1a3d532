/** The way through a list that is shown page by page. */
import { t } from '../texts/index.ts'
import { Button } from './Button.tsx'
import { count } from './figures.ts'
import styles from './Notes.module.css'

export function Pager({
  offset,
  page,
  total,
  onOffset,
}: {
  /** Place of the first row on the page, from 0. */
  readonly offset: number
  /** Rows of a page. */
  readonly page: number
  readonly total: number
  readonly onOffset: (offset: number) => void
}) {
  if (total <= page && offset === 0) return null
  const last = Math.min(offset + page, total)
  return (
    <div className={styles.pager}>
      <Button disabled={offset === 0} onClick={() => onOffset(Math.max(0, offset - page))}>
        {t.frame.pageBefore}
      </Button>
      <Button disabled={last >= total} onClick={() => onOffset(offset + page)}>
        {t.frame.pageAfter}
      </Button>
      <span>{t.frame.pageRange(count(Math.min(offset + 1, total)), count(last), count(total))}</span>
    </div>
  )
}
