/** Api entries about what people add to events: bookmarks, tags, notes. */
import type { AnnotationTarget, Question } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { type Asked, changeAnnotations, editNote, notesOf, setTag, tagInfos, undoBatch } from '../annotate/index.ts'
import { clockOf, type OpenCase } from '../openCase.ts'
import { type Rows, rowsOfList } from '../store/index.ts'
import type { HandlerContext, Handlers } from './context.ts'

/** Numbers of events that a custody entry names, where they were given by number. */
const NAMED_EVENTS = 100

export const annotationHandlers: Handlers<
  'annotations.change' | 'annotations.undo' | 'annotations.notes' | 'annotations.editNote' | 'tags.list' | 'tags.set'
> = {
  async 'annotations.change'({ case: path, target, change }, { openCase, signal, onProgress }) {
    const file = openCase(path)
    const { rows, asked } = await targetOf(file, path, target, signal)
    return file.write(signal, (db, until) => changeAnnotations(db, rows, change, asked, until, told(path, onProgress)))
  },

  async 'annotations.undo'({ case: path, batch }, { openCase, signal, onProgress }) {
    return openCase(path).write(signal, (db, until) => undoBatch(db, batch, until, told(path, onProgress)))
  },

  async 'annotations.notes'({ case: path, event }, { openCase }) {
    return notesOf(openCase(path).db, event)
  },

  async 'annotations.editNote'({ case: path, note, text }, { openCase, signal }) {
    return openCase(path).write(signal, (db) => editNote(db, note, text))
  },

  async 'tags.list'({ case: path }, { openCase }) {
    return tagInfos(openCase(path).db)
  },

  async 'tags.set'({ case: path, name, colour, newName }, { openCase, signal }) {
    return openCase(path).write(signal, (db) => {
      setTag(db, name, colour, newName)
      return tagInfos(db)
    })
  },
}

/** The rows that are meant, and how they were asked for. Fails with `event/not-found`, `query/*`. */
async function targetOf(
  file: OpenCase,
  path: string,
  target: AnnotationTarget,
  signal: AbortSignal,
): Promise<{ rows: Rows; asked: Asked }> {
  if ('events' in target)
    return { rows: rowsOf(file, target.events), asked: { query: null, facts: named(target.events) } }
  // The clock stands still from here on, so that the log says which one it was.
  const { nowMicros, zone } = clockOf(target.question)
  const question: Question = { ...target.question, case: path, nowMicros, zone }
  const query = typeof question.filter === 'string' ? question.filter : printQuery(question.filter)
  const leftOut = await file.leftOut(question, signal)
  // Only where it makes a difference: what a log of before said stays the same.
  const facts = { nowMicros, zone, ...(leftOut > 0 ? { duplicatesLeftOut: leftOut } : {}) }
  return { rows: await file.rows(question, signal), asked: { query, facts } }
}

/** Fails with `event/not-found` where the case has no such event. */
function rowsOf(file: OpenCase, events: readonly number[]): Rows {
  const { size } = file.state().store
  const rows = new Uint32Array(events.length)
  for (const [i, event] of events.entries()) {
    if (!Number.isSafeInteger(event) || event < 1 || event > size) {
      fail({
        code: 'event/not-found',
        message: `There is no event ${event} in this case`,
        next: `Events are numbered 1 to ${size}.`,
      })
    }
    rows[i] = event - 1
  }
  rows.sort()
  return rowsOfList(rows.filter((row, i) => i === 0 || row !== rows[i - 1]))
}

function named(events: readonly number[]): Asked['facts'] {
  return events.length <= NAMED_EVENTS ? { events } : {}
}

function told(label: string, onProgress: HandlerContext['onProgress']): (done: number, total: number) => void {
  return (done, total) => onProgress({ label, done, total, unit: 'rows' })
}
