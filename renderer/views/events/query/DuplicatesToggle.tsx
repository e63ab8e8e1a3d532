/** How many events the answer leaves out because they came in before, and the way to see them. Nothing where there are none. */
import { useAnswer } from '../../../state/answers.ts'
import { changeTab, useTab } from '../../../state/caseStore.ts'
import { useQuestion } from '../../../state/question.ts'
import { t } from '../../../texts/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { count } from '../../../ui/figures.ts'
import styles from './ChipRow.module.css'

export function DuplicatesToggle({ hasAny }: { readonly hasAny: boolean }) {
  const { withDuplicates } = useTab('withDuplicates')
  const question = useQuestion()
  const asked = hasAny ? { ...question, duplicates: undefined } : null
  const { value, isStale } = useAnswer('rows.count', asked)
  const leftOut = value?.leftOut ?? 0
  if (!hasAny || leftOut === 0) return null
  return (
    <Button
      look="quiet"
      className={styles.clear}
      aria-pressed={withDuplicates}
      title={t.query.duplicatesHint}
      onClick={() => changeTab({ withDuplicates: !withDuplicates })}
    >
      <span className={isStale ? 'stale' : ''}>
        {withDuplicates ? t.query.duplicatesShown(count(leftOut)) : t.query.duplicatesLeftOut(count(leftOut))}
      </span>
    </Button>
  )
}
