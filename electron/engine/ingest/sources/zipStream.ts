/**
 * Walks a zip from its front by local headers (APPNOTE 4.3.7): zips inside archives or from a pipe, and truncated ones.
 *
 * A zip file on disk is read through its central directory instead (`zipFile.ts`), which is what counts where both differ.
 */
import type { ByteFeed } from './byteFeed.ts'
import { failDamaged } from './compressed.ts'
import { type ZipEntry, zipContents, zipModifiedMs } from './zipEntry.ts'

/** Set where the archive ended inside a member, whose own stream said so; there is no second failure for it. */
export interface ZipEnd {
  isToldByMember: boolean
}

/** Name of the first member of a zip, nothing taken; empty where there is none. */
export async function firstEntryName(feed: ByteFeed): Promise<string> {
  const head = Buffer.from(await feed.peek(30 + 256))
  if (head.length < 30 || head.readUInt32LE(0) !== 0x04034b50) return ''
  return head.toString('latin1', 30, 30 + head.readUInt16LE(26))
}

/** The entries in order; `import/archive-damaged` where the archive ends before its central directory. */
export async function* zipEntriesFromStream(
  feed: ByteFeed,
  path: string,
  end: ZipEnd = { isToldByMember: false },
): AsyncGenerator<ZipEntry> {
  for (;;) {
    const startByte = feed.position
    const signature = Buffer.from(await feed.peek(4))
    if (signature.length < 4) failDamaged(path, 'zip', 'it ends before its list of members', startByte)
    const mark = signature.readUInt32LE(0)
    if (mark === 0x08074b50 && startByte === 0) {
      await feed.skip(4) // spanning marker, APPNOTE 8.5.4
      continue
    }
    if (mark === 0x02014b50 || mark === 0x06054b50 || mark === 0x08064b50 || mark === 0x06064b50) {
      await feed.drain()
      return
    }
    if (mark !== 0x04034b50) failDamaged(path, 'zip', 'there is no member where one should start', startByte)
    const header = Buffer.from(await feed.take(30))
    if (header.length < 30) failDamaged(path, 'zip', 'it ends inside a header', startByte)
    const nameBytes = header.readUInt16LE(26)
    const extraBytes = header.readUInt16LE(28)
    const variable = Buffer.from(await feed.take(nameBytes + extraBytes))
    if (variable.length < nameBytes + extraBytes) failDamaged(path, 'zip', 'it ends inside a header', startByte)
    const flags = header.readUInt16LE(6)
    const sizes = zip64Sizes(header, variable.subarray(nameBytes))
    // Flag bit 3: sizes and checksum follow the data; the header then usually states zeros.
    const isDescribedAfter = (flags & 8) !== 0
    const dataStart = feed.position
    const state = { isRead: false, isBroken: false }
    yield {
      name: variable.toString((flags & 0x800) !== 0 ? 'utf8' : 'latin1', 0, nameBytes),
      method: header.readUInt16LE(8),
      isEncrypted: (flags & 1) !== 0,
      sizeBytes: isDescribedAfter && sizes.inflated === 0 ? null : sizes.inflated,
      modifiedMs: zipModifiedMs(header.readUInt16LE(12), header.readUInt16LE(10)),
      contents: async function* () {
        state.isBroken = true
        yield* zipContents(
          feed,
          {
            path,
            method: header.readUInt16LE(8),
            compressedBytes: isDescribedAfter && sizes.compressed === 0 ? null : sizes.compressed,
            crc32: isDescribedAfter ? null : header.readUInt32LE(14),
          },
          async (crc) => {
            if (isDescribedAfter) await checkDescriptor(feed, path, crc, sizes.isZip64)
          },
        )
        state.isBroken = false
        state.isRead = true
      },
    }
    if (state.isRead) continue
    if (feed.hasFailed) return
    if (state.isBroken && (await feed.peek(1)).length === 0) {
      end.isToldByMember = true
      return
    }
    await passOver(feed, path, header.readUInt16LE(8), isDescribedAfter, sizes, dataStart)
  }
}

interface ZipSizes {
  readonly compressed: number
  readonly inflated: number
  readonly isZip64: boolean
}

/** Passes over a member that nobody read to its end. */
async function passOver(
  feed: ByteFeed,
  path: string,
  method: number,
  isDescribedAfter: boolean,
  sizes: ZipSizes,
  dataStart: number,
): Promise<void> {
  if (!isDescribedAfter || sizes.compressed > 0) {
    const left = dataStart + sizes.compressed - feed.position
    if ((await feed.skip(left)) < left) failDamaged(path, 'zip', 'it ends inside a member', feed.position)
    if (isDescribedAfter) await checkDescriptor(feed, path, null, sizes.isZip64)
    return
  }
  if (feed.position !== dataStart || (method !== 8 && method !== 93)) {
    failDamaged(
      path,
      'zip',
      'where a member ends is stated nowhere, so the members behind it cannot be found',
      dataStart,
    )
  }
  for await (const _ of zipContents(feed, { path, method, compressedBytes: null, crc32: null }, async () => {})) {
    // inflated only to find its end
  }
  await checkDescriptor(feed, path, null, sizes.isZip64)
}

/** Extra field 0x0001 (APPNOTE 4.5.3) holds sizes that do not fit 32 bits. */
function zip64Sizes(header: Buffer, extra: Buffer): ZipSizes {
  let compressed = header.readUInt32LE(18)
  let inflated = header.readUInt32LE(22)
  for (let at = 0; at + 4 <= extra.length; ) {
    const id = extra.readUInt16LE(at)
    const length = extra.readUInt16LE(at + 2)
    if (id === 1 && at + 4 + length <= extra.length) {
      let field = at + 4
      const end = field + length
      if (inflated === 0xffffffff && field + 8 <= end) {
        inflated = Number(extra.readBigUInt64LE(field))
        field += 8
      }
      if (compressed === 0xffffffff && field + 8 <= end) compressed = Number(extra.readBigUInt64LE(field))
      return { compressed, inflated, isZip64: true }
    }
    at += 4 + length
  }
  return { compressed, inflated, isZip64: false }
}

/** Data descriptor (APPNOTE 4.3.9): with or without its mark, sizes of 4 or 8 bytes. */
async function checkDescriptor(feed: ByteFeed, path: string, crc: number | null, isZip64: boolean): Promise<void> {
  const startByte = feed.position
  const ahead = Buffer.from(await feed.peek(4))
  const mark = ahead.length === 4 && ahead.readUInt32LE(0) === 0x08074b50 ? 4 : 0
  const body = Buffer.from(await feed.take(mark + (isZip64 ? 20 : 12)))
  if (body.length < mark + 12) failDamaged(path, 'zip', 'it ends inside a member', startByte)
  if (crc !== null && body.readUInt32LE(mark) !== crc) {
    failDamaged(path, 'zip', 'the checksum (CRC-32) of a member does not fit its contents', startByte)
  }
  // Some writers use 8-byte sizes without the extra field: the next header shows it.
  if (isZip64) return
  const next = Buffer.from(await feed.peek(12))
  if (next.length === 12 && !isZipMark(next.readUInt32LE(0)) && isZipMark(next.readUInt32LE(8))) await feed.skip(8)
}

function isZipMark(mark: number): boolean {
  return mark === 0x04034b50 || mark === 0x02014b50 || mark === 0x06054b50 || mark === 0x06064b50
}
