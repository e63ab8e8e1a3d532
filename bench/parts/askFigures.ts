/** What was measured of a case that is open, as figures and as the list of its filters. */
import { type Figure, type Floor, measured } from '../measure/figure.ts'
import { sampleOf } from '../measure/sample.ts'
import { LARGE_EVENTS } from '../part.ts'
import type { AskMeasure } from '../programs/ask.ts'
import type { FilterTimes } from '../programs/asker.ts'

const floorMs = (atMost: number, aim?: number): Floor => ({ atMost, aim, judged: 'p95', events: LARGE_EVENTS })
const memoryFloor: Floor = { atMost: 1.5e9, judged: 'median', events: LARGE_EVENTS }

/** Row set, eight facets, histogram. */
const changeMs = ({ rowsMs, facetsMs, histogramMs }: FilterTimes): number => rowsMs + facetsMs + histogramMs

/** `fresh`: the same filters from a process that had nothing loaded. */
export function askFigures(measure: AskMeasure, fresh: readonly FilterTimes[]): Figure[] {
  const { events, filters, narrowTexts } = measure
  const figure = (what: string, values: readonly number[], floor?: Floor, note?: string): Figure =>
    measured(what, 'ms', events, sampleOf(values), floor, note)
  const filterMs = (of: (times: FilterTimes) => number): number[] => filters.map(of)
  return [
    figure(
      'filter change: row set + 8 facets + 400-bin histogram, mixed filters',
      filterMs(changeMs),
      floorMs(150, 100),
    ),
    figure(
      '  of it the row set',
      filterMs((times) => times.rowsMs),
    ),
    figure(
      '  of it the facets',
      filterMs((times) => times.facetsMs),
    ),
    figure(
      '  of it the histogram',
      filterMs((times) => times.histogramMs),
    ),
    figure(
      'and the first page of each, in order of time',
      filterMs((times) => times.pageMs),
    ),
    figure('the same filters in a fresh process, columns read on first use', fresh.map(changeMs)),
    figure('a column asked for the first time: its facet over the whole case', measure.columnsMs),
    figure('the first search for words', [measure.firstTextMs]),
    figure('any page of 200 rows, in order of time', measure.pagesMs, floorMs(30)),
    ...measure.sorts.flatMap(({ field, descending, firstPageMs, pagesMs }) => [
      figure(`sorting all by ${field}${descending ? ', latest first' : ''}, to the first page`, [firstPageMs]),
      figure('any page of 200 rows, in that order', pagesMs, floorMs(30)),
    ]),
    figure(
      'common term + narrow time range: row set, facets, histogram, first page',
      narrowTexts.map((times) => changeMs(times) + times.pageMs),
      floorMs(100),
    ),
    figure(
      'words alone over the whole case: row set',
      measure.texts.map((text) => text.ms),
      undefined,
      `Hits from ${Math.min(...measure.texts.map((text) => text.rows)).toLocaleString('en-US')} to ${Math.max(...measure.texts.map((text) => text.rows)).toLocaleString('en-US')}; each word is asked once.`,
    ),
    ...Object.entries(measure.lookUpMs).map(([field, values]) => figure(`look up one ${field}`, values)),
    figure('facets of request and resource ids, whole case', [measure.idFacetsMs]),
    figure('show one event with its payload and changes', measure.showMs),
    figure('one record, verbatim', measure.rawMs),
    measured(
      'memory with the case open, after filters, pages and searches',
      'bytes',
      events,
      sampleOf([measure.memoryAfterFilters.rssBytes]),
      memoryFloor,
    ),
    measured('memory after sorts and look-ups, too', 'bytes', events, sampleOf([measure.memory.rssBytes]), memoryFloor),
    measured('most it ever took', 'bytes', events, sampleOf([measure.memory.peakBytes]), memoryFloor),
  ]
}

/** The filters with their times, slowest first, as Markdown. */
export function filterDetails(title: string, measure: AskMeasure): string {
  const lines = (filters: readonly FilterTimes[]): string[] =>
    [...filters]
      .sort((a, b) => changeMs(b) - changeMs(a))
      .map(
        (times) =>
          `| \`${times.query}\` | ${times.rows.toLocaleString('en-US')} | ${[times.rowsMs, times.facetsMs, times.histogramMs, times.pageMs].map((ms) => ms.toFixed(1)).join(' | ')} |`,
      )
  const head = [
    '| Filter | Rows | Row set, ms | Facets, ms | Histogram, ms | First page, ms |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ]
  return [
    `### ${title}: every filter, slowest first`,
    '',
    ...head,
    ...lines(measure.filters),
    '',
    `### ${title}: common term + narrow time range`,
    '',
    ...head,
    ...lines(measure.narrowTexts),
    '',
    `### ${title}: words alone`,
    '',
    '| Words | Rows | ms |',
    '| --- | ---: | ---: |',
    ...measure.texts.map(
      ({ query, rows, ms }) => `| \`${query}\` | ${rows.toLocaleString('en-US')} | ${ms.toFixed(1)} |`,
    ),
  ].join('\n')
}
