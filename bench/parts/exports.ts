/** Everything out of a case again: CSV, Excel and NDJSON with payload, and the verification of every record. */
import { join } from 'node:path'
import { type Figure, measured } from '../measure/figure.ts'
import { runProgram } from '../measure/program.ts'
import { sampleOf } from '../measure/sample.ts'
import { type Part, SMALL_EVENTS } from '../part.ts'
import type { ExportMeasure } from '../programs/exportCase.ts'

const REPEATS = 3

/** Events that the memory of a workbook is promised for. */
const XLSX_EVENTS = 2_000_000

export const exportsPart: Part = {
  name: 'exports',
  title: 'Exports and verification',
  async run({ cases, small, signal, note }) {
    const path = await cases.path(small)
    const done = async (task: string, repeats: number): Promise<ExportMeasure[]> => {
      const runs: ExportMeasure[] = []
      for (let i = 0; i < repeats; i++) {
        note(`${task} …`)
        const run = await runProgram<ExportMeasure>(
          'exportCase',
          [path, join(cases.dir, `export.${task}`), task],
          signal,
        )
        if (run.rows !== small.events) throw new Error(`${task}: ${run.rows} rows`)
        note(`  ${run.seconds.toFixed(1)} s`)
        runs.push(run)
      }
      return runs
    }
    const csv = await done('csv', REPEATS)
    const xlsx = await done('xlsx', 1)
    const ndjson = await done('ndjson', 1)
    const verified = await done('verify', 1)
    const rate = (what: string, runs: ExportMeasure[], least?: number): Figure =>
      measured(
        what,
        'per second',
        small.events,
        sampleOf(
          runs.map((run) => run.rows / run.seconds),
          'more',
        ),
        least === undefined ? undefined : { atLeast: least, judged: 'median', events: SMALL_EVENTS },
      )
    return {
      figures: [
        rate('CSV, every column and the payload', csv, 60_000),
        measured('peak memory of that', 'bytes', small.events, sampleOf(csv.map((run) => run.peakBytes))),
        rate('Excel, every column and the payload', xlsx, 20_000),
        measured('peak memory of that', 'bytes', small.events, sampleOf(xlsx.map((run) => run.peakBytes)), {
          atMost: 500_000_000,
          judged: 'p95',
          events: XLSX_EVENTS,
        }),
        rate('NDJSON, every column and the payload', ndjson),
        rate('verify a case: every record hashed, every event mapped once more', verified),
        measured(
          '  of verbatim records',
          'MB/s',
          small.events,
          sampleOf(verified.map((run) => run.bytes / 1e6 / run.seconds)),
        ),
      ],
    }
  },
}
