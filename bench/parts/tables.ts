/** Import of tables: a CSV with a JSON payload, and the unified audit log of Microsoft 365, whose records stand in a cell. */
import { join } from 'node:path'
import { type TableKind, tableKinds } from '../generate/tableText.ts'
import { broken, type Figure, type Floor, measured } from '../measure/figure.ts'
import { runProgram } from '../measure/program.ts'
import { type Sample, sampleOf } from '../measure/sample.ts'
import { type Part, type Run, SMALL_EVENTS } from '../part.ts'
import type { TrigramTableMeasure } from '../programs/trigramTable.ts'
import { removeDatabase } from './peerFile.ts'

const REPEATS = 3

/** Rows per second that are promised of either. */
const rateFloor: Floor = { atLeast: 40_000, judged: 'median', events: SMALL_EVENTS }

/** Four times the 11,000 rows that IRFlow Timeline is said to make ready to search of such a table on a machine like this. */
const AIM = 44_000

/** Against what can be had of it here. */
const peerFloor: Floor = { atLeast: 4, judged: 'median', events: SMALL_EVENTS }

/** Rows of the table it reads: a larger index of it would take minutes, and longer for each row. */
const PEER_ROWS = 200_000

export const tablesPart: Part = {
  name: 'tables',
  title: 'Tables',
  async run(run) {
    const figures: Figure[] = []
    for (const table of tableKinds) {
      const rates = await ourRates(run, table)
      const floor = table === 'edge-platform' ? { ...rateFloor, aim: AIM } : rateFloor
      const { events } = run.small
      figures.push(measured(`import of a table of ${table}, searchable at its end`, 'per second', events, rates, floor))
      if (table === 'edge-platform') figures.push(...(await trigramTable(run, table, rates.median)))
    }
    return { figures }
  },
}

async function ourRates({ cases, small }: Run, table: TableKind): Promise<Sample> {
  const spec = { ...small, table }
  const runs = await cases.importedInThisRun(spec, REPEATS)
  cases.dropSource(spec)
  return sampleOf(
    runs.map(({ events, seconds }) => events / seconds),
    'more',
  )
}

/** The same rows in a table and an index as IRFlow Timeline makes them. */
async function trigramTable({ cases, small, signal, note }: Run, table: TableKind, ourRate: number): Promise<Figure[]> {
  const spec = { ...small, events: Math.min(small.events, PEER_ROWS), table }
  const source = await cases.source(spec)
  const database = join(cases.dir, 'peer.sqlite')
  try {
    note(`a text column each and trigrams of all, ${spec.events.toLocaleString('en-US')} rows …`)
    removeDatabase(database)
    const measure = await runProgram<TrigramTableMeasure>('trigramTable', [source, database], signal)
    if (measure.rows !== spec.events) throw new Error(`it read ${measure.rows} rows`)
    const rate = measure.rows / (measure.insertSeconds + measure.indexSeconds)
    note(`  ${Math.round(rate)} rows/s`)
    return [
      measured(
        'the same table as IRFlow Timeline keeps it: text columns',
        'per second',
        spec.events,
        sampleOf([measure.rows / measure.insertSeconds]),
      ),
      measured('– and trigrams of all of them, ready to search', 'per second', spec.events, sampleOf([rate])),
      measured(
        'our rate against that',
        'times',
        small.events,
        sampleOf([ourRate / rate]),
        peerFloor,
        'Rows in a table and an index as its public source makes them (`electron/db.js`), by a program of our own and without all else it does; the rate is of fewer rows, which is in its favour.',
      ),
    ]
  } catch (error) {
    signal.throwIfAborted()
    return [broken('our rate against that of a table as IRFlow Timeline keeps it', (error as Error).message)]
  } finally {
    removeDatabase(database)
    cases.dropSource(spec)
  }
}
