/** The three things that can be added to events, as tables from a number to the batch that put it there. */
import type { Database, Statement } from 'better-sqlite3'
import { CHUNK_EVENTS, decodePlaces } from '../store/index.ts'
import type { RevisedSubject } from './revision.ts'

/** What a batch is about. Items are numbers of events; of `note`, numbers of notes. */
export type Subject =
  | { readonly name: 'bookmark' }
  | { readonly name: 'tag'; readonly tag: number }
  | { readonly name: 'note' }

export interface BatchRow {
  readonly id: number
  readonly at: string
  readonly who: string
  readonly subject: Subject['name']
  readonly kind: 'add' | 'remove' | 'edit'
  readonly tag: number | null
  readonly text: string | null
  readonly query: string | null
  readonly asked: number
  readonly changed: number
  readonly undoneAt: string | null
}

const SELECT =
  'SELECT id, at, who, subject, kind, tag, text, query, asked, changed, undone_at AS undoneAt FROM annotation_batch'

export function batchRow(db: Database, batch: number): BatchRow | undefined {
  return db.prepare<[number], BatchRow>(`${SELECT} WHERE id = ?`).get(batch)
}

/** All batches, oldest first. */
export function batchRows(db: Database): BatchRow[] {
  return db.prepare<[], BatchRow>(`${SELECT} ORDER BY id`).all()
}

export function subjectOf({ subject, tag }: Pick<BatchRow, 'subject' | 'tag'>): Subject {
  return subject === 'tag' ? { name: 'tag', tag: tag ?? 0 } : { name: subject }
}

export function revisedBy(subject: Subject): RevisedSubject {
  return subject.name === 'tag' ? `tag ${subject.tag}` : subject.name
}

/** The batch behind each item of a chunk by its place; 0 where nothing stands. */
export function chunkState(db: Database, subject: Subject, chunk: number): Uint32Array {
  const state = new Uint32Array(CHUNK_EVENTS)
  const first = chunk * CHUNK_EVENTS + 1
  const key = subject.name === 'tag' ? [subject.tag] : []
  const rows = db
    .prepare<unknown[], [number, number]>(READ[subject.name])
    .raw()
    .all(...key, first, first + CHUNK_EVENTS - 1)
  for (const [item, batch] of rows) state[item - first] = batch
  return state
}

/**
 * What the batches that stand say about a chunk, in the order of the changes: the batch behind each item, 0 where nothing
 * stands. What is in the tables must be this.
 */
export function chunkHistory(db: Database, subject: Subject, chunk: number): Uint32Array {
  const state = new Uint32Array(CHUNK_EVENTS)
  const parts = db
    .prepare<[number, string, number | null], [number, string, Buffer]>(
      `SELECT b.id, b.kind, p.items FROM annotation_part p CROSS JOIN annotation_batch b ON b.id = p.batch
       WHERE p.chunk = ? AND b.subject = ? AND b.tag IS ? AND b.undone_at IS NULL ORDER BY p.batch`,
    )
    .raw()
    .iterate(chunk, subject.name, subject.name === 'tag' ? subject.tag : null)
  for (const [batch, kind, items] of parts) {
    for (const place of decodePlaces(items)) state[place] = kind === 'remove' ? 0 : batch
  }
  return state
}

/** Looks up, puts and takes away single items. */
export class SubjectTable {
  private readonly get: Statement<unknown[], number>
  private readonly put: Statement<unknown[]>
  private readonly take: Statement<unknown[]>
  private readonly tag: number | null

  constructor(db: Database, subject: Subject) {
    this.get = db.prepare<unknown[], number>(GET[subject.name]).pluck()
    this.put = db.prepare(PUT[subject.name])
    this.take = db.prepare(TAKE[subject.name])
    this.tag = subject.name === 'tag' ? subject.tag : null
  }

  /** The batch behind an item; 0 where nothing stands. */
  batch(item: number): number {
    return (this.tag === null ? this.get.get(item) : this.get.get(this.tag, item)) ?? 0
  }

  /** Puts the item there on behalf of a batch; 0 takes it away. */
  set(item: number, batch: number): void {
    if (batch === 0) this.tag === null ? this.take.run(item) : this.take.run(this.tag, item)
    else this.tag === null ? this.put.run(batch, item) : this.put.run(this.tag, batch, item)
  }
}

const READ = {
  bookmark: 'SELECT event, batch FROM bookmark WHERE event BETWEEN ? AND ?',
  tag: 'SELECT event, batch FROM event_tag WHERE tag = ? AND event BETWEEN ? AND ?',
  note: 'SELECT id, batch FROM note WHERE id BETWEEN ? AND ? AND batch IS NOT NULL',
}
const GET = {
  bookmark: 'SELECT batch FROM bookmark WHERE event = ?',
  tag: 'SELECT batch FROM event_tag WHERE tag = ? AND event = ?',
  note: 'SELECT batch FROM note WHERE id = ?',
}
const PUT = {
  bookmark: 'INSERT OR REPLACE INTO bookmark (batch, event) VALUES (?, ?)',
  tag: 'INSERT OR REPLACE INTO event_tag (tag, batch, event) VALUES (?, ?, ?)',
  note: 'UPDATE note SET batch = ? WHERE id = ?',
}
const TAKE = {
  bookmark: 'DELETE FROM bookmark WHERE event = ?',
  tag: 'DELETE FROM event_tag WHERE tag = ? AND event = ?',
  note: 'UPDATE note SET batch = NULL WHERE id = ?',
}
