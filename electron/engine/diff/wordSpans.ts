/** Which words of two texts differ, for marking them in line. */
import type { Span, TextSpans } from './diffNode.ts'
import { commonSubsequence, type MatchBudget } from './commonSubsequence.ts'

/** Shorter texts are read at a glance; marking half a word of them helps nobody. In UTF-16 code units. */
const MIN_LENGTH = 16
/** Longer texts are shown as replaced. In UTF-16 code units. */
const MAX_LENGTH = 200_000

const tokens = /[\p{L}\p{N}_]+|\s+|./gsu
const word = /[\p{L}\p{N}]/u

/**
 * The parts of two different texts that the other does not have, in whole words, runs of blanks and single signs.
 * Undefined where marking would not help: a short text, a very long one, or no word in common.
 * Where the budget does not allow for more, all between the common beginning and end counts as different.
 */
export function wordSpans(before: string, after: string, budget: MatchBudget): TextSpans | undefined {
  if (Math.min(before.length, after.length) < MIN_LENGTH || Math.max(before.length, after.length) > MAX_LENGTH) return
  // In the order of the texts, so that comparing the other way round marks the same words.
  if (before > after) {
    const spans = wordSpans(after, before, budget)
    return spans && { before: spans.after, after: spans.before }
  }
  const a = before.match(tokens) ?? []
  const b = after.match(tokens) ?? []
  const numbers = new Map<string, number>()
  const numberOf = (token: string) => {
    const number = numbers.get(token) ?? numbers.size
    numbers.set(token, number)
    return number
  }
  const common = commonSubsequence(a.map(numberOf), b.map(numberOf), budget) ?? outerMatching(a, b)
  if (!common.a.some((i) => word.test(a[i]))) return
  return { before: unmatched(a, common.a), after: unmatched(b, common.b) }
}

function outerMatching(a: readonly string[], b: readonly string[]): { a: number[]; b: number[] } {
  const matching = { a: [] as number[], b: [] as number[] }
  const most = Math.min(a.length, b.length)
  let head = 0
  for (; head < most && a[head] === b[head]; head++) {
    matching.a.push(head)
    matching.b.push(head)
  }
  let tail = 0
  while (tail < most - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  for (; tail > 0; tail--) {
    matching.a.push(a.length - tail)
    matching.b.push(b.length - tail)
  }
  return matching
}

/** Spans of the tokens that are not among `matched` (ascending), joined where they touch. */
function unmatched(all: readonly string[], matched: readonly number[]): Span[] {
  const spans: Span[] = []
  let at = 0
  let next = 0
  let start = -1
  for (let i = 0; i < all.length; i++) {
    const isMatched = matched[next] === i
    if (isMatched) next++
    if (isMatched && start >= 0) {
      spans.push({ start, end: at })
      start = -1
    } else if (!isMatched && start < 0) {
      start = at
    }
    at += all[i].length
  }
  if (start >= 0) spans.push({ start, end: at })
  return spans
}
