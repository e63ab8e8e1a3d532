/** How what is being typed in the query box can go on: names of fields, and values with how often they occur. */
import type { ColumnInfo, FacetInfo } from '../../../../shared/api/index.ts'
import { type Field, fieldById } from '../../../../shared/fields.ts'
import { type Completion, printQuery } from '../../../../shared/query/index.ts'

export interface Candidate {
  /** As it is shown. */
  readonly label: string
  /** What it is, beside it: the field's label. */
  readonly hint: string | null
  /** How often the value occurs; null where that is not known or not what is asked. */
  readonly count: number | null
  /** What takes the place of what was typed. */
  readonly insert: string
}

/** Candidates offered at once. */
export const MAX_CANDIDATES = 12

/** Times worth offering where a time is typed. */
const timeWords = ['now-1h', 'now-24h', 'now-7d', 'now-30d', 'now/d', 'now/M'] as const

/** Fields of the case whose name or label goes with what was typed; those that begin with it first. */
export function fieldCandidates(prefix: string, columns: readonly ColumnInfo[]): readonly Candidate[] {
  const typed = prefix.toLowerCase()
  const scored = columns.flatMap(({ id, label }) => {
    const name = id.toLowerCase()
    const place = name.startsWith(typed) ? 0 : label.toLowerCase().startsWith(typed) ? 1 : name.includes(typed) ? 2 : 3
    return place === 3 ? [] : [{ place, candidate: { label: id, hint: label, count: null, insert: `${id}:` } }]
  })
  if (typed !== '' && 'payload'.startsWith(typed))
    scored.push({
      place: 0,
      candidate: { label: 'payload.', hint: 'path into the record', count: null, insert: 'payload.' },
    })
  return scored
    .sort((one, other) => one.place - other.place)
    .slice(0, MAX_CANDIDATES)
    .map(({ candidate }) => candidate)
}

/** Whether the values of a field can be counted, so that they can be offered. */
export function hasCountedValues(field: string, columns: readonly ColumnInfo[]): boolean {
  return columns.some((column) => column.id === field && column.facet)
}

/** Values that go with what was typed: those that occur, by count, then the rest of the field's own vocabulary. */
export function valueCandidates(
  { field, prefix, isQuoted }: Pick<Extract<Completion, { kind: 'value' }>, 'field' | 'prefix' | 'isQuoted'>,
  facet: FacetInfo | null,
): readonly Candidate[] {
  const known = fieldById(field)
  const typed = prefix.toLowerCase()
  const counted = (facet?.field === field ? facet.values : []).filter(({ value }) =>
    value.toLowerCase().includes(typed),
  )
  const candidates = counted.map(({ value, count }) => ({
    label: value,
    hint: null,
    count,
    insert: valueText(field, value, isQuoted),
  }))
  for (const word of wordsOf(known)) {
    if (word.startsWith(typed) && !counted.some(({ value }) => value === word))
      candidates.push({ label: word, hint: null, count: 0, insert: valueText(field, word, isQuoted) })
  }
  const isTime = known?.type === 'time'
  return candidates.slice(0, MAX_CANDIDATES).map((candidate) => (isTime ? { ...candidate, count: null } : candidate))
}

function wordsOf(field: Field | undefined): readonly string[] {
  return field?.type === 'time' ? timeWords : (field?.values ?? [])
}

/** A value as it is typed behind `field:`: bare where that needs no backslash, else in quotes. */
export function valueText(field: string, value: string, isQuoted: boolean): string {
  const bare = printed(field, value, false)
  return !isQuoted && /^[\p{L}\p{N}]/u.test(value) && !bare.includes('\\') && !/["{}[\]]/.test(bare)
    ? bare
    : printed(field, value, true)
}

function printed(field: string, value: string, exact: boolean): string {
  return printQuery({ kind: 'is', field, value, exact }).slice(field.length + 1)
}

/** The text after a candidate was taken, and where the caret stands then. */
export function withCandidate(
  text: string,
  { start, end, kind }: Pick<Completion, 'start' | 'end' | 'kind'>,
  { insert }: Pick<Candidate, 'insert'>,
): { readonly text: string; readonly caret: number } {
  const rest = text.slice(end)
  // A finished value is followed by a blank, so that typing goes on with the next clause.
  const blank = kind === 'value' && !/^[\s)\]}]/.test(rest) ? ' ' : ''
  const operatorThere = kind === 'field' && insert.endsWith(':') && /^\s*[:<>]/.test(rest)
  const added = operatorThere ? insert.slice(0, -1) : insert + blank
  return { text: text.slice(0, start) + added + rest, caret: start + added.length }
}
