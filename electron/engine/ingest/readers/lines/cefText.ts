/**
 * Reads events in ArcSight CEF and QRadar LEEF out of a text, behind a syslog header or without.
 *
 * CEF: `CEF:Version|Device Vendor|Device Product|Device Version|Device Event Class ID|Name|Severity|extension`, `|` and `\`
 * escaped in the header, `=`, `\` and line ends in the extension (Implementing ArcSight Common Event Format, version 26).
 * LEEF: `LEEF:1.0|Vendor|Product|Version|EventID|attributes` with tabs between them; version 2.0 names the separator in
 * a further field, as a character or as its code (`x5E`).
 */
import type { Json } from '../../../../../shared/failure.ts'
import { grouped } from './groupedPairs.ts'

/** Where an event starts in a text. */
const start = /(?:^|[\s:>])(CEF:\s?\d{1,2}|LEEF:\s?[12](?:\.\d)?)\|/

/** Longest syslog header before it, in UTF-16 code units. */
const MAX_BEFORE = 400
/** Fields of one event; a text with more stays a text. */
const MAX_FIELDS = 10_000

const cefHeader = ['deviceVendor', 'deviceProduct', 'deviceVersion', 'deviceEventClassId', 'name', 'severity']
const leefHeader = ['vendor', 'product', 'productVersion', 'eventId']

/** An event that stands in a text. */
export interface EventInText {
  readonly kind: 'cef' | 'leef'
  /** What stands in front of it, blanks aside. */
  readonly before: string
  /** Its header and its keys, as texts; a key that is there twice has a list. */
  readonly fields: { readonly [key: string]: Json }
  /** What stands among its keys and belongs to none, blanks aside. */
  readonly besides: string
}

/** Fields of the event as texts; undefined where the text holds none, null where it begins one that cannot be read. */
export function cefFromText(text: string): Json | undefined {
  const found = eventInText(text)
  return found === undefined || found === null ? found : found.fields
}

/** The event with what stands around it; undefined where the text holds none, null where it begins one that cannot be read. */
export function eventInText(text: string): EventInText | null | undefined {
  const head = start.exec(text.slice(0, MAX_BEFORE))
  if (head === null) return undefined
  const [whole, mark] = head
  const body = text.slice(head.index + whole.length)
  const kind = mark.startsWith('CEF') ? 'cef' : 'leef'
  const parts = kind === 'cef' ? cefFrom(body) : leefFrom(body, mark.includes('2'))
  const before = text.slice(0, head.index + whole.indexOf(mark)).trim()
  return parts === null ? null : { kind, before, ...parts }
}

type Parts = Pick<EventInText, 'fields' | 'besides'>

function cefFrom(body: string): Parts | null {
  const { fields, rest } = headerOf(body, cefHeader.length)
  if (fields.length < cefHeader.length) return null
  const event: [string, string][] = []
  const keys: RegExpExecArray[] = []
  for (const key of rest.matchAll(/(?:^|\s)([\w.[\]-]+)=/g)) {
    if (keys.length >= MAX_FIELDS) return null
    keys.push(key)
  }
  keys.forEach((key, i) => {
    const value = rest.slice(key.index + key[0].length, keys[i + 1]?.index ?? rest.length)
    event.push([key[1], unescaped(value.trim())])
  })
  // Custom fields go by the names that their labels give them: `cs1Label=Reason cs1=maintenance`.
  const named = new Map(Object.entries(withHeader(cefHeader, fields, event)))
  for (const [key, label] of event) {
    const value = key.endsWith('Label') ? named.get(key.slice(0, -'Label'.length)) : undefined
    if (value !== undefined && !named.has(label)) named.set(label, value)
  }
  return { fields: Object.fromEntries(named), besides: rest.slice(0, keys[0]?.index ?? rest.length).trim() }
}

function leefFrom(body: string, isSecond: boolean): Parts | null {
  const { fields, rest } = headerOf(body, leefHeader.length)
  if (fields.length < leefHeader.length) return null
  let attributes = rest
  let separator = '\t'
  const stated = isSecond ? /^(x[0-9a-f]{2,4}|0x[0-9a-f]{2,4}|.?)\|/i.exec(rest) : null
  if (stated !== null) {
    attributes = rest.slice(stated[0].length)
    if (stated[1].length > 1) separator = String.fromCharCode(Number.parseInt(stated[1].replace(/^0?x/i, ''), 16))
    else if (stated[1] !== '') separator = stated[1]
  }
  const event: [string, string][] = []
  const besides: string[] = []
  const pieces = attributes.split(separator)
  if (pieces.length > MAX_FIELDS) return null
  for (const piece of pieces) {
    const sign = piece.indexOf('=')
    if (sign > 0) event.push([piece.slice(0, sign).trim(), piece.slice(sign + 1).trim()])
    else if (piece.trim() !== '') besides.push(piece.trim())
  }
  return { fields: withHeader(leefHeader, fields, event), besides: besides.join(' ') }
}

/** Keys with the fields of the header, which stay what they are whatever keys of their names say. */
function withHeader(
  names: readonly string[],
  header: readonly string[],
  keys: readonly [string, string][],
): Parts['fields'] {
  const own: [string, string][] = names.map((name, i) => [name, header[i]])
  const others = keys.map(([key, value]): [string, string] => [names.includes(key) ? `${key} (key)` : key, value])
  return grouped([...own, ...others])
}

/** The first fields between bars, and what is behind them. */
function headerOf(body: string, count: number): { readonly fields: readonly string[]; readonly rest: string } {
  const fields: string[] = []
  let from = 0
  for (let at = 0; at < body.length && fields.length < count; at++) {
    if (body[at] === '\\') at += 1
    else if (body[at] === '|') {
      fields.push(unescaped(body.slice(from, at)))
      from = at + 1
    }
  }
  // The last bar may be missing where no extension follows.
  if (fields.length === count - 1 && from < body.length) {
    fields.push(unescaped(body.slice(from)))
    from = body.length
  }
  return { fields, rest: body.slice(from) }
}

function unescaped(text: string): string {
  return text.replace(/\\([\\|=nr])/g, (_, code: string) => (code === 'n' || code === 'r' ? '\n' : code))
}
