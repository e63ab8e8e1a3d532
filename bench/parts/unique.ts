/** The same questions to a case whose request ids and resource ids are all different, and how it was imported. */
import { type Floor, measured } from '../measure/figure.ts'
import { runProgram } from '../measure/program.ts'
import { sampleOf } from '../measure/sample.ts'
import { LARGE_EVENTS, type Part } from '../part.ts'
import type { AskMeasure } from '../programs/ask.ts'
import type { FilterTimes } from '../programs/asker.ts'
import { askFigures, filterDetails } from './askFigures.ts'
import { openFigures } from './openCase.ts'

const gigabyte: Floor = { atMost: 1e9, judged: 'median', events: LARGE_EVENTS }

export const uniquePart: Part = {
  name: 'unique',
  title: 'Request and resource ids all different',
  async run(run) {
    const { cases, signal, note } = run
    const spec = { events: run.large.events, isUnique: true }
    const imported = await cases.measure(spec)
    cases.dropSource(spec)
    const path = await cases.path(spec)
    const opened = await openFigures(run, spec)
    note('asking …')
    const measure = await runProgram<AskMeasure>('ask', [path], signal)
    const fresh = await runProgram<FilterTimes[]>('askFresh', [path], signal)
    const one = (value: number) => sampleOf([value])
    return {
      figures: [
        measured('import', 'per second', spec.events, one(imported.events / imported.seconds)),
        measured('peak memory of the import', 'bytes', spec.events, one(imported.peakBytes), gigabyte),
        measured('case file against source', 'times', spec.events, one(imported.caseBytes / imported.sourceBytes), {
          atMost: 0.6,
          judged: 'median',
          events: LARGE_EVENTS,
        }),
        ...opened,
        ...askFigures(measure, fresh),
      ],
      details: filterDetails('All ids different', measure),
    }
  },
}
