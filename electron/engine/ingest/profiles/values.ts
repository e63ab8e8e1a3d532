/**
 * From a JSON value to the text of a field.
 *
 * Empty text and a lone `-` (how Apache, IIS and many CSV exports write "nothing") are no value. Lists and objects
 * are none either, unless the form asks for JSON; so a field never shows `[object Object]`.
 */
import type { Json } from '../../../../shared/failure.ts'
import type { ValueForm } from './profileSource.ts'

export type Former = (value: Json | undefined) => string | null

/** Text of a scalar; null for empty text, `-`, null, lists and objects. */
export const scalarText: Former = (value) => {
  if (typeof value === 'string') return value === '' || value === '-' ? null : value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return null
}

/** The former of a value form. */
export function formerOf(form: ValueForm): Former {
  return formers[form]
}

const formers: Readonly<Record<ValueForm, Former>> = {
  string: scalarText,
  lower: (value) => scalarText(value)?.toLowerCase() ?? null,
  upper: (value) => scalarText(value)?.toUpperCase() ?? null,
  ip: (value) =>
    typeof value === 'string' ? addressFromText(value) : Array.isArray(value) ? firstAddress(value) : null,
  json: (value) => (value !== null && typeof value === 'object' ? JSON.stringify(value) : scalarText(value)),
  'first-line': (value) =>
    scalarText(value)
      ?.split(/\r\n|\r|\n/, 1)[0]
      .trim() || null,
  list: (value) => (Array.isArray(value) ? joined(value) : scalarText(value)),
}

function joined(list: readonly Json[]): string | null {
  const texts = list.map(scalarText).filter((text) => text !== null)
  return texts.length === 0 ? null : texts.join(', ')
}

function firstAddress(list: readonly Json[]): string | null {
  for (const item of list) {
    const address = typeof item === 'string' ? addressFromText(item) : null
    if (address !== null) return address
  }
  return null
}

/** Longest text looked at for an address; a longer one holds none. */
const MAX_ADDRESS_CHARS = 400

/**
 * The IP address in a text as logs write it: `192.0.2.1`, `192.0.2.1:443`, `[2001:db8::1]:443`, `::ffff:192.0.2.1`,
 * `192.0.2.1, 10.0.0.1` (the first counts: X-Forwarded-For names the client first), `fe80::1%eth0`, `192.0.2.7/32`,
 * `HOST (192.0.2.1)`, also in brackets, `2001:db8::1#443`, `2001:db8:0:0:0:0:0:1:443`. A network (`192.0.2.0/24`) is no
 * address.
 * The address keeps its spelling (only an IPv4-mapped IPv6 becomes IPv4); null where there is none.
 */
export function addressFromText(text: string): string | null {
  if (isIPv4(text, 0, text.length)) return text
  if (text.length > MAX_ADDRESS_CHARS) return null
  for (const part of text.split(/[,;\s]+/)) {
    const address = addressFromWord(part)
    if (address !== null) return address
  }
  return null
}

function addressFromWord(word: string): string | null {
  let text = /^\((.+)\)\]?$/.exec(word)?.[1] ?? word
  if (text.startsWith('[')) {
    const close = text.indexOf(']')
    if (close < 0 || !/^(:\d{1,5})?$/.test(text.slice(close + 1))) return null
    text = text.slice(1, close)
  }
  const slash = text.indexOf('/')
  if (slash > 0 && /^\/(?:32|128)$/.test(text.slice(slash))) text = text.slice(0, slash)
  const mapped = /^::ffff:(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})$/i.exec(text)
  if (mapped !== null) text = mapped[1]
  if (isIPv4(text, 0, text.length)) return text
  text = withoutMarkedPort(text)
  if (isIPv4(text, 0, text.length)) return text
  const colon = text.indexOf(':')
  if (colon > 0 && colon === text.lastIndexOf(':')) {
    return isIPv4(text, 0, colon) && /^:\d{1,5}$/.test(text.slice(colon)) ? text.slice(0, colon) : null
  }
  const zone = text.indexOf('%')
  return isIPv6(zone < 0 ? text : text.slice(0, zone)) ? text : null
}

/**
 * A port behind `#` (any address), behind `p` or `.` (IPv6), or as a ninth group (IPv6 written in full): RFC 5952 §6
 * lists these spellings as seen. Behind `::` a group may be either, and stays.
 */
function withoutMarkedPort(text: string): string {
  const marked = /^([\da-f.]*:[\da-f:]*)[#p.]\d{1,5}$/i.exec(text) ?? /^([\da-f:.]+)#\d{1,5}$/i.exec(text)
  if (marked !== null) return marked[1]
  return /^((?:[\da-f]{1,4}:){7}[\da-f]{1,4}):\d{1,5}$/i.exec(text)?.[1] ?? text
}

function isIPv4(text: string, start: number, end: number): boolean {
  if (end - start < 7 || end - start > 15) return false
  let parts = 1
  let digits = 0
  let value = 0
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i)
    if (code === 46) {
      if (digits === 0) return false
      parts += 1
      digits = 0
      value = 0
    } else if (code >= 48 && code <= 57) {
      digits += 1
      value = value * 10 + code - 48
      if (digits > 3 || value > 255) return false
    } else return false
  }
  return parts === 4 && digits > 0
}

function isIPv6(text: string): boolean {
  if (text.length < 2 || text.length > 45 || !text.includes(':')) return false
  const gap = text.indexOf('::')
  if (gap >= 0 && text.indexOf('::', gap + 1) >= 0) return false
  const groups = (part: string): number => {
    if (part === '') return 0
    let count = 0
    const words = part.split(':')
    for (let i = 0; i < words.length; i++) {
      const word = words[i]
      if (/^[0-9a-f]{1,4}$/i.test(word)) count += 1
      else if (i === words.length - 1 && isIPv4(word, 0, word.length)) count += 2
      else return Number.NaN
    }
    return count
  }
  if (gap < 0) return groups(text) === 8
  const count = groups(text.slice(0, gap)) + groups(text.slice(gap + 2))
  return count <= 7
}
