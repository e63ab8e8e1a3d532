/** The events of each sample as rows, so that they are found by a filter: `sample:"Q2 keys"`. */
import type { Database } from 'better-sqlite3'
import { type Rows, rowsOfIds } from '../store/index.ts'
import { hasSamples } from './schema.ts'

/** A sample's name and its rows. */
export interface SampledRows {
  readonly name: string
  readonly rows: Rows
}

/** Samples are never changed, so they are read again only when there are more. */
export class SampleIndex {
  private readonly db: Database
  private known: { readonly last: number; readonly lists: readonly SampledRows[] } = { last: 0, lists: [] }

  constructor(db: Database) {
    this.db = db
  }

  /** All samples, oldest first. */
  lists(): readonly SampledRows[] {
    const last = this.last()
    if (this.known.last === last) return this.known.lists
    const events = this.db
      .prepare<[number], number>('SELECT event FROM sample_item WHERE sample = ? ORDER BY event')
      .pluck()
    const lists = this.db
      .prepare<[], { id: number; name: string }>('SELECT id, name FROM sample ORDER BY id')
      .all()
      .map(({ id, name }) => ({ name, rows: rowsOfIds(events.all(id)) }))
    this.known = { last, lists }
    return lists
  }

  /** Differs whenever there are other samples. */
  revision(): string {
    return `samples ${this.last()}`
  }

  private last(): number {
    if (!hasSamples(this.db)) return 0
    return this.db.prepare<[], number>('SELECT ifnull(max(id), 0) FROM sample').pluck().get() ?? 0
  }
}
