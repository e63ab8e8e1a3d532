/** What was pulled against what the custody log states: every answer's row by its seal, every body by its own SHA-256. */
import { createHash } from 'node:crypto'
import { zstdDecompressSync } from 'node:zlib'
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import { exhibitLabel, hasPulls, pullSeal } from '../case/index.ts'
import type { SealedEntry } from '../integrity/index.ts'
import { VerbatimReader } from '../store/index.ts'
import { MAX_TOLD } from './findings.ts'

interface ResponseRow {
  readonly id: number
  readonly exhibitId: number | null
  readonly startByte: number | null
  readonly sizeBytes: number
  readonly sha256: Buffer | null
  readonly body: Buffer | null
}

/** `verify/pull-differs` for each commit and body that is not what came; none where the case is older than pulls. */
export function verifyPulls(db: Database, custody: readonly SealedEntry[]): Failure[] {
  if (!hasPulls(db)) return []
  const findings: Failure[] = []
  let sealed = 0
  for (const { act, facts, seq } of custody) {
    if (act !== 'pull.responses' || typeof facts !== 'object' || facts === null) continue
    const stated = new Map(Object.entries(facts))
    const firstId = Number(stated.get('firstResponse'))
    const lastId = Number(stated.get('lastResponse'))
    sealed += lastId - firstId + 1
    const found = pullSeal(db, firstId, lastId)
    if (found !== stated.get('seal'))
      findings.push({
        code: 'verify/pull-differs',
        message: `Answers ${firstId} to ${lastId} are not as custody entry ${seq} states them`,
        facts: { expected: stated.get('seal') ?? null, found },
      })
  }
  const count = db.prepare<[], number>('SELECT count(*) FROM pull_response').pluck().get() ?? 0
  if (count !== sealed)
    findings.push({
      code: 'verify/pull-differs',
      message: `The custody log tells of ${sealed} answers, the case holds ${count}`,
      facts: { expected: sealed, found: count },
    })
  return [...findings, ...verifyBodies(db)].slice(0, MAX_TOLD)
}

function verifyBodies(db: Database): Failure[] {
  const findings: Failure[] = []
  const verbatim = new VerbatimReader(db)
  const rows = db.prepare<[], ResponseRow>(
    `SELECT id, exhibit_id AS exhibitId, start_byte AS startByte, size_bytes AS sizeBytes, sha256, body
     FROM pull_response WHERE sha256 IS NOT NULL AND (exhibit_id IS NOT NULL OR body IS NOT NULL)`,
  )
  for (const row of rows.iterate()) {
    const body = bodyOf(verbatim, row)
    const found = body === null ? null : createHash('sha256').update(body).digest('hex')
    if (found === row.sha256?.toString('hex')) continue
    const where =
      row.exhibitId === null || row.startByte === null
        ? {}
        : {
            where: {
              exhibit: exhibitLabel(row.exhibitId),
              startByte: row.startByte,
              endByte: row.startByte + row.sizeBytes,
            },
          }
    findings.push({
      code: 'verify/pull-differs',
      message: `The body of answer ${row.id} is not the one that came`,
      ...where,
      facts: { expected: row.sha256?.toString('hex') ?? null, found },
    })
    if (findings.length >= MAX_TOLD) break
  }
  return findings
}

/** Null where it cannot be read; a damaged block is a finding of its own. */
function bodyOf(verbatim: VerbatimReader, row: ResponseRow): Uint8Array | null {
  try {
    if (row.exhibitId === null || row.startByte === null) return row.body === null ? null : zstdDecompressSync(row.body)
    return verbatim.bytes(row.exhibitId, row.startByte, row.startByte + row.sizeBytes)
  } catch {
    return null
  }
}
