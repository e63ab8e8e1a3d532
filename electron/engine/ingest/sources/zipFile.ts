/**
 * Lists a zip by its central directory (APPNOTE 4.3.12), which is what counts in a zip: a file on disk, or bytes held.
 */
import { type Entry, fromBuffer, fromFd, getFileNameLowLevel, type ZipFile } from 'yauzl'
import { ByteFeed } from './byteFeed.ts'
import { failDamaged } from './compressed.ts'
import { CHUNK_BYTES } from './sourceItem.ts'
import { type ZipEntry, zipContents, zipModifiedMs } from './zipEntry.ts'

/** How many compressed bytes the members read so far had, for the inflation bound. */
export interface ZipUse {
  compressedBytes: number
}

/** Bytes of a zip that can be read at any place. */
export interface ZipBytes {
  readonly sizeBytes: number | null
  /** Of a file on disk, else of memory. */
  readonly place: { readonly fd: number } | { readonly bytes: Buffer }
  range(startByte: number, endByte: number, signal: AbortSignal): AsyncIterable<Uint8Array>
}

/** A zip held in memory. */
export function zipInMemory(bytes: Buffer): ZipBytes {
  return {
    sizeBytes: bytes.length,
    place: { bytes },
    async *range(startByte, endByte) {
      for (let at = startByte; at < Math.min(endByte, bytes.length); at += CHUNK_BYTES)
        yield bytes.subarray(at, Math.min(at + CHUNK_BYTES, endByte))
    },
  }
}

/** Reads where the central directory stands; an Error says why there is none. */
export function openZip({ place }: ZipBytes): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, decodeStrings: false, validateEntrySizes: false }
  return new Promise((resolve, reject) => {
    const settle = (error: Error | null, zip: ZipFile): void => (error ? reject(error) : resolve(zip))
    if ('fd' in place) fromFd(place.fd, options, settle)
    else fromBuffer(place.bytes, options, settle)
  })
}

/** The entries in the order of the directory; `import/archive-damaged` where the directory breaks off. */
export async function* zipEntriesFromFile(
  file: ZipBytes,
  zip: ZipFile,
  path: string,
  use: ZipUse,
  signal: AbortSignal,
): AsyncGenerator<ZipEntry> {
  for (;;) {
    const entry = await nextEntry(zip).catch((error: Error) => {
      return failDamaged(path, 'zip', `its list of members breaks off (${error.message})`, file.sizeBytes ?? 0)
    })
    if (entry === null) return
    yield {
      name: getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true),
      method: entry.compressionMethod,
      isEncrypted: (entry.generalPurposeBitFlag & 0x41) !== 0,
      sizeBytes: entry.uncompressedSize,
      modifiedMs: zipModifiedMs(entry.lastModFileDate, entry.lastModFileTime),
      contents: () => contents(file, zip, entry, path, use, signal),
    }
  }
}

async function* contents(
  file: ZipBytes,
  zip: ZipFile,
  entry: Entry,
  path: string,
  use: ZipUse,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const startByte = await new Promise<number>((resolve, reject) => {
    zip.readLocalFileHeader(entry, { minimal: true }, (error, header) =>
      error ? reject(error) : resolve(header.fileDataStart),
    )
  }).catch((error: Error) => failDamaged(path, 'zip', error.message, entry.relativeOffsetOfLocalHeader))
  const feed = new ByteFeed(file.range(startByte, startByte + entry.compressedSize, signal))
  const before = use.compressedBytes
  try {
    const data = {
      path,
      method: entry.compressionMethod,
      compressedBytes: entry.compressedSize,
      crc32: entry.crc32,
    }
    for await (const chunk of zipContents(feed, data, async () => {})) {
      use.compressedBytes = before + feed.position
      yield chunk
    }
  } finally {
    await feed.close()
  }
}

function nextEntry(zip: ZipFile): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void): void => {
      zip.removeAllListeners('entry')
      zip.removeAllListeners('end')
      zip.removeAllListeners('error')
      work()
    }
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)))
    zip.once('end', () => settle(() => resolve(null)))
    zip.once('error', (error: Error) => settle(() => reject(error)))
    zip.readEntry()
  })
}
