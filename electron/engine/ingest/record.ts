/**
 * What a reader hands on: runs of records with their byte ranges, and what lies between them.
 *
 * Over a whole exhibit, records, rejects and gaps tile the bytes: nothing is left out and nothing counted twice.
 */
import type { Failure } from '../../../shared/failure.ts'

/** Text encoding of an exhibit. Byte ranges always count bytes of the exhibit as received, in this encoding. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

export type FormatId = 'ndjson' | 'json' | 'csv'

/** How an exhibit is to be read; what sniffing finds and a profile may overrule. */
export interface Format {
  readonly id: FormatId
  readonly encoding: Encoding
  /** `json`: path of the array inside a wrapping object, e.g. `['Records']`; empty: top-level values or a top-level array. */
  readonly recordsPath: readonly string[]
  /** `csv` only. */
  readonly delimiter: ',' | ';' | '\t' | '|'
  /** `csv` only: the header row as read. */
  readonly header: readonly string[]
  /**
   * `csv` only: rows that are not blank before the header row (a title, `sep=;`); 0 where left out, -1 where there is no
   * header row either, as the bytes go on where another exhibit ends.
   */
  readonly preambleRows?: number
}

/** Half-open [startByte, endByte), counted from byte 0 of the exhibit as received (decompressed member). */
export interface ByteRange {
  readonly startByte: number
  readonly endByte: number
}

/**
 * Why bytes outside records are there. `separator`: blanks, line ends, commas between records. `pulled-before`: a record
 * that an earlier response of the same system held as well.
 */
export type GapKind = 'separator' | 'bom' | 'header' | 'wrapper' | 'empty-row' | 'pulled-before'

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
  /** 1-based physical line on which record `i` starts. */
  readonly lines: Float64Array
  readonly rejects: readonly RejectedSpan[]
  /** Gaps other than separators; separators are what remains. */
  readonly gaps: readonly Gap[]
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
