/**
 * Longest common subsequence after Hunt and Szymanski (Comm. ACM 20(5), 1977): the time grows with the number of equal
 * pairs, so lists of mostly different elements (members, permissions, keys) cost n log n however much has changed.
 */

/** Equal pairs that may still be weighed; shared by all calls of one comparison. */
export interface MatchBudget {
  left: number
}

/**
 * Positions of a longest common subsequence of two sequences of numbers, ascending: element `a[k]` of the first is
 * element `b[k]` of the second; null when weighing it would pass the budget.
 * What both begin and end with is matched first and costs nothing. Of several longest ones the choice follows from
 * the order of the arguments; pass them in an order of their content to get the same for (a, b) and (b, a).
 */
export function commonSubsequence(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  budget: MatchBudget,
): { readonly a: number[]; readonly b: number[] } | null {
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++

  const positions = new Map<number, number[]>()
  for (let j = head; j < b.length - tail; j++) {
    const list = positions.get(b[j])
    if (list === undefined) positions.set(b[j], [j])
    else list.push(j)
  }
  let pairs = 0
  for (let i = head; i < a.length - tail; i++) pairs += positions.get(a[i])?.length ?? 0
  if (pairs > budget.left) return null
  budget.left -= pairs

  const middle = longestChain(a, head, a.length - tail, positions)
  const result = { a: [] as number[], b: [] as number[] }
  for (let i = 0; i < head; i++) push(result, i, i)
  for (let k = middle.length - 1; k >= 0; k--) push(result, middle[k][0], middle[k][1])
  for (let k = tail; k > 0; k--) push(result, a.length - k, b.length - k)
  return result
}

type Link = readonly [i: number, j: number, previous: Link | null]

/** Links of the longest chain, last first. */
function longestChain(
  a: ArrayLike<number>,
  start: number,
  end: number,
  positions: ReadonlyMap<number, readonly number[]>,
): Link[] {
  // ends[k]: the chain of k + 1 pairs that ends at the smallest position of b.
  const ends: Link[] = []
  for (let i = start; i < end; i++) {
    const list = positions.get(a[i])
    if (list === undefined) continue
    // Descending, so that one element of a never takes part twice in a chain.
    for (let p = list.length - 1; p >= 0; p--) {
      const j = list[p]
      let low = 0
      let high = ends.length
      while (low < high) {
        const middle = (low + high) >> 1
        if (ends[middle][1] < j) low = middle + 1
        else high = middle
      }
      if (low < ends.length && ends[low][1] === j) continue
      ends[low] = [i, j, low === 0 ? null : ends[low - 1]]
    }
  }
  const chain: Link[] = []
  for (let link: Link | null = ends.at(-1) ?? null; link !== null; link = link[2]) chain.push(link)
  return chain
}

function push(result: { a: number[]; b: number[] }, i: number, j: number): void {
  result.a.push(i)
  result.b.push(j)
}
