/**
 * Writes an export to a file: beside its final name until it is complete, then put in place. What is not written whole is
 * removed.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { fail, FailureError } from '../../../../shared/failure.ts'
import type { ByteSink } from './byteSink.ts'

/** Bytes gathered before they are written, and room behind them for one more text of usual size. */
const FLUSH_BYTES = 1 << 19
const BUFFER_BYTES = 2 * FLUSH_BYTES
/** UTF-8 has at most this many bytes for a UTF-16 unit. */
const MAX_UNIT_BYTES = 3

export class ExportFile implements ByteSink {
  /** Bytes written so far. */
  sizeBytes = 0
  readonly path: string
  /** Where it stands until it is put in place. */
  readonly partPath: string
  private readonly handle: FileHandle
  private readonly hash = createHash('sha256')
  /** What is gathered: `used` bytes. */
  private buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  private used = 0
  /** A buffer that was written, to be used again. */
  private spare: Buffer<ArrayBuffer> | undefined
  /** The writes that the disk is busy with. */
  private underWay: Promise<void> = Promise.resolve()

  private constructor(path: string, partPath: string, handle: FileHandle) {
    this.path = path
    this.partPath = partPath
    this.handle = handle
  }

  /** Fails with `export/target-exists`, `export/write-failed`. */
  static async create(path: string, overwrite: boolean): Promise<ExportFile> {
    if (!overwrite && existsSync(path)) {
      fail({
        code: 'export/target-exists',
        message: 'There is already a file of that name',
        where: { path },
        next: 'Choose another name, or say --overwrite.',
      })
    }
    const partPath = `${path}.part`
    try {
      return new ExportFile(path, partPath, await open(partPath, 'w'))
    } catch (error) {
      throw writeFailure(error, path)
    }
  }

  /** Adds text. Waits only when enough is gathered. */
  write(text: string): Promise<void> | undefined {
    if (text.length * MAX_UNIT_BYTES > BUFFER_BYTES - this.used) return this.writeLong(text)
    this.used += this.buffer.write(text, this.used)
    return this.used < FLUSH_BYTES ? undefined : this.flush()
  }

  /** Adds bytes, copied. Waits only when enough is gathered. */
  writeBytes(bytes: Uint8Array): Promise<void> | undefined {
    if (bytes.length > this.buffer.length - this.used) {
      void this.flush()
      return this.handOn(Buffer.from(bytes))
    }
    this.buffer.set(bytes, this.used)
    this.used += bytes.length
    return this.used < FLUSH_BYTES ? undefined : this.flush()
  }

  /** Writes what is gathered and closes the file, still beside its final name; returns its SHA-256. */
  async complete(): Promise<string> {
    try {
      await this.flush()
      await this.underWay
      await this.handle.sync()
      await this.handle.close()
    } catch (error) {
      await this.discard()
      throw writeFailure(error, this.path)
    }
    return this.hash.digest('hex')
  }

  /** Gives the completed file its final name. */
  async place(): Promise<void> {
    try {
      await rename(this.partPath, this.path)
    } catch (error) {
      await this.discard()
      throw writeFailure(error, this.path)
    }
  }

  /** Removes what was written. */
  async discard(): Promise<void> {
    await this.underWay.catch(() => undefined)
    await this.handle.close().catch(() => undefined)
    await rm(this.partPath, { force: true })
  }

  /** Adds a text for which there may be no room. */
  private writeLong(text: string): Promise<void> {
    void this.flush()
    return this.handOn(Buffer.from(text))
  }

  /** Hands on what was gathered; while the disk takes it, the next rows are read. */
  private flush(): Promise<void> {
    const { buffer, used } = this
    this.buffer = this.spare ?? Buffer.allocUnsafeSlow(BUFFER_BYTES)
    this.spare = undefined
    this.used = 0
    const before = this.handOn(buffer.subarray(0, used))
    void this.underWay.then(
      () => {
        this.spare = buffer
      },
      () => undefined,
    )
    return before
  }

  /** Counts, hashes and writes bytes behind all that was handed on before; waits for that only. */
  private handOn(bytes: Uint8Array): Promise<void> {
    this.hash.update(bytes)
    this.sizeBytes += bytes.length
    const before = this.underWay
    this.underWay = before.then(() => this.put(bytes))
    // Whoever waits for it is told; until then it must not count as unhandled.
    this.underWay.catch(() => undefined)
    return before
  }

  private async put(bytes: Uint8Array): Promise<void> {
    try {
      // A disk that is nearly full takes a part and says how much; only the next write fails.
      for (let at = 0; at < bytes.length; ) at += (await this.handle.write(bytes, at)).bytesWritten
    } catch (error) {
      throw writeFailure(error, this.path)
    }
  }
}

function writeFailure(error: unknown, path: string): unknown {
  if (error instanceof FailureError) return error
  const code = (error as NodeJS.ErrnoException).code
  if (code === undefined) return error
  const reason =
    code === 'ENOSPC'
      ? 'no space is left'
      : code === 'ENOENT'
        ? 'its folder does not exist'
        : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
          ? 'you may not write there'
          : code
  return new FailureError(
    {
      code: 'export/write-failed',
      message: `The export cannot be written: ${reason}`,
      where: { path },
      kept: 'The case is unchanged; no export was left behind.',
    },
    { cause: error },
  )
}
