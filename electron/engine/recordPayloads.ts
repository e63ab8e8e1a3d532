/** Verbatim records of a case, and what they decode to under the format their exhibit was read with. */
import type { Database } from 'better-sqlite3'
import { fail, type Json } from '../../shared/failure.ts'
import { type Format, payloadFromRecord } from './ingest/index.ts'
import { VerbatimReader } from './store/index.ts'

/** A key that JSON may hold as it is; with a backslash anywhere in the record, nothing is concluded from its absence. */
const PLAIN_KEY = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/

export class RecordPayloads {
  readonly verbatim: VerbatimReader
  private readonly formatText
  private readonly formats = new Map<number, Format>()

  constructor(db: Database, verbatim = new VerbatimReader(db)) {
    this.verbatim = verbatim
    this.formatText = db.prepare<[number], string>('SELECT format FROM exhibit WHERE id = ?').pluck()
  }

  /** How the exhibit was read. Fails with `exhibit/not-found`. */
  format(exhibitId: number): Format {
    let format = this.formats.get(exhibitId)
    if (format === undefined) {
      const text = this.formatText.get(exhibitId)
      if (text === undefined) fail({ code: 'exhibit/not-found', message: `The case has no exhibit ${exhibitId}` })
      format = JSON.parse(text) as Format
      this.formats.set(exhibitId, format)
    }
    return format
  }

  /**
   * The decoded record; null where it cannot be decoded, or where one of `keys` cannot be in it: a plain key that
   * stands nowhere in a JSON record without escapes is not one of its keys.
   */
  payload(exhibitId: number, record: number, keys: readonly string[] = []): Json | null {
    const bytes = this.verbatim.record(exhibitId, record)
    const format = this.format(exhibitId)
    if (keys.length > 0 && format.id !== 'csv' && format.encoding === 'utf-8' && !mayHoldKeys(bytes, keys)) return null
    const decoded = payloadFromRecord(bytes, 0, bytes.length, format)
    return decoded.ok ? decoded.payload : null
  }
}

function mayHoldKeys(bytes: Buffer, keys: readonly string[]): boolean {
  return bytes.includes('\\') || keys.every((key) => !PLAIN_KEY.test(key) || bytes.includes(`"${key}"`))
}
