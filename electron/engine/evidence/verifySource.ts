/** Compares exhibits with their source files, byte for byte. */
import { createHash } from 'node:crypto'
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import { type Exhibit, exhibits } from '../case/index.ts'
import { VerbatimReader } from '../store/index.ts'

/**
 * Compares one source stream with the exhibit it should be: by hash first; where no exhibit has it, by path, so that
 * the first differing byte can be named. Null: it is the exhibit.
 */
export async function verifySource(
  db: Database,
  path: string,
  chunks: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Failure | null> {
  const all = exhibits(db)
  const candidates = all.filter((exhibit) => sameName(exhibit.path, path))
  const verbatim = new VerbatimReader(db)
  const twin = candidates[0]
  const hash = createHash('sha256')
  let at = 0
  let differsAt: number | null = null
  for await (const chunk of chunks) {
    signal.throwIfAborted()
    hash.update(chunk)
    if (twin !== undefined && differsAt === null) differsAt = firstDifference(verbatim, twin, at, chunk)
    at += chunk.length
  }
  const sha256 = hash.digest('hex')
  if (all.some((exhibit) => exhibit.sha256 === sha256)) return null
  if (twin === undefined) {
    return {
      code: 'verify/source-differs',
      message: 'No exhibit of this case has these bytes',
      where: { path },
      facts: { found: sha256 },
    }
  }
  const startByte = differsAt ?? Math.min(at, twin.sizeBytes)
  return {
    code: 'verify/source-differs',
    message: `The source differs from ${twin.label} from byte ${startByte} on`,
    where: { path, exhibit: twin.label, startByte },
    kept: `${twin.label} in the case is as it was imported.`,
    facts: { expected: twin.sha256, found: sha256, expectedBytes: twin.sizeBytes, foundBytes: at },
  }
}

function firstDifference(verbatim: VerbatimReader, exhibit: Exhibit, at: number, chunk: Uint8Array): number | null {
  const end = Math.min(at + chunk.length, exhibit.sizeBytes)
  const held = end > at ? verbatim.bytes(exhibit.id, at, end) : Buffer.alloc(0)
  if (held.equals(chunk)) return null
  for (let i = 0; i < held.length; i++) if (held[i] !== chunk[i]) return at + i
  return at + held.length
}

/** Whether two display paths end in the same file name. */
function sameName(a: string, b: string): boolean {
  return a === b || a.split(/[/\\]/).at(-1) === b.split(/[/\\]/).at(-1)
}
