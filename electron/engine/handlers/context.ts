/** What every handler works with. */
import type { Api, ImportedFile, Progress } from '../../../shared/api/index.ts'
import type { CustodyDesk } from '../custodyDesk.ts'
import type { KeyRing } from '../evidence/index.ts'
import type { ProfileSet } from '../ingest/index.ts'
import type { JobQueue } from '../jobs/index.ts'
import type { OpenCase } from '../openCase.ts'
import type { Clock, SecretStore } from '../pull/index.ts'

export interface HandlerContext {
  /** Version of this build, entered in cases and exports. */
  readonly version: string
  /** Folders of the user's own profiles. */
  readonly profileDirs: readonly string[]
  /** Folders of the user's own sources; the first takes those that are added. */
  readonly sourceDirs: readonly string[]
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
  /** Told of each file that an import is through with. */
  readonly onFile: (file: ImportedFile) => void
  /** Enters in custody logs what changes nothing in a case. */
  readonly custody: CustodyDesk
  readonly jobs: JobQueue
  /** Keys that packs are signed with. */
  readonly keys: KeyRing
  /** The case at that path, opened once. */
  openCase(path: string): OpenCase
  /** Lets go of the case at that path, where it is open. */
  dropCase(path: string): Promise<void>
  /** Bundled and own profiles, as they are now. */
  profiles(): ProfileSet
}

/** A handler per Api entry; a missing one does not compile. Failures are thrown as `FailureError`. */
export type Handlers<K extends keyof Api = keyof Api> = {
  readonly [E in K]: (request: Api[E]['request'], context: HandlerContext) => Promise<Api[E]['reply']>
}
