/**
 * What opening paths gives: members (streams of bytes that may hold records), things left out, and failures.
 *
 * A member is a plain file, standard input, or one file inside an archive. Items come one after the other, in a fixed
 * order; a member has to be read before the next item is asked for, because a stream of an archive cannot go back.
 */
import type { Failure } from '../../../../shared/failure.ts'
import type { SheetLayout } from '../record.ts'

export type ContainerKind = 'gzip' | 'zstd' | 'zip' | 'tar'

/** Digest of a stream of bytes as far as it was read. */
export interface StreamDigest {
  /** Lower-case hex of SHA-256 over the bytes that were read. */
  readonly sha256: string
  readonly sizeBytes: number
  /** False where reading stopped before the end: an abandoned or damaged stream. */
  readonly isComplete: boolean
}

/** An archive or compressed file that members came out of. */
export interface ContainerRef {
  /** Unique within one call of `openSources`: `c1`, `c2`, … Members of the same archive share it. */
  readonly id: string
  /** Display path of the archive itself. */
  readonly path: string
  readonly kind: ContainerKind
  /** Bytes of the archive itself; null for a stream whose length is not known. */
  readonly sizeBytes: number | null
  /**
   * Digest of the archive's own bytes. A zip file on disk has it at once; for a stream it is settled when the last
   * member was read and the next item asked for, so do not wait for it before asking.
   */
  digest(): Promise<StreamDigest>
}

export interface SourceMember {
  readonly kind: 'member'
  /** Display path, archives joined by ` › `: `dir/a.zip › inner/b.json.gz`. Control characters are escaped. */
  readonly path: string
  /** Bytes of the member, inflated; null where only reading to the end tells. */
  readonly sizeBytes: number | null
  /** Milliseconds since 1970-01-01T00:00:00Z as the file system or the archive says; null where it does not. */
  readonly modifiedMs: number | null
  /** Outermost first. */
  readonly containers: readonly ContainerRef[]
  /** Set where the member is a sheet of a workbook: what its bytes are made of. */
  readonly sheet?: SheetLayout
  /**
   * The bytes, in chunks of at most 1 MiB that are given away (keep or transfer them). To be called once.
   * Throws FailureError after the bytes that could be had: `import/archive-damaged`, `import/archive-too-large`,
   * `import/source-changed`, `import/source-unreadable`.
   */
  open(): AsyncIterable<Uint8Array>
}

/** Something that is not read on purpose: files of an operating system, links, devices. Never silent. */
export interface SourceSkipped {
  readonly kind: 'skipped'
  readonly path: string
  readonly reason: string
}

/** A path, or a member of an archive, that cannot be read; the rest goes on. */
export interface SourceFailure {
  readonly kind: 'failure'
  readonly path: string
  readonly failure: Failure
}

export type SourceItem = SourceMember | SourceSkipped | SourceFailure

/** Bounds of what is read. Failure codes stand with each. */
export interface SourceLimits {
  /** Archives inside archives; a tar inside its gzip or zstd counts as one. `import/archive-too-deep`. */
  readonly maxContainerDepth: number
  /** Bytes of one inflated member. `import/archive-too-large`. */
  readonly maxMemberBytes: number
  /**
   * Inflated bytes per compressed byte, looked at past `inflationGraceBytes`. DEFLATE cannot exceed 1,032; logs reach
   * 10 to 100, the same line over and over about 300. `import/archive-too-large`.
   */
  readonly maxInflationRatio: number
  readonly inflationGraceBytes: number
}

export const sourceLimits: SourceLimits = {
  maxContainerDepth: 3,
  maxMemberBytes: 64 * 1024 ** 3,
  maxInflationRatio: 500,
  inflationGraceBytes: 64 * 1024 ** 2,
}

/** Longest chunk handed out, in bytes. */
export const CHUNK_BYTES = 1024 * 1024
