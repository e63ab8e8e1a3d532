/** A member that no path leads to: bytes in memory, or a stretch of a file that is followed while it grows. */
import { DiskFile } from './diskFile.ts'
import { CHUNK_BYTES, type SourceMember } from './sourceItem.ts'

/** Half-open [startByte, endByte) of a file. */
interface Stretch {
  readonly file: string
  readonly startByte: number
  readonly endByte: number
}

/**
 * The bytes as a member of that path, taken as they are: what looks like an archive is not opened. Of a file that ends
 * before `endByte` only what is there comes.
 */
export function directMember(path: string, bytes: Uint8Array | Stretch, signal: AbortSignal): SourceMember {
  return {
    kind: 'member',
    path,
    sizeBytes: bytes instanceof Uint8Array ? bytes.length : bytes.endByte - bytes.startByte,
    modifiedMs: null,
    containers: [],
    open: () => (bytes instanceof Uint8Array ? portions(bytes) : stretch(bytes, signal)),
  }
}

/** Copies, as they are given away. */
async function* portions(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield new Uint8Array(bytes.subarray(at, at + CHUNK_BYTES))
}

async function* stretch({ file, startByte, endByte }: Stretch, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const disk = await DiskFile.open(file)
  try {
    yield* disk.range(startByte, endByte, signal)
  } finally {
    await disk.close()
  }
}
