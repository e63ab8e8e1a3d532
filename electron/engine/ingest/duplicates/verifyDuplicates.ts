/** Whether the marks of duplicates are those that follow from what the case holds. */
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../../shared/failure.ts'
import { exhibitLabel } from '../../case/index.ts'
import { findDuplicates } from './findDuplicates.ts'
import { duplicatesUpTo, ExhibitCounts, KeyMaker, lastEvent } from './markDuplicates.ts'

/** Findings told one by one. */
const MAX_TOLD = 20

/**
 * Every key made once more, then every mark. `breathe` is awaited now and then. Findings have the code
 * `verify/duplicate-differs`.
 */
export async function verifyDuplicates(db: Database, breathe: () => Promise<void>): Promise<Failure[]> {
  const upTo = duplicatesUpTo(db)
  const findings: Failure[] = []
  const tell = (finding: Failure): void => {
    if (findings.length < MAX_TOLD) findings.push(finding)
  }
  if (upTo > lastEvent(db)) tell(differs(`Duplicates were looked for among more events than the case has`, { upTo }))
  await verifyKeys(db, upTo, breathe, tell)
  const markOf = db.prepare<[number], number>('SELECT of FROM duplicate WHERE event = ?').pluck()
  let found = 0
  const counts = new ExhibitCounts()
  findDuplicates(db, 0, Math.min(upTo, lastEvent(db)), {
    duplicate: ({ event, of, exhibitId }) => {
      counts.of(exhibitId).duplicates++
      const marked = markOf.get(event) ?? null
      if (marked !== null) found++
      if (marked !== of)
        tell(
          differs(`Event ${event} came in before as event ${of} and is not marked so`, {
            event,
            expected: of,
            found: marked,
          }),
        )
    },
    version: (version) => counts.version(version),
  })
  const marked = db.prepare('SELECT count(*) FROM duplicate').pluck().get() as number
  if (marked !== found)
    tell(
      differs(`${marked} events are marked as duplicates, ${found} of them rightly`, {
        expected: found,
        found: marked,
      }),
    )
  verifyCounts(db, upTo, counts, tell)
  return findings
}

/** One row per exhibit that was looked at, and in it what was found. */
function verifyCounts(db: Database, upTo: number, counts: ExhibitCounts, tell: (finding: Failure) => void): void {
  const stated = new Map(
    db
      .prepare<[], [number, number, number, number | null]>(
        'SELECT exhibit_id, duplicate_count, version_count, first_version FROM duplicate_count',
      )
      .raw()
      .all()
      .map(([id, ...values]) => [id, values]),
  )
  const exhibits = db.prepare<[number], number>('SELECT id FROM exhibit WHERE first_event_id <= ? ORDER BY id').pluck()
  for (const id of exhibits.all(upTo)) {
    const { duplicates, versions, firstVersion } = counts.of(id)
    const expected = [duplicates, versions, firstVersion]
    const found = stated.get(id)
    stated.delete(id)
    if (JSON.stringify(found) !== JSON.stringify(expected))
      tell(
        differs(`What is stated of the duplicates in ${exhibitLabel(id)} is not what they are`, {
          expected,
          found: found ?? null,
        }),
      )
  }
  const others = [...stated.keys()].filter(
    (id) => db.prepare('SELECT 1 FROM exhibit WHERE id = ?').get(id) === undefined,
  )
  if (others.length > 0)
    tell(differs('Duplicates are stated of exhibits that the case does not have', { found: others }))
}

/** Marked events in all. */
export function duplicateCount(db: Database): number {
  return db.prepare('SELECT count(*) FROM duplicate').pluck().get() as number
}

async function verifyKeys(
  db: Database,
  upTo: number,
  breathe: () => Promise<void>,
  tell: (finding: Failure) => void,
): Promise<void> {
  const next = db
    .prepare<[number], [number, number, Buffer]>(
      'SELECT first_event, event_count, keys FROM event_key WHERE first_event >= ? ORDER BY first_event LIMIT 1',
    )
    .raw()
  const maker = new KeyMaker(db)
  let event = 1
  for (let run = next.get(0); run !== undefined && run[0] <= upTo; run = next.get(event)) {
    const [first, count, keys] = run
    if (first !== event) break
    const expected = maker.keys(first, count)
    if (!Buffer.from(expected.buffer).equals(keys))
      tell(differs(`The keys of events ${first} to ${first + count - 1} are not theirs`, { event: first }))
    event = first + count
    await breathe()
  }
  if (event <= upTo) tell(differs(`Event ${event} has no key that duplicates could be told by`, { event }))
}

function differs(message: string, facts: Failure['facts']): Failure {
  return { code: 'verify/duplicate-differs', message, facts }
}
