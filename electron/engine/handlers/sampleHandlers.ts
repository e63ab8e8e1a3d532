/** Api entries that draw samples from populations and keep what testing their items came to. */
import type { DrawMethod, SampleItem } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { fieldCells } from '../fieldCells.ts'
import type { OpenCase } from '../openCase.ts'
import {
  checkSampleName,
  drawItems,
  frozenRows,
  keptItems,
  latestMarks,
  markHistory,
  markItems,
  populationNamed,
  progressOf,
  sampleInfo,
  sampleItems,
  sampleNamed,
  sampleRows,
  sampleSummary,
  saveSample,
} from '../sampling/index.ts'
import { breathing } from './breathing.ts'
import type { Handlers } from './context.ts'

/** Items of a page at most. */
const MAX_PAGE = 10_000

export const sampleHandlers: Handlers<
  'samples.draw' | 'samples.list' | 'samples.show' | 'samples.items' | 'samples.mark' | 'samples.history'
> = {
  async 'samples.draw'({ case: path, population: from, name, draw }, { version, openCase, signal, onProgress }) {
    const file = openCase(path)
    checkSampleName(file.db, name)
    const population = populationNamed(file.db, from)
    const rows = frozenRows(file.db, population.id)
    const breathe = breathing(signal, name, population.eventCount, onProgress)
    const drawn = await drawItems(file.db, file.state().store, rows, withField(draw, file), breathe)
    const items = await keptItems(file.db, drawn.items, breathing(signal, name, drawn.items.length, onProgress))
    return file.write(signal, (db) => {
      saveSample(db, { name, method: draw.method, version }, population, { ...drawn, items })
      return sampleInfo(db, sampleNamed(db, name))
    })
  },

  async 'samples.list'({ case: path }, { openCase }) {
    const { db } = openCase(path)
    return sampleRows(db).map((row) => sampleSummary(db, row))
  },

  async 'samples.show'({ case: path, name }, { openCase }) {
    const { db } = openCase(path)
    return sampleInfo(db, sampleNamed(db, name))
  },

  async 'samples.items'({ case: path, sample: name, columns, offset, limit, redact }, { openCase }) {
    if (![offset, limit].every((count) => Number.isSafeInteger(count) && count >= 0))
      fail({ code: 'usage/bad-argument', message: 'Offset and limit are whole numbers from 0' })
    const file = openCase(path)
    const sample = sampleNamed(file.db, name)
    const [first, last] = [offset + 1, offset + Math.min(limit, MAX_PAGE)]
    const items = sampleItems(file.db, sample, first, last)
    const cells = fieldCells(file, columns, redact === true)
    const texts = cells.cellsOf(items.map(({ event }) => event - 1))
    const marks = latestMarks(file.db, sample, first, last)
    return {
      total: sample.size,
      columns: cells.columns,
      items: items.map((item, i): SampleItem => {
        const known = marks.get(item.position)
        const isMarked = known !== undefined && (known.mark.result !== null || known.mark.note !== '')
        return { ...item, cells: texts[i], mark: isMarked ? known.mark : null, marks: known?.marks ?? 0 }
      }),
    }
  },

  async 'samples.mark'({ case: path, sample: name, items, result, note }, { openCase, signal }) {
    return openCase(path).write(signal, (db) => {
      const sample = sampleNamed(db, name)
      const changed = markItems(db, sample, items, result, note)
      return { changed, progress: progressOf(db, sample) }
    })
  },

  async 'samples.history'({ case: path, sample: name, item }, { openCase }) {
    const { db } = openCase(path)
    return markHistory(db, sampleNamed(db, name), item)
  },
}

/** The field of strata by its id. Fails with `query/unknown-field`. */
function withField(draw: DrawMethod, file: OpenCase): DrawMethod {
  return draw.method === 'stratified' ? { ...draw, field: file.columnId(draw.field) } : draw
}
