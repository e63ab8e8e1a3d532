/**
 * Walks the entries of a tar stream: ustar, GNU and pax headers (POSIX.1-2017 pax, "ustar Interchange Format").
 *
 * Written here rather than taken from a package because headers are hostile too: a pax header that claims gigabytes
 * must not be held in memory, and damage has to name its byte.
 */
import type { ByteFeed } from './byteFeed.ts'
import { failDamaged } from './compressed.ts'
import { isTarHeader } from './magic.ts'

/** Longest pax or GNU long-name header kept, in bytes; a longer one is damage. */
const MAX_EXTENSION_BYTES = 1024 * 1024
const BLOCK_BYTES = 512

export interface TarEntry {
  readonly name: string
  readonly sizeBytes: number
  readonly modifiedMs: number | null
  /** Null for a file; else what it is instead, for people. */
  readonly otherKind: string | null
  /** Contents; what is not read is passed over. `import/archive-damaged` where the archive ends inside them. */
  contents(): AsyncGenerator<Uint8Array>
}

/** The entries in order; `import/archive-damaged` where a header is not one. `path` is the archive's, for failures. */
export async function* tarEntries(feed: ByteFeed, path: string): AsyncGenerator<TarEntry> {
  let overrides = new Map<string, string>()
  for (;;) {
    const startByte = feed.position
    const block = Buffer.from(await feed.take(BLOCK_BYTES))
    if (block.length === 0) return // no end-of-archive blocks: common, and nothing is missing
    if (block.every((byte) => byte === 0)) {
      await feed.drain()
      return
    }
    if (block.length < BLOCK_BYTES) failDamaged(path, 'tar', 'it ends inside a header', startByte)
    if (!isTarHeader(block)) failDamaged(path, 'tar', 'the checksum of a header does not fit', startByte)
    const type = String.fromCharCode(block[156])
    const headerSize = numberAt(block, 124, 12)
    if (headerSize === null || headerSize < 0)
      failDamaged(path, 'tar', 'the size in a header is not a number', startByte)
    if (type === 'x' || type === 'L' || type === 'K' || type === 'g') {
      if (headerSize > MAX_EXTENSION_BYTES) failDamaged(path, 'tar', 'a header extension is too long', startByte)
      const body = Buffer.from(await feed.take(headerSize))
      if (body.length < headerSize) failDamaged(path, 'tar', 'it ends inside a header', startByte)
      await feed.skip(padding(headerSize))
      if (type === 'x') for (const [key, value] of paxRecords(body)) overrides.set(key, value)
      if (type === 'L') overrides.set('path', textOf(body))
      continue
    }
    const stated = Number(overrides.get('size') ?? headerSize)
    if (!Number.isSafeInteger(stated) || stated < 0)
      failDamaged(path, 'tar', 'the size of an entry is not a number', startByte)
    // Links and devices have no contents, whatever their size field says (POSIX: size is unspecified for them).
    const sizeBytes = '123456'.includes(type) ? 0 : stated
    const name = overrides.get('path') ?? headerName(block)
    const modified = Number(overrides.get('mtime') ?? numberAt(block, 136, 12) ?? Number.NaN)
    const otherKind = overrides.has('GNU.sparse.major') || type === 'S' ? 'sparse file' : otherKindOf(type, name)
    overrides = new Map()
    const bodyStart = feed.position
    const state = { isBroken: false }
    yield {
      name,
      sizeBytes,
      modifiedMs: Number.isFinite(modified) ? Math.round(modified * 1000) : null,
      otherKind,
      contents: () => contents(feed, bodyStart + sizeBytes, path, state),
    }
    const left = bodyStart + sizeBytes + padding(sizeBytes) - feed.position
    if (feed.hasFailed || state.isBroken) return // told by the entry's own stream
    const skipped = await feed.skip(left)
    // Missing padding after the last byte of the last entry loses nothing.
    if (skipped < left - padding(sizeBytes)) failDamaged(path, 'tar', 'it ends inside an entry', feed.position)
  }
}

async function* contents(
  feed: ByteFeed,
  endByte: number,
  path: string,
  state: { isBroken: boolean },
): AsyncGenerator<Uint8Array> {
  while (feed.position < endByte) {
    const chunk = await feed.next(endByte - feed.position)
    if (chunk === null) {
      state.isBroken = true
      failDamaged(path, 'tar', 'it ends inside an entry', feed.position)
    }
    yield chunk
  }
}

function padding(sizeBytes: number): number {
  return (BLOCK_BYTES - (sizeBytes % BLOCK_BYTES)) % BLOCK_BYTES
}

function headerName(block: Buffer): string {
  const name = textOf(block.subarray(0, 100))
  const isUstar = block.subarray(257, 263).toString('latin1') === 'ustar\0'
  const prefix = isUstar ? textOf(block.subarray(345, 500)) : ''
  return prefix === '' ? name : `${prefix}/${name}`
}

function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end)
}

/** Octal text, or the base-256 form of GNU for sizes past 8 GiB; null where it is neither. */
function numberAt(block: Buffer, at: number, length: number): number | null {
  if ((block[at] & 0x80) !== 0) {
    let value = block[at] & 0x7f
    for (let offset = 1; offset < length; offset++) value = value * 256 + block[at + offset]
    return Number.isSafeInteger(value) ? value : null
  }
  const text = block
    .toString('latin1', at, at + length)
    .replace(/\0.*$/s, '')
    .trim()
  if (text === '') return 0
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : null
}

/** `length key=value\n` records of a pax header; what does not follow that form is passed over. */
function* paxRecords(body: Buffer): Generator<[string, string]> {
  let at = 0
  while (at < body.length) {
    const space = body.indexOf(0x20, at)
    const length = space < 0 ? Number.NaN : Number(body.toString('latin1', at, space))
    if (!Number.isInteger(length) || length <= space - at + 1 || at + length > body.length) return
    const equals = body.indexOf(0x3d, space)
    if (equals < 0 || equals >= at + length) return
    yield [body.toString('utf8', space + 1, equals), body.toString('utf8', equals + 1, at + length - 1)]
    at += length
  }
}

function otherKindOf(type: string, name: string): string | null {
  if (type === '5' || ((type === '\0' || type === '0') && name.endsWith('/'))) return 'folder'
  if (type === '0' || type === '\0' || type === '7') return null
  if (type === '1') return 'hard link'
  if (type === '2') return 'symbolic link'
  if (type === '3' || type === '4') return 'device'
  if (type === '6') return 'pipe'
  return `entry of type ${JSON.stringify(type)}`
}
