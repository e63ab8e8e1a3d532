/** Verbatim records of a case, and what they decode to under the format their exhibit was read with. */
import type { Database } from 'better-sqlite3'
import { fail, type Json } from '../../../shared/failure.ts'
import { VerbatimReader } from '../store/index.ts'
import { compileOpen, type Payload, type ProfileSource } from './profiles/index.ts'
import { hasStrings, keepStrings, payloadFromRecord, textsOfRow } from './readers/index.ts'
import { type Format, isJsonFormat } from './record.ts'
import { storedProfileSource } from './storedProfile.ts'

/** A key that JSON may hold as it is; with a backslash anywhere in the record, nothing is concluded from its absence. */
const PLAIN_KEY = /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/

/** How texts of an exhibit's records are opened. */
interface Opening {
  readonly open: (payload: Payload) => Payload
  /** Whether keys of the payload may stand in the record otherwise than as JSON writes keys. */
  readonly makesKeys: boolean
}

const nothingOpened: Opening = { open: (payload) => payload, makesKeys: false }

export class RecordPayloads {
  readonly verbatim: VerbatimReader
  private readonly db: Database
  private readonly openings = new Map<number, Opening>()
  private readonly formatText
  private readonly formats = new Map<number, Format>()

  constructor(db: Database, verbatim = new VerbatimReader(db)) {
    this.db = db
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
   * The decoded record, its texts opened as its profile says; null where it cannot be decoded, or where one of `keys` cannot be in it: a plain key that
   * stands nowhere in a JSON record without escapes is not one of its keys.
   */
  payload(exhibitId: number, record: number, keys: readonly string[] = []): Json | null {
    const bytes = this.verbatim.record(exhibitId, record)
    const format = this.format(exhibitId)
    const { open, makesKeys } = this.opening(exhibitId)
    if (
      keys.length > 0 &&
      !makesKeys &&
      isJsonFormat(format) &&
      format.encoding === 'utf-8' &&
      !mayHoldKeys(bytes, keys)
    )
      return null
    this.giveTexts(exhibitId, format)
    const decoded = payloadFromRecord(bytes, 0, bytes.length, format)
    return decoded.ok ? open(decoded.payload) : null
  }

  /** By number, the texts of the workbook that a record refers to; none where it is no row of a sheet. */
  sheetTexts(exhibitId: number, record: number): ReadonlyMap<number, string> {
    const format = this.format(exhibitId)
    if (format.sheet === undefined) return new Map()
    this.giveTexts(exhibitId, format)
    return textsOfRow(this.verbatim.record(exhibitId, record), format)
  }

  private opening(exhibitId: number): Opening {
    let opening = this.openings.get(exhibitId)
    if (opening === undefined) {
      opening = openingOf(storedProfileSource(this.db, exhibitId))
      this.openings.set(exhibitId, opening)
    }
    return opening
  }

  /** The texts that cells of a sheet refer to stand in its exhibit, in front of the sheet. */
  private giveTexts(exhibitId: number, format: Format): void {
    if (format.sheet === undefined || hasStrings(format)) return
    let startByte = 0
    for (const { sizeBytes, isStrings } of format.sheet.parts) {
      if (isStrings) keepStrings(format, this.verbatim.bytes(exhibitId, startByte, startByte + sizeBytes))
      startByte += sizeBytes
    }
  }
}

function openingOf(spec: ProfileSource | null): Opening {
  const open = spec === null ? null : compileOpen(spec)
  if (spec === null || open === null) return nothingOpened
  return {
    open: (payload) => open(payload).payload,
    makesKeys: (spec.open ?? []).some(({ as }) => as === 'pairs'),
  }
}

function mayHoldKeys(bytes: Buffer, keys: readonly string[]): boolean {
  return bytes.includes('\\') || keys.every((key) => !PLAIN_KEY.test(key) || bytes.includes(`"${key}"`))
}
