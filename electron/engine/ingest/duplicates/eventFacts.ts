/** What two events are compared by: source, id, time, and the content of their records. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import { FailureError } from '../../../../shared/failure.ts'
import { canonicalJson } from '../../base/index.ts'
import { DIGEST_BYTES } from '../../integrity/index.ts'
import { inlineText } from '../../store/index.ts'
import { RecordPayloads } from '../recordPayloads.ts'
import { contentContext } from './eventKey.ts'

export interface EventFacts {
  readonly event: number
  readonly exhibitId: number
  readonly record: number
  readonly timeMicros: number | null
  readonly source: string
  readonly eventId: string | null
}

/** Runs of leaf hashes kept at hand: 64 of at most 256 KiB. */
const KEPT_RUNS = 64

interface Run {
  readonly exhibitId: number
  readonly firstRecord: number
  readonly count: number
  readonly hashes: Buffer
}

export class EventFactsReader {
  private readonly row
  private readonly runAt
  private readonly sources: readonly string[]
  private readonly ids: (code: number) => string | null
  private readonly payloads: RecordPayloads
  private readonly contexts = new Map<string, string>()
  private readonly runs: Run[] = []

  constructor(db: Database) {
    this.payloads = new RecordPayloads(db)
    this.row = db
      .prepare<[number], [number, number, number | null, number | null, number | string | Buffer | null]>(
        'SELECT exhibit_id, record, time_us, "source", "eventId" FROM event WHERE id = ?',
      )
      .raw()
    this.runAt = db
      .prepare<[number, number], [number, number, Buffer]>(
        `SELECT first_record, record_count, leaf_hashes FROM record_run
         WHERE exhibit_id = ? AND first_record <= ? ORDER BY first_record DESC LIMIT 1`,
      )
      .raw()
    const sources: string[] = []
    for (const [id, value] of db.prepare<[], [number, string]>('SELECT id, value FROM value_source').raw().all())
      sources[id] = value
    this.sources = sources
    const hasIds = db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'value_eventId'").get() !== undefined
    const idOf = hasIds ? db.prepare<[number], string>('SELECT value FROM value_eventId WHERE id = ?').pluck() : null
    this.ids = (code) => idOf?.get(code) ?? null
  }

  /** Null where the case has no such event. */
  facts(event: number): EventFacts | null {
    const row = this.row.get(event)
    if (row === undefined) return null
    const [exhibitId, record, timeMicros, source, id] = row
    const eventId = id === null ? null : typeof id === 'number' ? this.ids(id) : inlineText(id)
    return { event, exhibitId, record, timeMicros, source: this.sources[source ?? 0] ?? '', eventId }
  }

  /**
   * Whether two events of one exhibit may be equal and yet two: lines of text have times of whole seconds and mostly no id, so
   * who tries ten passwords in a second leaves ten equal lines.
   */
  mayRepeat({ exhibitId, eventId }: EventFacts): boolean {
    return eventId === null && this.payloads.format(exhibitId).id === 'lines'
  }

  /** The same for records whose bytes mean the same and are the same; null for sheets, whose rows refer elsewhere. */
  bytesKey({ exhibitId, record, source, timeMicros }: EventFacts): string | null {
    const format = this.payloads.format(exhibitId)
    if (format.id === 'xlsx') return null
    const key = `${exhibitId} ${source}`
    let context = this.contexts.get(key)
    if (context === undefined) {
      context = contentContext(source, format)
      this.contexts.set(key, context)
    }
    // The same line means another time where its year was told by another file.
    const time = format.newestMicros === undefined ? '' : ` ${timeMicros}`
    return `${this.leafHash(exhibitId, record).toString('latin1')}${context}${time}`
  }

  /**
   * SHA-256 of what the record says, whatever the order of its keys and the blanks between them; null where it cannot be read,
   * or has no canonical form (half a surrogate pair, RFC 8785 §3.2.2.2): such a record is equal to the same bytes only.
   */
  contentKey({ exhibitId, record }: EventFacts): string | null {
    const payload = this.payloads.payload(exhibitId, record)
    if (payload === null) return null
    try {
      return createHash('sha256').update(canonicalJson(payload)).digest('base64')
    } catch (error) {
      if (error instanceof FailureError) return null
      throw error
    }
  }

  leafHash(exhibitId: number, record: number): Buffer {
    let run = this.runs.find(
      (known) =>
        known.exhibitId === exhibitId && record >= known.firstRecord && record < known.firstRecord + known.count,
    )
    if (run === undefined) {
      const row = this.runAt.get(exhibitId, record)
      if (row === undefined) return Buffer.alloc(DIGEST_BYTES)
      run = { exhibitId, firstRecord: row[0], count: row[1], hashes: row[2] }
      if (this.runs.length >= KEPT_RUNS) this.runs.shift()
      this.runs.push(run)
    }
    const at = (record - run.firstRecord) * DIGEST_BYTES
    return run.hashes.subarray(at, at + DIGEST_BYTES)
  }
}
