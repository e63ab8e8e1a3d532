/** Files that exports of this run have written: the only ones that can be downloaded. */
import { type FileHandle, open } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { AppApi, Caller, CallOptions, JobsSeen } from '../../../shared/api/index.ts'
import type { Result } from '../../../shared/failure.ts'

/** Entries whose report names the file they wrote. */
const writers = [
  'rows.export',
  'sessions.export',
  'pack.make',
  'pack.attach',
  'populations.export',
  'samples.export',
] as const satisfies readonly (keyof AppApi)[]

type WrittenFile = Pick<AppApi[(typeof writers)[number]]['reply'], 'out'>

/** Exports remembered; the oldest go first. */
const MAX_REMEMBERED = 1_000

export class FinishedExports {
  private readonly paths = new Set<string>()

  /** `caller`, with an ear for reports of exports that go by. */
  heardThrough(caller: Caller<AppApi>): Caller<AppApi> {
    return {
      call: async <K extends keyof AppApi>(entry: K, request: AppApi[K]['request'], options?: CallOptions) => {
        const result: Result<AppApi[K]['reply']> = await caller.call(entry, request, options)
        if (result.ok && writesFile(entry)) this.remember(result.value as WrittenFile)
        if (result.ok && entry === 'jobs.watch')
          for (const { work, state } of (result.value as JobsSeen).jobs)
            if (writesFile(work.entry) && state.kind === 'done') this.remember(state.report as WrittenFile)
        return result
      },
      close: () => caller.close(),
    }
  }

  /** The file, opened for reading, or null where no export of this run has written it or it is gone. */
  async open(
    path: string,
  ): Promise<{ readonly file: FileHandle; readonly sizeBytes: number; readonly name: string } | null> {
    const whole = resolve(path)
    if (!this.paths.has(whole)) return null
    let file: FileHandle
    try {
      file = await open(whole, 'r')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === undefined) throw error
      return null
    }
    const facts = await file.stat()
    if (facts.isFile()) return { file, sizeBytes: facts.size, name: basename(whole) }
    await file.close()
    return null
  }

  private remember({ out }: WrittenFile): void {
    const whole = resolve(out)
    this.paths.delete(whole)
    this.paths.add(whole)
    for (const oldest of this.paths) {
      if (this.paths.size <= MAX_REMEMBERED) break
      this.paths.delete(oldest)
    }
  }
}

function writesFile(entry: keyof AppApi): boolean {
  return (writers as readonly string[]).includes(entry)
}
