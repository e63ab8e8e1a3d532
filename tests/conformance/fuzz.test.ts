/**
 * Damaged logs, by a seed, through every reader and profile: nothing crashes, nothing hangs, no byte and no record is lost.
 *
 * VOUCH_FUZZ_SECONDS sets how long (60), VOUCH_FUZZ_SEED the seed (1, so that a run that fails tells of a change). A failure names
 * seed and round; the seed alone brings the same files again.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { Random } from '../../bench/generate/random.ts'
import { createEngine } from '../../electron/engine/index.ts'
import { compileProfile, knownProfiles, type Payload, sampleRecord } from '../../electron/engine/ingest/index.ts'
import { ask } from '../helpers/madeCase.ts'
import { mutated } from './fuzz/mutate.ts'
import { corpusSources, sampleFiles } from './fuzz/sources.ts'

const seconds = Number(process.env.VOUCH_FUZZ_SECONDS ?? 60)
const seed = Number(process.env.VOUCH_FUZZ_SEED ?? 1)
const corpus = process.env.VOUCH_CORPUS ?? ''
/** Files of a round, which are one import, and their most bytes. */
const FILES = 60
const MAX_BYTES = 30_000
/** A round takes about a second; one that takes so long hangs. */
const HANG_MS = 120_000

const { profiles } = knownProfiles([])
const folder = mkdtempSync(join(tmpdir(), 'vouch-fuzz-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test(
  'damaged files come in as events and named rejects that account for every byte, or are refused by name',
  async () => {
    const hasCorpus = corpus !== '' && existsSync(corpus)
    const sources = [...sampleFiles(profiles), ...(hasCorpus ? corpusSources(corpus) : [])]
    const engine = createEngine({ version: 'vouch fuzz', profileDirs: [] })
    const counts = { rounds: 0, files: 0, imported: 0, refused: 0, records: 0, events: 0, rejects: 0 }
    const endsAt = performance.now() + seconds * 1000
    do {
      const random = new Random(seed * 65_536 + counts.rounds)
      const what = `VOUCH_FUZZ_SEED=${seed}, round ${counts.rounds}`
      const round = join(folder, String(counts.rounds++))
      mkdirSync(round)
      for (let file = 0; file < FILES; file++)
        writeFileSync(join(round, `${file}.log`), mutated(sources, random, MAX_BYTES))
      const path = join(round, 'fuzz.vouch')
      const report = await inTime(ask(engine, 'case.import', { case: path, paths: [round] }), `import: ${what}`)
      // The case itself lies in the folder, and is named as left out.
      expect(report.files.filter(({ kind }) => kind !== 'skipped').length, what).toBe(FILES)
      for (const file of report.files) {
        if (file.kind === 'failed') expect(file.failure.code, what).toMatch(/^(import|record)\//)
        if (file.kind === 'failed') counts.refused++
        if (file.kind !== 'imported') continue
        counts.imported++
        counts.records += file.records
        counts.events += file.events
        counts.rejects += file.rejects
      }
      counts.files += FILES
      const info = await ask(engine, 'case.info', { case: path })
      const rejected = (await ask(engine, 'case.rejects', { case: path, limit: 1_000_000 })).filter(
        ({ record }) => record !== null,
      )
      expect(info.events + rejected.length, what).toBe(info.records)
      // Hashes, every byte accounted for, every event mapped once more.
      const check = await inTime(ask(engine, 'case.verify', { case: path }), `verify: ${what}`)
      expect(check.findings, what).toEqual([])
      rmSync(round, { recursive: true })
    } while (performance.now() < endsAt)
    await engine.close()
    console.log(
      `measured: damaged files ${hasCorpus ? 'with' : 'without'} the corpus, seed ${seed}, ${JSON.stringify(counts)}`,
    )
    expect(counts.events).toBeGreaterThan(0)
    expect(counts.rejects).toBeGreaterThan(0)
  },
  (seconds + 60) * 1000 + 2 * HANG_MS,
)

test('every profile maps any damaged record to an event or a failure', () => {
  const random = new Random(seed)
  const samples = profiles.flatMap((spec) => spec.samples.map(sampleRecord)).filter((record) => record !== null)
  for (const spec of profiles) {
    if (spec.guess) continue
    const profile = compileProfile(spec, {})
    const own = spec.samples.map(sampleRecord).filter((record) => record !== null)
    for (let times = 0; times < 60; times++) {
      const record = damagedRecord(random.chance(0.8) ? random.pick(own) : random.pick(samples), random)
      const mapped = profile.map(record)
      if (!mapped.ok) continue
      const { time, values } = mapped.event
      expect(time === null || Number.isFinite(time), spec.id).toBe(true)
      for (const value of values) expect(value === null || typeof value === 'string', spec.id).toBe(true)
    }
  }
})

/** A copy in which some values became others, of any type, at any depth. */
function damagedRecord(record: Payload, random: Random): Payload {
  const odd = [
    null,
    true,
    0,
    -1,
    1e300,
    '',
    ' ',
    '\0',
    '{"a":',
    '[1]',
    'x=1 y="',
    [],
    {},
    [[]],
    { a: [null] },
    '\ud800',
  ]
  const damage = (value: unknown): unknown => {
    if (random.chance(0.06)) return random.pick(odd)
    if (Array.isArray(value)) return value.map(damage)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [random.chance(0.02) ? '__proto__' : key, damage(inner)]),
    )
  }
  const damaged = damage(record)
  return typeof damaged === 'object' && damaged !== null && !Array.isArray(damaged) ? (damaged as Payload) : record
}

/** Rejects where the work takes so long that it must hang. */
async function inTime<T>(work: Promise<T>, what: string): Promise<T> {
  const hang = Promise.withResolvers<never>()
  const timer = setTimeout(() => hang.reject(new Error(`hangs: ${what}`)), HANG_MS)
  try {
    return await Promise.race([work, hang.promise])
  } finally {
    clearTimeout(timer)
  }
}
