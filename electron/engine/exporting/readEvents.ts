/** What an export reads of an event: cells, the decoded record, its bytes; as they are, or redacted. */
import { PAYLOAD_COLUMN } from '../../../shared/api/index.ts'
import type { Json } from '../../../shared/failure.ts'
import type { PathSegment } from '../../../shared/query/index.ts'
import { payloadText } from '../caseColumns.ts'
import { exhibits } from '../case/index.ts'
import type { EventRedactor, ExportRedactor } from '../evidence/index.ts'
import type { OpenCase } from '../openCase.ts'
import type { EventRow } from '../query/index.ts'
import { redactedRecord } from '../redactedRecord.ts'
import { storedProfile } from '../storedProfile.ts'

/**
 * Bytes of a record that leaves the house: as it was received, or no longer. The leaf hash of a redacted record is that of the
 * record as received, and cannot be computed from these bytes.
 */
export interface LeavingRecord {
  readonly kind: 'verbatim' | 'redacted'
  readonly bytes: Buffer
}

type Cells = readonly (string | null)[]
type CellsOf = (event: EventRow) => Cells

export interface ReadEvents {
  /** The cells of the columns that are read. */
  cells(event: EventRow): Cells
  /** The decoded record; null where it cannot be decoded, or is not given. */
  payload(event: EventRow): Json
  record(event: EventRow): LeavingRecord
  /** A value that stood at `path` in the decoded record, as it may be given. */
  part(event: EventRow, value: Json, path: readonly PathSegment[]): Json
  /** Any other text about the event, as it may be given. */
  text(event: EventRow, text: string): string
}

/** Events as they are in the case. */
export class PlainEvents implements ReadEvents {
  readonly cells: CellsOf
  private readonly payloads

  constructor(file: OpenCase, cells: CellsOf) {
    this.cells = cells
    this.payloads = file.state().payloads
  }

  payload(event: EventRow): Json {
    return this.payloads.payload(event.exhibitId, event.record)
  }

  record(event: EventRow): LeavingRecord {
    return { kind: 'verbatim', bytes: this.payloads.verbatim.record(event.exhibitId, event.record) }
  }

  part(_: EventRow, value: Json): Json {
    return value
  }

  text(_: EventRow, text: string): string {
    return text
  }
}

/** What the report calls it where something of the changes was redacted. */
const CHANGES = 'changes'

/** An event that was looked through. */
interface KnownEvent {
  readonly id: number
  readonly redactor: EventRedactor
  readonly cells: Cells
  readonly payload: string
}

/** Events redacted; each is looked through once, whatever is then asked of it. */
export class RedactedEvents implements ReadEvents {
  private readonly file: OpenCase
  private readonly redactor: ExportRedactor
  private readonly ids: readonly string[]
  /** The columns that are read, and those behind them that rules name. */
  private readonly columns: readonly string[]
  private readonly read: CellsOf
  /** Of the payload among `ids`; -1 where it is none of them. */
  private readonly payloadPlace: number
  private readonly payloadOf: (event: EventRow) => string
  private readonly secretKeys = new Map<number, readonly string[]>()
  private known: KnownEvent | null = null

  /** `ids`: the columns to give; `fields`: all that the event's reader knows; `reader` gives the cells of columns. */
  constructor(
    file: OpenCase,
    redactor: ExportRedactor,
    ids: readonly string[],
    fields: readonly string[],
    reader: (columns: readonly string[]) => CellsOf,
  ) {
    this.file = file
    this.redactor = redactor
    this.ids = ids
    this.columns = [...ids, ...fields.filter((field) => !ids.includes(field))]
    this.read = reader(this.columns)
    this.payloadPlace = ids.indexOf(PAYLOAD_COLUMN)
    this.payloadOf = payloadText(file)
  }

  cells(event: EventRow): (string | null)[] {
    const { redactor, cells } = this.at(event)
    return this.ids.map((column, i) => redactor.cell(column, cells[i]))
  }

  payload(event: EventRow): Json {
    const { redactor, payload } = this.at(event)
    return JSON.parse(redactor.cell(PAYLOAD_COLUMN, payload) ?? 'null') as Json
  }

  record(event: EventRow): LeavingRecord {
    const { payloads } = this.file.state()
    const received = payloads.verbatim.record(event.exhibitId, event.record)
    const bytes = Buffer.from(redactedRecord(received, payloads.format(event.exhibitId), this.at(event).redactor))
    return bytes.equals(received) ? { kind: 'verbatim', bytes: received } : { kind: 'redacted', bytes }
  }

  part(event: EventRow, value: Json, path: readonly PathSegment[]): Json {
    return JSON.parse(this.at(event).redactor.part(JSON.stringify(value), path, CHANGES)) as Json
  }

  text(event: EventRow, text: string): string {
    return this.at(event).redactor.text(text, CHANGES)
  }

  private at(event: EventRow): KnownEvent {
    if (this.known?.id === event.id) return this.known
    const cells = this.read(event)
    const payload = cells[this.payloadPlace] ?? this.payloadOf(event)
    const redactor = this.redactor.event(this.columns, cells, payload, this.secretKeysOf(event.exhibitId))
    this.known = { id: event.id, redactor, cells, payload }
    return this.known
  }

  private secretKeysOf(exhibitId: number): readonly string[] {
    let keys = this.secretKeys.get(exhibitId)
    if (keys === undefined) {
      const exhibit = exhibits(this.file.db).find(({ id }) => id === exhibitId)
      keys = exhibit === undefined ? [] : storedProfile(this.file.db, exhibit).spec.secrets
      this.secretKeys.set(exhibitId, keys)
    }
    return keys
  }
}
