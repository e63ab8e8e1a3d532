/**
 * What the two import threads say to each other.
 *
 * The mapping thread reads, splits, hashes, parses and maps; the writing thread owns the database. Batches travel as
 * typed arrays by transfer. The writer answers every message in order, which bounds how far the mapper runs ahead.
 */
import type { CaseField, Continuation, OwnField, PullCommit } from '../../case/index.ts'
import type { Failure, Json } from '../../../../shared/failure.ts'
import type { ExhibitDuplicates } from '../duplicates/markDuplicates.ts'
import type { KeySeeds } from '../duplicates/eventKey.ts'
import type { Gap } from '../record.ts'

/** Opens a transaction for one exhibit. */
export interface BeginMessage {
  readonly type: 'begin'
  readonly own: readonly OwnField[]
  /** How the keys of its events begin. */
  readonly seeds: KeySeeds
}

/** Reply to `begin`: the case's columns, and whether another process changed the case since this one last wrote. */
export interface Begun {
  readonly type: 'begun'
  readonly fields: readonly CaseField[]
  readonly isStale: boolean
  /** A number that changes whenever an exhibit is written. */
  readonly generation: number
}

export interface BlockPart {
  readonly startByte: number
  /** As received; the writing thread compresses them. */
  readonly bytes: Uint8Array
}

export interface RejectPart {
  readonly record: number | null
  readonly startByte: number
  readonly endByte: number
  readonly line: number | null
  readonly failure: Failure
}

/** One column of a batch, one code per event (see `store/codes.ts`). */
export interface ColumnPart {
  readonly field: string
  /** For inline values the bare inline bit: the writing thread puts their codes. */
  readonly codes: Uint32Array
  /** New dictionary entries; the first gets code `firstNewCode`. */
  readonly newValues: readonly string[]
  readonly firstNewCode: number
  /** Inline values in event order, one for each code with the inline bit: their texts joined, and where each ends. */
  readonly inlineText: string
  readonly inlineEnds: Uint32Array
}

/** Time forms of `EventBatch.timeForms` that are no digit count. */
export const NO_TIME_TEXT = -1
export const OTHER_TIME_TEXT = -2

/** The events of a run of records, as columns. */
export interface EventBatch {
  readonly eventCount: number
  /** Record number of each event. */
  readonly eventRecords: Float64Array
  /** Microseconds, NaN for none. */
  readonly times: Float64Array
  /** 0 … 6: ISO UTC with that many fraction digits; -1: none; -2: next of `timeTexts`. */
  readonly timeForms: Int8Array
  readonly timeTexts: readonly string[]
  /**
   * Two halves of a 64-bit key per event (see `duplicates/eventKey.ts`); 0 where it follows from an event id that stands
   * inline, or else from the leaf hash.
   */
  readonly keys: Uint32Array
  /** Those that have values in these events. */
  readonly columns: readonly ColumnPart[]
  /** What the index takes of each event's payload, see `eventTexts`. */
  readonly texts: string
}

export interface BatchMessage extends EventBatch {
  readonly type: 'batch'
  readonly blocks: readonly BlockPart[]
  readonly firstRecord: number
  readonly recordCount: number
  readonly startByte: number
  readonly starts: Uint32Array
  readonly ends: Uint32Array
  /** Record `i` is `recordBytes[starts[i], ends[i])`; the writing thread hashes them. */
  readonly recordBytes: Uint8Array
  readonly rejects: readonly RejectPart[]
  readonly gaps: readonly Gap[]
}

/** What is known of the exhibit once it was read to its end. */
export interface FinishMessage {
  readonly type: 'finish'
  readonly path: string
  /** Archives it lay in, outermost first; `ref` tells them apart within one import. */
  readonly containers: readonly { ref: string; path: string; kind: string }[]
  readonly modifiedUs: number | null
  readonly format: Json
  readonly profile: { id: string; version: number; text: string }
  readonly mapping: Json
  readonly timezone: string
  readonly isComplete: boolean
  readonly remarks: readonly { code: string; recordCount: number; firstRecord: number }[]
  /** What comes in together with the exhibit; null or left out: nothing. */
  readonly pull?: PullCommit | null
  readonly continues?: Continuation | null
}

/** Reply to `finish`: the exhibit as it now stands in the case, or why it does not. */
export interface Finished {
  readonly type: 'finished'
  readonly exhibitId: number
  readonly firstEventId: number
  /** Of all its bytes; the hash in hexadecimal. */
  readonly sizeBytes: number
  readonly sha256: string
}

/** An archive of this import was read to its end. */
export interface ContainerMessage {
  readonly type: 'container'
  readonly ref: string
  readonly sizeBytes: number
  readonly sha256: string
}

export interface AbortMessage {
  readonly type: 'abort'
}

export interface CloseMessage {
  readonly type: 'close'
}

/** Reply to `close`: what of this import, and of events not looked at before, came in before. */
export interface Closed {
  readonly type: 'closed'
  readonly duplicates: readonly ExhibitDuplicates[]
}

export interface Done {
  readonly type: 'done'
}

export interface Failed {
  readonly type: 'failed'
  readonly failure: Failure
}

export type ToWriter = BeginMessage | BatchMessage | FinishMessage | ContainerMessage | AbortMessage | CloseMessage
export type FromWriter = Begun | Finished | Closed | Done | Failed
