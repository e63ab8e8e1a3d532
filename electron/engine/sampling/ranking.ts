/**
 * Random selection that anybody can repeat: every item has a key that follows from the seed and from what the item is, and
 * the items with the smallest keys are the sample. Neither the order of the items nor that of the imports plays a part.
 * The rule is published in docs/sampling.md; it must never change.
 */
import { hash } from 'node:crypto'

/**
 * The key of an item: SHA-256, in lower-case hexadecimal, of the UTF-8 bytes of `seed:exhibit:record`, where `exhibit` is the
 * SHA-256 of the exhibit's bytes (lower-case hexadecimal) and `record` the number of the record in it, from 0, in decimal.
 */
export function itemKey(seed: string, exhibitSha256: string, record: number): string {
  return hash('sha256', `${seed}:${exhibitSha256}:${record}`, 'hex')
}

/** Something with a key. */
export interface Keyed {
  readonly key: string
}

/** Keeps the `most` items with the smallest keys of all that are offered; holds no more than those. */
export class SmallestKeys<T extends Keyed> {
  private readonly most: number
  /** A heap: no item has a larger key than the one at `(place - 1) >> 1`. */
  private readonly heap: T[] = []

  constructor(most: number) {
    this.most = most
  }

  /** Whether an item of that key would be kept as things are. */
  wants(key: string): boolean {
    return this.heap.length < this.most || (this.most > 0 && key < this.heap[0].key)
  }

  /** Takes an item in if {@link wants} its key. */
  offer(item: T): void {
    if (!this.wants(item.key)) return
    if (this.heap.length < this.most) this.rise(item)
    else this.sink(item)
  }

  /** Those kept, smallest key first. */
  sorted(): T[] {
    return this.heap.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  }

  private rise(item: T): void {
    const { heap } = this
    let place = heap.length
    heap.push(item)
    while (place > 0) {
      const above = (place - 1) >> 1
      if (heap[above].key >= item.key) break
      heap[place] = heap[above]
      place = above
    }
    heap[place] = item
  }

  /** Puts the item in the place of the one with the largest key. */
  private sink(item: T): void {
    const { heap } = this
    let place = 0
    for (;;) {
      let below = place * 2 + 1
      if (below >= heap.length) break
      if (below + 1 < heap.length && heap[below + 1].key > heap[below].key) below++
      if (heap[below].key <= item.key) break
      heap[place] = heap[below]
      place = below
    }
    heap[place] = item
  }
}
