/** Questions to the large case: opening it, filters, pages, sorts, look-ups, and the memory that it takes. */
import { runProgram } from '../measure/program.ts'
import type { Part } from '../part.ts'
import type { AskMeasure } from '../programs/ask.ts'
import type { FilterTimes } from '../programs/asker.ts'
import { askFigures, filterDetails } from './askFigures.ts'
import { openFigures } from './openCase.ts'

export const queriesPart: Part = {
  name: 'queries',
  title: 'Queries',
  async run(run) {
    const { cases, large, signal, note } = run
    const path = await cases.path(large)
    cases.dropSource(large)
    const opened = await openFigures(run, large)
    note('asking …')
    const measure = await runProgram<AskMeasure>('ask', [path], signal)
    const fresh = await runProgram<FilterTimes[]>('askFresh', [path], signal)
    return { figures: [...opened, ...askFigures(measure, fresh)], details: filterDetails('Queries', measure) }
  },
}
