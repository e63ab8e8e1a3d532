/**
 * Changes what people added to events: one thing put on, or taken from, any number of them. A batch keeps exactly the
 * events that are different afterwards; who made it, when and how it was asked for stands in the custody log.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { AnnotationBatch, AnnotationChange } from '../../../shared/api/index.ts'
import { fail, type Json } from '../../../shared/failure.ts'
import { appendCustody } from '../case/index.ts'
import { CHUNK_EVENTS, isSpan, type RowPart, type Rows, rowCount, rowsBetween, spanOf } from '../store/index.ts'
import { Breath } from './breath.ts'
import { requireText } from './noteText.ts'
import { putPart } from './parts.ts'
import { bumpRevision } from './revision.ts'
import { type BatchRow, batchRow, chunkState, revisedBy, type Subject, subjectOf, SubjectTable } from './subjects.ts'
import { noTag, setTag, tagNamed } from './tags.ts'

/** What was asked, as the batch and the custody log keep it. */
export interface Asked {
  /** Query text; null: events given by number. */
  readonly query: string | null
  /** Clock and zone of a question, or the first of the events' numbers. */
  readonly facts: { readonly [key: string]: Json }
}

/** A chunk in which fewer items are asked for is looked at item by item. */
const FEW_ITEMS = 256

/** Colour of a tag made by using it. */
const NEW_TAG_COLOUR = 'grey'

/**
 * Changes the events of `rows` (number - 1). Call in a transaction; nobody else may write on that connection until it is
 * done. A tag that is not there yet is made. Fails with `annotation/bad-name`, with `annotation/not-found` where a tag is
 * to be taken away that there is not, and with `usage/bad-argument` for a text that is no note; rejects with the
 * signal's reason.
 */
export async function changeAnnotations(
  db: Database,
  rows: Rows,
  change: AnnotationChange,
  asked: Asked,
  signal: AbortSignal,
  onRows: (done: number, total: number) => void,
): Promise<AnnotationBatch> {
  const { subject, kind, text } = meaningOf(db, change)
  const batch = openBatch(db, { subject, kind, text, query: asked.query, asked: rowCount(rows) })
  const writer = subject.name === 'note' ? new NoteAdder(db, batch) : new Marker(db, subject, batch, kind === 'add')
  const hash = createHash('sha256')
  const breath = new Breath(signal)
  const span = spanOf(rows)
  let done = 0
  let changed = 0
  for (let chunk = span.start >>> 16; chunk * CHUNK_EVENTS < span.end; chunk++) {
    const part = rowsBetween(rows, chunk * CHUNK_EVENTS, (chunk + 1) * CHUNK_EVENTS)
    if (rowCount(part) === 0) continue
    const events = writer.change(chunk, part)
    hash.update(new Uint8Array(events.buffer, events.byteOffset, events.byteLength))
    changed += events.length
    done += rowCount(part)
    onRows(done, rowCount(rows))
    await breath.take()
  }
  writer.finish()
  closeBatch(db, batch, changed, hash.digest('hex'), asked.facts)
  return { batch, changed }
}

/**
 * Writes a note anew, or takes it away where `text` is empty. Call in a transaction. Fails with `annotation/not-found`,
 * and with `usage/bad-argument` for a text that is no note.
 */
export function editNote(db: Database, note: number, text: string): AnnotationBatch {
  const wanted = text === '' ? null : requireText(text)
  const known = db
    .prepare<[number], { event: number; text: string }>(
      'SELECT n.event AS event, b.text AS text FROM note n JOIN annotation_batch b ON b.id = n.batch WHERE n.id = ?',
    )
    .get(note)
  if (known === undefined) fail({ code: 'annotation/not-found', message: `There is no note ${note} in this case` })
  const subject: Subject = { name: 'note' }
  const kind = wanted === null ? 'remove' : 'edit'
  const batch = openBatch(db, { subject, kind, text: wanted, query: null, asked: 1 })
  const changed = known.text === wanted ? [] : [known.event]
  if (changed.length > 0) {
    new SubjectTable(db, subject).set(note, wanted === null ? 0 : batch)
    putPart(db, batch, (note - 1) >>> 16, Uint16Array.of((note - 1) & 0xffff))
  }
  const digest = createHash('sha256')
    .update(new Uint8Array(Uint32Array.from(changed).buffer))
    .digest('hex')
  closeBatch(db, batch, changed.length, digest, { note })
  return { batch, changed: changed.length }
}

function meaningOf(
  db: Database,
  change: AnnotationChange,
): { subject: Subject; kind: BatchRow['kind']; text: string | null } {
  switch (change.kind) {
    case 'bookmark':
      return { subject: { name: 'bookmark' }, kind: change.on ? 'add' : 'remove', text: null }
    case 'note':
      return { subject: { name: 'note' }, kind: 'add', text: requireText(change.text) }
    case 'tag': {
      const known = tagNamed(db, change.tag)
      if (known === undefined && !change.on) fail(noTag(change.tag))
      const { id } = known ?? setTag(db, change.tag, NEW_TAG_COLOUR)
      return { subject: { name: 'tag', tag: id }, kind: change.on ? 'add' : 'remove', text: null }
    }
  }
}

interface NewBatch {
  readonly subject: Subject
  readonly kind: BatchRow['kind']
  readonly text: string | null
  readonly query: string | null
  readonly asked: number
}

function openBatch(db: Database, { subject, kind, text, query, asked }: NewBatch): number {
  const made = db
    .prepare(
      `INSERT INTO annotation_batch (at, who, subject, kind, tag, text, query, asked, changed)
       VALUES ('', '', ?, ?, ?, ?, ?, ?, 0)`,
    )
    .run(subject.name, kind, subject.name === 'tag' ? subject.tag : null, text, query, asked)
  return Number(made.lastInsertRowid)
}

/** Enters the batch in the custody log, and takes date and name from there. */
function closeBatch(
  db: Database,
  batch: number,
  changed: number,
  digest: string,
  more: { readonly [key: string]: Json },
): void {
  db.prepare('UPDATE annotation_batch SET changed = ? WHERE id = ?').run(changed, batch)
  const row = batchRow(db, batch) as BatchRow
  const entry = appendCustody(db, 'annotation.change', { ...more, ...batchFacts(row), digest })
  db.prepare('UPDATE annotation_batch SET at = ?, who = ? WHERE id = ?').run(entry.at, entry.who, batch)
  bumpRevision(db, revisedBy(subjectOf(row)))
}

/** What the custody entry of a batch says about it, besides how it was asked and the digest of its events. */
export function batchFacts(row: BatchRow): { readonly [key: string]: Json } {
  const { id, subject, kind, tag, text, query, asked, changed } = row
  return { batch: id, subject, kind, tag, text, query, asked, changed }
}

interface ChunkWriter {
  /** Changes a chunk's part of the rows; returns the numbers of the events that are different now. */
  change(chunk: number, part: RowPart): Uint32Array<ArrayBuffer>
  finish(): void
}

/** Bookmarks and tags. */
class Marker implements ChunkWriter {
  private readonly db: Database
  private readonly subject: Subject
  private readonly table: SubjectTable
  private readonly batch: number
  /** What is put there: the batch, or 0 to take away. */
  private readonly mark: number
  private changed = 0

  constructor(db: Database, subject: Subject, batch: number, isOn: boolean) {
    this.db = db
    this.subject = subject
    this.table = new SubjectTable(db, subject)
    this.batch = batch
    this.mark = isOn ? batch : 0
  }

  change(chunk: number, part: RowPart): Uint32Array<ArrayBuffer> {
    const { table, mark } = this
    const state = rowCount(part) > FEW_ITEMS ? chunkState(this.db, this.subject, chunk) : null
    const events = new Uint32Array(rowCount(part))
    const start = chunk * CHUNK_EVENTS
    let count = 0
    const take = (row: number): void => {
      const before = state === null ? table.batch(row + 1) : state[row - start]
      if ((before === 0) === (mark === 0)) return
      table.set(row + 1, mark)
      events[count++] = row + 1
    }
    if (isSpan(part)) for (let row = part.start; row < part.end; row++) take(row)
    else for (let i = 0; i < part.length; i++) take(part[i])
    const changed = events.slice(0, count)
    putPart(
      this.db,
      this.batch,
      chunk,
      Uint16Array.from(changed, (event) => event - 1 - start),
    )
    this.changed += count
    return changed
  }

  finish(): void {
    if (this.subject.name === 'tag') countTag(this.db, this.subject.tag, this.mark === 0 ? -this.changed : this.changed)
  }
}

/** Adds a note to each event. */
class NoteAdder implements ChunkWriter {
  private readonly db: Database
  private readonly batch: number
  private readonly insert
  private readonly first: number
  private count = 0

  constructor(db: Database, batch: number) {
    this.db = db
    this.batch = batch
    this.insert = db.prepare('INSERT INTO note (id, event, batch) VALUES (?, ?, ?)')
    this.first = (db.prepare('SELECT ifnull(max(id), 0) + 1 FROM note').pluck().get() as number) ?? 1
  }

  change(_chunk: number, part: RowPart): Uint32Array<ArrayBuffer> {
    const events = isSpan(part)
      ? Uint32Array.from({ length: part.end - part.start }, (_, i) => part.start + i + 1)
      : Uint32Array.from(part, (row) => row + 1)
    for (const event of events) this.insert.run(this.first + this.count++, event, this.batch)
    return events
  }

  finish(): void {
    const { batch, first, count } = this
    for (let item = first; item < first + count; ) {
      const chunk = (item - 1) >>> 16
      const end = Math.min(first + count, (chunk + 1) * CHUNK_EVENTS + 1)
      const start = (item - 1) & 0xffff
      putPart(
        this.db,
        batch,
        chunk,
        Uint16Array.from({ length: end - item }, (_, i) => start + i),
      )
      item = end
    }
  }
}

/** Keeps the count of a tag's events. */
export function countTag(db: Database, tag: number, more: number): void {
  db.prepare('UPDATE tag SET events = events + ? WHERE id = ?').run(more, tag)
}
