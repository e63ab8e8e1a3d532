/**
 * The rows that are bookmarked, or have a tag. Where a tag stands at millions of events, reading them anew for each
 * further one takes a second: what changed since is taken from the changes themselves, as long as none was undone.
 */
import type { Database } from 'better-sqlite3'
import { CHUNK_EVENTS, type Rows, rowsOfList, subtractRows, uniteRows } from '../store/index.ts'
import { partsOf } from './parts.ts'
import type { Subject } from './subjects.ts'

/** Events read at a time. */
const PAGE_EVENTS = 65_536

/** More events than this are rather read anew than changed one change after the other. */
const MAX_CHANGED = 100_000

interface Read {
  readonly revision: number
  /** The last change, of whatever, when it was read. */
  readonly batch: number
  readonly rows: Rows
}

export class MarkedRows {
  private readonly db: Database
  private readonly subject: Exclude<Subject, { name: 'note' }>
  private read: Read | undefined

  constructor(db: Database, subject: Exclude<Subject, { name: 'note' }>) {
    this.db = db
    this.subject = subject
  }

  /** The rows at `revision` of the subject, the latest one. */
  rows(revision: number): Rows {
    if (this.read?.revision === revision) return this.read.rows
    // In this order: what is written meanwhile, by another process, is then read again rather than overlooked.
    const batch = (this.db.prepare('SELECT max(id) FROM annotation_batch').pluck().get() as number | null) ?? 0
    const rows = (this.read === undefined ? null : this.changed(this.read, revision)) ?? this.readAll()
    this.read = { revision, batch, rows }
    return rows
  }

  /** What was read with all later changes made to it; null where they are not all that happened, or are too large. */
  private changed(read: Read, revision: number): Rows | null {
    const batches = this.db
      .prepare<[string, number | null, number], { id: number; kind: string; changed: number }>(
        `SELECT id, kind, changed FROM annotation_batch
         WHERE subject = ? AND tag IS ? AND id > ? AND undone_at IS NULL ORDER BY id`,
      )
      .all(this.subject.name, this.subject.name === 'tag' ? this.subject.tag : null, read.batch)
    // Each change raises the revision by one, and so does each undo.
    if (batches.length !== revision - read.revision) return null
    if (batches.reduce((sum, { changed }) => sum + changed, 0) > MAX_CHANGED) return null
    let { rows } = read
    for (const { id, kind } of batches) {
      for (const { chunk, places } of partsOf(this.db, id)) {
        const part = rowsOfList(Uint32Array.from(places, (place) => chunk * CHUNK_EVENTS + place))
        rows = kind === 'add' ? uniteRows(rows, part) : subtractRows(rows, part)
      }
    }
    return rows
  }

  private readAll(): Rows {
    return this.subject.name === 'tag'
      ? rowsFrom(this.db, 'SELECT event FROM event_tag WHERE tag = ? AND event > ?', [this.subject.tag])
      : rowsFrom(this.db, 'SELECT event FROM bookmark WHERE event > ?', [])
  }
}

/** Rows of the events that `sql` gives, each once; its parameters are `key` and the event to go on after. */
export function rowsFrom(db: Database, sql: string, key: readonly number[]): Rows {
  const events = db.prepare<unknown[], number>(`${sql} ORDER BY 1 LIMIT ${PAGE_EVENTS}`).pluck()
  let list = new Uint32Array(16)
  let count = 0
  for (let last = 0; ; ) {
    const page = events.all(...key, last)
    if (count + page.length > list.length) {
      const larger = new Uint32Array(Math.max(count + page.length, list.length * 2))
      larger.set(list)
      list = larger
    }
    for (const event of page) list[count++] = event - 1
    if (page.length < PAGE_EVENTS) return rowsOfList(list.subarray(0, count))
    last = page[page.length - 1]
  }
}
