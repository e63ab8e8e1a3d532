/** Times that state no year: by which day their years are told, whose day that is, and a field to name a better one. */
import { useId } from 'react'
import type { YearsTold } from '../../../shared/api/index.ts'
import { takeDayForAll, usePlan } from '../../state/importPlan.ts'
import { filesOfOtherDays } from '../../state/planChoices.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Import.module.css'
import { TypedChoice } from './TypedChoice.tsx'

/** As long as a day is written: `2024-01-31`. */
const DAY_LENGTH = 10

export function LastDay({ file, told }: { readonly file: string; readonly told: YearsTold }) {
  const { records, sampled, ownDay, ownBy, chosenDay } = told
  const hintId = useId()
  const others = usePlan((state) => filesOfOtherDays(state, state.plan?.files ?? [], file).length)
  const without = t.import.withoutYear(count(records), count(sampled))
  const taken =
    chosenDay === null
      ? t.import.yearsByOwnDay(ownDay, t.import.ownDays[ownBy])
      : t.import.yearsByChosenDay(chosenDay, ownDay, t.import.ownDays[ownBy])
  return (
    <div className={styles.years}>
      <span>{t.import.lastDay}</span>
      <div className={styles.yearsField}>
        <TypedChoice
          file={file}
          choice="lastDay"
          label={t.import.lastDay}
          placeholder={ownDay}
          wrong={(text) => t.import.noDay(visibleLine(text))}
          fullLength={DAY_LENGTH}
          describedBy={hintId}
        />
        {others > 0 && <Button onClick={() => takeDayForAll(file)}>{t.import.dayForAll(others)}</Button>}
      </div>
      <p id={hintId} role="status">
        <WholeDays text={`${without} ${taken}`} />
      </p>
    </div>
  )
}

/** Text whose days are not broken at their dashes. */
function WholeDays({ text }: { readonly text: string }) {
  return text.split(/(\d{4}-\d\d-\d\d)/).map((part, place) => (
    // Parts of a sentence have no identity but their place.
    <span key={`${place}`} className={place % 2 === 1 ? 'nowrap' : ''}>
      {part}
    </span>
  ))
}
