/**
 * Opens a stream as what it is: a member to be read, or a container whose members are opened in turn.
 */
import { type Failure, FailureError, fail } from '../../../../shared/failure.ts'
import { ByteFeed } from './byteFeed.ts'
import { gunzipped, unzstd } from './compressed.ts'
import { DigestTap } from './digestTap.ts'
import type { DiskFile } from './diskFile.ts'
import { displayName, INSIDE, skipReason, unsafeNameReason } from './entryName.ts'
import { InflationBudget } from './inflationBudget.ts'
import { containerKindFromHead, HEAD_BYTES } from './magic.ts'
import { type OpenContext, type Inside, type Place, plainMember, unsafeName } from './plainMember.ts'
import type { ContainerKind, ContainerRef, SourceItem, SourceLimits } from './sourceItem.ts'
import { tarEntries } from './tarEntries.ts'
import { membersOfWorkbook } from './workbookMembers.ts'
import { binaryWorkbook, cutOffWorkbook, MAX_WORKBOOK_MEMBERS, mayStartWorkbook, workbookKind } from './workbookZip.ts'
import type { ZipEntry } from './zipEntry.ts'
import { openZip, type ZipBytes, type ZipUse, zipEntriesFromFile, zipInMemory } from './zipFile.ts'
import { firstEntryName, zipEntriesFromStream } from './zipStream.ts'

/** Bytes of a workbook inside another archive, or from standard input, at most: it is held in memory to be read at any place. */
const MAX_HELD_WORKBOOK_BYTES = 64 * 1024 * 1024

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
    await place.file.verifyUnchanged()
  } else if (await holdsWorkbook(feed, place.path)) {
    const bytes = Buffer.from(await feed.peek(MAX_HELD_WORKBOOK_BYTES))
    yield* membersOfZipFile(context, zipInMemory(bytes), place.path, { ...inside, budget: place.budget })
    await feed.drain()
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

async function* membersOfZipFile(
  context: OpenContext,
  file: ZipBytes,
  path: string,
  inside: Inside,
): AsyncGenerator<SourceItem> {
  const use: ZipUse = { compressedBytes: 0 }
  // Members may share bytes (a bomb does), so the file's own size is the most that can have been used.
  const usedBytes = (): number => Math.min(use.compressedBytes, file.sizeBytes ?? use.compressedBytes)
  const budget = new InflationBudget(path, context.limits, usedBytes, inside.budget ?? null)
  const zip = await openZip(file).catch((error: Error) => error)
  if (zip instanceof Error) {
    yield* membersInFront(context, file, path, inside, zip)
    return
  }
  const { held, rest, isWorkbook } = await lookedAhead(zipEntriesFromFile(file, zip, path, use, context.signal))
  if (isWorkbook) yield* membersOfWorkbook(context, held, path, { ...inside, budget })
  else {
    for (const entry of held) yield* membersOfZipEntry(context, entry, path, { ...inside, budget })
    for await (const entry of rest) yield* membersOfZipEntry(context, entry, path, { ...inside, budget })
  }
}

/** A zip that is cut off, so that the directory at its end is missing: what stands before the cut can still be had. */
async function* membersInFront(
  context: OpenContext,
  file: ZipBytes,
  path: string,
  inside: Inside,
  error: Error,
): AsyncGenerator<SourceItem> {
  const front = new ByteFeed(file.range(0, Number.POSITIVE_INFINITY, context.signal))
  const budget = new InflationBudget(path, context.limits, () => front.position, inside.budget ?? null)
  const end = { isToldByMember: false }
  try {
    if (mayStartWorkbook(await firstEntryName(front))) fail(cutOffWorkbook)
    for await (const entry of zipEntriesFromStream(front, path, end)) {
      yield* membersOfZipEntry(context, entry, path, { ...inside, budget })
    }
    if (!front.hasFailed && !end.isToldByMember)
      yield { kind: 'failure', path, failure: noDirectory(path, error, file.sizeBytes ?? 0) }
  } finally {
    await front.close()
  }
}

interface LookedAhead {
  readonly held: readonly ZipEntry[]
  /** What follows those; throws what the list broke off with. */
  readonly rest: AsyncIterable<ZipEntry>
  readonly isWorkbook: boolean
}

/** Looks at the list of members as far as it takes to tell a workbook. Fails with `import/unrecognised` for a binary one. */
async function lookedAhead(entries: AsyncGenerator<ZipEntry>): Promise<LookedAhead> {
  const held: ZipEntry[] = []
  let broken: { error: unknown } | undefined
  try {
    for (;;) {
      const next = await entries.next()
      if (next.done === true) break
      held.push(next.value)
      if (!mayStartWorkbook(held[0].name) || held.length > MAX_WORKBOOK_MEMBERS) break
    }
  } catch (error) {
    broken = { error }
  }
  const kind = held.length > MAX_WORKBOOK_MEMBERS ? null : workbookKind(new Set(held.map((entry) => entry.name)))
  if (kind === 'xlsb') fail(binaryWorkbook)
  if (kind === 'xlsx' && broken !== undefined) throw broken.error
  return { held, rest: broken === undefined ? entries : thrown(broken.error), isWorkbook: kind === 'xlsx' }
}

// biome-ignore lint/correctness/useYield: it throws where its first item would be
async function* thrown(error: unknown): AsyncGenerator<never> {
  throw error
}

/** Whether the zip in a stream is a workbook small enough to be held. Fails with `import/workbook-too-large`. */
async function holdsWorkbook(feed: ByteFeed, path: string): Promise<boolean> {
  if (!mayStartWorkbook(await firstEntryName(feed))) return false
  const bytes = await feed.peek(MAX_HELD_WORKBOOK_BYTES + 1)
  if (bytes.length <= MAX_HELD_WORKBOOK_BYTES) return true
  fail({
    code: 'import/workbook-too-large',
    message: `The workbook lies inside another archive and holds more than the ${MAX_HELD_WORKBOOK_BYTES.toLocaleString('en')} bytes that are read there`,
    where: { path },
    next: 'Unpack the archive and import the workbook by itself.',
    facts: { maxBytes: MAX_HELD_WORKBOOK_BYTES },
  })
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
  const unsafe = unsafeName(entry.name, path)
  if (unsafe !== null) {
    yield { kind: 'failure', path, failure: unsafe }
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
