/**
 * A record of the Linux audit system: `type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 …`.
 *
 * Pairs behind the header go by their names, under `fields`; programs put a list of their own into `msg='…'`, which is opened.
 * Values stay as the record writes them: names that somebody else chose stand there as hexadecimal digits where they hold
 * blanks, quotes or bytes beyond ASCII. Records that belong together have time and serial number in common
 * (Red Hat Enterprise Linux, Security Guide, “Understanding Audit log files”).
 */
import type { Json } from '../../../../../shared/failure.ts'
import { grouped } from './groupedPairs.ts'
import { unescaped } from './pairsText.ts'

const head = /^(?:node=(\S{1,255}) )?type=([\w[\]]{1,64}) msg=audit\((\d{1,15}\.\d{1,9}):(\d{1,20})\) ?: ?/

/** A pair behind a blank or an opening bracket. */
const pair = /(?<=^|[\s\u001d,(])([A-Za-z_][\w-]{0,99})=(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([^\s\u001d]*))/gs
/** Pairs of one record; one with more stays a text. */
const MAX_PAIRS = 10_000

/** The record as `type`, `time` (seconds since 1970), `serial`, `node`, `fields`, `text` where there are words besides; null where it is none. */
export function auditdFromText(text: string): { readonly [part: string]: Json } | null {
  const found = head.exec(text)
  if (found === null) return null
  const [whole, node, type, time, serial] = found
  const body = text.slice(whole.length)
  const { pairs, rest } = pairsIn(body)
  const parts: [string, Json][] = [
    ['type', type],
    ['time', time],
    ['serial', serial],
  ]
  if (node !== undefined) parts.push(['node', node])
  if (pairs.length > 0) parts.push(['fields', opened(grouped(pairs))])
  if (rest !== '') parts.push(['text', body])
  return Object.fromEntries(parts)
}

/** The pairs of a text, and whether there is anything else. */
function pairsIn(text: string): { readonly pairs: readonly [string, string][]; readonly rest: string } {
  const pairs: [string, string][] = []
  for (const [, key, quoted, single, plain] of text.matchAll(pair)) {
    if (pairs.length >= MAX_PAIRS) return { pairs: [], rest: text }
    pairs.push([key, quoted === undefined ? (single ?? withoutTail(plain)) : unescaped(quoted)])
  }
  return { pairs, rest: text.replace(pair, '').replace(/[\s\u001d,():]+/g, '') }
}

/** A plain value without the comma or the closing bracket of a list around it. */
function withoutTail(value: string): string {
  let end = value.length
  while (end > 0 && (value[end - 1] === ',' || (value[end - 1] === ')' && !value.includes('(')))) end--
  return value.slice(0, end)
}

/** With the list that `msg` holds in place of its text. */
function opened(fields: { readonly [key: string]: Json }): Json {
  const message = fields.msg
  if (typeof message !== 'string') return fields
  const { pairs } = pairsIn(message)
  return pairs.length === 0 ? fields : { ...fields, msg: grouped(pairs) }
}
