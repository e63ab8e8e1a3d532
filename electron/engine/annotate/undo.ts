/**
 * Undoes a batch. What holds for an event is what the last change of it says that still stands: so undoing a batch gives
 * its events what they had before, except those that a later change, not undone, has changed since; they stay.
 */
import type { Database } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'
import { appendCustody } from '../case/index.ts'
import { CHUNK_EVENTS } from '../store/index.ts'
import { Breath } from './breath.ts'
import { countTag } from './change.ts'
import { partsOf } from './parts.ts'
import { bumpRevision, hasAnnotations } from './revision.ts'
import { batchRow, chunkHistory, revisedBy, subjectOf, SubjectTable } from './subjects.ts'

/**
 * Undoes a batch; `changed` counts the events that are different now. Call in a transaction. Fails with
 * `annotation/not-found` where there is no such batch or it was undone before; rejects with the signal's reason.
 */
export async function undoBatch(
  db: Database,
  batch: number,
  signal: AbortSignal,
  onRows: (done: number, total: number) => void,
): Promise<{ readonly changed: number }> {
  const row = hasAnnotations(db) ? batchRow(db, batch) : undefined
  if (row === undefined || row.undoneAt !== null) {
    fail({
      code: 'annotation/not-found',
      message: row === undefined ? `There is no change ${batch} in this case` : `Change ${batch} was undone before`,
    })
  }
  const subject = subjectOf(row)
  const table = new SubjectTable(db, subject)
  const breath = new Breath(signal)
  let done = 0
  let changed = 0
  let more = 0
  // From now on it counts for nothing; its date follows.
  db.prepare("UPDATE annotation_batch SET undone_at = '' WHERE id = ?").run(batch)
  for (const { chunk, places } of partsOf(db, batch)) {
    const history = chunkHistory(db, subject, chunk)
    for (const place of places) {
      const item = chunk * CHUNK_EVENTS + place + 1
      const before = table.batch(item)
      if (before === history[place]) continue
      table.set(item, history[place])
      // A mark may only have gone over to the earlier change that put it there; a note then says what it said before.
      if (before === 0 || history[place] === 0 || subject.name === 'note') changed++
      more += Math.sign(history[place]) - Math.sign(before)
    }
    done += places.length
    onRows(done, row.changed)
    await breath.take()
  }
  if (subject.name === 'tag') countTag(db, subject.tag, more)
  const entry = appendCustody(db, 'annotation.undo', { batch, changed })
  db.prepare('UPDATE annotation_batch SET undone_at = ? WHERE id = ?').run(entry.at, batch)
  bumpRevision(db, revisedBy(subject))
  return { changed }
}
