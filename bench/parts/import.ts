/** Import: rate, memory, size of the case; and memory once more with ten times the events. */
import { NotPossible } from '../cases.ts'
import { type Figure, type Floor, measured, skipped } from '../measure/figure.ts'
import { sampleOf } from '../measure/sample.ts'
import { LARGE_EVENTS, type Part, type Run, SMALL_EVENTS } from '../part.ts'

const REPEATS = 3

const gigabyte = 1e9
/** Of the source's bytes. */
const CASE_SHARE = 0.6
/** “The same” peak memory: one and the same import differs by some percent from run to run. */
const SAME = 1.15

export const importPart: Part = {
  name: 'import',
  title: 'Import',
  async run(run) {
    const { cases, small } = run
    const runs = await cases.importedInThisRun(small, REPEATS)
    const rates = sampleOf(
      runs.map(({ events, seconds }) => events / seconds),
      'more',
    )
    const peaks = sampleOf(runs.map((done) => done.peakBytes))
    const shares = sampleOf(runs.map((done) => done.caseBytes / done.sourceBytes))
    const worst = (atMost: number): Floor => ({ atMost, judged: 'p95', events: SMALL_EVENTS })
    return {
      figures: [
        measured('import, searchable at its end', 'per second', small.events, rates, {
          atLeast: 50_000,
          aim: 60_000,
          judged: 'median',
          events: SMALL_EVENTS,
        }),
        measured('peak memory of that import', 'bytes', small.events, peaks, worst(gigabyte)),
        measured('case file against source', 'times', small.events, shares, worst(CASE_SHARE)),
        ...(await largeFigures(run, peaks.median)),
      ],
    }
  },
}

async function largeFigures({ cases, large }: Run, smallPeakBytes: number): Promise<Figure[]> {
  const floor = (atMost: number): Floor => ({ atMost, judged: 'median', events: LARGE_EVENTS })
  try {
    const { events, seconds, peakBytes, caseBytes, sourceBytes } = await cases.imported(large)
    cases.dropSource(large)
    const one = (value: number) => sampleOf([value])
    const note = `“The same” is taken as ${SAME} times at most: peaks of one and the same import differ by some percent from run to run.`
    return [
      measured('import of the large file', 'per second', events, one(events / seconds)),
      measured('peak memory of that import', 'bytes', events, one(peakBytes), floor(gigabyte)),
      measured(
        'its peak against that of the smaller import',
        'times',
        events,
        one(peakBytes / smallPeakBytes),
        floor(SAME),
        note,
      ),
      measured('large case file against source', 'times', events, one(caseBytes / sourceBytes), floor(CASE_SHARE)),
    ]
  } catch (error) {
    if (!(error instanceof NotPossible)) throw error
    return [skipped('import of the large file', 'bytes', error.message, floor(gigabyte))]
  }
}
