/**
 * A line of text → payload: its syslog header apart, and what stands behind it opened where it is of a known shape.
 *
 * `syslog`: the header. Then one of `cef`, `leef`, `auditd`, `bitbucket`, `pairs`; or `message`, the text as it stands. What
 * was opened is not there a second time as a text, so that no word is indexed twice; the record has the line whole.
 */
import type { Json } from '../../../../../shared/failure.ts'
import { auditdFromText } from './auditdText.ts'
import { bitbucketFromText } from './bitbucketText.ts'
import { eventInText } from './cefText.ts'
import { pairsFromText } from './pairsText.ts'
import { syslogFromText } from './syslogText.ts'

export interface LineRead {
  readonly payload: { readonly [key: string]: Json }
  /** What it is, for people: `RFC 3164 syslog`, `CEF`. */
  readonly shape: string
}

/** Longest line that is opened, in UTF-16 code units; of a longer one only the header is looked at. */
const MAX_OPENED_CHARS = 16 * 1024 * 1024
/** Fewer pairs are as likely a setting or a sentence with a sign in it; behind a header, even two say enough. */
const LEAST_PAIRS = 3
const LEAST_PAIRS_BEHIND = 2

/**
 * What a line holds; null where it has none of the known shapes. `newestMicros` (since 1970): nothing in the file is later, so
 * that a time without a year can be told; null where nobody knows.
 */
export function lineFromText(text: string, newestMicros: number | null): LineRead | null {
  const syslog = syslogFromText(text, newestMicros)
  if (syslog !== null) {
    const body = bodyOf(syslog.message, LEAST_PAIRS_BEHIND)
    if (body !== null) return { payload: { syslog: syslog.header, ...body.payload }, shape: body.shape }
    if (syslog.isSure) {
      const message: LineRead['payload'] = syslog.message === '' ? {} : { message: syslog.message }
      return { payload: { syslog: syslog.header, ...message }, shape: `${syslog.form} syslog` }
    }
  }
  return bodyOf(text, LEAST_PAIRS)
}

function bodyOf(text: string, leastPairs: number): LineRead | null {
  if (text.length > MAX_OPENED_CHARS) return null
  const auditd = auditdFromText(text)
  if (auditd !== null) return { payload: { auditd }, shape: 'Linux audit' }
  const event = eventInText(text)
  if (event !== undefined && event !== null) {
    const before: LineRead['payload'] = event.before === '' ? {} : { before: event.before }
    const besides: LineRead['payload'] = event.besides === '' ? {} : { message: event.besides }
    return { payload: { ...before, [event.kind]: event.fields, ...besides }, shape: event.kind.toUpperCase() }
  }
  const bitbucket = bitbucketFromText(text)
  if (bitbucket !== null) return { payload: { bitbucket }, shape: 'Bitbucket audit log' }
  const pairs = pairsFromText(text, leastPairs)
  return pairs === null ? null : { payload: { pairs }, shape: 'key=value' }
}
