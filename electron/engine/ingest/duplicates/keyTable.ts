/** Keys looked up by the million: open addressing over typed arrays, with the first event of each key. */

export class KeyTable {
  private readonly slots: Uint32Array
  private readonly mask: number
  private readonly highs: Uint32Array
  private readonly lows: Uint32Array
  /** First event of each entry. */
  readonly events: Uint32Array
  count = 0

  /** For up to `capacity` different keys: 28 bytes each at most. */
  constructor(capacity: number) {
    let size = 16
    while (size < capacity * 2) size *= 2
    this.slots = new Uint32Array(size)
    this.mask = size - 1
    this.highs = new Uint32Array(capacity)
    this.lows = new Uint32Array(capacity)
    this.events = new Uint32Array(capacity)
  }

  /** Entry of the key, from 0; -1 where it has none. */
  find(high: number, low: number): number {
    for (let at = this.placeOf(high, low); ; at = (at + 1) & this.mask) {
      const entry = this.slots[at] - 1
      if (entry < 0 || (this.lows[entry] === low && this.highs[entry] === high)) return entry
    }
  }

  /** Enters a key that has no entry. */
  add(high: number, low: number, event: number): void {
    let at = this.placeOf(high, low)
    while (this.slots[at] !== 0) at = (at + 1) & this.mask
    const entry = this.count++
    this.highs[entry] = high
    this.lows[entry] = low
    this.events[entry] = event
    this.slots[at] = this.count
  }

  private placeOf(high: number, low: number): number {
    return (low ^ (high >>> 7)) & this.mask
  }
}
