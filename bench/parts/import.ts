/** Import: rate, memory, size of the case; and memory once more with ten times the events. */
import { measured } from '../measure/figure.ts'
import { sampleOf } from '../measure/sample.ts'
import { LARGE_EVENTS, type Part, SMALL_EVENTS } from '../part.ts'

const REPEATS = 3

export const importPart: Part = {
  name: 'import',
  title: 'Import',
  async run({ cases, small, large }) {
    const runs = await cases.importedInThisRun(small, REPEATS)
    const big = await cases.imported(large)
    cases.dropSource(large)
    const rates = sampleOf(
      runs.map(({ events, seconds }) => events / seconds),
      'more',
    )
    const peaks = sampleOf(runs.map((run) => run.peakBytes))
    const sizes = sampleOf(runs.map((run) => run.caseBytes / run.sourceBytes))
    const one = (value: number) => sampleOf([value])
    return {
      figures: [
        measured('import, searchable at its end', 'per second', small.events, rates, {
          atLeast: 50_000,
          aim: 60_000,
          judged: 'median',
          events: SMALL_EVENTS,
        }),
        measured('peak memory of that import', 'bytes', small.events, peaks, {
          atMost: 1e9,
          judged: 'p95',
          events: SMALL_EVENTS,
        }),
        measured('case file against source', 'times', small.events, sizes, {
          atMost: 0.6,
          judged: 'p95',
          events: SMALL_EVENTS,
        }),
        measured('import of the large file', 'per second', large.events, one(big.events / big.seconds)),
        measured('peak memory of that import', 'bytes', large.events, one(big.peakBytes), {
          atMost: 1e9,
          judged: 'median',
          events: LARGE_EVENTS,
        }),
        measured(
          'its peak against that of the smaller import',
          'times',
          large.events,
          one(big.peakBytes / peaks.median),
          { atMost: 1.15, judged: 'median', events: LARGE_EVENTS },
          '“The same” is taken as 1.15 times at most: peaks of one and the same import differ by some percent from run to run.',
        ),
        measured('large case file against source', 'times', large.events, one(big.caseBytes / big.sourceBytes), {
          atMost: 0.6,
          judged: 'median',
          events: LARGE_EVENTS,
        }),
      ],
    }
  },
}
