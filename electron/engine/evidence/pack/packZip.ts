/**
 * Writes a ZIP of one folder, entry by entry, front to back, hashing what goes in and what comes out. Beside its final name
 * until it is whole; what is not is taken away. The same entries give the same bytes: all are dated 1 January 1980.
 */
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { PassThrough, type Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { fail, FailureError } from '../../../../shared/failure.ts'
import type { ManifestEntry } from './bag.ts'
import { SEAL_PLACE, ZipSealer } from './zipSeal.ts'

/** In the machine's own zone, as ZIP's times have none: so it reads the same everywhere. At noon, which every zone has. */
const ENTRY_DATE = new Date(1980, 0, 1, 12)

/** Text gathered before it is handed on, in UTF-16 code units. */
const GATHERED_UNITS = 1 << 16

/** What has gone into an entry. */
export interface WrittenFile extends ManifestEntry {
  readonly sizeBytes: number
}

/** What the file is in the end. `zip` and `file` differ where it is encrypted. */
export interface WrittenZip {
  readonly sizeBytes: number
  /** SHA-256 of the file on disk, hexadecimal. */
  readonly sha256: string
  /** SHA-256 of the ZIP itself, hexadecimal. */
  readonly zipSha256: string
}

/** Makes another stream of the ZIP's bytes, such as an encrypted one. */
export type Wrap = (bytes: ReadableStream<Uint8Array>) => Promise<ReadableStream<Uint8Array>>

export class PackZip {
  /** Entries so far, in order; paths from the folder. */
  readonly files: WrittenFile[] = []
  private readonly zip = new ZipFile()
  private readonly seal = new ZipSealer()
  private readonly folder: string
  private readonly path: string
  private readonly partPath: string
  private readonly signal: AbortSignal
  private readonly zipHash = new HashTap()
  private readonly fileHash = new HashTap()
  private readonly written: Promise<void>
  /** Rejects once writing has failed. */
  private readonly failure: Promise<never>

  /** Fails with `export/target-exists`. `folder` is what all entries lie in. */
  constructor(path: string, folder: string, overwrite: boolean, signal: AbortSignal, wrap: Wrap | null) {
    if (!overwrite && existsSync(path)) {
      fail({
        code: 'export/target-exists',
        message: 'There is already a file of that name',
        where: { path },
        next: 'Choose another name, or say --overwrite.',
      })
    }
    this.folder = folder
    this.path = path
    this.partPath = `${path}.part`
    this.signal = signal
    this.written = this.writeOut(wrap)
    this.failure = this.written.then(() => new Promise<never>(() => undefined))
    // Whoever writes next is told.
    this.failure.catch(() => undefined)
  }

  /** An entry of text or bytes that are at hand. */
  async add(path: string, content: string | Uint8Array): Promise<void> {
    await this.entry(path, (write) => write(content))
  }

  /** An entry that `fill` writes piece by piece; it must await each. */
  async entry(
    path: string,
    fill: (write: (content: string | Uint8Array) => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const stream = new PassThrough()
    const hash = createHash('sha256')
    let sizeBytes = 0
    let gathered = ''
    const hand = async (bytes: Uint8Array): Promise<void> => {
      this.signal.throwIfAborted()
      hash.update(bytes)
      sizeBytes += bytes.length
      if (!stream.write(bytes))
        await Promise.race([new Promise((resolve) => stream.once('drain', resolve)), this.failure])
    }
    const flush = async (): Promise<void> => {
      const text = gathered
      gathered = ''
      if (text !== '') await hand(Buffer.from(text))
    }
    this.zip.addReadStream(stream, `${this.folder}/${path}`, {
      mtime: ENTRY_DATE,
      mode: 0o100644,
      forceDosTimestamp: true,
    })
    await fill(async (content) => {
      if (typeof content === 'string') {
        gathered += content
        if (gathered.length >= GATHERED_UNITS) await flush()
      } else {
        await flush()
        if (content.length > 0) await hand(content)
      }
    })
    await flush()
    stream.end()
    this.files.push({ path, sizeBytes, sha256: hash.digest('hex') })
  }

  /** Completes the ZIP and puts it in place. Fails with `export/write-failed`; then nothing is left behind. */
  async finish(): Promise<WrittenZip> {
    this.zip.end({ comment: SEAL_PLACE, forceZip64Format: false })
    try {
      await this.written
      const handle = await open(this.partPath, 'r+')
      try {
        await handle.sync()
      } finally {
        await handle.close()
      }
      await rename(this.partPath, this.path)
    } catch (error) {
      await this.discard()
      throw writeFailure(error, this.path)
    }
    return { sizeBytes: this.fileHash.sizeBytes, sha256: this.fileHash.hex(), zipSha256: this.zipHash.hex() }
  }

  /** Takes away what was written. Returns what to throw for `error`. */
  async discard(error?: unknown): Promise<unknown> {
    ;(this.zip.outputStream as Readable).destroy(new Discarded())
    const first = await this.written.then(
      () => undefined,
      (reason: unknown) => reason,
    )
    await rm(this.partPath, { force: true })
    // Once writing has failed, everything fails for that reason.
    return writeFailure(first === undefined || first instanceof Discarded ? error : first, this.path)
  }

  private async writeOut(wrap: Wrap | null): Promise<void> {
    const out = createWriteStream(this.partPath)
    const bytes = this.zip.outputStream as Readable
    if (wrap === null) await pipeline(bytes, this.seal, this.zipHash, this.fileHash, out)
    else {
      const wrapped = async function* (source: AsyncIterable<Uint8Array>) {
        yield* await wrap(ReadableStream.from(source))
      }
      await pipeline(bytes, this.seal, this.zipHash, wrapped, this.fileHash, out)
    }
  }
}

class Discarded extends Error {}

/** Hashes and counts what goes through. */
class HashTap extends Transform {
  sizeBytes = 0
  private readonly hash = createHash('sha256')

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.hash.update(chunk)
    this.sizeBytes += chunk.length
    done(null, chunk)
  }

  hex(): string {
    return this.hash.digest('hex')
  }
}

const reasons: { readonly [code: string]: string } = {
  ENOSPC: 'no space is left',
  ENOENT: 'its folder does not exist',
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'you may not write there',
}

function writeFailure(error: unknown, path: string): unknown {
  if (error instanceof FailureError) return error
  const code = (error as NodeJS.ErrnoException | undefined)?.code
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return error
  return new FailureError(
    {
      code: 'export/write-failed',
      message: `The pack cannot be written: ${reasons[code] ?? code}`,
      where: { path },
      kept: 'The case is unchanged; no pack was left behind.',
    },
    { cause: error },
  )
}
