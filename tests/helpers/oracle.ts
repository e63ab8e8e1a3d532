/**
 * What a filter means, in the plainest words: one event at a time, no index, no columns. The property tests compare
 * the engine's answers with it. Follows `shared/filter.ts` and `docs/query-language.md`.
 */
import { fieldById, mappedFields } from '../../shared/fields.ts'
import type { Json } from '../../shared/failure.ts'
import type { Bound, Filter } from '../../shared/filter.ts'
import {
  addressInNetwork,
  compareAddresses,
  parseAddress,
  parseNetwork,
  payloadPath,
  wordsOf,
} from '../../shared/query/index.ts'
import { resolveTimeBound } from '../../shared/time/index.ts'
import type { MadeExhibit, MadeRecord } from './madeCase.ts'
import { plainProfile, sourceOf } from './madeProfile.ts'

export interface OracleEvent {
  readonly id: number
  readonly exhibit: string
  readonly recordNumber: number
  /** Microseconds since 1970 UTC; null where the record states none. */
  readonly micros: number | null
  /** Fields and own columns that have a value. */
  readonly values: ReadonlyMap<string, string>
  readonly record: MadeRecord
}

/** The events that the exhibits must give, in the order of the case. */
export function oracleEvents(exhibits: readonly MadeExhibit[]): OracleEvent[] {
  const events: OracleEvent[] = []
  for (const [number, { records, profile = plainProfile }] of exhibits.entries()) {
    const names = [...mappedFields.map((field) => field.id), ...profile.columns]
    for (const [recordNumber, record] of records.entries()) {
      const values = new Map<string, string>()
      for (const name of names) {
        const value = Object.hasOwn(record, name) ? record[name] : null
        if (typeof value === 'string' && value !== '' && value !== '-') values.set(name, value)
      }
      values.set('source', sourceOf(profile.id))
      const time = record.time
      events.push({
        id: events.length + 1,
        exhibit: `E${String(number + 1).padStart(3, '0')}`,
        recordNumber,
        micros: typeof time === 'string' ? microsOf(time) : null,
        values,
        record,
      })
    }
  }
  return events
}

/** Microseconds of `2026-01-02T03:04:05.123456Z`. */
function microsOf(iso: string): number {
  const micros = /\.(\d+)Z$/.exec(iso)?.[1].padEnd(6, '0') ?? '0'
  return Date.parse(iso.replace(/(\.\d+)?Z$/, 'Z')) * 1000 + Number(micros)
}

/** Ids of the events that match. */
export function scan(events: readonly OracleEvent[], filter: Filter): number[] {
  return events.filter((event) => holds(event, filter)).map((event) => event.id)
}

/** Text of a field of an event; null where it has none. Of `time`: null. */
export function valueIn(event: OracleEvent, field: string): string | null {
  if (field === 'id') return String(event.id)
  if (field === 'exhibit') return event.exhibit
  if (field === 'record') return String(event.recordNumber)
  return event.values.get(field) ?? null
}

function holds(event: OracleEvent, filter: Filter): boolean {
  switch (filter.kind) {
    case 'all':
      return true
    case 'and':
      return filter.of.every((part) => holds(event, part))
    case 'or':
      return filter.of.some((part) => holds(event, part))
    case 'not':
      return !holds(event, filter.of)
    case 'text':
      return allTexts(event).some((text) => hasWords(wordsOf(text), wordsOf(filter.text), filter.prefix))
    default: {
      const path = payloadPath(filter.field)
      if (path !== null) {
        const found = valuesAt(event.record, path)
        if (Object.hasOwn(event.record, 'payload')) found.push(...valuesAt(event.record.payload, path))
        if (filter.kind === 'exists') return found.some((value) => value !== null)
        return found.flatMap(leavesOfArrays).some((text) => passes(text, filter, 'text'))
      }
      if (fieldById(filter.field)?.id === 'time') return timeHolds(event.micros, filter)
      const id = fieldById(filter.field)?.id ?? filter.field
      const value = valueIn(event, id)
      if (value === null) return false
      return filter.kind === 'exists' || passes(value, filter, fieldById(id)?.type ?? 'text')
    }
  }
}

type FieldClause = Extract<Filter, { field: string }>

function passes(value: string, clause: FieldClause, type: string): boolean {
  switch (clause.kind) {
    case 'exists':
      return true
    case 'is':
      return clause.exact ? value === clause.value : value.toLowerCase() === clause.value.toLowerCase()
    case 'like':
      return isLike([...value.toLowerCase()], [...clause.pattern.toLowerCase()])
    case 'matches':
      // Only patterns that mean the same in both languages are asked.
      return new RegExp(clause.regexp, 'u').test(value)
    case 'network': {
      const network = parseNetwork(clause.network)
      return network !== null && addressInNetwork(value, network)
    }
    case 'range':
      return isWithin(value, clause.from, 1, type) && isWithin(value, clause.to, -1, type)
  }
}

function isLike(value: readonly string[], pattern: readonly string[]): boolean {
  if (pattern.length === 0) return value.length === 0
  const [first, ...rest] = pattern
  if (first === '*') return isLike(value, rest) || (value.length > 0 && isLike(value.slice(1), pattern))
  if (value.length === 0) return false
  if (first === '?') return isLike(value.slice(1), rest)
  if (first === '\\' && rest.length > 0) return value[0] === rest[0] && isLike(value.slice(1), rest.slice(1))
  return value[0] === first && isLike(value.slice(1), rest)
}

function isWithin(value: string, bound: Bound | undefined, sign: number, type: string): boolean {
  if (bound === undefined) return true
  const order = orderOf(value, bound.value, type)
  return order !== null && (order * sign > 0 || (order === 0 && bound.inclusive))
}

function orderOf(value: string, bound: string, type: string): number | null {
  if (isNumber(bound) && isNumber(value)) return Number(value) - Number(bound)
  if (isNumber(bound) && (type === 'number' || type === 'integer')) return null
  if (type === 'ip' && parseAddress(bound) !== null) return compareAddresses(value, bound)
  const [a, b] = [value.toLowerCase(), bound.toLowerCase()]
  return a < b ? -1 : a > b ? 1 : 0
}

function isNumber(text: string): boolean {
  return text !== '' && text.trim() === text && Number.isFinite(Number(text))
}

function timeHolds(micros: number | null, clause: FieldClause): boolean {
  if (micros === null) return false
  const context = { nowMicros: 0, zone: 'UTC' }
  const spanOf = (text: string, which: 'from' | 'to' | 'point') => {
    const span = resolveTimeBound(text, context, which)
    if (span === null) throw new Error(`no time: ${text}`)
    return span
  }
  if (clause.kind === 'exists') return true
  if (clause.kind === 'is') {
    const span = spanOf(clause.value, 'point')
    return micros >= span.startMicros && micros < span.endMicros
  }
  if (clause.kind !== 'range') throw new Error('not asked of times')
  const { from, to } = clause
  const start = from && (from.inclusive ? spanOf(from.value, 'from').startMicros : spanOf(from.value, 'from').endMicros)
  const end = to && (to.inclusive ? spanOf(to.value, 'to').endMicros : spanOf(to.value, 'to').startMicros)
  return (start === undefined || micros >= start) && (end === undefined || micros < end)
}

/** Every text a word can stand in: field values, and the payload's strings, numbers and booleans. */
function allTexts(event: OracleEvent): string[] {
  return [...event.values.values(), ...leaves(event.record)]
}

function leaves(value: Json): string[] {
  if (value === null) return []
  if (Array.isArray(value)) return value.flatMap(leaves)
  if (typeof value === 'object') return Object.values(value).flatMap(leaves)
  return [String(value)]
}

function leavesOfArrays(value: Json): string[] {
  if (Array.isArray(value)) return value.flatMap(leavesOfArrays)
  return value === null || typeof value === 'object' ? [] : [String(value)]
}

function hasWords(words: readonly string[], wanted: readonly string[], prefix: boolean): boolean {
  return words.some((_, at) =>
    wanted.every((word, i) => {
      const found = words[at + i]
      if (found === undefined) return false
      return prefix && i === wanted.length - 1 ? found.startsWith(word) : found === word
    }),
  )
}

/** Everything that stands at a path: a key of an array means that key of any of its elements. */
function valuesAt(value: Json, path: NonNullable<ReturnType<typeof payloadPath>>): Json[] {
  const [segment, ...rest] = path
  if (segment === undefined) return [value]
  if (Array.isArray(value)) {
    if (segment.kind === 'index') return segment.index < value.length ? valuesAt(value[segment.index], rest) : []
    return value.flatMap((item: Json) => valuesAt(item, segment.kind === 'each' ? rest : path))
  }
  if (typeof value !== 'object' || value === null || segment.kind === 'each') return []
  const key = segment.kind === 'key' ? segment.key : String(segment.index)
  return Object.hasOwn(value, key) ? valuesAt((value as MadeRecord)[key], rest) : []
}
