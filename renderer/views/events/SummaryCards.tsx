/** The figures of what is filtered: how many, how they ended, by how many, over which days. */
import { useAnswer } from '../../state/answers.ts'
import { editClauses, useCase, useTab, zoneInEffect } from '../../state/caseStore.ts'
import { useQuestion } from '../../state/question.ts'
import { includingValue, standingOf } from '../../state/clauses.ts'
import { microsOf, fullTime } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { count } from '../../ui/figures.ts'
import { Hint } from '../../ui/Hint.tsx'
import styles from './CategoryRow.module.css'
import { datesText } from './datesText.ts'

/** Outcomes somebody looks for first. */
const watched = ['failure', 'warning', 'denied'] as const

export function SummaryCards() {
  const question = useQuestion()
  const { clauses } = useTab('clauses')
  const zone = useCase((state) => state.zone)
  const { value, isStale } = useAnswer('rows.summary', question)
  if (value === undefined) return null
  const { outcomes, total, actors, isActorsExact, timeFrom, timeTo } = value
  const whole = (iso: string | null): string => {
    const micros = microsOf(iso)
    return micros === null ? '–' : fullTime(micros, zone)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <div className={`${styles.cards} ${isStale ? 'stale' : ''}`} role="group" aria-label={t.query.cards}>
      <span className={styles.card}>
        <strong>{count(total)}</strong>
        <span className={styles.word}>{t.query.card.total}</span>
      </span>
      {watched.map((outcome) => (
        <button
          key={outcome}
          type="button"
          className={styles.card}
          aria-pressed={standingOf(clauses, 'outcome', outcome) === 'in'}
          title={t.query.onlyThese(t.query.card[outcome])}
          onClick={() => editClauses((before) => includingValue(before, 'outcome', outcome))}
        >
          <span className={styles.dot} data-outcome={outcome} aria-hidden />
          <strong>{count(Object.hasOwn(outcomes, outcome) ? outcomes[outcome] : 0)}</strong>
          <span className={styles.word}>{t.query.card[outcome]}</span>
        </button>
      ))}
      <span className={styles.card}>
        <strong>{isActorsExact ? count(actors) : t.query.atLeast(count(actors))}</strong>
        <span className={styles.word}>{t.query.card.actors}</span>
      </span>
      {timeFrom !== null && timeTo !== null && (
        <Hint text={`${whole(timeFrom)} – ${whole(timeTo)}`}>
          <span className={`${styles.card} ${styles.dates}`}>{datesText(timeFrom, timeTo, zoneInEffect(zone))}</span>
        </Hint>
      )}
    </div>
  )
}
