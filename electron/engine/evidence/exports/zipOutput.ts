/**
 * An export inside a ZIP. Entries are dated with a fixed day, so the same rows give the same bytes; an entry that grows past
 * 4 GiB is written as ZIP64 (APPNOTE.TXT §4.3.9.2).
 */
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import type { PassThrough } from 'node:stream'
import { finished } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import type { BesideInfo } from '../../../../shared/api/index.ts'
import { BesideFile } from './besideFile.ts'
import { type ByteSink, sinkStream } from './byteSink.ts'
import { EntrySink } from './entrySink.ts'
import { ExportFile } from './exportFile.ts'
import type { ExportOutput, Written } from './exportOutput.ts'

/**
 * The first day a ZIP can name, on the local clock: that is what its date is made of, so the bytes are the same in any
 * zone. A time stamp in UTC besides would differ.
 */
const ENTRY = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 } as const

export interface ZipEntry {
  /** Name in the ZIP. */
  readonly name: string
  /** False: its bytes are compressed already. */
  readonly compress: boolean
}

export class ZipOutput implements ExportOutput {
  readonly main: ByteSink
  private readonly file: ExportFile
  private readonly zip = new ZipFile()
  private readonly entry: EntrySink
  private readonly name: string
  private readonly others: BesideFile[] = []
  /** Settles when all is written to the file, or it cannot be. */
  private readonly piped: Promise<void>

  private constructor(file: ExportFile, { name, compress }: ZipEntry) {
    this.file = file
    this.name = name
    const out = sinkStream(file)
    this.piped = Promise.race([
      finished(this.zip.outputStream.pipe(out)),
      once(this.zip, 'error').then(([error]) => Promise.reject(error)),
    ])
    // Whoever waits is told; until then it must not count as unhandled.
    this.piped.catch(() => undefined)
    this.entry = new EntrySink(this.piped)
    this.main = this.entry
    this.zip.addReadStream(this.entry.stream, name, { ...ENTRY, compress })
  }

  /** Fails with `export/target-exists`, `export/write-failed`. */
  static async create(path: string, overwrite: boolean, entry: ZipEntry): Promise<ZipOutput> {
    return new ZipOutput(await ExportFile.create(path, overwrite), entry)
  }

  beside(ending: string): BesideFile {
    // Kept on disk until the first entry is whole: a ZIP is written one entry after the other.
    const other = new BesideFile(`${this.file.path}.${ending}`, true, `${this.name}.${ending}`)
    this.others.push(other)
    return other
  }

  async finish(): Promise<Written> {
    await this.entry.end()
    const beside: BesideInfo[] = []
    for (const other of this.others) {
      const written = await other.complete()
      const path = await other.partPath()
      if (written === null || path === null) continue
      const bytes = createReadStream(path)
      bytes.on('error', (error) => this.zip.emit('error', error))
      this.zip.addReadStream(bytes, other.name, { ...ENTRY, size: written.sizeBytes })
      beside.push(written)
    }
    this.zip.end()
    await this.piped
    const sha256 = await this.file.complete()
    for (const other of this.others) await other.discard()
    await this.file.place()
    return { sizeBytes: this.file.sizeBytes, sha256, beside }
  }

  async discard(): Promise<void> {
    this.entry.stream.destroy()
    ;(this.zip.outputStream as PassThrough).destroy()
    for (const other of this.others) await other.discard()
    await this.file.discard()
  }
}
