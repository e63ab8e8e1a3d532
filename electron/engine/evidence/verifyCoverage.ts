/** Records, rejects and gaps must tile an exhibit: what lies between them may only be blanks, line ends and commas. */
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import type { Exhibit } from '../case/index.ts'
import { recordRuns, VerbatimReader } from '../store/index.ts'

interface Stretch {
  readonly startByte: number
  readonly endByte: number
}

/** Bytes that may stand between records: blank, tab, LF, VT, FF, CR, comma, RS (RFC 7464); NUL as half of a UTF-16 unit. */
const SEPARATORS = new Set([0x00, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x1e, 0x20, 0x2c])

/** Bytes of the exhibit that belong to nothing; each stretch is a finding. */
export function verifyCoverage(db: Database, exhibit: Exhibit): Failure[] {
  const findings: Failure[] = []
  const verbatim = new VerbatimReader(db)
  let at = 0
  for (const stretch of stretches(db, exhibit.id)) {
    if (stretch.startByte > at) checkBetween(verbatim, exhibit, at, stretch.startByte, findings)
    if (stretch.endByte > at) at = stretch.endByte
  }
  if (at < exhibit.sizeBytes) checkBetween(verbatim, exhibit, at, exhibit.sizeBytes, findings)
  return findings
}

/** Records, rejected stretches and gaps in byte order. */
function* stretches(db: Database, exhibitId: number): Generator<Stretch> {
  const others = db
    .prepare<[number, number], Stretch>(
      `SELECT start_byte AS startByte, end_byte AS endByte FROM gap WHERE exhibit_id = ?
       UNION ALL SELECT start_byte, end_byte FROM reject WHERE exhibit_id = ? AND record IS NULL ORDER BY 1`,
    )
    .all(exhibitId, exhibitId)
  let next = 0
  for (const run of recordRuns(db, exhibitId)) {
    for (let i = 0; i < run.count; i++) {
      const startByte = run.startByte + run.starts[i]
      while (next < others.length && others[next].startByte <= startByte) yield others[next++]
      yield { startByte, endByte: run.startByte + run.ends[i] }
    }
  }
  while (next < others.length) yield others[next++]
}

function checkBetween(
  verbatim: VerbatimReader,
  exhibit: Exhibit,
  startByte: number,
  endByte: number,
  findings: Failure[],
): void {
  let bytes: Buffer
  try {
    bytes = verbatim.bytes(exhibit.id, startByte, endByte)
  } catch {
    // The block that cannot be read is a finding already.
    return
  }
  if (bytes.every((byte) => SEPARATORS.has(byte))) return
  findings.push({
    code: 'verify/gap-not-blank',
    message: `Bytes ${startByte}–${endByte} of ${exhibit.label} are in no record, reject or named gap`,
    where: { exhibit: exhibit.label, path: exhibit.path, startByte, endByte },
  })
}
