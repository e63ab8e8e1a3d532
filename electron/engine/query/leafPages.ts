/**
 * Which page of a case file holds a row of a table: the interior pages of its b-tree, read as SQLite lays them out
 * (sqlite.org/fileformat2.html §1.6). SQLite is not asked, and what it has not written to the file yet (WAL) is not seen, so
 * that a page given here may be the wrong one. It is good for reading ahead and for nothing else.
 */

const INTERIOR_TABLE_PAGE = 0x05
const LEAF_TABLE_PAGE = 0x0d

/** Bytes of an interior page's header; the array of cell pointers follows. */
const HEADER_BYTES = 12

/** A cell at least: four bytes of page number, one of key. */
const MIN_CELL_BYTES = 5

/** Interior pages kept; one of 16 KiB with some 1,600 children takes 20 KB. Beyond that, all are read again. */
const MAX_KEPT = 512

/** SQLite's own bound on the depth of a b-tree (BTCURSOR_MAX_DEPTH). */
const MAX_DEPTH = 20

/** What a leaf is kept as: its rows are none of our business. */
const LEAF = Symbol('leaf')

/** An interior page: child `i` holds rowids up to `keys[i]`, the last child all beyond. */
interface InteriorPage {
  readonly keys: Float64Array
  readonly children: Uint32Array
}

export class LeafPages {
  private readonly root: number
  private readonly page: (number: number) => Uint8Array | null
  /** Pages by number, the one leaf that was read among them; null for one that is neither or not there. */
  private readonly kept = new Map<number, InteriorPage | typeof LEAF | null>()
  /** Interior pages on the way to any leaf, which all lie equally deep; null where the tree cannot be read. */
  private depth: number | null | undefined

  /** `root`: page of the table's root, from 1. `page` gives the bytes of one, or null where there is none. */
  constructor(root: number, page: (number: number) => Uint8Array | null) {
    this.root = root
    this.page = page
  }

  /** Number of the page (from 1) that holds the row of this id, or would; null where the tree does not tell. */
  leafOf(rowid: number): number | null {
    if (this.depth === undefined) this.depth = this.depthAt(rowid)
    if (this.depth === null) return null
    let number = this.root
    for (let level = 0; level < this.depth; level++) {
      const page = this.read(number)
      if (page === null || page === LEAF) return null
      number = childOf(page, rowid)
    }
    return number
  }

  /** Goes down to the leaf of a row. */
  private depthAt(rowid: number): number | null {
    let number = this.root
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      const page = this.read(number)
      if (page === null) return null
      if (page === LEAF) return depth
      number = childOf(page, rowid)
    }
    return null
  }

  private read(number: number): InteriorPage | typeof LEAF | null {
    let read = this.kept.get(number)
    if (read === undefined) {
      const page = this.page(number)
      if (page === null) read = null
      else read = page[0] === LEAF_TABLE_PAGE ? LEAF : interiorPage(page)
      if (this.kept.size >= MAX_KEPT) this.kept.clear()
      this.kept.set(number, read)
    }
    return read
  }
}

function childOf({ keys, children }: InteriorPage, rowid: number): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keys[middle] < rowid) low = middle + 1
    else high = middle
  }
  return children[low]
}

/** Null where the bytes are no interior page of a table, or not one that holds together. */
function interiorPage(page: Uint8Array): InteriorPage | null {
  if (page.length < HEADER_BYTES || page[0] !== INTERIOR_TABLE_PAGE) return null
  const view = new DataView(page.buffer, page.byteOffset, page.length)
  const count = view.getUint16(3)
  const firstCell = HEADER_BYTES + 2 * count
  if (firstCell > page.length) return null
  const keys = new Float64Array(count)
  const children = new Uint32Array(count + 1)
  for (let i = 0; i < count; i++) {
    const cell = view.getUint16(HEADER_BYTES + 2 * i)
    if (cell < firstCell || cell + MIN_CELL_BYTES > page.length) return null
    children[i] = view.getUint32(cell)
    const key = varint(page, cell + 4)
    if (children[i] === 0 || key === null || (i > 0 && key <= keys[i - 1])) return null
    keys[i] = key
  }
  children[count] = view.getUint32(8)
  return children[count] === 0 ? null : { keys, children }
}

/** A variable-length integer (§1.6) that a number holds exactly; null where it ends beyond the page or is larger. */
function varint(bytes: Uint8Array, start: number): number | null {
  let value = 0
  for (let at = start; at < bytes.length; at++) {
    value = value * 128 + (bytes[at] & 0x7f)
    if (value > Number.MAX_SAFE_INTEGER) return null
    if (bytes[at] < 0x80) return value
  }
  return null
}
