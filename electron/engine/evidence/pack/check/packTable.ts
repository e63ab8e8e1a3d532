/** A table of a pack as rows of texts, read one after the other, whatever format it has. */

export interface PackTable {
  readonly path: string
  readonly columns: readonly string[]
  /** Rows given so far. */
  readonly rows: number
  /** Cells of the next row; null at the end. Fails with `pack/*` where it cannot be read on. */
  next(): Promise<readonly string[] | null>
  /** Whether a cell says what it must. */
  isSame(found: string, expected: string, column: string): boolean
  close(): Promise<void>
}

/** Rows of an iterator, counted. */
export abstract class IteratedTable {
  rows = 0
  abstract readonly path: string
  protected abstract readonly source: AsyncIterator<readonly string[]>

  async next(): Promise<readonly string[] | null> {
    const { done, value } = await this.source.next()
    if (done) return null
    this.rows++
    return value
  }

  async close(): Promise<void> {
    await this.source.return?.()
  }
}
