/** Writes generated events: `node bench/programs/generate.ts --events N [--unique] [--table KIND] [--seed N] --out FILE`. */
import { parseArgs } from 'node:util'
import { writeEventFile } from '../generate/eventFile.ts'
import { tableKinds } from '../generate/tableText.ts'
import { answer } from './engine.ts'

const { values } = parseArgs({
  options: {
    events: { type: 'string' },
    unique: { type: 'boolean', default: false },
    table: { type: 'string' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
})
const events = Number(values.events)
const table = tableKinds.find((kind) => kind === values.table) ?? null
if (
  !Number.isSafeInteger(events) ||
  events < 1 ||
  values.out === undefined ||
  (values.table !== undefined && table === null)
) {
  console.error(
    `Usage: node bench/programs/generate.ts --events N [--unique] [--table ${tableKinds.join('|')}] [--seed N] --out FILE`,
  )
  process.exit(2)
}
const startedAt = performance.now()
const sizeBytes = writeEventFile(values.out, { events, isUnique: values.unique, seed: Number(values.seed) }, table)
answer({ sizeBytes, seconds: (performance.now() - startedAt) / 1000 })
