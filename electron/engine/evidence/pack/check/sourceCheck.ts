/** A pack against the original exports: their hashes, and every record of the pack at its place in them. */
import { createHash, type Hash } from 'node:crypto'
import type { PackExhibit } from '../statement.ts'
import type { Findings } from './findings.ts'
import type { Leaf } from './leaf.ts'

/** Where the records of an exhibit lie: gathered while the leaves are read, some 80 bytes each. */
export class ExhibitPlaces {
  private readonly leaves = new Map<string, Leaf[]>()
  private readonly exhibits: ReadonlyMap<string, PackExhibit>

  constructor(exhibits: ReadonlyMap<string, PackExhibit>) {
    this.exhibits = exhibits
  }

  add(leaf: Leaf): void {
    const known = this.leaves.get(leaf.exhibit)
    if (known === undefined) this.leaves.set(leaf.exhibit, [leaf])
    else known.push(leaf)
  }

  /** Compares a source with the exhibit it should be: by its hash, else by its name. False: it is none of the pack's. */
  async check(
    path: string,
    chunks: AsyncIterable<Uint8Array>,
    findings: Findings,
    signal: AbortSignal,
  ): Promise<boolean> {
    const whole = createHash('sha256')
    const walks = [...this.exhibits.values()].map(
      (exhibit) =>
        new RecordWalk(
          exhibit,
          (this.leaves.get(exhibit.label) ?? []).toSorted((a, b) => a.startByte - b.startByte),
        ),
    )
    for await (const chunk of chunks) {
      signal.throwIfAborted()
      whole.update(chunk)
      for (const walk of walks) walk.take(chunk)
    }
    const found = whole.digest('hex')
    const twin = walks.find(({ exhibit }) => exhibit.sha256 === found)
    const named = twin ?? walks.find(({ exhibit }) => nameOf(exhibit.path) === nameOf(path))
    if (named === undefined) return false
    const { exhibit } = named
    if (twin === undefined) {
      findings.add({
        code: 'verify/source-differs',
        message: `The source is not ${exhibit.label} as it was imported`,
        where: { path, exhibit: exhibit.label },
        facts: { expected: exhibit.sha256, found, differingRecords: named.differing().length },
      })
    }
    for (const leaf of named.differing()) {
      findings.add({
        code: 'verify/source-differs',
        message: `The source does not hold the record of event ${leaf.event} where the pack says it lies`,
        where: { path, exhibit: exhibit.label, startByte: leaf.startByte, endByte: leaf.endByte },
        facts: { event: leaf.event, record: leaf.record },
      })
    }
    return true
  }
}

/** Goes through the bytes of a source once and hashes the stretches where records must lie; they may lie in one another. */
class RecordWalk {
  readonly exhibit: PackExhibit
  private readonly leaves: readonly Leaf[]
  private readonly wrong: Leaf[] = []
  private readonly open: { readonly leaf: Leaf; readonly hash: Hash }[] = []
  private next = 0
  private at = 0

  constructor(exhibit: PackExhibit, leaves: readonly Leaf[]) {
    this.exhibit = exhibit
    this.leaves = leaves
  }

  take(chunk: Uint8Array): void {
    const end = this.at + chunk.length
    while (this.next < this.leaves.length && this.leaves[this.next].startByte < end) {
      this.open.push({ leaf: this.leaves[this.next++], hash: createHash('sha256').update(LEAF_PREFIX) })
    }
    for (let i = 0; i < this.open.length; ) {
      const { leaf, hash } = this.open[i]
      hash.update(
        chunk.subarray(
          Math.max(0, leaf.startByte - this.at),
          Math.max(0, Math.min(chunk.length, leaf.endByte - this.at)),
        ),
      )
      if (leaf.endByte <= end) {
        if (!hash.digest().equals(leaf.hash)) this.wrong.push(leaf)
        this.open.splice(i, 1)
      } else i++
    }
    this.at = end
  }

  /** Those that are not there, the source being through. */
  differing(): readonly Leaf[] {
    return [...this.wrong, ...this.open.map(({ leaf }) => leaf), ...this.leaves.slice(this.next)]
  }
}

/** RFC 9162 §2.1.1. */
const LEAF_PREFIX = Uint8Array.of(0)

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path
}
