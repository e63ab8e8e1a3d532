/**
 * Stretches of time in which an exhibit has no event although it usually has some: a hint that records are missing. What
 * counts as one is a rule that can be told in a sentence (docs/sampling.md), as it goes into workpapers.
 */

/** Fewer distances between events than this say nothing about what is usual. */
export const LEAST_DISTANCES = 20
/** The usual distance: this share of distances is no longer (nearest rank). */
export const USUAL_SHARE = 0.95
/** A gap is at least so many times as long as usual. */
export const TIMES_USUAL = 10
/** And at least so long, in microseconds: an hour. */
export const LEAST_GAP_US = 3_600_000_000

/** Between two events of an exhibit that follow one another in time, microseconds since 1970 UTC. */
export interface Gap {
  readonly fromUs: number
  readonly toUs: number
}

export interface Gaps {
  readonly count: number
  /** The longest, at most as many as asked for, by time. */
  readonly longest: readonly Gap[]
}

/** The gaps among times in microseconds, NaN for none; `times` is not changed. */
export function timeGaps(times: Float64Array, most: number): Gaps {
  const sorted = sortedTimes(times)
  if (sorted.length - 1 < LEAST_DISTANCES) return { count: 0, longest: [] }
  const least = Math.max(LEAST_GAP_US, TIMES_USUAL * usualDistance(sorted))
  const found: Gap[] = []
  let count = 0
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] - sorted[i - 1] < least) continue
    count++
    found.push({ fromUs: sorted[i - 1], toUs: sorted[i] })
    if (found.length > most) found.splice(shortest(found), 1)
  }
  return { count, longest: found }
}

function usualDistance(sorted: Float64Array): number {
  const distances = new Float64Array(sorted.length - 1)
  for (let i = 1; i < sorted.length; i++) distances[i - 1] = sorted[i] - sorted[i - 1]
  distances.sort()
  return distances[Math.ceil(distances.length * USUAL_SHARE) - 1]
}

/** Without NaN. Exports are mostly in order, forwards or backwards; sorting is for the others. */
function sortedTimes(times: Float64Array): Float64Array {
  const known = times.filter((time) => !Number.isNaN(time))
  let isSorted = true
  for (let i = 1; i < known.length && isSorted; i++) isSorted = known[i] >= known[i - 1]
  return isSorted ? known : known.sort()
}

function shortest(gaps: readonly Gap[]): number {
  let place = 0
  for (let i = 1; i < gaps.length; i++)
    if (gaps[i].toUs - gaps[i].fromUs < gaps[place].toUs - gaps[place].fromUs) place = i
  return place
}
