/**
 * Bounds on what comes out of compressed data, so that a small hostile file cannot fill a disk or a day.
 */
import { fail } from '../../../../shared/failure.ts'
import type { SourceLimits } from './sourceItem.ts'

/** Watches the inflated bytes of one container, over all its members, against the compressed bytes that made them. */
export class InflationBudget {
  readonly #path: string
  readonly #limits: SourceLimits
  readonly #compressedBytes: () => number
  readonly #outer: InflationBudget | null
  #totalBytes = 0

  /**
   * `compressedBytes` tells how much compressed input was used so far. `outer` is the budget of the container around
   * this one: what comes out here must also be in proportion to what that one was given, or archives nested in
   * archives would multiply the ratio.
   */
  constructor(path: string, limits: SourceLimits, compressedBytes: () => number, outer: InflationBudget | null) {
    this.#path = path
    this.#limits = limits
    this.#compressedBytes = compressedBytes
    this.#outer = outer
  }

  /** Passes `chunks` of one member through; `import/archive-too-large` where a bound is crossed. */
  async *watch(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let memberBytes = 0
    for await (const chunk of chunks) {
      memberBytes += chunk.length
      this.#totalBytes += chunk.length
      if (memberBytes > this.#limits.maxMemberBytes) {
        this.#refuse(memberBytes, `more than ${this.#limits.maxMemberBytes.toLocaleString('en')} bytes`)
      }
      this.#checkRatio(this.#totalBytes, memberBytes)
      yield chunk
    }
  }

  #checkRatio(inflatedBytes: number, memberBytes: number): void {
    if (inflatedBytes <= this.#limits.inflationGraceBytes) return
    const allowed = this.#limits.maxInflationRatio * this.#compressedBytes()
    if (inflatedBytes > allowed) {
      this.#refuse(memberBytes, `more than ${this.#limits.maxInflationRatio} times its compressed size`)
    }
    if (this.#outer !== null) this.#outer.#checkRatio(inflatedBytes, memberBytes)
  }

  #refuse(memberBytes: number, what: string): never {
    fail({
      code: 'import/archive-too-large',
      message: `The archive inflates to ${what}, as a decompression bomb does`,
      where: { path: this.#path },
      kept: `The first ${memberBytes.toLocaleString('en')} inflated bytes were read.`,
      next: 'If the data is genuine, unpack it with another program and import what comes out.',
      facts: {
        inflatedBytes: memberBytes,
        compressedBytes: this.#compressedBytes(),
        maxInflationRatio: this.#limits.maxInflationRatio,
        maxMemberBytes: this.#limits.maxMemberBytes,
      },
    })
  }
}
