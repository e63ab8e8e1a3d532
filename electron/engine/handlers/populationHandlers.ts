/** Api entries that freeze questions as populations, and show what became of them. */
import type { PopulationInfo, PopulationSummary } from '../../../shared/api/index.ts'
import { fail, type Json } from '../../../shared/failure.ts'
import type { Filter } from '../../../shared/filter.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { clockOf } from '../openCase.ts'
import {
  checkPopulation,
  freezePopulation,
  frozenParts,
  frozenRows,
  listDigest,
  populationExhibits,
  populationInfo,
  populationNamed,
  populationRows,
  untimedAmong,
} from '../sampling/index.ts'
import { intersectRows, type Rows, rowCount } from '../store/index.ts'
import { breathing } from './breathing.ts'
import type { Handlers } from './context.ts'

export const populationHandlers: Handlers<
  'populations.freeze' | 'populations.list' | 'populations.show' | 'populations.check'
> = {
  async 'populations.freeze'(request, { version, openCase, signal, onProgress }) {
    const file = openCase(request.case)
    const { name, obtained = {} } = request
    checkPopulation(file.db, name, obtained)
    const { nowMicros, zone } = clockOf(request)
    const question = { ...request, nowMicros, zone }
    const filter = file.filterOf(question)
    const rows = await file.rows(question, signal)
    const total = rowCount(rows)
    if (total === 0) {
      fail({
        code: 'population/empty',
        message: 'No event answers this question, so there is nothing to freeze',
        next: 'Ask for more.',
      })
    }
    const { store, histograms } = file.state()
    const digest = await listDigest(file.db, rows, breathing(signal, name, total, onProgress))
    const span = histograms.span(rows)
    const made = {
      name,
      query: filter.kind === 'all' ? '' : printQuery(filter),
      filter: filter as unknown as Json,
      zone,
      nowMicros,
      eventCount: total,
      timeFromUs: span?.from ?? null,
      timeToUs: span?.to ?? null,
      withoutTime: untimedAmong(store.times(), rows),
      exhibits: populationExhibits(file.db, store, rows),
      obtained,
      digest,
      version,
      parts: [...frozenParts(rows)],
    }
    return file.write(signal, (db) => {
      freezePopulation(db, made)
      return populationInfo(db, populationNamed(db, name))
    })
  },

  async 'populations.list'({ case: path }, { openCase }) {
    const { db } = openCase(path)
    return populationRows(db).map((row) => summaryOf(populationInfo(db, row)))
  },

  async 'populations.show'({ case: path, name }, { openCase }) {
    const { db } = openCase(path)
    return populationInfo(db, populationNamed(db, name))
  },

  async 'populations.check'({ case: path, name }, { openCase, signal, onProgress }) {
    const file = openCase(path)
    const row = populationNamed(file.db, name)
    const rows = frozenRows(file.db, row.id)
    const total = rowCount(rows)
    const digest = await listDigest(file.db, rows, breathing(signal, name, total, onProgress))
    const now = await file.rows(
      { case: path, filter: JSON.parse(row.filter) as Filter, nowMicros: row.nowUs, zone: row.zone },
      signal,
    )
    return {
      isSame: total === row.eventCount && digest === row.digest,
      nowEvents: rowCount(now),
      isAnswerSame: isSameRows(rows, now),
    }
  },
}

function isSameRows(a: Rows, b: Rows): boolean {
  const count = rowCount(a)
  return count === rowCount(b) && rowCount(intersectRows(a, b)) === count
}

function summaryOf(info: PopulationInfo): PopulationSummary {
  const { name, query, events, timeFrom, timeTo, frozenAt, frozenBy, samples, remarkCount } = info
  return { name, query, events, timeFrom, timeTo, frozenAt, frozenBy, samples, remarkCount }
}
