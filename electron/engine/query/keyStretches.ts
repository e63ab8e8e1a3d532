/** Stretches of keys of values, such as the number that a text is. */
import type { SortKey } from './compare.ts'
import type { Pause } from './pause.ts'
import { STRETCH_BYTES, type Stretches, type StretchSource, type TiedValues } from './valueOrder.ts'

/** Rows whose values are read together. */
const PAGE_ROWS = 4_096

/** Stretches of what has no key; no key begins like that. */
const BEHIND_ALL = 0xffff_ffff

export class KeyStretches implements StretchSource {
  private readonly values: Pick<TiedValues, 'valuesOf'>
  private readonly key: SortKey
  private readonly pause: Pause

  constructor(values: Pick<TiedValues, 'valuesOf'>, key: SortKey, pause: Pause) {
    this.values = values
    this.key = key
    this.pause = pause
  }

  async stretches(from: number, rows: Uint32Array): Promise<Stretches> {
    const high = new Uint32Array(rows.length).fill(BEHIND_ALL)
    const low = new Uint32Array(rows.length).fill(BEHIND_ALL)
    for (let start = 0; start < rows.length; start += PAGE_ROWS) {
      const page = [...rows.subarray(start, start + PAGE_ROWS)]
      const texts = this.values.valuesOf(page)
      for (const [i, row] of page.entries()) {
        const key = this.key.of(texts.get(row) ?? '')
        if (key === null) continue
        high[start + i] = wordAt(key, from)
        low[start + i] = wordAt(key, from + 4)
      }
      await this.pause.ifDue()
    }
    const next = from + STRETCH_BYTES
    const { length } = this.key
    return { high, low, next: length === null || next < length ? next : null, endsAtZero: length === null }
  }
}

/** Four bytes, big-endian; zeros behind the end. */
function wordAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0
}
