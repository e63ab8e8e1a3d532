/** The Api entry that looks after what goes on: files that grow, folders that fill, live systems. */
import { basename } from 'node:path'
import type { FollowReport, FollowRequest, ImportedFile } from '../../../shared/api/index.ts'
import { type Failure, FailureError } from '../../../shared/failure.ts'
import { followedByName, followedFile } from '../case/index.ts'
import { type Appended, appendedPart, displayName, filesIn, importFiles } from '../ingest/index.ts'
import type { HandlerContext, Handlers } from './context.ts'
import { pullHandlers } from './pullHandlers.ts'

export const followHandlers: Handlers<'case.follow'> = {
  async 'case.follow'(request, context) {
    const round = new Round(request, context)
    // A case that is not there is no fault of what is followed.
    context.openCase(request.case)
    for (const path of request.paths) await round.guarded(path, () => round.path(path))
    for (const choice of request.pulls) {
      await round.guarded(choice.source, async () => {
        const { events, rejects } = await pullHandlers['case.pull'](
          { ...choice, case: request.case, quiet: true },
          context,
        )
        round.events += events
        round.rejects += rejects
      })
    }
    return round.report()
  },
}

class Round {
  events = 0
  rejects = 0
  private readonly failures: { name: string; failure: Failure }[] = []
  private readonly request: FollowRequest
  private readonly context: HandlerContext

  constructor(request: FollowRequest, context: HandlerContext) {
    this.request = request
    this.context = context
  }

  /** Does the work; a failure is told, and the others go on. */
  async guarded(name: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.context.signal.throwIfAborted()
      if (!(error instanceof FailureError)) throw error
      this.failures.push({ name, failure: error.failure })
    }
  }

  /** What is new at a path: of a file its appended lines, of a folder its new files and the appended lines of the others. */
  async path(path: string): Promise<void> {
    const { signal, openCase } = this.context
    const { db } = openCase(this.request.case)
    const fresh: string[] = []
    for await (const file of filesIn(path, this.request.case, signal)) {
      const known = followedFile(db, displayName(file))
      await this.guarded(file, async () => {
        const appended = known === null ? await this.appendedByName(file) : await appendedPart(file, known, signal)
        if (appended !== null) await this.import([], { ...appended, direct: appended.source })
        // Archives have members, each an exhibit of its own.
        else if (known === null && !isKnownContainer(db, displayName(file))) fresh.push(file)
      })
    }
    if (fresh.length > 0) await this.import(fresh, { profile: null, timezone: null })
  }

  /** The same file may have been imported under another path; that its bytes are those shows it. */
  private async appendedByName(file: string): Promise<Appended | null> {
    const { signal, openCase } = this.context
    for (const known of followedByName(openCase(this.request.case).db, displayName(basename(file)))) {
      try {
        const appended = await appendedPart(file, known, signal)
        if (appended !== null) return appended
      } catch (error) {
        if (!(error instanceof FailureError) || error.failure.code !== 'follow/not-continued') throw error
      }
    }
    return null
  }

  report(): FollowReport {
    const { events, rejects, failures } = this
    return { events, rejects, failures }
  }

  private async import(
    paths: readonly string[],
    how: Pick<Parameters<typeof importFiles>[2], 'profile' | 'timezone' | 'direct'>,
  ): Promise<void> {
    const { version, profileDirs, signal, onFile } = this.context
    const { profile, timezone, direct } = how
    const options = { paths, profile, timezone, profileDirs, direct }
    const { files } = await importFiles(this.request.case, version, options, signal, () => undefined, onFile)
    for (const file of files) this.tell(file)
  }

  private tell(file: ImportedFile): void {
    if (file.kind === 'imported') {
      this.events += file.events
      this.rejects += file.rejects
    } else if (file.kind === 'failed' && file.failure.code !== 'import/already-imported')
      this.failures.push({ name: file.path, failure: file.failure })
  }
}

function isKnownContainer(db: ReturnType<HandlerContext['openCase']>['db'], path: string): boolean {
  return db.prepare('SELECT 1 FROM container WHERE path = ? LIMIT 1').get(path) !== undefined
}
