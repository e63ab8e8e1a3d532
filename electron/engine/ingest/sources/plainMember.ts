/** A stream that is itself a member: where it stands, and how it is handed out. */
import type { Failure } from '../../../../shared/failure.ts'
import type { SheetLayout } from '../record.ts'
import type { ByteFeed } from './byteFeed.ts'
import { chunksToGiveAway } from './chunksToGiveAway.ts'
import type { DiskFile } from './diskFile.ts'
import { unsafeNameReason } from './entryName.ts'
import type { InflationBudget } from './inflationBudget.ts'
import type { ContainerRef, SourceItem, SourceLimits, SourceMember } from './sourceItem.ts'

/** One call of `openSources`. */
export interface OpenContext {
  readonly limits: SourceLimits
  readonly signal: AbortSignal
  /** Members are only looked at: archives are not read on for their digests. */
  readonly isGlance: boolean
  containerCount: number
}

/** Where a stream stands. */
export interface Place {
  readonly path: string
  readonly sizeBytes: number | null
  readonly modifiedMs: number | null
  readonly containers: readonly ContainerRef[]
  /** Containers around it as `maxContainerDepth` counts them. */
  readonly depth: number
  readonly budget?: InflationBudget
  /** Set where the stream is a file on disk, which a zip needs. */
  readonly file?: DiskFile
  /** Set where it is a sheet of a workbook. */
  readonly sheet?: SheetLayout
}

/** What members inside a container have in common. */
export type Inside = Pick<Place, 'containers' | 'depth' | 'budget'>

/** The member that a stream is. */
export async function* plainMember(context: OpenContext, feed: ByteFeed, place: Place): AsyncGenerator<SourceItem> {
  let isOpened = false
  const member: SourceMember = {
    kind: 'member',
    path: place.path,
    sizeBytes: place.sizeBytes,
    modifiedMs: place.modifiedMs,
    containers: place.containers,
    ...(place.sheet === undefined ? {} : { sheet: place.sheet }),
    open: () => {
      if (isOpened) throw new Error(`${place.path} was opened twice`)
      isOpened = true
      return chunksToGiveAway(feed, context.signal)
    },
  }
  yield member
}

/** The failure of a member whose name leads elsewhere; null where it does not. */
export function unsafeName(name: string, path: string): Failure | null {
  const reason = unsafeNameReason(name)
  if (reason === null) return null
  return {
    code: 'import/archive-unsafe-name',
    message: `The member is refused: ${reason}`,
    where: { path },
    kept: 'The other members of the archive.',
    next: 'Ask where the archive comes from: ordinary programs do not write such names.',
    facts: { name },
  }
}
