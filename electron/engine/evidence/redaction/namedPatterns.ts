/**
 * Patterns that a redaction profile names: how the values look that stand inside longer texts, too. Every expression starts
 * at the beginning of a word, and whatever repeats in it is bounded, so that a hostile text takes time in proportion to its length.
 */
import { parseAddress } from '../../../../shared/query/index.ts'
import { secretsInText, textRules } from '../../../../shared/redaction/index.ts'

/** Half-open [start, end) in UTF-16 units of a text. */
export interface Span {
  readonly start: number
  readonly end: number
  /** What stands there, where it is spelled for its surroundings. */
  readonly value?: string
}

/** Finds the places of a text that a pattern means. */
export type SpanFinder = (text: string) => readonly Span[]

/**
 * RFC 5321 §4.1.2, without quoted local parts and the rarer signs, and as addresses are written in query strings (`%40`); letters
 * of any script (RFC 6531). What is percent-encoded before it does not belong to it.
 */
const EMAIL =
  /(?:(?<![\p{L}\p{N}_])|(?<=%[0-9a-f]{2}))(?<!%)[\p{L}\p{N}_][\p{L}\p{N}._+'-]{0,126}(?:@|%40)(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62}[\p{L}\p{N}])?\.){1,8}\p{L}[\p{L}\p{N}-]{1,62}(?![\p{L}\p{N}])/giu

const IPV4 = /(?<!\d\.?)\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?!\d|\.\d)/g
/** What an IPv6 address may stand in. */
const COLON_RUN = /[0-9a-z.:]{2,80}/gi
/** `from:` before an address, and what ends a sentence behind it. */
const BEFORE_IPV6 = /^(?:[0-9a-z.]*[g-z.][0-9a-z.]*:)+|^:(?!:)/i
const BEHIND_IPV6 = /(?:\.|(?<!:):)+$/

/** A key id of AWS, also as a whole value: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const AWS_KEY_ID = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,124}(?![A-Za-z0-9])/g

/** ISO/IEC 7812: 13 to 19 digits, in groups. */
const CARD = /(?<![\d.-])\d(?:[ -]?\d){12,18}(?![\d.]|-\d)/g

/** ISO 13616, as one word or in groups of four. */
const IBAN = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])/g

/** IEEE 802 MAC-48, with colons or hyphens. */
const MAC = /(?<![0-9a-z:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![0-9a-z:-])/gi

const own: readonly (readonly [string, SpanFinder])[] = [
  ['email', emailsIn],
  ['ip', ipsIn],
  ['mac-address', matchesOf(MAC)],
  ['payment-card', (text) => matchesOf(CARD)(text).filter((span) => hasLuhnDigit(text.slice(span.start, span.end)))],
  ['iban', (text) => matchesOf(IBAN)(text).filter((span) => isIban(text.slice(span.start, span.end)))],
  ['aws-access-key', matchesOf(AWS_KEY_ID, /AKIA|ASIA/)],
]

const byName = new Map<string, SpanFinder>([
  ...textRules.map((rule): [string, SpanFinder] => [rule, ofSecrets(rule)]),
  ...own,
])

/** Names that a profile may use. */
export const patternNames: readonly string[] = [...byName.keys()]

/** The finder of that name; undefined where there is none. */
export function namedPattern(name: string): SpanFinder | undefined {
  return byName.get(name)
}

/** Places of the matches of a global expression; `hint` is in every text that has one. */
function matchesOf(pattern: RegExp, hint?: RegExp): (text: string) => Span[] {
  return (text) =>
    hint !== undefined && !hint.test(text)
      ? []
      : Array.from(text.matchAll(pattern), (match) => ({ start: match.index, end: match.index + match[0].length }))
}

/** What Vouch finds where it shows events, by one of its rules. */
function ofSecrets(rule: string): SpanFinder {
  return (text) => secretsInText(text).filter((found) => found.rule === rule)
}

function ipsIn(text: string): Span[] {
  const found: Span[] = []
  if (text.includes('.')) found.push(...matchesOf(IPV4)(text))
  if (text.includes(':')) found.push(...ipv6In(text))
  return found.filter(({ start, end }) => parseAddress(text.slice(start, end)) !== null)
}

function ipv6In(text: string): Span[] {
  return matchesOf(COLON_RUN)(text).flatMap((run) => {
    const whole = text.slice(run.start, run.end)
    if (!whole.includes(':')) return []
    const before = BEFORE_IPV6.exec(whole)?.[0].length ?? 0
    const behind = BEHIND_IPV6.exec(whole)?.[0].length ?? 0
    return before + behind >= whole.length ? [] : [{ start: run.start + before, end: run.end - behind }]
  })
}

function emailsIn(text: string): Span[] {
  return matchesOf(
    EMAIL,
    /@|%40/,
  )(text).map(({ start, end }) => {
    const found = text.slice(start, end)
    return found.includes('@') ? { start, end } : { start, end, value: found.replace('%40', '@') }
  })
}

/** ISO/IEC 7812-1 annex B. */
function hasLuhnDigit(text: string): boolean {
  const digits = text.replace(/[ -]/g, '')
  let sum = 0
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits[digits.length - 1 - i])
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0 && /[^0]/.test(digits)
}

/** ISO 7064 MOD 97-10 over the number with its first four characters at the end. */
function isIban(text: string): boolean {
  const number = text.replaceAll(' ', '')
  if (number.length < 15 || number.length > 34) return false
  let rest = 0
  for (const unit of number.slice(4) + number.slice(0, 4)) {
    const value = Number.parseInt(unit, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}
