/** The same rows in each of the three kinds there are (`store/rows.ts`), whichever of them the engine would choose. */
import fc from 'fast-check'
import { emptyWords, type RowMask, type Rows, rowSetOf } from '../../electron/engine/store/index.ts'

/** Ascending distinct rows as a row set, as a mask of rows [0, size), and as a span where they are one. */
export function kindsOf(list: readonly number[], size: number): Rows[] {
  const kinds: Rows[] = [Uint32Array.from(list), madeMask(list, size)]
  const start = list[0] ?? size
  const end = start + list.length
  if (list.length === 0 || list[list.length - 1] === end - 1) kinds.push({ start, end })
  return kinds
}

/** A mask as long as its last row needs it to be, or longer. */
export function madeMask(list: readonly number[], size: number): RowMask {
  const words = emptyWords(size)
  for (const row of list) words[row >>> 5] |= 1 << row
  return { words, count: list.length }
}

/** Rows of [0, size), in order: none, few, many, all, or a stretch of them. */
export function anyRowList(size: number): fc.Arbitrary<number[]> {
  const all = Array.from({ length: size }, (_, row) => row)
  return fc.oneof(
    fc.subarray(all),
    fc.subarray(all, { maxLength: Math.min(size, 3) }),
    fc.subarray(all, { minLength: Math.max(0, size - 3) }),
    fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]) => all.slice(Math.min(a, b), Math.max(a, b))),
  )
}

/** Rows of [0, size) in any kind. */
export function anyRows(size: number): fc.Arbitrary<Rows> {
  return anyRowList(size).chain((list) => fc.constantFrom(...kindsOf(list, size)))
}

export function listOf(rows: Rows): number[] {
  return [...rowSetOf(rows)]
}
