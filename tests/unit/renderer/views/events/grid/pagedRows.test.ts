import type { IGetRowsParams } from 'ag-grid-community'
import { expect, test } from 'vitest'
import { type Failure, FailureError } from '../../../../../../shared/failure.ts'
import type { Page } from '../../../../../../shared/api/index.ts'
import { pagedRows } from '../../../../../../renderer/views/events/grid/pagedRows.ts'
import { PAGE_ROWS, pagesOf } from '../../../../../../renderer/views/events/grid/preparedAnswer.ts'
import type { GridRow } from '../../../../../../renderer/views/events/grid/rowSource.ts'
import { rowsOnView } from '../../../../../../renderer/views/events/grid/scrollPlace.ts'

const TOTAL = 20 * PAGE_ROWS

function pageAt(offset: number): Page {
  const rows = Array.from({ length: PAGE_ROWS }, (_, i) => ({
    id: offset + i + 1,
    timeText: null,
    cells: [`actor ${offset + i}`],
    marks: null,
  }))
  return { total: TOTAL, leftOut: 0, offset, columns: ['actor'], rows }
}

/** An answer in memory whose pages come when `come` says so, in the order they were asked for. */
function madeAnswer() {
  const asked: number[] = []
  const waiting: (() => void)[] = []
  const source = {
    page: (offset: number, _limit: number, signal: AbortSignal) =>
      new Promise<Page>((resolve) => {
        asked.push(offset)
        waiting.push(() => resolve(pageAt(offset)))
        signal.addEventListener('abort', () => asked.push(-1))
      }),
  }
  const come = async () => {
    for (const page of waiting.splice(0)) page()
    await rested()
  }
  return { asked, come, answer: { source, total: TOTAL, kept: null, pages: new Map([[0, pageAt(0)]]) } }
}

const unexpected = (failure: Failure): never => {
  throw new FailureError(failure)
}

const only = (row: number) => ({ first: row, last: row })

const rested = () => new Promise((done) => setTimeout(done, 5))

function got(startRow: number, rows: (readonly [number, readonly GridRow[]])[]): IGetRowsParams {
  const params: Pick<IGetRowsParams, 'startRow' | 'successCallback' | 'failCallback'> = {
    startRow,
    successCallback: (found) => rows.push([startRow, found]),
    failCallback: () => undefined,
  }
  return params as IGetRowsParams
}

test('a page that is here is not asked for, and one that is expected only once', async () => {
  const { asked, come, answer } = madeAnswer()
  const paged = pagedRows(answer, unexpected, 60_000)
  const rows: (readonly [number, readonly GridRow[]])[] = []
  paged.getRows(got(0, rows))
  await rested()
  expect(rows.map(([start, found]) => [start, found[0].cells.actor])).toEqual([[0, 'actor 0']])
  paged.expect(only(512))
  paged.getRows(got(500, rows))
  expect(asked).toEqual([500])
  await come()
  expect(rows.map(([start, found]) => [start, found[0].cells.actor])).toEqual([
    [0, 'actor 0'],
    [500, 'actor 500'],
  ])
  paged.destroy()
})

test('of what is scrolled past one page at a time is asked for, and nothing beyond the rows there are', async () => {
  const { asked, come, answer } = madeAnswer()
  const paged = pagedRows(answer, unexpected, 60_000)
  for (const row of [310, 420, 530, -1, TOTAL]) paged.expect(only(row))
  expect(asked).toEqual([300])
  await come()
  paged.expect(only(TOTAL))
  paged.expect(only(640))
  expect(asked).toEqual([300, 600])
  paged.destroy()
})

test('a view over the bound of two pages has both asked for at once', async () => {
  const { asked, come, answer } = madeAnswer()
  const paged = pagedRows(answer, unexpected, 60_000)
  paged.expect({ first: 290, last: 320 })
  expect(asked).toEqual([250, 300])
  // Until both are here nothing else is.
  paged.expect({ first: 500, last: 530 })
  expect(asked).toEqual([250, 300])
  await come()
  paged.expect({ first: 390, last: 420 })
  expect(asked).toEqual([250, 300, 350, 400])
  paged.destroy()
})

test('the page behind the last one is fetched once the rows have stood for a while', async () => {
  const { asked, come, answer } = madeAnswer()
  const paged = pagedRows(answer, unexpected, 0)
  const rows: (readonly [number, readonly GridRow[]])[] = []
  paged.getRows(got(0, rows))
  await rested()
  expect(asked).toEqual([50])
  await come()
  paged.getRows(got(TOTAL - PAGE_ROWS, rows))
  await come()
  await rested()
  // There is none behind the last.
  expect(asked).toEqual([50, 950])
  paged.destroy()
})

test('rows of an answer that was let go of reach nobody', async () => {
  const { asked, come, answer } = madeAnswer()
  const paged = pagedRows(answer, unexpected, 0)
  const rows: (readonly [number, readonly GridRow[]])[] = []
  paged.getRows(got(200, rows))
  paged.destroy()
  await come()
  expect(rows).toEqual([])
  expect(asked).toEqual([200, -1])
})

test('why a page is not to be had is told where the grid wants it, and it is asked for again the next time', async () => {
  const failure: Failure = { code: 'host/no-connection', message: 'Gone' }
  let left = 2
  const source = { page: () => (left-- > 0 ? Promise.reject(new FailureError(failure)) : Promise.resolve(pageAt(500))) }
  const told: Failure[] = []
  const rows: (readonly [number, readonly GridRow[]])[] = []
  const answer = { source, total: TOTAL, kept: null, pages: new Map<number, Page>() }
  const paged = pagedRows(answer, (failed) => told.push(failed), 60_000)
  paged.expect(only(500))
  await rested()
  expect(told).toEqual([])
  paged.getRows(got(500, rows))
  await rested()
  expect(told).toEqual([failure])
  paged.getRows(got(500, rows))
  await rested()
  expect(rows.map(([, found]) => found.length)).toEqual([PAGE_ROWS])
  paged.destroy()
})

test('the pages of a view are those that hold a row of it, as far as there are rows', () => {
  expect(pagesOf({ first: -50, last: 50 }, 1)).toEqual([0])
  expect(pagesOf({ first: 300, last: 400 }, TOTAL)).toEqual([300, 350, 400])
  expect(pagesOf({ first: 299, last: 349 }, TOTAL)).toEqual([250, 300])
  expect(pagesOf({ first: TOTAL - 51, last: TOTAL + 49 }, TOTAL)).toEqual([900, 950])
  expect(pagesOf({ first: TOTAL, last: TOTAL }, TOTAL)).toEqual([])
  expect(pagesOf({ first: -1, last: -1 }, TOTAL)).toEqual([])
})

test('the rows on view follow from the share of the way, also where the content is lower than its rows', () => {
  const at = (scrollTop: number, scrollHeight: number, rows: number) =>
    rowsOnView({ scrollTop, scrollHeight, clientHeight: 500 }, rows, 25)
  expect(at(0, 25_000, 1_000)).toEqual({ first: 0, last: 19 })
  expect(at(2_510, 25_000, 1_000)).toEqual({ first: 100, last: 120 })
  expect(at(24_500, 25_000, 1_000)).toEqual({ first: 980, last: 999 })
  // Ten million rows under the height that browsers have for one element.
  expect(at(7_999_750, 16_000_000, 10_000_000)).toEqual({ first: 4_999_990, last: 5_000_009 })
  expect(at(15_999_500, 16_000_000, 10_000_000)).toEqual({ first: 9_999_980, last: 9_999_999 })
  // Sideways.
  expect(at(0, 500, 1_000)).toBeNull()
})
