/** Edit distance, for "did you mean". */

/**
 * Insertions, deletions, replacements and swaps of neighbours (optimal string alignment) between two texts, ignoring case;
 * Infinity where it is more than `limit`.
 */
export function editDistance(left: string, right: string, limit: number): number {
  const a = left.toLowerCase()
  const b = right.toLowerCase()
  if (Math.abs(a.length - b.length) > limit) return Infinity
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, beforeLast[j - 2] + 1)
      row.push(best)
    }
    beforeLast = last
    last = row
  }
  return last[b.length] <= limit ? last[b.length] : Infinity
}

/** The nearest of `names`, if it is near enough to be meant (a third of its letters, at least one); the first of equals. */
export function nearestName(name: string, names: Iterable<string>): string | null {
  if (name.length > 60) return null
  let best: string | null = null
  let least = Infinity
  for (const candidate of names) {
    const limit = Math.max(1, Math.floor(candidate.length / 3))
    const distance = editDistance(name, candidate, limit)
    if (distance < least) {
      least = distance
      best = candidate
    }
  }
  return best
}
