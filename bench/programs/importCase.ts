/** Imports one file into a new case and tells rate and memory: `node bench/programs/importCase.ts SOURCE CASE PROFILE`. */
import { statSync } from 'node:fs'
import { processMemory } from '../measure/memory.ts'
import { timed } from '../measure/sample.ts'
import { answer, benchEngine } from './engine.ts'

export interface ImportMeasure {
  readonly events: number
  readonly seconds: number
  readonly peakBytes: number
  readonly sourceBytes: number
  readonly caseBytes: number
}

const [source, path, profile] = process.argv.slice(2)
const engine = benchEngine()
const { ms, value: report } = await timed(() => engine.ask('case.import', { case: path, paths: [source] }))
const { peakBytes } = processMemory()
const [file] = report.files
if (
  report.files.length !== 1 ||
  file.kind !== 'imported' ||
  file.rejects > 0 ||
  !file.profile.startsWith(`${profile}@`)
)
  throw new Error(`The generated file did not come in as it should: ${JSON.stringify(file).slice(0, 2_000)}`)
const measure: ImportMeasure = {
  events: file.events,
  seconds: ms / 1000,
  peakBytes,
  sourceBytes: file.sizeBytes,
  // What is still in the write-ahead log counts.
  caseBytes: sizeOf(path) + sizeOf(`${path}-wal`),
}
answer(measure)
await engine.close()

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
