/** Makes an evidence pack of 10,000 events that lie all over a case, and verifies it: `node bench/programs/packCase.ts CASE DIR`. */
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { newKey } from '../../electron/engine/evidence/pack/keys/sshKey.ts'
import { processMemory } from '../measure/memory.ts'
import { timed } from '../measure/sample.ts'
import { answer, benchEngine } from './engine.ts'

/** Events of the pack that the floors are stated for. */
const EVENTS = 10_000

export interface PackMeasure {
  readonly events: number
  readonly sizeBytes: number
  readonly makeMs: number
  readonly verifyMs: number
  /** Highest resident size once the pack is made, and in the end. */
  readonly makePeakBytes: number
  readonly peakBytes: number
}

const [path, dir] = process.argv.slice(2)
const [out, key] = [join(dir, 'pack.zip'), join(dir, 'pack-key')]
writeFileSync(key, newKey('bench', null).text, { mode: 0o600 })
const engine = benchEngine()
const filter = await scatteredEvents()
// The answer is kept: what is measured is the pack, not the search.
await engine.ask('rows.count', { case: path, filter, nowMicros: 0 })
const made = await timed(() => engine.ask('pack.make', { case: path, filter, nowMicros: 0, out, overwrite: true, key }))
const makePeakBytes = processMemory().peakBytes
const verified = await timed(() => engine.ask('pack.verify', { pack: out }))
const { findings, checked } = verified.value
if (findings.length > 0) throw new Error(`The pack is not whole: ${JSON.stringify(findings[0])}`)
if (checked.proofs !== made.value.events) throw new Error(`${checked.proofs} events were proved`)
answer({
  events: made.value.events,
  sizeBytes: statSync(out).size,
  makeMs: made.ms,
  verifyMs: verified.ms,
  makePeakBytes,
  peakBytes: processMemory().peakBytes,
} satisfies PackMeasure)
for (const file of [out, key]) rmSync(file)
await engine.close()

/** A filter for as many events as wanted: of people who did few things, all over the case. */
async function scatteredEvents(): Promise<string> {
  const [facet] = await engine.ask('rows.facets', { case: path, filter: '', fields: ['actor'], top: 10_000 })
  const actors: string[] = []
  let events = 0
  for (const { value, count } of facet.values) {
    if (value === null || events + count > EVENTS) continue
    actors.push(JSON.stringify(value))
    events += count
  }
  return `actor:(${actors.join(' OR ')})`
}
