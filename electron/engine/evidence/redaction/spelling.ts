/**
 * Values as they are recognised again: whatever the case of their letters, composed or not, and as they are spelled inside
 * URLs, forms and broken-off JSON. Places in a folded text are places in the text itself.
 */
import { parseAddress } from '../../../../shared/query/index.ts'

const CAPITAL_I_WITH_DOT = /\u0130/g
const FINAL_SIGMA = /\u03c2/g
const ASCII = /^[\x00-\x7f]*$/

/** Lower case with as many UTF-16 units as before: the one letter that gets longer, and the one that minds its place, do not. */
export function folded(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase()
  return text.replace(CAPITAL_I_WITH_DOT, 'i').toLowerCase().replace(FINAL_SIGMA, '\u03c3')
}

/**
 * What two spellings of one value have in common: of an address its bytes (as Python's `ipaddress` writes them in full), else
 * the text trimmed, composed (NFC) and in lower case.
 */
export function normalForm(value: string): string {
  const trimmed = value.trim()
  const address = /^[0-9a-f:.]*[:.][0-9a-f:.]*(?:%.*)?$/i.test(trimmed) ? parseAddress(trimmed) : null
  if (address !== null) return addressText(address)
  return (ASCII.test(trimmed) ? trimmed : trimmed.normalize('NFC')).toLowerCase()
}

function addressText(address: readonly number[]): string {
  if (address.length === 4) return address.join('.')
  const groups: string[] = []
  for (let i = 0; i < address.length; i += 2)
    groups.push(((address[i] << 8) | address[i + 1]).toString(16).padStart(4, '0'))
  return groups.join(':')
}

/** A plain value is spelled in one way everywhere. */
const PLAIN = /^[A-Za-z0-9_.~-]*$/

/** The spellings of a value that are looked for in longer texts, folded. */
export function spellings(value: string): readonly string[] {
  const trimmed = value.trim()
  if (PLAIN.test(trimmed)) return [trimmed.toLowerCase()]
  const composed = ASCII.test(trimmed) ? [trimmed] : [trimmed, trimmed.normalize('NFC'), trimmed.normalize('NFD')]
  // Letters beyond ASCII are spelled as bytes or numbers, where folding no longer makes the cases one.
  const cases = ASCII.test(trimmed)
    ? composed
    : composed.flatMap((text) => [text, text.toLowerCase(), text.toUpperCase()])
  return [...new Set(cases.flatMap(spelledFor).map(folded))]
}

/** A text as it stands, in JSON, and in URLs and forms (RFC 3986 §2.1, WHATWG URL §5.2). */
function spelledFor(text: string): string[] {
  const inJson = JSON.stringify(text).slice(1, -1)
  const spelled = [text, inJson, inAscii(inJson)]
  if (!text.isWellFormed()) return spelled
  const inUrl = encodeURIComponent(text)
  return [...spelled, inUrl, inUrl.replaceAll('%20', '+'), encodeURI(text)]
}

/** JSON text without characters beyond ASCII, as many programs write it (RFC 8259 §7). */
function inAscii(json: string): string {
  return json.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Words that stand for no value; whoever looked for them elsewhere would find them everywhere. */
const NO_VALUE = /^(?:null|nil|none|undefined|unknown|true|false|yes|no|n\/a|[*•.\-_\s#]*|\[?redacted\]?)$/i

/** Whether a text stands for no value. */
export function isNoValue(text: string): boolean {
  return text.length <= 64 ? NO_VALUE.test(text.trim()) : text.trim() === ''
}
