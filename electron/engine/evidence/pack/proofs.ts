/** Inclusion proofs of a pack's events: the nodes of each exhibit's tree, made from the leaf hashes that the case keeps. */
import type { Database } from 'better-sqlite3'
import { fail } from '../../../../shared/failure.ts'
import type { Exhibit } from '../../case/index.ts'
import { hexFromBytes, type LevelNodes, ProofNodes } from '../../integrity/index.ts'
import type { Pause } from '../../query/index.ts'
import { leafHashRuns } from '../../store/index.ts'
import { NODE_COLUMNS } from './layout.ts'

/** Numbers of records by exhibit, ascending. */
export type ChosenRecords = ReadonlyMap<number, Float64Array>

export interface ExhibitNodes {
  readonly label: string
  readonly levels: readonly LevelNodes[]
}

/** The nodes, exhibit by exhibit. Fails with `case/damaged` where the leaves do not give the exhibit's root. */
export async function proofNodes(
  db: Database,
  exhibits: ReadonlyMap<number, Exhibit>,
  chosen: ChosenRecords,
  pause: Pause,
): Promise<ExhibitNodes[]> {
  const found: ExhibitNodes[] = []
  for (const [id, exhibit] of exhibits) {
    const nodes = new ProofNodes(chosen.get(id) ?? [], exhibit.recordCount)
    for (const leaves of leafHashRuns(db, id)) {
      nodes.pushAll(leaves)
      const wait = pause.maybe()
      if (wait !== undefined) await wait
    }
    const { root, levels } = nodes.finish()
    if (hexFromBytes(root) !== exhibit.merkleRoot) {
      fail({
        code: 'case/damaged',
        message: `The records of ${exhibit.label} do not give its Merkle root`,
        kept: 'No pack was made.',
        next: 'Run `vouch verify` on the case.',
      })
    }
    found.push({ label: exhibit.label, levels })
  }
  return found
}

/** Lines of the table of nodes, by exhibit, level and index. */
export function* nodeLines(exhibits: readonly ExhibitNodes[]): Generator<string> {
  yield `${NODE_COLUMNS.join(',')}\n`
  for (const { label, levels } of exhibits) {
    for (let level = 0; level < levels.length; level++) {
      const { indices, hashes } = levels[level]
      for (let i = 0; i < indices.length; i++)
        yield `${label},${level},${indices[i]},${hexFromBytes(hashes.subarray(i * 32, i * 32 + 32))}\n`
    }
  }
}
