/** The samples of a case: kept, listed, looked up; how far their testing is. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { SampleInfo, SampleMethod, SampleProgress, SampleSummary } from '../../../shared/api/index.ts'
import { fail, type Json } from '../../../shared/failure.ts'
import { canonicalJson } from '../base/index.ts'
import { appendCustody } from '../case/index.ts'
import { VerbatimReader } from '../store/index.ts'
import type { Breathe, Drawn, DrawnItem, SamplePlan } from './draw.ts'
import { foldedName, requireName } from './names.ts'
import { entered, type PopulationRow } from './populations.ts'
import { hasSamples } from './schema.ts'

export interface SampleRow {
  readonly id: number
  readonly name: string
  readonly population: number
  readonly populationName: string
  readonly populationEvents: number
  readonly method: SampleMethod
  readonly size: number
  readonly seed: string | null
  readonly plan: string
  readonly version: string
  readonly entry: number
}

const SELECT = `SELECT s.id AS id, s.name AS name, s.population AS population, p.name AS populationName,
  p.event_count AS populationEvents, s.method AS method, s.size AS size, s.seed AS seed, s.plan AS plan,
  s.version AS version, s.entry AS entry FROM sample s JOIN population p ON p.id = s.population`

/** All samples, oldest first. */
export function sampleRows(db: Database): SampleRow[] {
  return hasSamples(db) ? db.prepare<[], SampleRow>(`${SELECT} ORDER BY s.id`).all() : []
}

/** The sample of that name, whatever the case of its letters. Fails with `sample/not-found`. */
export function sampleNamed(db: Database, name: string): SampleRow {
  const folded = foldedName(name)
  const found = sampleRows(db).find((row) => foldedName(row.name) === folded)
  if (found !== undefined) return found
  fail({
    code: 'sample/not-found',
    message: `This case has no sample “${name}”`,
    next: '`vouch sample list` names those there are.',
  })
}

/** The name as it will be kept. Fails with `sample/exists`, `usage/bad-argument`. */
export function checkSampleName(db: Database, name: string): string {
  const wanted = requireName(name)
  const folded = foldedName(wanted)
  if (!sampleRows(db).some((row) => foldedName(row.name) === folded)) return wanted
  fail({
    code: 'sample/exists',
    message: `There is a sample “${wanted}” already`,
    next: 'Choose another name; what was drawn stays as it is.',
  })
}

/** An item as it is kept: with the leaf hash of its record (RFC 9162), 32 bytes. */
export interface KeptItem extends DrawnItem {
  readonly leafHash: Uint8Array
}

/**
 * The items drawn, in their order, with their leaf hashes. Looked up in the order of the case, since a run of hashes that was
 * read once serves all records near each other; so the work of a sample of 100,000 is done before the case is written.
 */
export async function keptItems(
  db: Database,
  items: readonly DrawnItem[],
  breathe: Breathe,
): Promise<readonly KeptItem[]> {
  const verbatim = new VerbatimReader(db)
  const placeOf = db.prepare<[number], [number, number]>('SELECT exhibit_id, record FROM event WHERE id = ?').raw()
  const kept = new Map<number, Uint8Array>()
  for (const { row } of items.toSorted((a, b) => a.row - b.row)) {
    const [exhibit, record] = placeOf.get(row + 1) ?? [0, 0]
    kept.set(row, verbatim.leafHash(exhibit, record).slice())
    const wait = breathe(kept.size)
    if (wait !== undefined) await wait
  }
  return items.map((item) => ({ ...item, leafHash: kept.get(item.row) ?? new Uint8Array(0) }))
}

/** Keeps a sample; entered in the custody log. Call in a transaction. Fails with `sample/exists`, `usage/bad-argument`. */
export function saveSample(
  db: Database,
  given: { readonly name: string; readonly method: SampleMethod; readonly version: string },
  population: PopulationRow,
  drawn: Omit<Drawn, 'items'> & { readonly items: readonly KeptItem[] },
): void {
  const name = checkSampleName(db, given.name)
  const made = db
    .prepare(
      `INSERT INTO sample (name, population, method, size, seed, plan, version, entry) VALUES (?, ?, ?, ?, ?, ?, ?, 0)`,
    )
    .run(
      name,
      population.id,
      given.method,
      drawn.items.length,
      drawn.seed,
      canonicalJson(drawn.plan as unknown as Json),
      given.version,
    )
  const id = Number(made.lastInsertRowid)
  const put = db.prepare('INSERT INTO sample_item (sample, position, event, leaf_hash, stratum) VALUES (?, ?, ?, ?, ?)')
  for (const [i, { row, stratum, leafHash }] of drawn.items.entries())
    put.run(id, i + 1, row + 1, Buffer.from(leafHash), stratum)
  const kept = sampleNamed(db, name)
  const entry = appendCustody(db, 'sample.draw', {
    sample: name,
    population: population.name,
    method: kept.method,
    size: kept.size,
    seed: kept.seed,
    field: drawn.plan.field,
    interval: drawn.plan.interval,
    version: kept.version,
    seal: sampleSeal(db, kept),
  })
  db.prepare('UPDATE sample SET entry = ? WHERE id = ?').run(entry.seq, id)
}

/** SHA-256, hexadecimal, over everything a case states about a sample and its items, besides their marks. */
export function sampleSeal(db: Database, row: SampleRow): string {
  const { name, populationName, method, size, seed, plan, version } = row
  const digest = createHash('sha256').update(
    `${JSON.stringify([name, populationName, method, size, seed, plan, version])}\n`,
  )
  const items = db
    .prepare<[number], unknown[]>(
      'SELECT position, event, hex(leaf_hash), stratum FROM sample_item WHERE sample = ? ORDER BY position',
    )
    .raw()
  for (const item of items.iterate(row.id)) digest.update(`${JSON.stringify(item)}\n`)
  return digest.digest('hex')
}

/** As replies give it. */
export function sampleSummary(db: Database, row: SampleRow): SampleSummary {
  const { at, who } = entered(db, row.entry)
  return {
    name: row.name,
    population: row.populationName,
    populationEvents: row.populationEvents,
    method: row.method,
    size: row.size,
    seed: row.seed,
    drawnAt: at,
    drawnBy: who,
    progress: progressOf(db, row),
  }
}

/** As replies give it. Fails with `case/damaged`. */
export function sampleInfo(db: Database, row: SampleRow): SampleInfo {
  const { custody } = entered(db, row.entry)
  return { ...sampleSummary(db, row), ...planOf(row), version: row.version, custody }
}

/** What the method came to. Fails with `case/damaged`. */
export function planOf(row: SampleRow): SamplePlan {
  try {
    return JSON.parse(row.plan) as SamplePlan
  } catch {
    fail({
      code: 'case/damaged',
      message: `What the case states about “${row.name}” is damaged`,
      next: 'Run `vouch verify` on the case.',
    })
  }
}

/** Items by their latest result. */
export function progressOf(db: Database, { id, size }: SampleRow): SampleProgress {
  const counts = new Map(
    db
      .prepare<[number], [string, number]>(
        `SELECT m.result, count(*) FROM sample_mark m
         WHERE m.id IN (SELECT max(id) FROM sample_mark WHERE sample = ? GROUP BY position)
         AND m.result IS NOT NULL GROUP BY m.result`,
      )
      .raw()
      .all(id),
  )
  const [pass, exception, notApplicable] = ['pass', 'exception', 'notApplicable'].map((word) => counts.get(word) ?? 0)
  return { pass, exception, notApplicable, open: size - pass - exception - notApplicable }
}
