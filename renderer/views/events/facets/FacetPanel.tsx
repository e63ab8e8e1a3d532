/** How often each value occurs among what is filtered; a click asks for a value, or leaves it out. */
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useAnswer } from '../../../state/answers.ts'
import { useCase } from '../../../state/caseStore.ts'
import { useQuestion } from '../../../state/question.ts'
import { caseKey, remember, remembered } from '../../../state/remembered.ts'
import { t } from '../../../texts/index.ts'
import { FailureEntry } from '../../../ui/FailureNote.tsx'
import { type Arrangement, arranged, arrangementFrom, moved, toggledOpen, unarranged } from './arrangement.ts'
import { Facet } from './Facet.tsx'
import styles from './FacetPanel.module.css'
import { FIRST_VALUES } from './paging.ts'

export function FacetPanel() {
  const info = useCase((state) => state.info)
  const question = useQuestion()
  const [arrangement, rearrange] = useArrangement()
  const shown = useMemo(() => arranged(info?.columns ?? [], arrangement), [info, arrangement])
  const open = shown.filter((facet) => facet.isOpen).map((facet) => facet.field)
  const { value, isStale, failure } = useAnswer(
    'rows.facets',
    open.length === 0 ? null : { ...question, fields: open, top: FIRST_VALUES, ignoreOwnClauses: true },
  )
  const arranging = useRef({ arrangement, order: noFields, rearrange })
  arranging.current = { arrangement, order: shown.map((facet) => facet.field), rearrange }
  const toggle = useCallback((field: string, isOpen: boolean) => {
    arranging.current.rearrange(toggledOpen(arranging.current.arrangement, field, isOpen))
  }, [])
  const move = useCallback((field: string, where: 'up' | 'down' | 'top') => {
    arranging.current.rearrange(moved(arranging.current.arrangement, arranging.current.order, field, where))
  }, [])
  return (
    <section className={styles.panel} aria-label={t.facets.panel} onKeyDown={onArrow}>
      {failure !== undefined && <FailureEntry failure={failure} />}
      {shown.length === 0 && <p className={styles.quiet}>{t.facets.noFields}</p>}
      {shown.map(({ field, isOpen }) => (
        <Facet
          key={field}
          field={field}
          isOpen={isOpen}
          counted={value?.find((facet) => facet.field === field)}
          isStale={isStale}
          onToggle={toggle}
          onMove={move}
        />
      ))}
    </section>
  )
}

const noFields: readonly string[] = []

/** Up and down go through heads and values alike. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const from = event.target
  if (!(from instanceof HTMLElement) || !from.matches('[data-stop]')) return
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined) return
  event.preventDefault()
  event.stopPropagation()
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-stop]')]
  stops[stops.indexOf(from) + step]?.focus()
}

/** Remembered per case. */
function useArrangement(): readonly [Arrangement, (next: Arrangement) => void] {
  const caseId = useCase((state) => state.info?.caseId ?? '')
  const [arrangement, setArrangement] = useState(unarranged)
  /** What the user does before the kept arrangement is here stands. */
  const isTouched = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `caseKey` is of the case with this id.
  useEffect(() => {
    let isCurrent = true
    isTouched.current = false
    setArrangement(unarranged)
    void remembered(caseKey('facets')).then((kept) => {
      if (isCurrent && !isTouched.current) setArrangement(arrangementFrom(kept))
    })
    return () => {
      isCurrent = false
    }
  }, [caseId])
  const rearrange = (next: Arrangement): void => {
    isTouched.current = true
    setArrangement(next)
    remember(caseKey('facets'), { order: next.order, open: next.open })
  }
  return [arrangement, rearrange]
}
