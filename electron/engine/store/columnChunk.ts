/** Column chunks: the codes of 65,536 consecutive events of one field, packed as narrow as they fit and compressed. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Events per chunk. Event id `n` stands in chunk `(n - 1) >> 16` at `(n - 1) & 65535`. */
export const CHUNK_EVENTS = 65_536

export type CodeArray = Uint8Array | Uint16Array | Uint32Array
/** Bytes per value; 8 is a float64 of microseconds with NaN for none. */
export type ChunkWidth = 1 | 2 | 4 | 8

const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

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

/** Codes of a chunk, as stored. Requires width 1, 2 or 4. */
export function decodeCodes(data: Uint8Array, width: ChunkWidth): CodeArray {
  const raw = zstdDecompressSync(data)
  if (width === 1) return raw
  const copy = raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength)
  return width === 2 ? new Uint16Array(copy) : new Uint32Array(copy)
}

/** Times of a chunk in microseconds, NaN for none. */
export function decodeTimes(data: Uint8Array): Float64Array {
  const raw = zstdDecompressSync(data)
  return new Float64Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + raw.byteLength))
}

function compress(values: Float64Array | CodeArray): Buffer {
  return zstdCompressSync(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), LEVEL)
}
