/**
 * A file on disk as a stream: read once, front to back, and checked not to change meanwhile.
 */
import type { Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { type Failure, FailureError, fail } from '../../../../shared/failure.ts'
import { CHUNK_BYTES } from './sourceItem.ts'

export class DiskFile {
  readonly path: string
  readonly stats: Stats
  readonly #handle: FileHandle

  private constructor(path: string, handle: FileHandle, stats: Stats) {
    this.path = path
    this.#handle = handle
    this.stats = stats
  }

  /** Opens `path` for reading. `import/not-found`, `import/permission`, `import/source-unreadable`. */
  static async open(path: string): Promise<DiskFile> {
    const handle = await orFailure(path, open(path, 'r'))
    try {
      return new DiskFile(path, handle, await orFailure(path, handle.stat()))
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  get place(): { readonly fd: number } {
    return { fd: this.#handle.fd }
  }

  /** Size in bytes when opened; null for pipes and devices. */
  get sizeBytes(): number | null {
    return this.stats.isFile() ? this.stats.size : null
  }

  /** The whole file in fresh chunks; `import/source-changed` after the last one where it changed meanwhile. */
  async *chunks(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    // A file that grows while it is read is read to the size it had, then named as changed.
    const endByte = this.stats.isFile() && this.stats.size > 0 ? this.stats.size : Number.POSITIVE_INFINITY
    yield* this.range(0, endByte, signal)
    await this.verifyUnchanged()
  }

  /** Bytes [startByte, endByte), fewer where the file ends before. One read is always under way ahead. */
  async *range(startByte: number, endByte: number, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    const hasPositions = this.stats.isFile()
    const readAt = async (position: number): Promise<Uint8Array> => {
      const length = Math.min(CHUNK_BYTES, endByte - position)
      if (length <= 0) return new Uint8Array(0)
      const buffer = Buffer.allocUnsafeSlow(length)
      const { bytesRead } = await orFailure(
        this.path,
        this.#handle.read(buffer, 0, length, hasPositions ? position : null),
      )
      return buffer.subarray(0, bytesRead)
    }
    let position = startByte
    let ahead = readAt(position)
    try {
      for (;;) {
        signal.throwIfAborted()
        const chunk = await ahead
        if (chunk.length === 0) return
        position += chunk.length
        ahead = readAt(position)
        ahead.catch(() => {}) // seen when it is awaited, or not wanted any more
        yield chunk
      }
    } finally {
      await ahead.catch(() => {})
    }
  }

  /** `import/source-changed` where size or modification time differ from when the file was opened. */
  async verifyUnchanged(): Promise<void> {
    if (!this.stats.isFile()) return
    const now = await orFailure(this.path, this.#handle.stat())
    if (now.size === this.stats.size && now.mtimeMs === this.stats.mtimeMs) return
    fail({
      code: 'import/source-changed',
      message: 'The file changed while it was read',
      where: { path: this.path },
      kept: 'What was read so far; the file itself was not touched.',
      next: 'Import a copy, or import again when nothing writes to the file any more.',
      facts: {
        sizeBefore: this.stats.size,
        sizeAfter: now.size,
        modifiedBefore: this.stats.mtime.toISOString(),
        modifiedAfter: now.mtime.toISOString(),
      },
    })
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/** The failure that stands for an error of the file system on `path`. */
export function failureFromFileError(path: string, error: unknown): Failure {
  if (error instanceof FailureError) return error.failure
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const where = { path }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return { code: 'import/not-found', message: 'There is no such file or folder', where, next: 'Check the path.' }
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return {
      code: 'import/permission',
      message: 'The file may not be read by this user',
      where,
      next: 'Ask for read permission, or import a copy.',
    }
  }
  return {
    code: 'import/source-unreadable',
    message: `The file cannot be read (${code || (error instanceof Error ? error.message : String(error))})`,
    where,
    next: 'Check the disk or the connection to it, then import again.',
    facts: { system: code },
  }
}

async function orFailure<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    throw new FailureError(failureFromFileError(path, error), { cause: error })
  }
}
