/** Clauses on paths into the record: decode the verbatim record and look. Exact, and as slow as reading is. */
import type { Database } from 'better-sqlite3'
import { fail, type Json } from '../../../shared/failure.ts'
import { type PathSegment, payloadPath } from '../../../shared/query/index.ts'
import { type Rows, rowCount, rowParts, rowsOfList, rowSetOf } from '../store/index.ts'
import { Pause } from './pause.ts'
import { type FieldClause, type ValueTest, valueTest } from './valueTest.ts'

/**
 * Decodes a record; null where it cannot be decoded. `keys` are object keys that must occur in it for the answer to
 * matter: where one does not, null may be given without decoding.
 */
export type PayloadSource = (exhibitId: number, record: number, keys: readonly string[]) => Json | null

export class PayloadSearch {
  private readonly place
  private readonly payloadOf: PayloadSource

  constructor(db: Database, payloadOf: PayloadSource) {
    this.place = db.prepare<[number], [number, number]>('SELECT exhibit_id, record FROM event WHERE id = ?').raw()
    this.payloadOf = payloadOf
  }

  /** Those of `rows` whose record has, at the clause's path, a value that passes. */
  async rows(clause: FieldClause, rows: Rows, signal: AbortSignal): Promise<Rows> {
    const path = payloadPath(clause.field)
    if (path === null)
      fail({
        code: 'query/syntax',
        message: `“${clause.field}” is no path into the payload`,
        where: { field: clause.field },
      })
    const test = clause.kind === 'exists' ? null : valueTest(clause, 'text')
    const keys = path.flatMap((segment) => (segment.kind === 'key' ? [segment.key] : []))
    const out = new Uint32Array(rowCount(rows))
    const pause = new Pause(signal)
    let found = 0
    for (const part of rowParts(rows)) {
      for (const row of rowSetOf(part)) {
        const place = this.place.get(row + 1)
        const payload = place === undefined ? null : this.payloadOf(place[0], place[1], keys)
        if (payload !== null && holdsInRecord(payload, path, test)) out[found++] = row
        await pause.maybe()
      }
    }
    return rowsOfList(out.subarray(0, found))
  }
}

/** A record that has a `payload` of its own may be meant whole or from there: `payload.after.role` finds both. */
function holdsInRecord(record: Json, path: readonly PathSegment[], test: ValueTest | null): boolean {
  if (holdsAt(record, path, 0, test)) return true
  if (typeof record !== 'object' || record === null || Array.isArray(record) || !Object.hasOwn(record, 'payload'))
    return false
  return holdsAt((record as { [key: string]: Json }).payload, path, 0, test)
}

/** Whether a value at the rest of the path passes; without a test, whether there is one that is not null. */
export function holdsAt(value: Json, path: readonly PathSegment[], at: number, test: ValueTest | null): boolean {
  if (at === path.length) return leafHolds(value, test)
  if (typeof value !== 'object' || value === null) return false
  const segment = path[at]
  if (Array.isArray(value)) {
    if (segment.kind === 'index')
      return segment.index < value.length && holdsAt(value[segment.index] as Json, path, at + 1, test)
    const next = segment.kind === 'each' ? at + 1 : at
    return value.some((item: Json) => holdsAt(item, path, next, test))
  }
  if (segment.kind === 'each') return false
  const key = segment.kind === 'key' ? segment.key : String(segment.index)
  return Object.hasOwn(value, key) && holdsAt((value as { [key: string]: Json })[key], path, at + 1, test)
}

function leafHolds(value: Json, test: ValueTest | null): boolean {
  if (value === null) return false
  if (test === null) return true
  if (Array.isArray(value)) return value.some((item: Json) => leafHolds(item, test))
  return typeof value !== 'object' && test(String(value))
}
