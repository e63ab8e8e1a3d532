/** Why a query cannot be read, in a sentence, under the text it is about. */
import type { Failure } from '../../../../shared/failure.ts'
import { t } from '../../../texts/index.ts'
import { count } from '../../../ui/figures.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import styles from './QueryBox.module.css'

export function QueryMistake({ failure, id }: { readonly failure: Failure; readonly id: string }) {
  const column = failure.where?.column
  return (
    <div id={id} className={styles.mistake} role="alert">
      <p>
        <strong>{visibleLine(failure.message)}</strong>
        {column !== undefined && <span className={styles.place}> {t.query.place(count(column))}</span>}
      </p>
      {failure.next !== undefined && <p>{visibleLine(failure.next)}</p>}
    </div>
  )
}
