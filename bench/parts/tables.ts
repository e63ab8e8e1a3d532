/** Import of tables: a CSV with a JSON payload, and the unified audit log of Microsoft 365, whose records stand in a cell. */
import { tableKinds } from '../generate/tableText.ts'
import { type Figure, measured } from '../measure/figure.ts'
import { sampleOf } from '../measure/sample.ts'
import { type Part, SMALL_EVENTS } from '../part.ts'

const REPEATS = 3
/**
 * Rows per second: what is promised for either, and four times what the peer closest in kind, IRFlow Timeline, is said to
 * make ready to search of a table of 14 columns with a JSON payload on a machine like this (11,000); it cannot be had here.
 */
const AT_LEAST = { 'edge-platform': 44_000, 'm365-audit': 40_000 }

export const tablesPart: Part = {
  name: 'tables',
  title: 'Tables',
  async run({ cases, small }) {
    const figures: Figure[] = []
    for (const table of tableKinds) {
      const spec = { ...small, table }
      const runs = await cases.importedInThisRun(spec, REPEATS)
      cases.dropSource(spec)
      const rates = sampleOf(
        runs.map(({ events, seconds }) => events / seconds),
        'more',
      )
      figures.push(
        measured(`import of a table of ${table}, searchable at its end`, 'per second', small.events, rates, {
          atLeast: AT_LEAST[table],
          judged: 'median',
          events: SMALL_EVENTS,
        }),
      )
    }
    return { figures }
  },
}
