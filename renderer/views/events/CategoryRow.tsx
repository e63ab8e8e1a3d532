/** Families of actions over the whole log, one click to narrow to one; and the figures of what is filtered. */
import { ChevronDown } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { everything } from '../../../shared/filter.ts'
import { useAnswer } from '../../state/answers.ts'
import { editClauses, useCase, useTab } from '../../state/caseStore.ts'
import { useQuestion } from '../../state/question.ts'
import { includingValue, speaksOnlyOf, standingOf } from '../../state/clauses.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { count } from '../../ui/figures.ts'
import { Menu } from '../../ui/Menu.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './CategoryRow.module.css'
import { SummaryCards } from './SummaryCards.tsx'

const FIELD = 'category'
/** A profile has some dozen families at most. */
const MAX_CATEGORIES = 60

export function CategoryRow() {
  const hasCategories = useCase(
    (state) => state.info?.columns.some((column) => column.id === FIELD && column.facet) === true,
  )
  return (
    <div className={styles.row}>
      {hasCategories ? <Categories /> : <span className={styles.chips} />}
      <SummaryCards />
    </div>
  )
}

function Categories() {
  const question = useQuestion()
  const { clauses } = useTab('clauses')
  const list = useRef<HTMLDivElement>(null)
  const [shown, setShown] = useState(MAX_CATEGORIES)
  const asked = { fields: [FIELD], top: MAX_CATEGORIES }
  // The whole log says which chips there are and in which order, so that they stay where they are whatever is asked.
  const all = useAnswer('rows.facets', {
    case: question.case,
    filter: everything,
    ...(question.duplicates === undefined ? {} : { duplicates: question.duplicates }),
    ...asked,
  })
  const { value, isStale } = useAnswer('rows.facets', { ...question, ...asked, ignoreOwnClauses: true })
  const counts = new Map(value?.[0]?.values.map((one) => [one.value, one.count]))
  const values = (all.value?.[0]?.values ?? []).map((one) => ({
    value: one.value,
    count: value === undefined ? one.count : (counts.get(one.value) ?? 0),
  }))
  const isNarrowed = clauses.some(({ filter, isOn }) => isOn && speaksOnlyOf(filter, FIELD))
  const toggle = (category: string) => editClauses((before) => includingValue(before, FIELD, category))

  const chipsText = values.map((one) => `${one.value} ${one.count}`).join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the chips say makes them as wide as they are.
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return
    // Told once the page is laid out anyway, at first and after every change: to ask here would lay it out one time more.
    const sizes = new ResizeObserver(() => {
      const chips = [...element.children] as HTMLElement[]
      const top = chips[0]?.offsetTop ?? 0
      const fitting = chips.findIndex((chip) => chip.offsetTop > top)
      setShown(fitting < 0 ? chips.length - 1 : fitting - 1)
    })
    sizes.observe(element)
    return () => sizes.disconnect()
  }, [chipsText])

  const hidden = values.slice(Math.max(0, shown))
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms. */}
      <div ref={list} className={styles.chips} role="group" aria-label={t.query.categories}>
        <button
          type="button"
          className={styles.chip}
          aria-pressed={!isNarrowed}
          onClick={() => editClauses((before) => before.filter(({ filter }) => !speaksOnlyOf(filter, FIELD)))}
        >
          {t.query.allCategories}
        </button>
        {values.map(({ value: category, count: events }, place) => {
          const standing = standingOf(clauses, FIELD, category)
          return (
            <button
              key={category}
              type="button"
              className={styles.chip}
              aria-pressed={standing === 'in'}
              data-out={standing === 'out'}
              data-none={events === 0}
              // Wrapped out of sight: the menu has it.
              inert={place >= shown}
              onClick={() => toggle(category)}
            >
              <bdi className="cut">{visibleLine(category)}</bdi>
              <span className={`${styles.figure} ${isStale ? 'stale' : ''}`}>{count(events)}</span>
            </button>
          )
        })}
      </div>
      {hidden.length > 0 && (
        <Menu
          button={
            <Button look="quiet" className={styles.more}>
              {t.query.more(count(hidden.length))}
              <ChevronDown size={16} strokeWidth={1.5} aria-hidden />
            </Button>
          }
          items={hidden.map(({ value: category, count: events }) => ({
            label: <bdi>{visibleLine(category)}</bdi>,
            shortcut: count(events),
            isChosen: standingOf(clauses, FIELD, category) === 'in',
            run: () => toggle(category),
          }))}
        />
      )}
    </>
  )
}
