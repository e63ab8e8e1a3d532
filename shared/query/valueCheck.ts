/** Whether a typed value can be what its field's type says; checked while typing, so that a mistake points at its place. */
import { RE2JS } from 're2js'
import type { FieldType } from '../fields.ts'
import type { Bound } from '../filter.ts'
import { MICROS_PER_DAY, resolveTimeBound } from '../time/index.ts'
import { compareAddresses, parseAddress, parseNetwork } from './network.ts'

/** What is wrong and how to write it. */
export interface ValueProblem {
  readonly message: string
  readonly next: string
}

/** Any clock will do to see whether a time can be read. */
const anyClock = { nowMicros: 1_800_000_000_000_000, zone: 'UTC' }

const timeHint = 'Write 2026, 2026-05, 2026-05-01, 2026-05-01T10:30, or relative: now, now-7d, now-1M/M'

/** Longest regular expression accepted, in UTF-16 code units. */
const MAX_REGEXP_LENGTH = 2_000

/** A value that is to be equal (bare without wildcards, or quoted). */
export function valueProblem(value: string, type: FieldType | undefined): ValueProblem | null {
  if (type === 'time' && resolveTimeBound(value, anyClock, 'point') === null) {
    return { message: `"${shown(value)}" is not a time`, next: timeHint }
  }
  if (type === 'integer' && !/^\d{1,16}$/.test(value)) {
    return { message: `"${shown(value)}" is not a whole number`, next: 'Write digits only' }
  }
  return null
}

/** A value with wildcards, or a regular expression. */
export function patternProblem(type: FieldType | undefined): ValueProblem | null {
  if (type === 'time') return { message: 'Times take no wildcards and no expressions', next: timeHint }
  if (type === 'integer') {
    return { message: 'Whole numbers take no wildcards and no expressions', next: 'Write a range: [10 TO 19]' }
  }
  return null
}

/** A network in CIDR notation. */
export function networkProblem(network: string): ValueProblem | null {
  if (parseNetwork(network) !== null) return null
  return {
    message: `"${shown(network)}" is not a network`,
    next: 'Write 10.0.0.0/8 or 2001:db8::/32; write \\/ where the slash itself is meant',
  }
}

/** A regular expression in RE2 syntax (https://github.com/google/re2/wiki/Syntax), which the engine runs in linear time. */
export function regexpProblem(source: string): ValueProblem | null {
  const next = 'RE2 syntax is understood: no look-around, no back-references; write / as \\/ and a blank as \\s'
  if (source.length > MAX_REGEXP_LENGTH) return { message: 'The regular expression is too long', next }
  try {
    RE2JS.compile(source)
    return null
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { message: `Not a regular expression: ${shown(reason)}`, next }
  }
}

/** One bound of a range. */
export function boundProblem(value: string, type: FieldType | undefined): ValueProblem | null {
  if (type === 'time') return valueProblem(value, type)
  if ((type === 'number' || type === 'integer') && !isNumber(value)) {
    return { message: `"${shown(value)}" is not a number`, next: 'Write a number such as 400 or 0.5' }
  }
  if (type === 'ip' && parseAddress(value) === null) {
    return { message: `"${shown(value)}" is not an IP address`, next: 'Write an address, or a network: ip:10.0.0.0/8' }
  }
  return null
}

/** Both bounds of a range together: the first must not be behind the second. */
export function rangeProblem(from: Bound, to: Bound, type: FieldType | undefined): ValueProblem | null {
  const order = orderOf(from.value, to.value, type)
  return order > 0
    ? {
        message: `The range ends before it starts: "${shown(from.value)}" to "${shown(to.value)}"`,
        next: 'Swap the two',
      }
    : null
}

function orderOf(from: string, to: string, type: FieldType | undefined): number {
  if (type === 'number' || type === 'integer') return Number(from) - Number(to)
  if (type === 'ip') return compareAddresses(from, to) ?? 0
  // Relative times may be in any order, depending on the clock; times of day may have zones of their own.
  if (type !== 'time' || from.includes('now') || to.includes('now')) return 0
  const margin = /[T ]/i.test(from + to) ? MICROS_PER_DAY : 0
  const start = resolveTimeBound(from, anyClock, 'from')
  const end = resolveTimeBound(to, anyClock, 'to')
  return start !== null && end !== null && start.startMicros >= end.endMicros + margin ? 1 : 0
}

function isNumber(text: string): boolean {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)
}

/** At most 60 characters of what was typed, for a message. */
export function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
