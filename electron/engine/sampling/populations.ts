/** The populations of a case: frozen, listed, looked up. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { CustodyPlace, Obtained, PopulationExhibit, PopulationInfo } from '../../../shared/api/index.ts'
import { fail, type Json } from '../../../shared/failure.ts'
import { isoText } from '../../../shared/time/index.ts'
import { canonicalJson } from '../base/index.ts'
import { appendCustody } from '../case/index.ts'
import { remarkCount } from './completeness.ts'
import { type FrozenPart, putParts } from './frozenRows.ts'
import { foldedName, requireName } from './names.ts'
import { hasSamples } from './schema.ts'

/** UTF-16 code units of what is told of how exports were obtained, each. */
const MAX_OBTAINED = 10_000

/** A population before it is frozen. */
export interface NewPopulation {
  readonly name: string
  readonly query: string
  /** The same as a tree. */
  readonly filter: Json
  readonly zone: string
  readonly nowMicros: number
  readonly eventCount: number
  readonly timeFromUs: number | null
  readonly timeToUs: number | null
  readonly withoutTime: number
  readonly exhibits: readonly PopulationExhibit[]
  readonly obtained: Obtained
  readonly digest: string
  readonly version: string
  readonly parts: readonly FrozenPart[]
}

export interface PopulationRow {
  readonly id: number
  readonly name: string
  readonly query: string
  readonly filter: string
  readonly zone: string
  readonly nowUs: number
  readonly eventCount: number
  readonly timeFromUs: number | null
  readonly timeToUs: number | null
  readonly withoutTime: number
  readonly exhibits: string
  readonly obtained: string
  /** Hexadecimal. */
  readonly digest: string
  readonly version: string
  readonly entry: number
}

const SELECT = `SELECT id, name, query, filter, zone, now_us AS nowUs, event_count AS eventCount, time_from_us AS timeFromUs,
  time_to_us AS timeToUs, without_time AS withoutTime, exhibits, obtained, lower(hex(digest)) AS digest, version, entry
  FROM population`

/** All populations, oldest first. */
export function populationRows(db: Database): PopulationRow[] {
  return hasSamples(db) ? db.prepare<[], PopulationRow>(`${SELECT} ORDER BY id`).all() : []
}

/** The population of that name, whatever the case of its letters. Fails with `population/not-found`. */
export function populationNamed(db: Database, name: string): PopulationRow {
  const folded = foldedName(name)
  const found = populationRows(db).find((row) => foldedName(row.name) === folded)
  if (found !== undefined) return found
  fail({
    code: 'population/not-found',
    message: `This case has no population “${name}”`,
    next: '`vouch population list` names those there are.',
  })
}

/** Whether the name and what was told may be kept; looked at before the long work. Fails as {@link freezePopulation} does. */
export function checkPopulation(db: Database, name: string, obtained: Obtained): string {
  const wanted = requireName(name)
  const folded = foldedName(wanted)
  if (populationRows(db).some((row) => foldedName(row.name) === folded)) {
    fail({
      code: 'population/exists',
      message: `There is a population “${wanted}” already`,
      next: 'Choose another name; what was frozen stays as it is.',
    })
  }
  for (const [field, text] of Object.entries(obtained)) {
    if (text === undefined || (text.length <= MAX_OBTAINED && text.isWellFormed())) continue
    fail({
      code: 'usage/bad-argument',
      message: `What is told about “${field}” is too long, or no text`,
      next: `Take at most ${MAX_OBTAINED} characters.`,
    })
  }
  return wanted
}

/**
 * Keeps a population; entered in the custody log. Call in a transaction. Fails with `population/exists`, and with
 * `usage/bad-argument` for a name that is none.
 */
export function freezePopulation(db: Database, made: NewPopulation): void {
  const name = checkPopulation(db, made.name, made.obtained)
  const id = Number(
    db
      .prepare(
        `INSERT INTO population (name, query, filter, zone, now_us, event_count, time_from_us, time_to_us, without_time,
           exhibits, obtained, digest, version, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
      )
      .run(
        name,
        made.query,
        canonicalJson(made.filter),
        made.zone,
        made.nowMicros,
        made.eventCount,
        made.timeFromUs,
        made.timeToUs,
        made.withoutTime,
        canonicalJson(made.exhibits as unknown as Json),
        canonicalJson(made.obtained as Json),
        Buffer.from(made.digest, 'hex'),
        made.version,
      ).lastInsertRowid,
  )
  putParts(db, id, made.parts)
  const row = populationNamed(db, name)
  const entry = appendCustody(db, 'population.freeze', {
    population: name,
    query: row.query,
    zone: row.zone,
    now: isoText(row.nowUs),
    events: row.eventCount,
    digest: row.digest,
    version: row.version,
    seal: populationSeal(row),
  })
  db.prepare('UPDATE population SET entry = ? WHERE id = ?').run(entry.seq, id)
}

/** SHA-256, hexadecimal, over everything a case states about a population besides its items, which have their own digest. */
export function populationSeal(row: PopulationRow): string {
  const { name, query, filter, zone, nowUs, eventCount, timeFromUs, timeToUs, withoutTime } = row
  const stated = [name, query, filter, zone, nowUs, eventCount, timeFromUs, timeToUs, withoutTime]
  const { exhibits, obtained, digest, version } = row
  return createHash('sha256')
    .update(JSON.stringify([...stated, exhibits, obtained, digest, version]))
    .digest('hex')
}

/** As replies give it. Fails with `case/damaged`. */
export function populationInfo(db: Database, row: PopulationRow): PopulationInfo {
  const exhibits = stated<readonly PopulationExhibit[]>(row.exhibits, row.name)
  const { at, who, custody } = entered(db, row.entry)
  return {
    name: row.name,
    query: row.query,
    zone: row.zone,
    now: isoText(row.nowUs) ?? '',
    events: row.eventCount,
    timeFrom: isoText(row.timeFromUs),
    timeTo: isoText(row.timeToUs),
    withoutTime: row.withoutTime,
    frozenAt: at,
    frozenBy: who,
    samples: db.prepare<[number], number>('SELECT count(*) FROM sample WHERE population = ?').pluck().get(row.id) ?? 0,
    remarkCount: remarkCount(exhibits),
    version: row.version,
    exhibits,
    obtained: stated<Obtained>(row.obtained, row.name),
    digest: row.digest,
    custody,
  }
}

/** When and by whom an entry was made; empty texts where it is no longer there, which `verify` names. */
export function entered(
  db: Database,
  seq: number,
): { readonly at: string; readonly who: string; readonly custody: CustodyPlace } {
  const row = db
    .prepare<[number], { at: string; who: string; hash: Buffer }>(
      'SELECT at, who, hash FROM custody_entry WHERE seq = ?',
    )
    .get(seq)
  return { at: row?.at ?? '', who: row?.who ?? '', custody: { seq, hash: row?.hash.toString('hex') ?? '' } }
}

/** JSON that the case itself wrote. */
function stated<T>(text: string, name: string): T {
  try {
    return JSON.parse(text) as T
  } catch {
    fail({
      code: 'case/damaged',
      message: `What the case states about “${name}” is damaged`,
      next: 'Run `vouch verify` on the case.',
    })
  }
}
