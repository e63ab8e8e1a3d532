/**
 * Pages of a case file, read past SQLite: to have them in the system's file cache before SQLite asks for them one by one.
 * Nothing that is answered rests on them; whatever goes wrong here, there is no page, and SQLite reads on as ever.
 *
 * Where locks are POSIX advisory locks, closing any descriptor of a file drops all that this process holds on it, those of
 * SQLite's connections among them (sqlite.org/howtocorrupt.html §2.2). So none is opened there: the one that a connection
 * has open is read from, by offset, which changes nothing of it. It is looked for among the process's descriptors and looked
 * at again before each use; one that is closed meanwhile ends in reads that fail or fill a buffer nobody looks at.
 */
import { closeSync, fstatSync, openSync, read, readdirSync, readSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** Where Linux and macOS list the descriptors of the process that looks. */
const DESCRIPTORS = '/dev/fd'

/** Reads that may be under way at once; libuv takes some kilobytes for each. */
const MAX_UNDER_WAY = 1_024

export class CasePages {
  private readonly path: string
  private readonly borrows: boolean
  /** Undefined: not looked for yet; null: there is none. */
  private descriptor: number | null | undefined
  private file: { readonly dev: bigint; readonly ino: bigint } | undefined
  private underWay = 0
  private isClosed = false
  /** Filled by all reads that are asked for, side by side: what stands in it means nothing. */
  private scratch = Buffer.alloc(0)

  /** `borrows`: whether a descriptor of SQLite's is used; one of our own is where locks belong to descriptors (Windows). */
  constructor(path: string, borrows = process.platform !== 'win32') {
    this.path = resolve(path)
    this.borrows = borrows
  }

  /** Page `number` (from 1) of pages of `pageBytes`; null where it cannot be read whole. */
  page(number: number, pageBytes: number): Buffer | null {
    const descriptor = this.usable()
    if (descriptor === null) return null
    const page = Buffer.alloc(pageBytes)
    try {
      return readSync(descriptor, page, 0, pageBytes, (number - 1) * pageBytes) === pageBytes ? page : null
    } catch {
      return null
    }
  }

  /**
   * Has pages read, several at once, and waits for none of them; as many as may be under way. Gives how many were asked for,
   * in the order given. A caller that asks again and again lets the event loop turn, else they never count as done.
   */
  ask(numbers: readonly number[], pageBytes: number): number {
    const count = Math.min(numbers.length, MAX_UNDER_WAY - this.underWay)
    const descriptor = count > 0 ? this.usable() : null
    if (descriptor === null) return 0
    if (this.scratch.length !== pageBytes) this.scratch = Buffer.alloc(pageBytes)
    for (let i = 0; i < count; i++) {
      this.underWay++
      // The outcome is nobody's concern: what could not be read, SQLite reads itself, and tells what is wrong.
      read(descriptor, this.scratch, 0, pageBytes, (numbers[i] - 1) * pageBytes, () => this.oneDone())
    }
    return count
  }

  /** No page is read from now on. */
  close(): void {
    this.isClosed = true
    this.release()
  }

  private oneDone(): void {
    this.underWay--
    this.release()
  }

  /** Closes a descriptor of our own once nothing is read from it. */
  private release(): void {
    if (!this.isClosed || this.underWay > 0) return
    if (!this.borrows && typeof this.descriptor === 'number') closeSync(this.descriptor)
    this.descriptor = null
  }

  /** A descriptor of the case file, or null. */
  private usable(): number | null {
    if (this.isClosed || this.descriptor === null) return null
    if (this.descriptor === undefined || (this.borrows && !this.isOfFile(this.descriptor)))
      this.descriptor = this.borrows ? this.borrowed() : this.opened()
    return this.descriptor
  }

  private opened(): number | null {
    try {
      return openSync(this.path, 'r')
    } catch {
      return null
    }
  }

  private borrowed(): number | null {
    try {
      this.file ??= statSync(this.path, { bigint: true })
      return (
        readdirSync(DESCRIPTORS)
          .map(Number)
          .find((descriptor) => this.isOfFile(descriptor)) ?? null
      )
    } catch {
      return null
    }
  }

  private isOfFile(descriptor: number): boolean {
    try {
      const { dev, ino } = fstatSync(descriptor, { bigint: true })
      return dev === this.file?.dev && ino === this.file.ino
    } catch {
      return false
    }
  }
}
