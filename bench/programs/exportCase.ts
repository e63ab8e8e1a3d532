/** Exports a whole case, and verifies it: `node bench/programs/exportCase.ts CASE OUT csv|xlsx|ndjson|verify`. */
import { rmSync } from 'node:fs'
import type { ExportFormat } from '../../shared/api/index.ts'
import { processMemory } from '../measure/memory.ts'
import { timed } from '../measure/sample.ts'
import { answer, benchEngine } from './engine.ts'

export interface ExportMeasure {
  readonly rows: number
  readonly bytes: number
  readonly seconds: number
  readonly peakBytes: number
}

const [path, out, task] = process.argv.slice(2)
const engine = benchEngine()
answer(task === 'verify' ? await verified() : await exported(task as ExportFormat))
await engine.close()

async function exported(format: ExportFormat): Promise<ExportMeasure> {
  const { ms, value } = await timed(() => engine.ask('rows.export', { case: path, filter: '', format, out }))
  rmSync(out)
  return { rows: value.rows, bytes: value.sizeBytes, seconds: ms / 1000, peakBytes: processMemory().peakBytes }
}

async function verified(): Promise<ExportMeasure> {
  const { ms, value } = await timed(() => engine.ask('case.verify', { case: path }))
  if (value.findings.length > 0) throw new Error(`The case is not whole: ${JSON.stringify(value.findings[0])}`)
  const { records, bytes } = value.checked
  return { rows: records, bytes, seconds: ms / 1000, peakBytes: processMemory().peakBytes }
}
