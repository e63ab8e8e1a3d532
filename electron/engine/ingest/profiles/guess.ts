/**
 * Guesses the profile of an export nobody has described, and says what it guessed and why.
 *
 * The guess depends on the sampled records and the name tables only, so the same file gives the same events. What
 * comes out is an ordinary {@link ProfileSource}: it can be kept with the case, shown, and written down as YAML.
 */
import type { RecordKind } from '../record.ts'
import { carriedRecords, embeddedRecord } from './carriers.ts'
import type { Payload } from './event.ts'
import type { FieldNames, GuessNames } from './guessNames.ts'
import { explain, type GuessedField, statedTime } from './guessExplained.ts'
import { guessTime } from './guessTime.ts'
import { guessOutcome } from './guessOutcome.ts'
import { type Candidate, candidatesFor } from './guessScore.ts'
import { guessOpen } from './guessOpen.ts'
import { MAX_SAMPLED, statsFromRecords } from './guessStats.ts'
import { compileOpen } from './open.ts'
import { getterFromPath, parsePath, pathFromKeys } from './path.ts'
import type { OpenSource, ProfileSource, RecogniseSource, ValueSource } from './profileSource.ts'

export interface Guess {
  /** Concrete profile with the id and version of the generic one. */
  readonly spec: ProfileSource
  readonly explanation: readonly GuessedField[]
}

/** Guesses over the first {@link MAX_SAMPLED} records; a field nothing speaks for stays out. */
export function guessProfile(generic: ProfileSource, names: GuessNames, records: readonly Payload[]): Guess {
  const format = generic.recognise[0]?.format ?? 'json'
  const sampled = records.slice(0, MAX_SAMPLED)
  const envelope = embeddedEnvelope(sampled)
  const inner = envelope === null ? sampled : sampled.map((record) => carriedAt(record, envelope) ?? record)
  const insides = guessOpen(inner)
  const opener = compileOpen({ open: insides, aliases: [], looseHeaders: false, looseKeys: false })
  const stats = statsFromRecords(opener === null ? inner : inner.map((record) => opener(record).payload))
  const explanation: GuessedField[] = []
  const fields: ValueSource[] = []
  let time: ProfileSource['time'] = []
  let action: Candidate | null = null
  for (const table of names.fields) {
    const candidates = candidatesFor(table, stats).filter(
      ({ stats: { path } }) => !isSentence(format, table.field, path),
    )
    if (table.field === 'time') {
      const guessed = guessTime(candidates, stats)
      time = guessed.sources
      if (guessed.explained !== null) explanation.push(guessed.explained)
      continue
    }
    if (table.field === 'outcome') {
      const guessed = guessOutcome(table, names.errors, stats, action)
      if (guessed === null) continue
      fields.push(guessed.value)
      explanation.push(guessed.explained)
      continue
    }
    if (candidates.length === 0) continue
    if (table.field === 'action') action = candidates[0]
    fields.push(valueFromCandidates(table, candidates))
    explanation.push(explain(table.field, candidates))
  }
  if (fields.some((field) => field.id === 'action') && names.operations.length > 0) fields.push(operationValue(names))
  const recogniseBy: readonly RecogniseSource[] = [
    {
      format,
      require: [],
      anyOf: [],
      forbid: [],
      match: [],
      score: 1,
      unwrap: envelope,
    },
  ]
  const open = envelope === null ? insides : insideEnvelope(envelope, insides)
  // What a generic profile states of the time counts where nothing better was guessed.
  const allTimes = [...time, ...generic.time]
  if (time.length === 0 && generic.time.length > 0) explanation.push(statedTime(generic.time))
  const spec: ProfileSource = {
    ...generic,
    recognise: recogniseBy,
    open,
    time: allTimes,
    fields,
    columns: [],
    categories: [],
  }
  return { spec, explanation }
}

/** The text of a line is a sentence about what was done, and no word for it. */
function isSentence(format: RecordKind, field: string, path: string): boolean {
  return format === 'lines' && field === 'action' && path === 'message'
}

const emptyValue: Omit<ValueSource, 'id'> = {
  rules: [],
  from: [],
  template: null,
  as: 'string',
  extract: null,
  map: [],
  otherwise: null,
}

function valueFromCandidates(table: FieldNames, candidates: readonly Candidate[]): ValueSource {
  return {
    ...emptyValue,
    id: table.field,
    from: candidates.map((candidate) => candidate.stats.path),
    as: table.kind === 'ip' ? 'ip' : 'string',
    map: [...table.words],
  }
}

function operationValue(names: GuessNames): ValueSource {
  return {
    ...emptyValue,
    id: 'operation',
    rules: names.operations.map(({ operation, patterns }) => ({
      when: [{ key: '@action', test: 'like', patterns }],
      is: operation,
      from: [],
      template: null,
    })),
  }
}

/** What is opened inside an envelope; its own text has to be opened before. */
function insideEnvelope(envelope: string, insides: readonly OpenSource[]): readonly OpenSource[] {
  if (insides.length === 0) return insides
  const prefixed = insides.map((source) => ({
    ...source,
    from: source.from.map((path) => (path.startsWith('[') ? envelope + path : `${envelope}.${path}`)),
  }))
  return [{ from: [envelope], as: 'json', between: ',', equals: '=' }, ...prefixed]
}

/** Keys a record may have beside the one that holds the real record as JSON text. */
const MAX_ENVELOPE_KEYS = 12

/** Path under which most records hold a JSON object as text that says more than the rest of them; null where none does. */
function embeddedEnvelope(records: readonly Payload[]): string | null {
  const votes = new Map<string, number>()
  const vote = (path: string): void => void votes.set(path, (votes.get(path) ?? 0) + 1)
  for (const record of records) {
    const carried = carriedRecords(record).find(({ isAllSaid }) => isAllSaid)
    if (carried !== undefined) {
      vote(carried.path)
      continue
    }
    const keys = Object.keys(record)
    if (keys.length > MAX_ENVELOPE_KEYS) continue
    for (const key of keys) {
      const value = record[key]
      if (typeof value !== 'string' || !value.trimStart().startsWith('{')) continue
      const inner = embeddedRecord(value)
      if (inner !== null && Object.keys(inner).length >= keys.length) vote(pathFromKeys([key]))
    }
  }
  const [best] = [...votes].sort((a, b) => b[1] - a[1])
  return best !== undefined && best[1] >= records.length * 0.6 ? best[0] : null
}

function carriedAt(record: Payload, path: string): Payload | null {
  const segments = parsePath(path)
  return segments === null ? null : embeddedRecord(getterFromPath(segments)(record))
}
