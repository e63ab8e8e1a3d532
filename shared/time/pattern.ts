/**
 * Times by an explicit pattern, as a profile states it: `D/M/YYYY H:mm`, `MMM D YYYY h:mm:ss.SSS A Z`.
 *
 * Tokens follow Day.js (https://day.js.org/docs/en/parse/string-format). A pattern is compiled once into a list of steps; reading walks
 * the text once and allocates one object.
 */
import { monthFromName } from './named.ts'
import { hourFrom12, offsetFromText, type ParsedTime, timeFromWall, type Wall } from './wall.ts'

/** Reads one text, local times in `zone`; null where the text does not follow the pattern. */
export type TimeReader = (text: string, zone: string) => ParsedTime | null

/** A compiled pattern, or the sentence that says what is wrong with it. */
export type CompiledPattern =
  | { readonly ok: true; readonly read: TimeReader }
  | { readonly ok: false; readonly problem: string }

interface Step {
  readonly token: string
  /** For `literal`: the text that must stand there. */
  readonly literal: string
}

/** Longest pattern accepted, in UTF-16 code units. */
const MAX_PATTERN_LENGTH = 100

const tokenOrLiteral = /YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|s|S{1,9}|A|a|Z{1,2}|\[([^\]]*)\]|\s+|./sy

/**
 * Compiles a pattern. Tokens: `YYYY` `YY` (00–49: 2000s) · `MMMM` `MMM` (English) `MM` `M` · `DD` `D` · `dddd` `ddd`
 * (any weekday, not checked) · `HH` `H` (0–24) `hh` `h` with `A` or `a` · `mm` `m` · `ss` `s` · `S`…`SSSSSSSSS`
 * (any number of fraction digits) · `Z` (`Z`, `UTC`, `+02:00`, `+0200`, `+02`, `PDT`). Doubled figures want exactly two
 * digits, single ones take one or two. A blank stands for a run of blanks; `[at]` and every other character for itself.
 */
export function compilePattern(pattern: string): CompiledPattern {
  if (pattern.length > MAX_PATTERN_LENGTH) return { ok: false, problem: 'it is too long' }
  const steps: Step[] = []
  tokenOrLiteral.lastIndex = 0
  while (tokenOrLiteral.lastIndex < pattern.length) {
    const part = tokenOrLiteral.exec(pattern)
    if (part === null) break
    if (part[1] !== undefined) steps.push({ token: 'literal', literal: part[1] })
    else if (/^\s/.test(part[0])) steps.push({ token: 'blank', literal: '' })
    else if (/^(?:[YMDdHhmsSAaZ])/.test(part[0])) {
      if (part[0] === 'd') return { ok: false, problem: 'a weekday is written ddd or dddd' }
      steps.push({ token: part[0].replace(/^S+$/, 'S').replace(/^Z+$/, 'Z').replace('a', 'A'), literal: '' })
    } else steps.push({ token: 'literal', literal: part[0] })
  }
  const has = (...tokens: string[]) => steps.some((step) => tokens.includes(step.token))
  if (!has('YYYY', 'YY')) return { ok: false, problem: 'it has no year (YYYY)' }
  if (!has('MMMM', 'MMM', 'MM', 'M')) return { ok: false, problem: 'it has no month (M, MM, MMM or MMMM)' }
  if (!has('DD', 'D')) return { ok: false, problem: 'it has no day (D or DD)' }
  if (has('h', 'hh') !== has('A')) return { ok: false, problem: 'h or hh goes with A (AM or PM), H or HH without' }
  return { ok: true, read: (text, zone) => readBy(steps, text, zone) }
}

const wordAt = /[A-Za-z]+/y
const blanksAt = /\s+/y
const zoneAt = /(?:UTC|GMT)?[+-]\d\d?(?::?\d\d)?|[A-Za-z]{1,4}/y

function readBy(steps: readonly Step[], text: string, zone: string): ParsedTime | null {
  const wall: Wall = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, micro: 0, offsetMinutes: Number.NaN }
  let half = ''
  let at = 0
  for (const { token, literal } of steps) {
    let end = at
    switch (token) {
      case 'literal':
        if (!text.startsWith(literal, at)) return null
        end = at + literal.length
        break
      case 'blank':
        end = endOf(blanksAt, text, at)
        break
      case 'MMMM':
      case 'MMM':
        end = endOf(wordAt, text, at)
        wall.month = monthFromName(text.slice(at, end))
        break
      case 'dddd':
      case 'ddd':
        end = endOf(wordAt, text, at)
        break
      case 'A':
        half = text[at]?.toLowerCase() ?? ''
        if (half !== 'a' && half !== 'p') return null
        end = /^[ap]\.?m\.?/i.exec(text.slice(at, at + 4))?.[0].length ?? -1
        if (end < 0) return null
        end += at
        break
      case 'Z':
        end = endOf(zoneAt, text, at)
        wall.offsetMinutes = offsetFromText(text.slice(at, end))
        if (Number.isNaN(wall.offsetMinutes)) return null
        break
      case 'S': {
        end = digitsEnd(text, at, 30)
        wall.micro = Number(text.slice(at, Math.min(end, at + 6)).padEnd(6, '0'))
        break
      }
      default: {
        end = digitsEnd(text, at, token === 'YYYY' ? 4 : 2)
        if (token.length > 1 && end - at !== token.length) return null
        setNumber(wall, token, Number(text.slice(at, end)))
      }
    }
    if (end === at && literal === '') return null
    at = end
  }
  if (at !== text.length) return null
  if (half !== '') wall.hour = hourFrom12(wall.hour, half === 'p')
  return wall.hour < 0 ? null : timeFromWall(wall, zone)
}

function setNumber(wall: Wall, token: string, value: number): void {
  if (token === 'YYYY') wall.year = value
  else if (token === 'YY') wall.year = value + (value < 50 ? 2000 : 1900)
  else if (token[0] === 'M') wall.month = value
  else if (token[0] === 'D') wall.day = value
  else if (token[0] === 'm') wall.minute = value
  else if (token[0] === 's') wall.second = value
  else wall.hour = value
}

function digitsEnd(text: string, start: number, most: number): number {
  const limit = Math.min(start + most, text.length)
  let end = start
  while (end < limit && (text.charCodeAt(end) - 48) >>> 0 <= 9) end++
  return end
}

function endOf(expression: RegExp, text: string, at: number): number {
  expression.lastIndex = at
  return expression.test(text) ? expression.lastIndex : at
}
