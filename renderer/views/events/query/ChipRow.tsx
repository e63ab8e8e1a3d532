/**
 * What is asked, clause by clause, and how many events answer it. The row stays where nothing is asked. Of very many clauses
 * it shows the first and the newest, and says how many there are between them.
 */
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useAnswer } from '../../../state/answers.ts'
import { changeTab, knownFieldOf, useCase, useTab, zoneInEffect } from '../../../state/caseStore.ts'
import { useQuestion } from '../../../state/question.ts'
import type { Clause } from '../../../state/clauses.ts'
import { t } from '../../../texts/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { count, counted } from '../../../ui/figures.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import { datesText } from '../datesText.ts'
import { Chip } from './Chip.tsx'
import styles from './ChipRow.module.css'
import { DuplicatesToggle } from './DuplicatesToggle.tsx'

/** Chips shown of very many: at the beginning, at the end, and how many more each time. */
const FIRST = 24
const LAST = 8
const MORE = 50

export function ChipRow() {
  const info = useCase((state) => state.info)
  const zone = zoneInEffect(useCase((state) => state.zone))
  const { clauses } = useTab('clauses')
  const question = useQuestion()
  const knownField = useMemo(() => knownFieldOf(info), [info])
  const own = useMemo(() => info?.columns.filter((column) => column.isOwn).map((column) => column.id) ?? [], [info])
  const list = useRef<HTMLUListElement>(null)
  const [first, setFirst] = useState(FIRST)
  const hidden = clauses.slice(first, -LAST)
  const isFiltered = clauses.some((clause) => clause.isOn)
  const { value, isStale, failure } = useAnswer('rows.count', isFiltered ? question : null)
  const [last] = clauses.slice(-1)
  const lastKey = useRef(last?.key)
  const isAtEnd = useRef(false)
  // What was asked last is in view, also when the figure beside the row takes more room, until the row is scrolled or gone to.
  useLayoutEffect(() => {
    if (last !== undefined && last.key > (lastKey.current ?? 0)) isAtEnd.current = true
    lastKey.current = last?.key
    if (isAtEnd.current) list.current?.scrollTo({ left: list.current.scrollWidth })
  })
  if (info === null) return null

  /** To the chip that stands where the one that went stood; else to the row's end. */
  const focusAt = (place: number): void => {
    requestAnimationFrame(() => {
      const chips = list.current?.querySelectorAll<HTMLElement>('[data-chip]') ?? []
      const next = chips[Math.min(place, chips.length - 1)]
      if (next !== undefined) next.focus()
      else document.querySelector<HTMLElement>('[data-query-field]')?.focus()
    })
  }
  const clear = (): void => {
    changeTab({ clauses: [] })
    focusAt(0)
  }
  const chip = (clause: Clause, place: number) => (
    <li key={clause.key}>
      <Chip clause={clause} knownField={knownField} columns={own} onGone={() => focusAt(place)} />
    </li>
  )
  return (
    <div className={styles.row}>
      <ul
        ref={list}
        className={styles.chips}
        aria-label={t.query.chips}
        // The wheel turns down; the row runs across.
        onFocusCapture={() => {
          isAtEnd.current = false
        }}
        onWheel={(event) => {
          isAtEnd.current = false
          event.currentTarget.scrollLeft += event.deltaY
        }}
      >
        {clauses.slice(0, first).map(chip)}
        {clauses.slice(Math.max(first, clauses.length - LAST)).map((clause, place) => chip(clause, first + place))}
      </ul>
      {hidden.length > 0 && (
        <Button
          look="quiet"
          className={styles.clear}
          title={t.query.moreChipsHint(count(hidden.length))}
          onClick={() => {
            setFirst(first + MORE)
            focusAt(first)
          }}
        >
          {t.query.moreChips(count(hidden.length))}
        </Button>
      )}
      {clauses.length > 0 && (
        <Button look="quiet" className={styles.clear} onClick={clear}>
          {t.query.clearAll}
        </Button>
      )}
      {clauses.length === 0 && (
        <p className={`${styles.quiet} cut`}>
          {t.query.whole(
            counted(info.events, t.query.event, t.query.events),
            counted(info.exhibits.length, t.query.exhibit, t.query.exhibits),
          )}
          {info.timeFrom !== null && info.timeTo !== null && `, ${datesText(info.timeFrom, info.timeTo, zone)}`}
        </p>
      )}
      <span className={styles.space} />
      <DuplicatesToggle hasAny={(info.duplicates ?? 0) > 0} />
      {isFiltered && (
        <p className={`${styles.count} cut`} role="status">
          {failure !== undefined ? (
            <span className={styles.failed}>{visibleLine(failure.message)}</span>
          ) : (
            <span className={isStale ? 'stale' : ''}>
              {value === undefined ? '…' : t.query.countOf(count(value.count), count(info.events))}
            </span>
          )}
        </p>
      )}
    </div>
  )
}
