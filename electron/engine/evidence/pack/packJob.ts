/** What a pack is made of. */
import type { Database } from 'better-sqlite3'
import type { PackFormat, RedactionReport } from '../../../../shared/api/index.ts'
import type { VerbatimReader } from '../../store/index.ts'
import type { AboutExport, ExportColumn } from '../exports/index.ts'
import type { SigningKey } from './keys/sshKey.ts'
import type { PackReading } from './packReading.ts'
import type { PackStatement } from './statement.ts'

/** Takes out of a pack what is not to leave the house. */
export interface PackRedaction {
  /** Events redacted and counted; read once. */
  readonly counted: PackReading
  /** Events redacted and not counted. */
  readonly quiet: PackReading
  /** What was done; complete once `counted` was read. */
  report(): RedactionReport
  /** A text that belongs to no event, such as a path. */
  text(text: string): string
}

export interface PackJob {
  readonly out: string
  readonly overwrite: boolean
  readonly db: Database
  /** The events as they are. */
  readonly plain: PackReading
  /** The events' records as received. */
  readonly verbatim: VerbatimReader
  /** By number, the texts of its workbook that a record refers to: they do not stand in it. None where it is no row of a sheet. */
  readonly sheetTexts: (exhibitId: number, record: number) => ReadonlyMap<number, string>
  /** Null: nothing is redacted. */
  readonly redaction: PackRedaction | null
  /** How many there must be. */
  readonly expected: number
  readonly columns: readonly ExportColumn[]
  /** What workbook and report say about the events. */
  readonly about: AboutExport
  readonly timeZone: string
  readonly formats: readonly PackFormat[]
  /** Of the pack's statement what is known beforehand. */
  readonly stated: Pick<PackStatement, 'title' | 'purpose' | 'madeAt' | 'madeBy' | 'query'>
  /** Whether an entry in the custody log announces the pack. */
  readonly isAnnounced: boolean
  readonly key: SigningKey | null
  readonly withStampRequest: boolean
  /** age recipients; empty: it is not encrypted. */
  readonly recipients: readonly string[]
}
