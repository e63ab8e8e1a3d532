/** Reads the event time of a record: which path, which format, which zone, and what was taken for granted. */
import type { Failure, Json } from '../../../../shared/failure.ts'
import { parseTime } from '../../../../shared/time/index.ts'
import { timeInYear } from '../readers/index.ts'
import type { RemarkCode } from './event.ts'
import { ownValue } from './path.ts'
import type { TimeSource } from './profileSource.ts'
import { templateParts } from './profileValueSchema.ts'
import type { Slots } from './recordSlots.ts'
import { firstOf, type Read, type References } from './references.ts'

/** `micros` and `text` are null where the record states no time. */
export type TimeRead =
  | {
      readonly ok: true
      readonly micros: number | null
      readonly text: string | null
      readonly remarks: readonly RemarkCode[]
    }
  | { readonly ok: false; readonly failure: Failure }

const noRemarks: readonly RemarkCode[] = []
const noTime: TimeRead = { ok: true, micros: null, text: null, remarks: noRemarks }

interface Candidate {
  readonly path: string
  readonly read: Read
  /** Gives the year that was assumed where the text states none; null where no such thing is stated. */
  readonly year: Read | null
  readonly format: string
  readonly zone: string
  /** Nobody said in which zone texts without one are. */
  readonly assumedZone: boolean
  readonly ambiguous: boolean
  /** Date and clock of fields of their own: where both are there and cannot be read, the date alone would be midnight. */
  readonly isJoined: boolean
}

/** Longest time text; what is longer is no time. */
const MAX_TIME_CHARS = 100

/** Texts that systems write for "never" or "none". */
const emptyTimes = new Set(['', '-', 'null', 'none', 'n/a', 'undefined'])

/** Reader of the time; `timezone` is what the user said of times without a zone, or null. */
export function compileTime(
  sources: readonly TimeSource[],
  references: References,
  timezone: string | null,
): (slots: Slots) => TimeRead {
  const candidates: Candidate[] = sources.flatMap((source) => {
    const { template } = source
    const isJoined = template != null
    const joined = isJoined ? [{ path: template, read: joinedReader(template, references), isJoined }] : []
    const plain = source.from.flatMap((path) =>
      references.readers(path).map((read) => ({ path, read, isJoined: false })),
    )
    const year = source.year == null ? null : firstOf(references.readers(source.year))
    return [...joined, ...plain].map((place) => ({
      ...place,
      year,
      format: source.format,
      zone: source.zone ?? timezone ?? 'UTC',
      assumedZone: source.zone === null && timezone === null,
      ambiguous: source.ambiguous,
    }))
  })
  const noScope: (string | null)[] = []
  // Consecutive records often bear the same time: exports are sorted and bursts are common.
  let lastText: Json = ''
  let lastYear: Json | undefined
  let lastCandidate: Candidate | null = null
  let lastRead: TimeRead = noTime
  return (slots) => {
    let unreadable: { path: string; text: string } | null = null
    for (const candidate of candidates) {
      const value = candidate.read(slots, noScope)
      if (value === undefined || value === null) continue
      const year = candidate.year?.(slots, noScope)
      if (value === lastText && year === lastYear && candidate === lastCandidate) return lastRead
      const text = timeText(value)
      if (text === null) continue
      const read = readTime(text, value, candidate, typeof year === 'number' ? year : null)
      if (read === null) {
        unreadable ??= { path: candidate.path, text }
        if (candidate.isJoined) break
        continue
      }
      if (typeof value === 'string') {
        lastText = value
        lastYear = year
        lastCandidate = candidate
        lastRead = read
      }
      return read
    }
    return unreadable === null ? noTime : { ok: false, failure: unreadableTime(unreadable.path, unreadable.text) }
  }
}

/** The text of a template; undefined where a part of it is missing or says that there is none. */
function joinedReader(template: string, references: References): Read {
  const parts = (templateParts(template) ?? []).map(({ text, reference }) =>
    reference === null ? text : firstOf(references.readers(reference)),
  )
  return (slots, scope) => {
    let joined = ''
    for (const part of parts) {
      const piece = typeof part === 'string' ? part : timeText(part(slots, scope) ?? null)
      if (piece === null) return undefined
      joined += piece
    }
    return joined
  }
}

function readTime(text: string, value: Json, candidate: Candidate, year: number | null): TimeRead | null {
  const parsed =
    typeof value === 'object'
      ? timeFromObject(value)
      : text.length > MAX_TIME_CHARS
        ? null
        : parseTime(year === null ? text : timeInYear(text, year), candidate.format, candidate.zone)
  if (parsed === null || !Number.isFinite(parsed.micros)) return null
  const remarks: RemarkCode[] = []
  if (year !== null) remarks.push('time-without-year')
  if (candidate.ambiguous) remarks.push('time-guessed')
  else if (!parsed.hadZone && candidate.assumedZone) remarks.push('time-without-zone')
  return { ok: true, micros: parsed.micros, text, remarks: remarks.length === 0 ? noRemarks : remarks }
}

/** The time as the record writes it; an object as JSON. Null where nothing is stated. */
function timeText(value: Json): string | null {
  if (typeof value === 'string') {
    const code = value.charCodeAt(0)
    if (code >= 0x30 && code <= 0x39) return value
    return emptyTimes.has(value.trim().toLowerCase()) ? null : value
  }
  if (typeof value === 'number') return String(value)
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null
  return Object.keys(value).length === 0 ? null : JSON.stringify(value).slice(0, MAX_TIME_CHARS)
}

/**
 * Times that libraries write as objects: `{"epochSecond":1,"nano":2}` (java.time.Instant), `{"seconds":1,"nanos":2}`
 * (protobuf Timestamp), `{"value":"/Date(1)/"}` (a PowerShell 5 DateTime), `{"$date":"…"}` and `{"$date":{"$numberLong":"ms"}}` (MongoDB Extended JSON v2).
 */
export function timeFromObject(value: Json): { readonly micros: number; readonly hadZone: boolean } | null {
  const seconds = numberOf(ownValue(value, 'epochSecond') ?? ownValue(value, 'seconds'))
  if (seconds !== null) {
    const nanos = numberOf(ownValue(value, 'nano') ?? ownValue(value, 'nanos')) ?? 0
    return { micros: seconds * 1e6 + Math.floor(nanos / 1000), hadZone: true }
  }
  const dotNet = ownValue(value, 'value')
  if (typeof dotNet === 'string') return parseTime(dotNet, 'json-date', 'UTC')
  const date = ownValue(value, '$date')
  if (typeof date === 'string') return parseTime(date, 'iso', 'UTC')
  const millis = numberOf(date ?? null) ?? numberOf(ownValue(date ?? null, '$numberLong'))
  return millis === null ? null : { micros: millis * 1000, hadZone: true }
}

function numberOf(value: Json | undefined): number | null {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d{1,19}$/.test(value) ? Number(value) : null
}

function unreadableTime(path: string, text: string): Failure {
  return {
    code: 'record/time-unreadable',
    message: `the time "${text.slice(0, MAX_TIME_CHARS)}" in ${path} could not be read`,
    where: { field: path },
    kept: 'the record stays in the exhibit byte for byte',
    next: 'add the time format to the profile, try it with `vouch profiles test`, import again',
    facts: { field: path, text: text.slice(0, MAX_TIME_CHARS) },
  }
}
