/** Tests values that stand in the event rows themselves, row by row; slow, so only for rows nothing faster can tell. */
import type { Database } from 'better-sqlite3'
import {
  hasRow,
  inlineText,
  isRowSet,
  maskOf,
  type Rows,
  rowCount,
  rowSetOf,
  rowsOfList,
  spanOf,
} from '../store/index.ts'
import { Pause } from './pause.ts'
import { storedPages } from './storedPages.ts'
import type { ValueTest } from './valueTest.ts'

/** Where more than this share of a span is asked for, the span is read in one go. */
const DENSE_SHARE = 0.3

export class InlineValues {
  private readonly db: Database

  constructor(db: Database) {
    this.db = db
  }

  /** Those of `rows` whose text in column `field` is inline (or a plain number) and passes. */
  async matching(field: string, test: ValueTest, rows: Rows, signal: AbortSignal): Promise<Rows> {
    const count = rowCount(rows)
    if (count === 0) return new Uint32Array(0)
    const pause = new Pause(signal)
    const out = new Uint32Array(count)
    let found = 0
    const passes = (value: unknown): boolean => {
      if (typeof value === 'string' || value instanceof Uint8Array) return test(inlineText(value))
      return field === 'record' && typeof value === 'number' && test(String(value))
    }
    const span = spanOf(rows)
    if (count > DENSE_SHARE * (span.end - span.start)) {
      const wanted = isRowSet(rows) ? maskOf(rows) : rows
      for (const page of storedPages(this.db, field, span)) {
        for (const [id, value] of page) if (hasRow(wanted, id - 1) && passes(value)) out[found++] = id - 1
        await pause.ifDue()
      }
    } else {
      const one = this.db.prepare<[number], unknown>(`SELECT "${field}" FROM event WHERE id = ?`).pluck()
      const set = rowSetOf(rows)
      for (let i = 0; i < set.length; i++) {
        if (passes(one.get(set[i] + 1))) out[found++] = set[i]
        await pause.maybe()
      }
    }
    return rowsOfList(out.subarray(0, found))
  }
}
