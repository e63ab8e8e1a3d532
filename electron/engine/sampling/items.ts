/** The items of a sample, with where they stand in their exhibits. */
import type { Database } from 'better-sqlite3'
import { exhibitLabel } from '../case/index.ts'
import type { SampleRow } from './samples.ts'

export interface ItemRow {
  readonly position: number
  readonly event: number
  readonly exhibit: string
  readonly record: number
  /** Hexadecimal. */
  readonly leafHash: string
  readonly stratum: string | null
}

/** Items at positions [from, to], in order. */
export function sampleItems(db: Database, sample: SampleRow, from: number, to: number): ItemRow[] {
  return db
    .prepare<[number, number, number], Omit<ItemRow, 'exhibit'> & { exhibitId: number }>(
      `SELECT i.position AS position, i.event AS event, ifnull(e.exhibit_id, 0) AS exhibitId, ifnull(e.record, -1) AS record,
         lower(hex(i.leaf_hash)) AS leafHash, i.stratum AS stratum
       FROM sample_item i LEFT JOIN event e ON e.id = i.event
       WHERE i.sample = ? AND i.position BETWEEN ? AND ? ORDER BY i.position`,
    )
    .all(sample.id, from, to)
    .map(({ exhibitId, ...row }) => ({ ...row, exhibit: exhibitLabel(exhibitId) }))
}
