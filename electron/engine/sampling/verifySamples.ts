/**
 * Verifies that populations, samples and marks are what the custody log says was frozen, drawn and marked: every statement,
 * every item of a population by its record's leaf hash, and every sample by drawing it once more.
 */
import type { Database } from 'better-sqlite3'
import type { DrawMethod } from '../../../shared/api/index.ts'
import { type Failure, type FailureCode, FailureError, type Json } from '../../../shared/failure.ts'
import type { SealedEntry } from '../integrity/index.ts'
import { ColumnStore, type Rows, rowCount } from '../store/index.ts'
import { type Breathe, drawItems } from './draw.ts'
import { frozenRows } from './frozenRows.ts'
import { listDigest } from './itemList.ts'
import { type MarkRow, marksDigest } from './marks.ts'
import { populationRows, populationSeal, type PopulationRow } from './populations.ts'
import { planOf, type SampleRow, sampleRows, sampleSeal } from './samples.ts'
import { hasSamples } from './schema.ts'

/** Everything that does not agree. `custody` is the log, verified elsewhere. */
export async function verifySamples(
  db: Database,
  custody: readonly SealedEntry[],
  breathe: Breathe,
): Promise<Failure[]> {
  if (!hasSamples(db)) return []
  const bySeq = new Map(custody.map((entry) => [entry.seq, entry]))
  const findings: Failure[] = []
  const store = new ColumnStore(db)
  const populations = populationRows(db)
  const rowsOf = new Map<number, Rows>()
  for (const row of populations) {
    findings.push(...statedFindings(bySeq.get(row.entry), 'population.freeze', row, populationSeal(row)))
    try {
      rowsOf.set(row.id, frozenRows(db, row.id))
      findings.push(...(await itemFindings(db, row, rowsOf.get(row.id) as Rows, breathe)))
    } catch (error) {
      findings.push(
        asFinding(error, 'verify/population-differs', `The items of population “${row.name}” cannot be read`),
      )
    }
  }
  const samples = sampleRows(db)
  for (const row of samples) {
    const rows = rowsOf.get(row.population)
    findings.push(...statedFindings(bySeq.get(row.entry), 'sample.draw', row, sampleSeal(db, row)))
    if (rows !== undefined) findings.push(...(await redrawFindings(db, store, row, rows, breathe)))
    findings.push(...markFindings(db, row, custody))
  }
  findings.push(...lostFindings(custody, 'population.freeze', 'population', populations))
  findings.push(...lostFindings(custody, 'sample.draw', 'sample', samples))
  return findings
}

const CODES = {
  'population.freeze': 'verify/population-differs',
  'sample.draw': 'verify/sample-differs',
} as const
const WORDS = { 'population.freeze': 'population', 'sample.draw': 'sample' }

/** What is stated against what was entered. */
function statedFindings(
  entry: SealedEntry | undefined,
  act: keyof typeof CODES,
  { name }: { readonly name: string },
  seal: string,
): Failure[] {
  const facts = factsOf(entry)
  if (entry?.act === act && facts.get('seal') === seal) return []
  const isTold = entry?.act === act
  return [
    differs(
      CODES[act],
      isTold
        ? `What the case states about ${WORDS[act]} “${name}” is not what was entered in the custody log`
        : `No custody entry tells of ${WORDS[act]} “${name}”`,
      name,
      { expected: facts.get('seal') ?? null, found: seal },
    ),
  ]
}

/** The frozen events, and the leaf hashes of their records, against the digest that was entered. */
async function itemFindings(db: Database, row: PopulationRow, rows: Rows, breathe: Breathe): Promise<Failure[]> {
  const count = rowCount(rows)
  const found = await listDigest(db, rows, breathe)
  if (count === row.eventCount && found === row.digest) return []
  return [
    differs(
      'verify/population-differs',
      `The items of population “${row.name}” are not those that were frozen`,
      row.name,
      {
        expected: row.digest,
        found,
        expectedItems: row.eventCount,
        foundItems: count,
      },
    ),
  ]
}

/** Draws once more: the rules are published, so they give the same items for ever. */
async function redrawFindings(
  db: Database,
  store: ColumnStore,
  row: SampleRow,
  rows: Rows,
  breathe: Breathe,
): Promise<Failure[]> {
  const kept = db
    .prepare<[number], number>('SELECT event FROM sample_item WHERE sample = ? ORDER BY position')
    .pluck()
    .all(row.id)
  try {
    const { items } = await drawItems(db, store, rows, drawOf(row, kept), breathe)
    if (items.length === kept.length && items.every((item, i) => item.row + 1 === kept[i])) return []
  } catch (error) {
    return [asFinding(error, 'verify/sample-differs', `Sample “${row.name}” cannot be drawn once more`)]
  }
  return [
    differs('verify/sample-differs', `Sample “${row.name}” is not what its seed and method give`, row.name, {
      seed: row.seed,
    }),
  ]
}

/** How a sample was drawn; of a judgemental one, `kept` are its events. */
function drawOf(row: SampleRow, kept: readonly number[]): DrawMethod {
  const { field, allocation, interval, reason } = planOf(row)
  const seed = row.seed ?? ''
  switch (row.method) {
    case 'random':
      return { method: 'random', size: row.size, seed }
    case 'systematic':
      return { method: 'systematic', size: row.size, interval: interval ?? 0, seed }
    case 'stratified':
      return {
        method: 'stratified',
        size: row.size,
        field: field ?? '',
        allocation: allocation ?? 'proportional',
        seed,
      }
    case 'judgemental':
      return { method: 'judgemental', events: kept, reason: reason ?? '' }
  }
}

/** Marks, by the entry that tells of them, against that entry. */
function markFindings(db: Database, sample: SampleRow, custody: readonly SealedEntry[]): Failure[] {
  const byEntry = new Map<number, MarkRow[]>()
  for (const mark of db
    .prepare<[number], MarkRow>(
      'SELECT position, result, note, entry FROM sample_mark WHERE sample = ? ORDER BY entry, position',
    )
    .iterate(sample.id)) {
    const known = byEntry.get(mark.entry)
    if (known === undefined) byEntry.set(mark.entry, [mark])
    else known.push(mark)
  }
  const findings: Failure[] = []
  for (const entry of custody) {
    const facts = factsOf(entry)
    if (entry.act !== 'sample.mark' || facts.get('sample') !== sample.name) continue
    const marks = byEntry.get(entry.seq) ?? []
    byEntry.delete(entry.seq)
    if (facts.get('digest') === marksDigest(marks)) continue
    findings.push(
      differs(
        'verify/sample-differs',
        `The marks of sample “${sample.name}” are not those of custody entry ${entry.seq}`,
        sample.name,
        { entry: entry.seq, expected: facts.get('digest') ?? null, found: marksDigest(marks) },
      ),
    )
  }
  for (const [entry, marks] of byEntry) {
    findings.push(
      differs(
        'verify/sample-differs',
        `No custody entry tells of ${marks.length} marks of “${sample.name}”`,
        sample.name,
        {
          entry,
        },
      ),
    )
  }
  return findings
}

/** What was entered and is no longer there. */
function lostFindings(
  custody: readonly SealedEntry[],
  act: keyof typeof CODES,
  key: string,
  there: readonly { readonly entry: number }[],
): Failure[] {
  const entries = new Set(there.map(({ entry }) => entry))
  return custody
    .filter((entry) => entry.act === act && !entries.has(entry.seq))
    .map((entry) => {
      const name = String(factsOf(entry).get(key))
      return differs(
        CODES[act],
        `${key === 'sample' ? 'Sample' : 'Population'} “${name}” of the custody log is missing`,
        name,
        {
          entry: entry.seq,
        },
      )
    })
}

function factsOf(entry: SealedEntry | undefined): ReadonlyMap<string, Json> {
  const facts = entry?.facts
  return new Map(typeof facts === 'object' && facts !== null ? Object.entries(facts) : [])
}

function differs(code: FailureCode, message: string, name: string, facts: { readonly [key: string]: Json }): Failure {
  return { code, message, facts: { name, ...facts } }
}

/** Damage that keeps something from being checked is a finding, too; bugs and cancelling are not. */
function asFinding(error: unknown, code: FailureCode, message: string): Failure {
  if (!(error instanceof FailureError)) throw error
  return { code, message: `${message}: ${error.failure.message}`, facts: { cause: error.failure.code } }
}
