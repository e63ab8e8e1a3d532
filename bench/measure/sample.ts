/** Measured values, and what is said of them. */

export interface Sample {
  readonly n: number
  readonly median: number
  /** The value that 95 of 100 measurements do not exceed, or do not fall below where more is better. */
  readonly p95: number
}

/** Nearest-rank percentiles. Requires at least one value. */
export function sampleOf(values: readonly number[], better: 'less' | 'more' = 'less'): Sample {
  const sorted = [...values].sort((a, b) => (better === 'less' ? a - b : b - a))
  return { n: sorted.length, median: ranked(sorted, 0.5), p95: ranked(sorted, 0.95) }
}

function ranked(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}

/** Milliseconds that `work` takes, and what it gives. */
export async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; value: T }> {
  const startedAt = performance.now()
  const value = await work()
  return { ms: performance.now() - startedAt, value }
}
