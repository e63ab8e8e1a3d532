/** What can follow at the caret of the query box: asked of the case where values are typed, without holding typing up. */
import { useEffect, useMemo, useState } from 'react'
import type { ColumnInfo, Question } from '../../../../shared/api/index.ts'
import { type Completion, completionAt, type KnownField, type QueryScan } from '../../../../shared/query/index.ts'
import { useAnswer } from '../../../state/answers.ts'
import { useCase } from '../../../state/caseStore.ts'
import { type Candidate, fieldCandidates, hasCountedValues, MAX_CANDIDATES, valueCandidates } from './candidates.ts'

/** Values are asked for once typing rests this long. */
const SETTLE_MS = 70

export interface Completions {
  readonly place: Completion | null
  readonly candidates: readonly Candidate[]
}

const noColumns: readonly ColumnInfo[] = []

const none: Completions = { place: null, candidates: [] }

/** `scanned`: of `text`; null asks nothing. Counts are those of the question as last asked, without its own clauses on the field. */
export function useCompletions(
  text: string,
  caret: number,
  scanned: QueryScan | null,
  question: Question,
  knownField: KnownField,
): Completions {
  const columns = useCase((state) => state.info?.columns) ?? noColumns
  const place = useMemo(
    () => (scanned === null ? null : completionAt(text, caret + 1, knownField, scanned)),
    [text, caret, scanned, knownField],
  )
  const isCounted = place?.kind === 'value' && hasCountedValues(place.field, columns)
  const search = useSettled(isCounted ? `${place.field}\n${place.prefix}` : '')
  const [field, prefix] = search.split('\n')
  const { value } = useAnswer(
    'rows.facets',
    search === ''
      ? null
      : {
          ...question,
          fields: [field],
          top: MAX_CANDIDATES,
          ignoreOwnClauses: true,
          ...(prefix === '' ? {} : { search: prefix }),
        },
  )
  return useMemo(() => {
    if (place === null) return none
    if (place.kind === 'field')
      return { place, candidates: place.prefix === '' && text !== '' ? [] : fieldCandidates(place.prefix, columns) }
    return { place, candidates: valueCandidates(place, isCounted ? (value?.[0] ?? null) : null) }
  }, [place, value, isCounted, columns, text])
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
