/** The first bytes of a member, looked at before it is read: enough to tell format and profile, then given back. */

import { type SheetLayout, sheetStart } from '../record.ts'
import type { SourceMember } from '../sources/index.ts'

/** What sniffing may look at, in bytes; of a sheet that much behind the parts that its cells refer to. */
export const PREVIEW_BYTES = 1024 * 1024

export interface Preview {
  readonly bytes: Uint8Array
  /** Whether these are all the bytes there are. */
  readonly isWhole: boolean
  /** All bytes from the first on; to be read once. Breaks off where the source breaks off. */
  readonly chunks: AsyncIterable<Uint8Array>
  /** What the source broke off with while reading ahead. */
  readonly broken: { readonly error: unknown } | undefined
  /** Set where the member is a sheet of a workbook. */
  readonly sheet: SheetLayout | undefined
  /** Nothing in the member is later, in microseconds since 1970: when it was last changed, or now where nobody knows. */
  readonly newestMicros: number
}

/**
 * Reads ahead up to `PREVIEW_BYTES`. A failure of the source while reading ahead comes out of `chunks` in its place.
 * `newestMicros`: what somebody says of it; null: as the member says.
 */
export async function preview(
  { open, sheet, modifiedMs }: Pick<SourceMember, 'open' | 'sheet' | 'modifiedMs'>,
  newestMicros: number | null = null,
): Promise<Preview> {
  const iterator = open()[Symbol.asyncIterator]()
  const wanted = PREVIEW_BYTES + (sheet === undefined ? 0 : sheetStart(sheet))
  const held: Uint8Array[] = []
  let size = 0
  let isWhole = false
  let broken: { error: unknown } | undefined
  while (size < wanted && !isWhole && broken === undefined) {
    try {
      const next = await iterator.next()
      if (next.done === true) isWhole = true
      else {
        held.push(next.value)
        size += next.value.length
      }
    } catch (error) {
      broken = { error }
    }
  }
  const bytes = held.length === 1 ? held[0] : Buffer.concat(held)
  return {
    bytes: bytes.subarray(0, wanted),
    isWhole,
    chunks: rest(held, iterator, isWhole, broken),
    broken,
    sheet,
    newestMicros: newestMicros ?? Math.round((modifiedMs ?? Date.now()) * 1000),
  }
}

async function* rest(
  held: readonly Uint8Array[],
  iterator: AsyncIterator<Uint8Array>,
  isWhole: boolean,
  broken: { error: unknown } | undefined,
): AsyncGenerator<Uint8Array> {
  try {
    yield* held
    if (broken !== undefined) throw broken.error
    if (isWhole) return
    for (;;) {
      const next = await iterator.next()
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await iterator.return?.()
  }
}
