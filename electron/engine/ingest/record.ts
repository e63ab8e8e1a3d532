/**
 * What a reader hands on: runs of records with their byte ranges, and what lies between them.
 *
 * Over a whole exhibit, records, rejects and gaps tile the bytes: nothing is left out and nothing counted twice.
 */
import type { Failure } from '../../../shared/failure.ts'
import type { RemarkCode } from './profiles/event.ts'

/** Text encoding of an exhibit. Byte ranges always count bytes of the exhibit as received, in this encoding. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export type FormatId = 'ndjson' | 'json' | 'csv' | 'xlsx' | 'lines'

/** What a profile maps: JSON objects, rows under a header (of CSV and of sheets), lines of text. */
export const recordKinds = ['json', 'csv', 'lines'] as const
export type RecordKind = (typeof recordKinds)[number]

/** How an exhibit is to be read; what sniffing finds and a profile may overrule. */
export interface Format {
  readonly id: FormatId
  readonly encoding: Encoding
  /** `json`: path of the array inside a wrapping object, e.g. `['Records']`; empty: top-level values or a top-level array. */
  readonly recordsPath: readonly string[]
  /** `csv` only. */
  readonly delimiter: ',' | ';' | '\t' | '|'
  /** `csv` and `xlsx`: the header row as read. */
  readonly header: readonly string[]
  /**
   * `csv` and `xlsx`: rows that are not blank before the header row (a title, `sep=;`); 0 where left out, -1 where there is no
   * header row either, as the bytes go on where another exhibit ends.
   */
  readonly preambleRows?: number
  /** `xlsx` only. */
  readonly sheet?: SheetLayout
  /**
   * `lines` only: nothing in the exhibit is later, in microseconds since 1970; the year of times that state none is told by it.
   * Left out where nobody knows: such times are none then.
   */
  readonly newestMicros?: number
}

/**
 * A sheet of a workbook as an exhibit: the parts of the workbook that its cells refer to, whole and one after the other,
 * then the sheet's own XML to the end. So an exhibit holds all that is needed to read its rows again.
 */
export type SheetLayout = {
  /** As the workbook calls the sheet. */
  readonly name: string
  readonly isHidden: boolean
  /** Whether days count from 1904 instead of 1900. */
  readonly is1904: boolean
  /** Numbers of cell styles that show dates, and what they show. */
  readonly dateStyles: readonly (readonly [style: number, shows: 'date' | 'time' | 'dateTime'])[]
  /** Parts in front of the sheet, in their order, each starting where the one before ends; the sheet starts behind the last. */
  readonly parts: readonly SheetPart[]
  /** Name of the sheet's own XML inside the workbook. */
  readonly part: string
  /** By number, the texts that the rows at hand refer to; where rows stand without the parts, as in an evidence pack. */
  readonly texts?: { readonly [index: string]: string }
}

export type SheetPart = {
  /** Name inside the workbook, such as `xl/sharedStrings.xml`. */
  readonly name: string
  readonly sizeBytes: number
  /** Lower-case hex, of the part alone. */
  readonly sha256: string
  /** Whether it holds the texts of the cells. */
  readonly isStrings: boolean
}

/** Byte of the exhibit at which the sheet's own XML starts. */
export function sheetStart(sheet: SheetLayout): number {
  return sheet.parts.reduce((sum, part) => sum + part.sizeBytes, 0)
}

/** Whether records are JSON texts. */
export function isJsonFormat(format: Format): boolean {
  return kindOf(format) === 'json'
}

/** What profiles map of it. */
export function kindOf({ id }: Format): RecordKind {
  if (id === 'lines') return 'lines'
  return id === 'json' || id === 'ndjson' ? 'json' : 'csv'
}

/** Half-open [startByte, endByte), counted from byte 0 of the exhibit as received (decompressed member). */
export interface ByteRange {
  readonly startByte: number
  readonly endByte: number
}

/**
 * Why bytes outside records are there. `separator`: blanks, line ends, commas between records. `pulled-before`: a record
 * that an earlier response of the same system held as well. `part`: of the workbook.
 */
export type GapKind = 'separator' | 'bom' | 'header' | 'wrapper' | 'empty-row' | 'pulled-before' | 'part'

export interface Gap extends ByteRange {
  readonly kind: GapKind
}

/** Bytes that gave no record: the failure says why; its `where` carries line and byte range. */
export interface RejectedSpan extends ByteRange {
  readonly failure: Failure
}

/**
 * A run of consecutive records, their bytes in one buffer, which nobody else needs once the run was handed out.
 * Record `i` is `bytes[starts[i], ends[i])`; its first byte in the exhibit is `firstByte + starts[i]`.
 */
export interface RecordRun {
  readonly bytes: Uint8Array
  /** Position of `bytes[0]` in the exhibit. */
  readonly firstByte: number
  readonly count: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** 1-based physical line on which record `i` starts; of a sheet, the number of its row. */
  readonly lines: Float64Array
  readonly rejects: readonly RejectedSpan[]
  /** Gaps other than separators; separators are what remains. */
  readonly gaps: readonly Gap[]
  /** What the reader has to say of the exhibit, and of how many places in it. */
  readonly remarks?: readonly { readonly code: RemarkCode; readonly count: number }[]
}

/** Splits the bytes of an exhibit into records. Streams: holds one chunk and one record at most. */
export interface Reader {
  readonly id: FormatId
  read(chunks: AsyncIterable<Uint8Array>, format: Format, signal: AbortSignal): AsyncGenerator<RecordRun>
}

/** Longest record kept, in bytes; a longer one becomes a reject that names its byte range. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024

/** Deepest nesting of objects and arrays that a record may have. */
export const MAX_DEPTH = 512
