/** How fast the events themselves are made: nothing of the product, but what the rest waits for. */
import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { measured } from '../measure/figure.ts'
import { runProgram } from '../measure/program.ts'
import { sampleOf } from '../measure/sample.ts'
import type { Part } from '../part.ts'

export const generatePart: Part = {
  name: 'generate',
  title: 'Generator',
  async run({ cases, small, signal, note }) {
    const out = join(cases.dir, 'generated.ndjson')
    note('generating …')
    try {
      const args = ['--events', String(small.events), '--out', out]
      const { seconds } = await runProgram<{ seconds: number }>('generate', args, signal)
      const { size } = statSync(out)
      return {
        figures: [
          measured('generating events', 'MB/s', small.events, sampleOf([size / 1e6 / seconds])),
          measured('their file', 'bytes', small.events, sampleOf([size])),
        ],
      }
    } finally {
      rmSync(out, { force: true })
    }
  },
}
