/**
 * Stretches of the texts of a column: eight bytes of their UTF-8 at a time, ASCII letters in lower case, as SQLite's NOCASE compares
 * them, zeros behind the end. Codes tell those of dictionaries and how random UUIDs begin; all others are read from
 * the event rows. Quick, and no more than a beginning: a zero within a text is taken for its end.
 */
import type { Database } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'
import { inlineSql } from '../case/index.ts'
import { type Column, isInline, uuidStart } from '../store/index.ts'
import type { Pause } from './pause.ts'
import { rowsByKeys } from './radixOrder.ts'
import { STRETCH_BYTES, type Stretches, type StretchSource } from './valueOrder.ts'

/** Events read by one statement at most. */
const PAGE_EVENTS = 8_192

export class TextStretches implements StretchSource {
  private readonly db: Database
  private readonly column: Column
  private readonly pause: Pause

  constructor(db: Database, column: Column, pause: Pause) {
    this.db = db
    this.column = column
    this.pause = pause
  }

  async stretches(from: number, rows: Uint32Array): Promise<Stretches> {
    const { codes } = this.column
    const high = new Uint32Array(rows.length)
    const low = new Uint32Array(rows.length)
    const entries = this.entries(from)
    const unread = new Uint32Array(rows.length)
    let unreadCount = 0
    let hasUuids = false
    for (let i = 0; i < rows.length; i++) {
      const code = codes[rows[i]]
      const start = from === 0 && isInline(code) ? uuidStart(code) : null
      if (start !== null) {
        hasUuids = true
        high[i] = fourDigits(start >>> 14)
        low[i] = fourDigits((start << 2) & 0xffff)
      } else if (isInline(code)) unread[unreadCount++] = i
      else {
        high[i] = entries.high[code]
        low[i] = entries.low[code]
      }
    }
    await this.read(from, rows, unread.subarray(0, unreadCount), { high, low })
    if (!hasUuids) return { high, low, next: from + STRETCH_BYTES, endsAtZero: true }
    // The next stretch begins with the digit of which two bits are not known.
    for (let i = 0; i < low.length; i++) low[i] = (low[i] & 0xffff_ff00) | leastAlike[low[i] & 0xff]
    return { high, low, next: from + STRETCH_BYTES - 1, endsAtZero: true }
  }

  /** Stretches of the dictionary's texts by code; of no value, nothing. */
  private entries(from: number): Pick<Stretches, 'high' | 'low'> {
    const { values } = this.column
    const high = new Uint32Array(values.length)
    const low = new Uint32Array(values.length)
    for (let code = 1; code < values.length; code++) {
      const bytes = Buffer.from(values[code]).subarray(from, from + STRETCH_BYTES)
      high[code] = foldedWord(bytes, 0)
      low[code] = foldedWord(bytes, 4)
    }
    return { high, low }
  }

  /** Puts the stretches of inline values of `rows[i]`, for each `i` of `indexes`, at `i`. */
  private async read(
    from: number,
    rows: Uint32Array,
    indexes: Uint32Array,
    { high, low }: Pick<Stretches, 'high' | 'low'>,
  ): Promise<void> {
    const page = this.db.prepare<[number, number], [number, Buffer | null]>(this.pageSql(from)).raw()
    const ascending = inOrderOf(rows, indexes)
    for (let at = 0; at < ascending.length; ) {
      const first = rows[ascending[at]]
      let end = at + 1
      while (end < ascending.length && rows[ascending[end]] < first + PAGE_EVENTS) end++
      const last = rows[ascending[end - 1]]
      const [count, bytes] = page.get(first + 1, last + 1) ?? [0, null]
      if (bytes === null || count !== last - first + 1) {
        fail({
          code: 'case/damaged',
          message: `Of the events ${first + 1} to ${last + 1}, some can no longer be read`,
          next: 'Run `vouch verify` on the case.',
        })
      }
      for (; at < end; at++) {
        const start = (rows[ascending[at]] - first) * STRETCH_BYTES
        high[ascending[at]] = foldedWord(bytes, start)
        low[ascending[at]] = foldedWord(bytes, start + 4)
      }
      await this.pause.ifDue()
    }
  }

  /** Of a page of events, their number and their stretches one behind the other: so SQLite makes one value of thousands. */
  private pageSql(from: number): string {
    const column = `e."${this.column.field}"`
    const part = (text: string): string => `substr(CAST(${text} AS BLOB), ${from + 1}, ${STRETCH_BYTES})`
    // The first stretch of a UUID is the digits of its first four bytes.
    const uuid = from === 0 ? `hex(substr(${column}, 1, 4))` : part(inlineSql(this.column.field, 'e'))
    const stretch = `CASE typeof(${column}) WHEN 'text' THEN ${part(column)} WHEN 'blob' THEN ${uuid} ELSE '' END`
    // Joined, bytes are text, of which a zero would be the end.
    const filled = `substr(CAST(CAST(${stretch} AS BLOB) || zeroblob(${STRETCH_BYTES}) AS BLOB), 1, ${STRETCH_BYTES})`
    return `SELECT count(*), CAST(group_concat(CAST(stretch AS TEXT), '') AS BLOB)
      FROM (SELECT ${filled} AS stretch FROM event e WHERE e.id BETWEEN ? AND ? ORDER BY e.id)`
  }
}

/** Indexes into `rows`, those of lower rows first. */
function inOrderOf(rows: Uint32Array, indexes: Uint32Array): Uint32Array {
  const ascends = indexes.every((index, at) => at === 0 || rows[indexes[at - 1]] < rows[index])
  return ascends ? indexes : rowsByKeys(indexes, [indexes.map((i) => rows[i])])
}

/** Four bytes from `start` on, big-endian, ASCII letters in lower case; zeros where there are none. */
function foldedWord(bytes: Uint8Array, start: number): number {
  let word = 0
  for (let at = start; at < start + 4; at++) {
    const byte = at < bytes.length ? bytes[at] : 0
    word = (word << 8) | (byte >= 65 && byte <= 90 ? byte + 32 : byte)
  }
  return word >>> 0
}

/** The texts of two hexadecimal digits as bytes, by their value. */
const twoDigits = Uint16Array.from({ length: 256 }, (_, value) =>
  Buffer.from(value.toString(16).padStart(2, '0')).readUInt16BE(),
)

function fourDigits(value: number): number {
  return ((twoDigits[value >>> 8] << 16) | twoDigits[value & 0xff]) >>> 0
}

/**
 * For each byte the least of those that are not told from it, so that texts compare with random UUIDs of whose eighth digit
 * only the upper two bits are known: `0` to `3`, `4` to `7`, `8` to `b` and what lies between these, `c` to `f`.
 */
const leastAlike = Uint8Array.from({ length: 256 }, (_, byte) => {
  const leasts = [0x30, 0x34, 0x38, 0x63]
  return byte > 0x66 ? byte : (leasts.findLast((least) => least <= byte) ?? byte)
})
