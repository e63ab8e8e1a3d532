/** An evidence pack of 10,000 events out of a large exhibit: every table, signed; and its verification. */
import { measured } from '../measure/figure.ts'
import { runProgram } from '../measure/program.ts'
import { sampleOf } from '../measure/sample.ts'
import { type Part, SMALL_EVENTS } from '../part.ts'
import type { PackMeasure } from '../programs/packCase.ts'

const REPEATS = 3

export const packsPart: Part = {
  name: 'packs',
  title: 'Evidence packs',
  async run({ cases, small, signal, note }) {
    const path = await cases.path(small)
    const runs: PackMeasure[] = []
    for (let i = 0; i < REPEATS; i++) {
      note('pack …')
      const run = await runProgram<PackMeasure>('packCase', [path, cases.dir], signal)
      note(
        `  ${run.events} events: ${(run.makeMs / 1000).toFixed(1)} s, verified in ${(run.verifyMs / 1000).toFixed(1)} s`,
      )
      runs.push(run)
    }
    const [{ events }] = runs
    const sample = (of: (run: PackMeasure) => number) => sampleOf(runs.map(of))
    return {
      figures: [
        measured(
          `pack of ${events} events, signed, as CSV, Excel, NDJSON and report`,
          'ms',
          small.events,
          sample((run) => run.makeMs),
          {
            atMost: 10_000,
            judged: 'median',
            events: SMALL_EVENTS,
          },
        ),
        measured(
          'peak memory of that',
          'bytes',
          small.events,
          sample((run) => run.makePeakBytes),
        ),
        measured(
          'size of the pack',
          'bytes',
          small.events,
          sample((run) => run.sizeBytes),
        ),
        measured(
          'verify it: hashes, signature, every proof, every row of every table',
          'ms',
          small.events,
          sample((run) => run.verifyMs),
          {
            atMost: 5_000,
            judged: 'median',
            events: SMALL_EVENTS,
          },
        ),
      ],
    }
  },
}
