/** Files that were dropped on the page: streamed to a folder of this run, where an import finds them, and removed with it. */
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Failure, FailureError, type Result } from '../../../shared/failure.ts'

/** Largest file taken, in bytes. */
export const MAX_UPLOAD_BYTES = 16 * 1024 ** 3

/** Files that may be on their way at once. */
const MAX_UPLOADS = 8

/** Longest name kept, in UTF-16 code units; three bytes each at most, so that file systems take it. */
const MAX_NAME_LENGTH = 80

/** A file that was taken over. `name` is what an import should record in place of the path. */
export interface Upload {
  readonly path: string
  readonly name: string
}

export class Uploads {
  private readonly maxBytes: number
  private folder: Promise<string> | undefined
  private running = 0

  constructor(maxBytes: number = MAX_UPLOAD_BYTES) {
    this.maxBytes = maxBytes
  }

  /**
   * Takes the body of a request. `modifiedMs`: when the file was last changed where it came from, since 1970; null where nobody
   * says. Fails with `host/too-large`, `host/busy`, `host/not-saved`, `usage/cancelled`; then nothing is left.
   */
  async take(request: IncomingMessage, name: string, modifiedMs: number | null): Promise<Result<Upload>> {
    if (Number(request.headers['content-length'] ?? 0) > this.maxBytes) return { ok: false, failure: this.tooLarge() }
    if (this.running >= MAX_UPLOADS) return { ok: false, failure: busy }
    this.running++
    this.folder ??= mkdtemp(join(tmpdir(), 'vouch-uploads-'))
    try {
      const own = join(await this.folder, randomUUID())
      try {
        await mkdir(own)
        const path = join(own, safeName(name))
        const file = await open(path, 'wx', 0o600)
        try {
          await file.writeFile(this.bounded(request))
          // The copy is as old as what it is a copy of: years of times that state none are told by that.
          if (modifiedMs !== null) await file.utimes(new Date(), new Date(modifiedMs))
        } finally {
          await file.close()
        }
        return { ok: true, value: { path, name: shownName(name) } }
      } catch (error) {
        await rm(own, { recursive: true, force: true })
        throw error
      }
    } catch (error) {
      return { ok: false, failure: failureFrom(error) }
    } finally {
      this.running--
    }
  }

  /** Removes all of them. */
  async close(): Promise<void> {
    if (this.folder !== undefined) await rm(await this.folder, { recursive: true, force: true })
  }

  /** The request stays as it is where this ends early: it is still to be answered. */
  private async *bounded(request: IncomingMessage): AsyncGenerator<Buffer> {
    let bytes = 0
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length
      if (bytes > this.maxBytes) throw new FailureError(this.tooLarge())
      yield chunk as Buffer
    }
  }

  private tooLarge(): Failure {
    return {
      code: 'host/too-large',
      message: `The file is larger than ${this.maxBytes} bytes`,
      next: 'Import it by its path instead of dropping it.',
      facts: { maxBytes: this.maxBytes },
    }
  }
}

const busy: Failure = {
  code: 'host/busy',
  message: `${MAX_UPLOADS} files are on their way; there cannot be more at once`,
  next: 'Drop the file again once they are there.',
}

function failureFrom(error: unknown): Failure {
  if (error instanceof FailureError) return error.failure
  const { code } = error as NodeJS.ErrnoException
  // The browser went away, or took the file back.
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ABORT_ERR')
    return { code: 'usage/cancelled', message: 'Cancelled' }
  if (code === undefined) throw error
  return {
    code: 'host/not-saved',
    message: 'The dropped file cannot be taken over',
    kept: 'The case is as it was.',
    next:
      code === 'ENOSPC'
        ? 'Make room in the folder for temporary files, or import it by its path.'
        : 'Import it by its path.',
    facts: { system: code },
  }
}

/** A name for the disk: letters, digits and a few signs; the end is kept, since it may say what the file is. */
function safeName(name: string): string {
  const safe = lastPart(name)
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .slice(-MAX_NAME_LENGTH)
    .replace(/^[._-]+/, '')
  // Lone halves of surrogate pairs are no letters, but cutting may have made one.
  return safe.toWellFormed() === safe && safe !== '' ? `file-${safe}` : 'file'
}

/** The name as the browser told it, without folders, to be recorded. */
function shownName(name: string): string {
  return lastPart(name).slice(-1000).toWellFormed() || 'file'
}

function lastPart(name: string): string {
  return name.split(/[\\/]/).at(-1) ?? ''
}
