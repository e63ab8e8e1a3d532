/**
 * Verifies a case from the inside: every byte, record, event and custody entry it holds against the hashes and counts
 * it states. Reports everything it finds, not the first thing.
 */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import { verifyAnnotations } from '../annotate/index.ts'
import { custodyEntries, type Exhibit, exhibitSeal, exhibits, statedSeal, verifyCustody } from '../case/index.ts'
import { DIGEST_BYTES, equalBytes, hexFromBytes, leafHash, RootBuilder, type SealedEntry } from '../integrity/index.ts'
import { Pause } from '../query/index.ts'
import { verifySamples } from '../sampling/index.ts'
import { blocks, recordRuns, VerbatimReader } from '../store/index.ts'
import { MAX_TOLD } from './findings.ts'
import { verifyCoverage } from './verifyCoverage.ts'
import { verifyFields } from './verifyFields.ts'
import { type EventMapper, verifyEvents } from './verifyEvents.ts'
import { verifyPulls } from './verifyPulls.ts'

export interface CaseCheck {
  readonly findings: Failure[]
  records: number
  events: number
  bytes: number
  exhibits: number
  custodyEntries: number
}

/** Verifies everything. `mapperOf` gives the mapping an exhibit was imported with; `onBytes` is told the bytes checked. */
export async function verifyCase(
  db: Database,
  mapperOf: (exhibit: Exhibit) => EventMapper | Failure,
  signal: AbortSignal,
  onBytes: (done: number, total: number) => void,
): Promise<CaseCheck> {
  const check: CaseCheck = { findings: [], records: 0, events: 0, bytes: 0, exhibits: 0, custodyEntries: 0 }
  check.findings.push(...databaseFindings(db), ...verifyFields(db))
  const all = exhibits(db)
  const custody = custodyEntries(db)
  const total = all.reduce((sum, exhibit) => sum + exhibit.sizeBytes, 0)
  const pause = new Pause(signal)
  for (const exhibit of all) {
    check.findings.push(...(await verifyBytes(db, exhibit, pause)))
    check.findings.push(...(await verifyRecords(db, exhibit, pause)))
    check.findings.push(...verifyCoverage(db, exhibit))
    check.findings.push(...verifyCounts(db, exhibit))
    check.findings.push(...verifySeal(db, exhibit, custody))
    check.findings.push(...(await verifyEvents(db, exhibit, mapperOf(exhibit), signal)))
    check.exhibits++
    check.records += exhibit.recordCount
    check.events += exhibit.eventCount
    check.bytes += exhibit.sizeBytes
    signal.throwIfAborted()
    onBytes(check.bytes, total)
  }
  check.findings.push(...strayEvents(db, check.events))
  check.custodyEntries = custody.length
  check.findings.push(...verifyIdentity(db, custody), ...verifyCustody(db), ...verifyAnnotations(db, custody))
  check.findings.push(...(await verifySamples(db, custody, () => pause.maybe())))
  check.findings.push(...verifyPulls(db, custody))
  return check
}

/** What SQLite itself says about the file. */
function databaseFindings(db: Database): Failure[] {
  // FTS5 checks the structure of the index that this connection read last; where another process has written since,
  // it takes that for damage. A query makes it read the structure anew.
  db.prepare("SELECT rowid FROM event_text WHERE event_text MATCH 'a' LIMIT 1").get()
  const lines = db.pragma('integrity_check(20)') as { integrity_check: string }[]
  return lines
    .map((line) => line.integrity_check)
    .filter((text) => text !== 'ok')
    .map((text) => ({ code: 'verify/database', message: `SQLite finds the file damaged: ${text}` }))
}

/** The exhibit's bytes against its size and SHA-256. */
async function verifyBytes(db: Database, exhibit: Exhibit, pause: Pause): Promise<Failure[]> {
  const findings: Failure[] = []
  const hash = createHash('sha256')
  let at = 0
  for (const block of blocks(db, exhibit.id)) {
    const wait = pause.maybe()
    if (wait !== undefined) await wait
    const where = {
      exhibit: exhibit.label,
      path: exhibit.path,
      startByte: block.startByte,
      endByte: block.startByte + block.sizeBytes,
    }
    if (block.startByte !== at)
      findings.push({
        code: 'verify/exhibit-hash',
        message: `Bytes ${at}–${block.startByte} of the exhibit are not in the case`,
        where,
      })
    if (block.bytes === null || block.bytes.length !== block.sizeBytes) {
      findings.push({
        code: 'verify/exhibit-hash',
        message: 'A block of the exhibit’s bytes cannot be read back',
        where,
      })
    } else hash.update(block.bytes)
    at = block.startByte + block.sizeBytes
  }
  const found = hash.digest('hex')
  if (at !== exhibit.sizeBytes || (findings.length === 0 && found !== exhibit.sha256)) {
    findings.push({
      code: 'verify/exhibit-hash',
      message: `The bytes of ${exhibit.label} are not those that were imported`,
      where: { exhibit: exhibit.label, path: exhibit.path },
      facts: { expected: exhibit.sha256, found, expectedBytes: exhibit.sizeBytes, foundBytes: at },
      next: 'Compare with the source file: `vouch verify CASE FILE`.',
    })
  }
  return findings
}

/** Every record against its leaf hash, and all of them against the Merkle root. */
async function verifyRecords(db: Database, exhibit: Exhibit, pause: Pause): Promise<Failure[]> {
  const findings: Failure[] = []
  const verbatim = new VerbatimReader(db)
  const root = new RootBuilder()
  let record = 0
  for (const run of recordRuns(db, exhibit.id)) {
    if (run.firstRecord !== record) {
      findings.push({
        code: 'verify/exhibit-count',
        message: `Records ${record}–${run.firstRecord - 1} are missing`,
        where: { exhibit: exhibit.label },
      })
    }
    for (let i = 0; i < run.count; i++) {
      const wait = pause.maybe()
      if (wait !== undefined) await wait
      record = run.firstRecord + i
      const startByte = run.startByte + run.starts[i]
      const endByte = run.startByte + run.ends[i]
      const stated = run.leafHashes.subarray(i * DIGEST_BYTES, (i + 1) * DIGEST_BYTES)
      root.push(stated)
      const found = bytesOrNull(verbatim, exhibit.id, startByte, endByte)
      if (found !== null && equalBytes(leafHash(found), stated)) continue
      tell(findings, {
        code: 'verify/record-hash',
        message: `Record ${record} of ${exhibit.label} is not what was imported`,
        where: { exhibit: exhibit.label, path: exhibit.path, startByte, endByte },
        facts: { record, expected: hexFromBytes(stated), found: found === null ? null : hexFromBytes(leafHash(found)) },
      })
    }
    record = run.firstRecord + run.count
  }
  if (record !== exhibit.recordCount) {
    findings.push({
      code: 'verify/exhibit-count',
      message: `${exhibit.label} states ${exhibit.recordCount} records and holds ${record}`,
      where: { exhibit: exhibit.label },
      facts: { expected: exhibit.recordCount, found: record },
    })
  }
  const found = hexFromBytes(root.root())
  if (found !== exhibit.merkleRoot) {
    findings.push({
      code: 'verify/exhibit-root',
      message: `The records of ${exhibit.label} do not give its Merkle root`,
      where: { exhibit: exhibit.label },
      facts: { expected: exhibit.merkleRoot, found },
    })
  }
  return findings
}

/** Events and rejects against the counts the exhibit states. */
function verifyCounts(db: Database, exhibit: Exhibit): Failure[] {
  const events = db.prepare('SELECT count(*) FROM event WHERE exhibit_id = ?').pluck().get(exhibit.id) as number
  const rejected = db
    .prepare('SELECT count(*) AS every, count(record) AS numbered FROM reject WHERE exhibit_id = ?')
    .get(exhibit.id) as {
    every: number
    numbered: number
  }
  const findings: Failure[] = []
  const compare = (what: string, expected: number, found: number): void => {
    if (expected === found) return
    findings.push({
      code: 'verify/exhibit-count',
      message: `${exhibit.label} states ${expected} ${what} and holds ${found}`,
      where: { exhibit: exhibit.label },
      facts: { expected, found },
    })
  }
  compare('events', exhibit.eventCount, events)
  compare('rejects', exhibit.rejectCount, rejected.every)
  compare('records that became events or rejects', exhibit.recordCount, events + rejected.numbered)
  return findings
}

/** Id and date of the case against the first custody entry. */
function verifyIdentity(db: Database, custody: readonly SealedEntry[]): Failure[] {
  const stated = new Map(db.prepare<[], [string, string]>('SELECT key, value FROM meta').raw().all())
  const facts = custody.at(0)?.facts
  const entered = typeof facts === 'object' && facts !== null ? new Map(Object.entries(facts)) : new Map()
  return ['caseId', 'createdAt']
    .filter((key) => stated.get(key) !== entered.get(key))
    .map((field) => ({
      code: 'verify/custody-broken',
      message: `The case states another ${field} than its first custody entry`,
      where: { field },
      facts: { expected: entered.get(field) ?? null, found: stated.get(field) ?? null },
    }))
}

/** What is stated about the exhibit against what was entered in the custody log when it came in. */
function verifySeal(db: Database, exhibit: Exhibit, custody: readonly SealedEntry[]): Failure[] {
  const expected = statedSeal(custody, exhibit.label)
  const found = exhibitSeal(db, exhibit.id)
  if (expected === found) return []
  return [
    {
      code: 'verify/exhibit-differs',
      message:
        expected === undefined
          ? `No custody entry tells of the import of ${exhibit.label}`
          : `What the case states about ${exhibit.label} is not what was entered when it was imported`,
      where: { exhibit: exhibit.label, path: exhibit.path },
      facts: { expected: expected ?? null, found },
    },
  ]
}

/** Events that belong to no exhibit. */
function strayEvents(db: Database, expected: number): Failure[] {
  const found = db.prepare('SELECT count(*) FROM event').pluck().get() as number
  return found === expected
    ? []
    : [
        {
          code: 'verify/exhibit-count',
          message: `The exhibits state ${expected} events and the case holds ${found}`,
          facts: { expected, found },
        },
      ]
}

function bytesOrNull(verbatim: VerbatimReader, exhibitId: number, startByte: number, endByte: number): Buffer | null {
  try {
    return verbatim.bytes(exhibitId, startByte, endByte)
  } catch {
    // The damaged block is a finding of its own; here it makes each of its records one.
    return null
  }
}

function tell(findings: Failure[], finding: Failure): void {
  if (findings.filter((known) => known.code === finding.code).length < MAX_TOLD) findings.push(finding)
}
