/**
 * Makes archives for tests: zips with any names and flags by hand (APPNOTE 4.3), tars with tar-stream.
 */
import { crc32, deflateRawSync } from 'node:zlib'
import { pack } from 'tar-stream'
import type { SourceItem, SourceMember } from '../../../../../../electron/engine/ingest/sources/index.ts'
import { openSources, type SourceOptions } from '../../../../../../electron/engine/ingest/sources/openSources.ts'
import { type Failure, FailureError } from '../../../../../../shared/failure.ts'

export interface ZipPart {
  readonly name: string
  readonly bytes: Uint8Array
  readonly isStored?: boolean
  /** Sizes and checksum behind the data (flag bit 3). */
  readonly isDescribedAfter?: boolean
  readonly isZip64?: boolean
  readonly flags?: number
  readonly method?: number
  readonly crc?: number
}

/** A zip with these members in this order. */
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const body: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const part of parts) {
    const name = Buffer.from(part.name)
    const data = part.isStored ? Buffer.from(part.bytes) : deflateRawSync(part.bytes)
    const crc = part.crc ?? crc32(part.bytes)
    const after = part.isDescribedAfter === true
    const flags = 0x800 | (after ? 8 : 0) | (part.flags ?? 0)
    const method = part.method ?? (part.isStored ? 0 : 8)
    const extra = part.isZip64 ? zip64Extra(part.bytes.length, data.length) : Buffer.alloc(0)
    const sizes = (isLocal: boolean): number[] => {
      if (part.isZip64) return [0xffffffff, 0xffffffff]
      return isLocal && after ? [0, 0] : [data.length, part.bytes.length]
    }
    const fixed = (isLocal: boolean): Buffer => {
      const header = Buffer.alloc(26)
      header.writeUInt16LE(45, 0)
      header.writeUInt16LE(flags, 2)
      header.writeUInt16LE(method, 4)
      header.writeUInt16LE((10 << 11) | (30 << 5), 6) // 10:30
      header.writeUInt16LE((46 << 9) | (5 << 5) | 1, 8) // 2026-05-01
      header.writeUInt32LE(isLocal && after ? 0 : crc, 10)
      const [compressed, inflated] = sizes(isLocal)
      header.writeUInt32LE(compressed, 14)
      header.writeUInt32LE(inflated, 18)
      header.writeUInt16LE(name.length, 22)
      header.writeUInt16LE(extra.length, 24)
      return header
    }
    const descriptor = Buffer.alloc(16)
    descriptor.writeUInt32LE(0x08074b50, 0)
    descriptor.writeUInt32LE(crc, 4)
    descriptor.writeUInt32LE(data.length, 8)
    descriptor.writeUInt32LE(part.bytes.length, 12)
    const local = Buffer.concat([
      mark(0x04034b50),
      fixed(true),
      name,
      extra,
      data,
      after ? descriptor : Buffer.alloc(0),
    ])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([mark(0x02014b50), Buffer.from([45, 3]), fixed(false), tail, name, extra]))
    body.push(local)
    offset += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...body, list, end])
}

function mark(signature: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(signature)
  return bytes
}

function zip64Extra(inflated: number, compressed: number): Buffer {
  const extra = Buffer.alloc(20)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(16, 2)
  extra.writeBigUInt64LE(BigInt(inflated), 4)
  extra.writeBigUInt64LE(BigInt(compressed), 12)
  return extra
}

export interface TarPart {
  readonly name: string
  readonly bytes?: Uint8Array
  readonly type?: 'file' | 'symlink' | 'directory'
}

/** A tar with these entries. */
export async function tarOf(parts: readonly TarPart[]): Promise<Buffer> {
  const tar = pack()
  for (const { name, bytes, type } of parts) {
    const header = {
      name,
      type: type ?? 'file',
      mtime: new Date('2026-05-01T10:30:00Z'),
      linkname: 'elsewhere',
    } as const
    if (bytes === undefined) tar.entry(header)
    else tar.entry(header, Buffer.from(bytes))
  }
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** What became of one item: a member with its bytes and the failure they ended with, or the item itself. */
export interface Outcome {
  readonly item: SourceItem
  readonly bytes: Buffer
  readonly failure: Failure | null
}

/** Reads everything at `paths`. */
export async function readAll(paths: readonly string[], options: SourceOptions = {}): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for await (const item of openSources(paths, options, new AbortController().signal)) {
    if (item.kind === 'member') outcomes.push(await readMember(item))
    else outcomes.push({ item, bytes: Buffer.alloc(0), failure: item.kind === 'failure' ? item.failure : null })
  }
  return outcomes
}

async function readMember(item: SourceMember): Promise<Outcome> {
  const chunks: Uint8Array[] = []
  let failure: Failure | null = null
  try {
    for await (const chunk of item.open()) chunks.push(chunk)
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    failure = error.failure
  }
  return { item, bytes: Buffer.concat(chunks), failure }
}
