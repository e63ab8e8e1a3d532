/**
 * Writes a ZIP of one folder, entry by entry, front to back, hashing what goes in and what comes out. Beside its final name
 * until it is whole; what is not is taken away. The same entries give the same bytes: all are dated 1 January 1980.
 */
import { createHash } from 'node:crypto'
import { type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { type ByteSink, EntrySink, ExportFile, sinkStream } from '../exports/index.ts'
import type { ManifestEntry } from './bag.ts'
import { SEAL_PLACE, ZipSealer } from './zipSeal.ts'

/** On the machine's own clock, as ZIP's times have no zone: so it reads the same everywhere. */
const ENTRY = { mtime: new Date(1980, 0, 1), forceDosTimestamp: true, mode: 0o100644 } as const

/** What has gone into an entry. */
export interface WrittenFile extends ManifestEntry {
  readonly sizeBytes: number
}

/** What the file is in the end. */
export interface WrittenZip {
  readonly sizeBytes: number
  /** SHA-256 of the file on disk, hexadecimal. */
  readonly sha256: string
  /** SHA-256 of the ZIP itself, hexadecimal; another one where the file is encrypted. */
  readonly zipSha256: string
}

/** Makes another stream of the ZIP's bytes, such as an encrypted one. */
export type Wrap = (bytes: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>

export interface PackZipOptions {
  readonly overwrite: boolean
  readonly signal: AbortSignal
  /** Null: the file is the ZIP. */
  readonly wrap: Wrap | null
}

export class PackZip {
  /** Entries so far, in order; paths from the folder. */
  readonly files: WrittenFile[] = []
  private readonly file: ExportFile
  private readonly folder: string
  private readonly signal: AbortSignal
  private readonly zip = new ZipFile()
  private readonly zipHash = new HashTap()
  /** Settles when all is written to the file, or it cannot be. */
  private readonly written: Promise<void>

  private constructor(file: ExportFile, folder: string, { signal, wrap }: PackZipOptions) {
    this.file = file
    this.folder = folder
    this.signal = signal
    this.written = this.writeOut(wrap)
    // Whoever waits is told; until then it must not count as unhandled.
    this.written.catch(() => undefined)
  }

  /** Fails as `ExportFile.create` does. `folder` is what all entries lie in. */
  static async create(path: string, folder: string, options: PackZipOptions): Promise<PackZip> {
    return new PackZip(await ExportFile.create(path, options.overwrite), folder, options)
  }

  /** An entry of text or bytes that are at hand. */
  async add(path: string, content: string | Uint8Array): Promise<void> {
    await this.entry(path, (sink) => (typeof content === 'string' ? sink.write(content) : sink.writeBytes(content)))
  }

  /** An entry that `fill` writes piece by piece; it must wait where it is told to. */
  async entry(path: string, fill: (sink: ByteSink) => Promise<void> | undefined, compress = true): Promise<void> {
    const hash = createHash('sha256')
    let sizeBytes = 0
    const entry = new EntrySink(this.written, (bytes) => {
      this.signal.throwIfAborted()
      hash.update(bytes)
      sizeBytes += bytes.length
    })
    this.zip.addReadStream(entry.stream, `${this.folder}/${path}`, { ...ENTRY, compress })
    await fill(entry)
    await entry.end()
    this.files.push({ path, sizeBytes, sha256: hash.digest('hex') })
  }

  /** Completes the ZIP and puts it in place. Fails with `export/write-failed`; then nothing is left behind. */
  async finish(): Promise<WrittenZip> {
    this.zip.end({ comment: SEAL_PLACE, forceZip64Format: false })
    await this.written
    const sha256 = await this.file.complete()
    await this.file.place()
    return { sizeBytes: this.file.sizeBytes, sha256, zipSha256: this.zipHash.hex() }
  }

  /** Takes away what was written. */
  async discard(): Promise<void> {
    ;(this.zip.outputStream as Readable).destroy()
    await this.written.catch(() => undefined)
    await this.file.discard()
  }

  private async writeOut(wrap: Wrap | null): Promise<void> {
    const bytes = this.zip.outputStream as Readable
    const seal = new ZipSealer()
    const out = sinkStream(this.file)
    if (wrap === null) await pipeline(bytes, seal, this.zipHash, out)
    else {
      const wrapped = async function* (source: AsyncIterable<Uint8Array>) {
        yield* await wrap(ReadableStream.from(source))
      }
      await pipeline(bytes, seal, this.zipHash, wrapped, out)
    }
  }
}

/** Hashes what goes through. */
class HashTap extends Transform {
  private readonly hash = createHash('sha256')

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.hash.update(chunk)
    done(null, chunk)
  }

  hex(): string {
    return this.hash.digest('hex')
  }
}
