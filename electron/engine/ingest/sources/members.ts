/**
 * Opens a stream as what it is: a member to be read, or a container whose members are opened in turn.
 */
import { type Failure, FailureError } from '../../../../shared/failure.ts'
import { ByteFeed } from './byteFeed.ts'
import { chunksToGiveAway } from './chunksToGiveAway.ts'
import { gunzipped, unzstd } from './compressed.ts'
import { DigestTap } from './digestTap.ts'
import type { DiskFile } from './diskFile.ts'
import { displayName, INSIDE, skipReason, unsafeNameReason } from './entryName.ts'
import { InflationBudget } from './inflationBudget.ts'
import { containerKindFromHead, HEAD_BYTES } from './magic.ts'
import type { ContainerKind, ContainerRef, SourceItem, SourceLimits, SourceMember } from './sourceItem.ts'
import { tarEntries } from './tarEntries.ts'
import type { ZipEntry } from './zipEntry.ts'
import { openZip, type ZipUse, zipEntriesFromFile } from './zipFile.ts'
import { zipEntriesFromStream } from './zipStream.ts'

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
}

/** The members of an open file. */
export async function* membersOfDiskFile(context: OpenContext, file: DiskFile): AsyncGenerator<SourceItem> {
  yield* membersOfStream(context, file.chunks(context.signal), {
    path: displayName(file.path),
    sizeBytes: file.sizeBytes,
    modifiedMs: file.stats.isFile() ? file.stats.mtimeMs : null,
    containers: [],
    depth: 0,
    file,
  })
}

/** The members in a stream of bytes: itself, or what it contains. Failures of containers come as items. */
export async function* membersOfStream(
  context: OpenContext,
  stream: AsyncIterable<Uint8Array>,
  place: Place,
): AsyncGenerator<SourceItem> {
  const tap = new DigestTap(stream)
  const feed = new ByteFeed(tap)
  try {
    const kind = containerKindFromHead(await feed.peek(HEAD_BYTES))
    if (kind === null) {
      // The member takes the digest of the same bytes.
      tap.release()
      yield* plainMember(context, feed, place)
    } else yield* membersOfContainer(context, feed, tap, kind, place)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    yield { kind: 'failure', path: place.path, failure: withPath(error.failure, place.path) }
  } finally {
    await feed.close()
    tap.settle()
  }
}

async function* plainMember(context: OpenContext, feed: ByteFeed, place: Place): AsyncGenerator<SourceItem> {
  const tap = new DigestTap(chunksToGiveAway(feed, context.signal))
  let isOpened = false
  const member: SourceMember = {
    kind: 'member',
    path: place.path,
    sizeBytes: place.sizeBytes,
    modifiedMs: place.modifiedMs,
    containers: place.containers,
    open: () => {
      if (isOpened) throw new Error(`${place.path} was opened twice`)
      isOpened = true
      return tap
    },
    finished: () => tap.digest(),
  }
  try {
    yield member
  } finally {
    tap.settle()
  }
}

async function* membersOfContainer(
  context: OpenContext,
  feed: ByteFeed,
  tap: DigestTap,
  kind: ContainerKind,
  place: Place,
): AsyncGenerator<SourceItem> {
  const around = place.containers.at(-1)
  const isTarOfStream = kind === 'tar' && isCompressed(around?.kind) && around?.path === place.path
  const depth = isTarOfStream ? place.depth : place.depth + 1
  if (depth > context.limits.maxContainerDepth) {
    yield { kind: 'failure', path: place.path, failure: tooDeep(place.path, context.limits) }
    return
  }
  context.containerCount++
  const ref: ContainerRef = {
    id: `c${context.containerCount}`,
    path: place.path,
    kind,
    sizeBytes: place.sizeBytes,
    digest: () => tap.digest(),
  }
  const inside = { containers: [...place.containers, ref], depth }
  const budget = new InflationBudget(place.path, context.limits, () => feed.position, place.budget ?? null)
  if (kind === 'gzip' || kind === 'zstd') {
    const chunks = kind === 'gzip' ? gunzipped(feed, place.path) : unzstd(feed, place.path)
    yield* membersOfStream(context, budget.watch(chunks), {
      path: place.path,
      sizeBytes: null,
      modifiedMs: place.modifiedMs,
      ...inside,
      budget,
    })
  } else if (kind === 'tar') {
    for await (const entry of tarEntries(feed, place.path)) {
      yield* membersOfEntry(context, entry, place.path, { ...inside, budget: place.budget })
    }
  } else if (place.file !== undefined && place.file.sizeBytes !== null) {
    // The digest of the zip itself; members are read by position afterwards.
    if (!context.isGlance) await feed.drain()
    yield* membersOfZipFile(context, place.file, place.path, inside)
  } else {
    for await (const entry of zipEntriesFromStream(feed, place.path)) {
      yield* membersOfZipEntry(context, entry, place.path, { ...inside, budget })
    }
  }
  // The rest counts for the digest even where a member was not wanted; a failure is reported once, by who saw it first.
  if (!feed.hasFailed && !context.isGlance) await feed.drain()
}

function isCompressed(kind: ContainerKind | undefined): boolean {
  return kind === 'gzip' || kind === 'zstd'
}

type Inside = Pick<Place, 'containers' | 'depth' | 'budget'>

async function* membersOfZipFile(
  context: OpenContext,
  file: DiskFile,
  path: string,
  inside: Inside,
): AsyncGenerator<SourceItem> {
  const use: ZipUse = { compressedBytes: 0 }
  // Members may share bytes (a bomb does), so the file's own size is the most that can have been used.
  const usedBytes = (): number => Math.min(use.compressedBytes, file.sizeBytes ?? use.compressedBytes)
  const budget = new InflationBudget(path, context.limits, usedBytes, null)
  const zip = await openZip(file).catch((error: Error) => error)
  if (zip instanceof Error) {
    // Cut off, so that the directory at its end is missing: what stands before the cut can still be had.
    const front = new ByteFeed(file.range(0, Number.POSITIVE_INFINITY, context.signal))
    const frontBudget = new InflationBudget(path, context.limits, () => front.position, null)
    const end = { isToldByMember: false }
    try {
      for await (const entry of zipEntriesFromStream(front, path, end)) {
        yield* membersOfZipEntry(context, entry, path, { ...inside, budget: frontBudget })
      }
      if (!front.hasFailed && !end.isToldByMember)
        yield { kind: 'failure', path, failure: noDirectory(path, zip, file.sizeBytes ?? 0) }
    } finally {
      await front.close()
    }
  } else {
    for await (const entry of zipEntriesFromFile(file, zip, path, use, context.signal)) {
      yield* membersOfZipEntry(context, entry, path, { ...inside, budget })
    }
  }
  await file.verifyUnchanged()
}

async function* membersOfZipEntry(
  context: OpenContext,
  entry: ZipEntry,
  archivePath: string,
  inside: Inside & { readonly budget: InflationBudget },
): AsyncGenerator<SourceItem> {
  const path = archivePath + INSIDE + displayName(entry.name)
  if (entry.isEncrypted && unsafeNameReason(entry.name) === null && !entry.name.endsWith('/')) {
    yield {
      kind: 'failure',
      path,
      failure: {
        code: 'import/archive-encrypted',
        message: 'The member is encrypted',
        where: { path },
        kept: 'The other members of the archive.',
        next: 'Unpack the archive with its password and import what comes out.',
      },
    }
    return
  }
  const otherKind = entry.name.endsWith('/') ? 'folder' : null
  const contents = (): AsyncIterable<Uint8Array> => inside.budget.watch(entry.contents())
  yield* membersOfEntry(context, { ...entry, otherKind, contents }, archivePath, inside)
}

interface Entry {
  readonly name: string
  readonly sizeBytes: number | null
  readonly modifiedMs: number | null
  readonly otherKind: string | null
  contents(): AsyncIterable<Uint8Array>
}

async function* membersOfEntry(
  context: OpenContext,
  entry: Entry,
  archivePath: string,
  inside: Inside,
): AsyncGenerator<SourceItem> {
  context.signal.throwIfAborted()
  const path = archivePath + INSIDE + displayName(entry.name)
  const unsafe = unsafeNameReason(entry.name)
  if (unsafe !== null) {
    yield {
      kind: 'failure',
      path,
      failure: {
        code: 'import/archive-unsafe-name',
        message: `The member is refused: ${unsafe}`,
        where: { path },
        kept: 'The other members of the archive.',
        next: 'Ask where the archive comes from: ordinary programs do not write such names.',
        facts: { name: entry.name },
      },
    }
    return
  }
  if (entry.otherKind === 'folder') return
  const reason = skipReason(entry.name) ?? entry.otherKind
  if (reason !== null) {
    yield { kind: 'skipped', path, reason }
    return
  }
  yield* membersOfStream(context, entry.contents(), {
    path,
    sizeBytes: entry.sizeBytes,
    modifiedMs: entry.modifiedMs,
    ...inside,
  })
}

function tooDeep(path: string, limits: SourceLimits): Failure {
  return {
    code: 'import/archive-too-deep',
    message: `The archive lies inside more than ${limits.maxContainerDepth - 1} others`,
    where: { path },
    next: 'Unpack the outer archives and import what comes out.',
    facts: { maxContainerDepth: limits.maxContainerDepth },
  }
}

function noDirectory(path: string, error: Error, startByte: number): Failure {
  return {
    code: 'import/archive-damaged',
    message: `The list of members at the end of the zip cannot be read (${error.message})`,
    where: { path, startByte },
    kept: 'The members that were found from the front.',
    next: 'Fetch the file again and compare its size and SHA-256 with the original.',
    facts: { compressedByte: startByte, inflatedByte: 0, isTruncated: true },
  }
}

function withPath(failure: Failure, path: string): Failure {
  return failure.where?.path === undefined ? { ...failure, where: { ...failure.where, path } } : failure
}
