/** The nodes of a pack's proofs, read from their table: by exhibit and level, some 40 bytes each. */
import { DIGEST_BYTES } from '../../../integrity/index.ts'
import { NODE_COLUMNS, payloadFiles } from '../layout.ts'
import type { Findings } from './findings.ts'

/** Nodes at most; a pack of a million events from a file of a billion has fewer. */
const MAX_NODES = 2 ** 24

/** Highest level of a tree whose leaves can be counted. */
const MAX_LEVEL = 53

interface Level {
  indices: number[]
  hashes: Buffer
}

export class NodeTable {
  private readonly levels = new Map<string, Level>()
  private count = 0

  /** Takes the lines of the table; those that are none, or not in order, are findings. */
  async read(lines: AsyncIterable<string>, findings: Findings): Promise<void> {
    const path = payloadFiles.nodes
    let line = 0
    for await (const text of lines) {
      line++
      if (line === 1) {
        if (text !== NODE_COLUMNS.join(','))
          findings.add({ code: 'pack/structure', message: `${path} has other columns than it should`, where: { path } })
        continue
      }
      if (++this.count > MAX_NODES || !this.take(text)) {
        findings.add({
          code: 'pack/proof-fails',
          message: `Line ${line} of ${path} is no node in its place`,
          where: { path, line },
        })
        if (this.count > MAX_NODES) return
      }
    }
  }

  /** The hash of a node, 32 bytes; undefined where it is not there. */
  node(exhibit: string, level: number, index: number): Uint8Array | undefined {
    const key = `${exhibit} ${level}`
    const found = this.levels.get(key)
    if (found === undefined) return undefined
    const at = placeOf(found.indices, index)
    if (at < 0) return undefined
    return found.hashes.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES)
  }

  private take(text: string): boolean {
    const found = /^(E\d{3,15}),(\d{1,2}),(\d{1,16}),([0-9a-f]{64})$/.exec(text)
    if (found === null) return false
    const [, exhibit, level, indexText, hash] = found
    const index = Number(indexText)
    if (Number(level) > MAX_LEVEL || !Number.isSafeInteger(index)) return false
    const key = `${exhibit} ${Number(level)}`
    let own = this.levels.get(key)
    if (own === undefined) {
      own = { indices: [], hashes: Buffer.alloc(64 * DIGEST_BYTES) }
      this.levels.set(key, own)
    }
    if (own.indices.length > 0 && own.indices[own.indices.length - 1] >= index) return false
    const at = own.indices.push(index) - 1
    if ((at + 1) * DIGEST_BYTES > own.hashes.length)
      own.hashes = Buffer.concat([own.hashes, Buffer.alloc(own.hashes.length)])
    own.hashes.write(hash, at * DIGEST_BYTES, 'hex')
    return true
  }
}

/** Place of `index` in ascending numbers; -1 where it is not among them. */
function placeOf(indices: readonly number[], index: number): number {
  let low = 0
  let high = indices.length - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = indices[middle]
    if (found === index) return middle
    if (found < index) low = middle + 1
    else high = middle - 1
  }
  return -1
}
