/** Api entries about an answer as a whole: its summary, and the place of an event or a time in it. */
import { isoText } from '../../../shared/time/index.ts'
import { fail } from '../../../shared/failure.ts'
import { indexOfRow, indexOfTime } from '../query/index.ts'
import { rowCount } from '../store/index.ts'
import type { Handlers } from './context.ts'

/** Outcomes that are told apart; the vocabulary has fewer. */
const MAX_OUTCOMES = 64

export const answerHandlers: Handlers<'rows.summary' | 'rows.locate'> = {
  async 'rows.summary'(request, { openCase, signal }) {
    const file = openCase(request.case)
    const { facets, histograms } = file.state()
    const rows = await file.rows(request, signal)
    const others = file.othersOf(rows)
    const [outcomes] = facets.facets(['outcome'], rows, MAX_OUTCOMES, others)
    const [actors] = facets.facets(['actor'], rows, 0, others)
    const span = histograms.span(rows)
    return {
      total: rowCount(rows),
      leftOut: await file.leftOut(request, signal),
      outcomes: Object.fromEntries(outcomes.values.map(({ value, count }) => [value, count])),
      actors: actors.distinct,
      isActorsExact: actors.isDistinctExact,
      timeFrom: isoText(span?.from ?? null),
      timeTo: isoText(span?.to ?? null),
    }
  },

  async 'rows.locate'(request, { openCase, signal }) {
    const file = openCase(request.case)
    const { at, sort = { field: 'time', descending: false } } = request
    const wanted = 'event' in at ? at.event : at.timeMicros
    if (!Number.isFinite(wanted)) fail({ code: 'usage/bad-argument', message: 'An event or a time is a number' })
    const order = await file.ordered(request, sort, signal)
    const rows = await file.rows(request, signal)
    const { store } = file.state()
    const place = { rows, order, sort: { ...sort, field: file.columnId(sort.field) } }
    const index =
      'event' in at ? indexOfRow(file.db, store, place, at.event - 1) : indexOfTime(store, place, at.timeMicros)
    return { index, total: order.count }
  },
}
