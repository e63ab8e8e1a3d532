/** Column chunks: the codes of 65,536 consecutive events of one field, packed as narrow as they fit and compressed. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Events per chunk. Event id `n` stands in chunk `(n - 1) >> 16` at `(n - 1) & 65535`. */
export const CHUNK_EVENTS = 65_536

export type CodeArray = Uint8Array | Uint16Array | Uint32Array
/** Bytes per value; 8 is a float64 of microseconds with NaN for none. */
export type ChunkWidth = 1 | 2 | 4 | 8

/** With a checksum: columns are derived, so damage need only be noticed to be undone. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 } }

/** Packs codes as uint8, uint16 or uint32 little-endian, whatever the largest needs. */
export function encodeCodes(codes: Uint32Array): { width: ChunkWidth; data: Buffer } {
  let all = 0
  for (let i = 0; i < codes.length; i++) all |= codes[i]
  const width = all >>> 8 === 0 ? 1 : all >>> 16 === 0 ? 2 : 4
  const packed = width === 1 ? Uint8Array.from(codes) : width === 2 ? Uint16Array.from(codes) : codes
  return { width, data: compress(packed) }
}

/** Packs times in microseconds, NaN for none. */
export function encodeTimes(times: Float64Array): { width: ChunkWidth; data: Buffer } {
  return { width: 8, data: compress(times) }
}

/** The `count` codes of a chunk, as stored; null where it is damaged. */
export function decodeCodes(data: Uint8Array, width: ChunkWidth, count: number): CodeArray | null {
  const raw = decompress(data, count * width)
  if (raw === null || width === 8) return null
  if (width === 1) return raw
  const copy = raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength)
  return width === 2 ? new Uint16Array(copy) : new Uint32Array(copy)
}

/** The `count` times of a chunk in microseconds, NaN for none; null where it is damaged. */
export function decodeTimes(data: Uint8Array, count: number): Float64Array | null {
  const raw = decompress(data, count * 8)
  return raw === null ? null : new Float64Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength))
}

/** Null where the data is no whole zstd frame of `size` bytes: the columns are then read back from the event rows. */
function decompress(data: Uint8Array, size: number): Buffer<ArrayBuffer> | null {
  try {
    const raw = zstdDecompressSync(data, { maxOutputLength: Math.max(size, 1) })
    return raw.length === size ? raw : null
  } catch {
    return null
  }
}

function compress(values: Float64Array | CodeArray): Buffer {
  return zstdCompressSync(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), LEVEL)
}
