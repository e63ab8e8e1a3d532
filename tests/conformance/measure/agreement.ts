/**
 * Whether an event says what the truth says, field by field.
 *
 * The vocabularies differ on purpose, so what counts as the same is written down here and nowhere else:
 * - outcome: the truth has `success`, `failure`, `unknown`, `allow`; ours is wider. `denied` is a `failure` that knows
 *   its reason; `allowed` and `approved` are a `success` of a decision and an `allow`; `unknown` and no outcome
 *   are both `unknown`. `warning` agrees with nothing.
 * - time: the truth may be cut to milliseconds or seconds (a fraction of zeros says no more than none: OCSF samples
 *   state whole seconds); ours must lie in the instant it names.
 * - actor: the actor or its id must be one of the stated names; looser names are accepted where a name is stated.
 * - action: a full stop at its end, as Entra ID writes activities, may be there or not.
 * - addresses: equal as addresses, whatever their spelling.
 */
import ipaddr from 'ipaddr.js'
import type { Truth } from './corpus.ts'

/** One event as any importer hands it over; `textOf` gives canonical fields and columns by id, null for none. */
export interface MeasuredEvent {
  /** 0-based position among all records and rejects of its file, in byte order. */
  readonly index: number
  /** Microseconds since 1970, null for none. */
  readonly time: number | null
  readonly textOf: (field: string) => string | null
}

export const measuredFields = [
  'time',
  'action',
  'outcome',
  'actor',
  'ip',
  'srcAddress',
  'userAgent',
  'eventId',
] as const
export type MeasuredField = (typeof measuredFields)[number]

export interface Verdict {
  readonly field: MeasuredField
  readonly agrees: boolean
  readonly expected: string
  readonly found: string | null
  /** The actor found is one of the users acted upon. */
  readonly isTarget: boolean
}

/** A verdict for each field that the truth states. `event` is null where the record gave none. */
export function verdictsOf(truth: Truth, event: MeasuredEvent | null): readonly Verdict[] {
  const verdicts: Verdict[] = []
  const add = (field: MeasuredField, expected: string | undefined, found: string | null, agrees: boolean): void => {
    if (expected !== undefined) verdicts.push({ field, agrees, expected, found, isTarget: false })
  }
  const textOf = (field: string): string | null => event?.textOf(field) ?? null
  if (truth.time !== undefined) {
    const time = event?.time ?? null
    add('time', truth.time, timeWord(time), time !== null && timeAgrees(truth.time, time))
  }
  for (const field of ['action', 'userAgent', 'eventId'] as const) {
    const expected = truth[field]
    const found = textOf(field)
    const isSame = field === 'action' ? sameAction : sameText
    add(field, expected, found, expected !== undefined && isSame(expected, found))
  }
  const outcome = textOf('outcome')
  const outcomes = typeof truth.outcome === 'string' ? [truth.outcome] : truth.outcome
  add('outcome', outcomes?.join(' | '), outcome, outcomes?.some((word) => outcomeAgrees(word, outcome)) ?? false)
  const ip = textOf('ip')
  add('ip', truth.ip, ip, truth.ip !== undefined && sameAddress(truth.ip, ip))
  // What is no address is not in our address field: an own column may keep it, the record always does.
  const address = ip ?? textOf('sourceAddress')
  add(
    'srcAddress',
    truth.srcAddress,
    address,
    event !== null && (address === null || sameText(truth.srcAddress ?? '', address)),
  )
  if (truth.actor !== undefined && truth.actor.length > 0) verdicts.push(actorVerdict(truth, textOf))
  return verdicts
}

function actorVerdict(truth: Truth, textOf: (field: string) => string | null): Verdict {
  const names = [...(truth.actor ?? []), ...(truth.actorAlt ?? [])]
  const actor = textOf('actor')
  const candidates = [actor, textOf('actorId')]
  const agrees = candidates.some((candidate) => names.some((name) => sameText(name, candidate)))
  const isTarget =
    actor !== null &&
    (truth.target ?? []).some((name) => sameText(name, actor)) &&
    !names.some((name) => sameText(name, actor))
  return { field: 'actor', agrees: agrees && !isTarget, expected: names.join(' | '), found: actor, isTarget }
}

function sameText(expected: string, found: string | null): boolean {
  return found !== null && expected.trim().toLowerCase() === found.trim().toLowerCase()
}

function sameAction(expected: string, found: string | null): boolean {
  return sameText(expected.replace(/\.$/, ''), found?.replace(/\.$/, '') ?? null)
}

const outcomesOf: Readonly<Record<string, readonly (string | null)[]>> = {
  success: ['success', 'allowed', 'approved'],
  allow: ['allowed', 'approved', 'success'],
  failure: ['failure', 'denied'],
  unknown: ['unknown', null],
}

/** See the head of this file. A word outside the truth's vocabulary agrees only with itself. */
export function outcomeAgrees(expected: string, found: string | null): boolean {
  const accepted = outcomesOf[expected.toLowerCase()]
  return accepted === undefined ? sameText(expected, found) : accepted.includes(found)
}

/** `expected` is ISO, UTC where it names no zone; `micros` must lie within its last stated digit, or 1 ms of it. */
export function timeAgrees(expected: string, micros: number): boolean {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:?\d\d)?$/.exec(expected)
  if (match === null) return false
  const [, whole, stated = '', zone = 'Z'] = match
  const fraction = /^0*$/.test(stated) ? '' : stated
  const startMicros = Date.parse(whole + zone) * 1000 + Number(fraction.slice(0, 6).padEnd(6, '0'))
  const unitMicros = Math.max(1, 10 ** (6 - Math.min(6, fraction.length)))
  const distance = micros - startMicros
  return (distance >= 0 && distance < unitMicros) || Math.abs(distance) < 1000
}

function sameAddress(expected: string, found: string | null): boolean {
  if (found === null) return false
  return sameText(expected, found) || addressForm(expected) === addressForm(found)
}

function addressForm(text: string): string {
  return ipaddr.isValid(text) ? ipaddr.process(text).toNormalizedString() : text
}

function timeWord(micros: number | null): string | null {
  if (micros === null) return null
  const date = new Date(micros / 1000)
  return Number.isNaN(date.getTime()) ? `${micros} µs` : date.toISOString()
}
