/** A part of the benchmarks: what it gets and what it gives. */
import type { Cases, CaseSpec } from './cases.ts'
import type { Figure } from './measure/figure.ts'

export interface Run {
  readonly cases: Cases
  /** The events that are imported, compared and exported. */
  readonly small: CaseSpec
  /** The events that are queried. */
  readonly large: CaseSpec
  readonly signal: AbortSignal
  /** Progress, for people. */
  readonly note: (text: string) => void
}

export interface PartResult {
  readonly figures: readonly Figure[]
  /** Versions of what was compared with. */
  readonly versions?: readonly string[]
  /** Markdown put below the table. */
  readonly details?: string
}

export interface Part {
  readonly name: string
  readonly title: string
  run(run: Run): Promise<PartResult>
}

/** Sizes that the floors are stated for. */
export const SMALL_EVENTS = 1_000_000
export const LARGE_EVENTS = 10_000_000
