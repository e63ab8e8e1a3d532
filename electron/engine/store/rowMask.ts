/**
 * Row masks: a bit per row. What holds a large share of ten million rows is 1.25 MB as a mask and up to 40 MB as a row
 * set; room that large comes from the system page by page, which takes longer than the scan that fills it.
 */

/** Row `r` is held where bit `r & 31` of `words[r >>> 5]` is set; rows from `32 * words.length` on are not. */
export interface RowMask {
  readonly words: Uint32Array
  /** Number of bits set. */
  readonly count: number
}

/** Whether the mask holds a row. */
export function maskHolds({ words }: Pick<RowMask, 'words'>, row: number): boolean {
  const at = row >>> 5
  return at < words.length && ((words[at] >>> row) & 1) === 1
}

/** Number of rows of [start, end) whose bits are set; requires `end <= 32 * words.length`. */
export function countBits(words: Uint32Array, start: number, end: number): number {
  let count = 0
  for (let at = start >>> 5; at * 32 < end; at++) count += bitsIn(wordWithin(words[at], at, start, end))
  return count
}

/**
 * Writes the rows of [start, end) whose bits are set to `out` from index `at` on, ascending; returns the index behind
 * the last. Requires `end <= 32 * words.length`.
 */
export function writeRows(words: Uint32Array, start: number, end: number, out: Uint32Array, at = 0): number {
  let next = at
  for (let word = start >>> 5; word * 32 < end; word++) {
    let bits = wordWithin(words[word], word, start, end)
    while (bits !== 0) {
      const low = bits & -bits
      out[next++] = word * 32 + 31 - Math.clz32(low)
      bits ^= low
    }
  }
  return next
}

/** Sets the bits of rows [start, end). */
export function setBits(words: Uint32Array, start: number, end: number): void {
  for (let word = start >>> 5; word * 32 < end; word++) words[word] |= wordWithin(-1, word, start, end)
}

/** The words of a mask of rows [0, end), none of them set. */
export function emptyWords(end: number): Uint32Array<ArrayBuffer> {
  return new Uint32Array(Math.ceil(end / 32))
}

/** First row held and the one behind the last; both 0 where none is. */
export function maskSpan({ words, count }: RowMask): { start: number; end: number } {
  if (count === 0) return { start: 0, end: 0 }
  let first = 0
  while (words[first] === 0) first++
  let last = words.length - 1
  while (words[last] === 0) last--
  const low = words[first] & -words[first]
  return { start: first * 32 + 31 - Math.clz32(low), end: last * 32 + 32 - Math.clz32(words[last]) }
}

/** Number of bits set in a word. */
export function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x5555_5555)
  bits = (bits & 0x3333_3333) + ((bits >>> 2) & 0x3333_3333)
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24
}

/** The bits of word number `at` that stand for rows of [start, end), as a signed integer. */
function wordWithin(word: number, at: number, start: number, end: number): number {
  let bits = word | 0
  const first = at * 32
  if (first < start) bits &= -1 << (start - first)
  if (first + 32 > end) bits &= ~(-1 << (end - first))
  return bits
}
