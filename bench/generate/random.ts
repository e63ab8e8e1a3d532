/**
 * Random numbers of the benchmarks: sfc32 (Chris Doty-Humphrey, PractRand), three additions and a shift per number, so
 * that making a gigabyte of events is bound by the disk. The same seed gives the same bytes everywhere. Nothing secret.
 */

/** Four hexadecimal digits of each 16-bit number. */
const hex4 = Array.from({ length: 0x10000 }, (_, i) => i.toString(16).padStart(4, '0'))
const upperHex4 = hex4.map((digits) => digits.toUpperCase())

export class Random {
  private a: number
  private b = 0x9e3779b9
  private c = 0x243f6a88
  private counter = 1

  /** Starts at `seed`; its low 32 bits count. */
  constructor(seed: number) {
    this.a = seed | 0
    for (let i = 0; i < 12; i++) this.word()
  }

  /** 32 random bits, 0 … 2^32 - 1. */
  word(): number {
    const sum = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0
    return sum >>> 0
  }

  /** Whole number from 0 to `bound` - 1. Requires 1 <= bound <= 2^32. */
  below(bound: number): number {
    return Math.floor((this.word() / 4294967296) * bound)
  }

  chance(probability: number): boolean {
    return this.word() < probability * 4294967296
  }

  /** One of `items`, which must not be empty. */
  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]
  }

  /** Shape of a version 4 UUID (RFC 9562 §5.4). */
  uuid(): string {
    const [a, b, c, d] = [this.word(), this.word(), this.word(), this.word()]
    return `${hex4[a >>> 16]}${hex4[a & 0xffff]}-${hex4[b >>> 16]}-${hex4[0x4000 | (b & 0x0fff)]}-${hex4[0x8000 | ((c >>> 16) & 0x3fff)]}-${hex4[c & 0xffff]}${hex4[d >>> 16]}${hex4[d & 0xffff]}`
  }

  /** Sixteen upper-case hexadecimal digits. */
  upperHex16(): string {
    const [a, b] = [this.word(), this.word()]
    return upperHex4[a >>> 16] + upperHex4[a & 0xffff] + upperHex4[b >>> 16] + upperHex4[b & 0xffff]
  }
}

/** Slots of a {@link Skewed} choice; one number of the generator picks one. */
const SLOTS = 0x10000

/** Picks among items with unequal weights, by one table look-up. */
export class Skewed<T> {
  readonly items: readonly T[]
  private readonly slots = new Uint32Array(SLOTS)

  /** `weightOf` must be positive for at least one item; left out: the i-th item's weight is 1 / (i + 1), as Zipf has it. */
  constructor(items: readonly T[], weightOf: (item: T, index: number) => number = (_, index) => 1 / (index + 1)) {
    this.items = items
    const weights = items.map(weightOf)
    const total = weights.reduce((sum, weight) => sum + weight, 0)
    let slot = 0
    let reached = 0
    for (const [index, weight] of weights.entries()) {
      reached += weight
      const end = index === items.length - 1 ? SLOTS : Math.round((reached / total) * SLOTS)
      this.slots.fill(index, slot, end)
      slot = end
    }
  }

  pick(random: Random): T {
    return this.items[this.slots[random.word() >>> 16]]
  }
}
