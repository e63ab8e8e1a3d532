/** Pages that rows lie on, as told by the tree's interior pages, against what the leaf pages themselves hold. */
import { readFileSync } from 'node:fs'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { LeafPages } from '../../../../../electron/engine/query/leafPages.ts'
import { CaseFolder } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

/** The smallest page that SQLite knows: some thousand rows make a tree of four levels. */
const PAGE_BYTES = 512

/** Rows with gaps between their ids, some of which are deleted again. */
const anyTable = fc.record({
  rows: fc.oneof(fc.nat(40), fc.nat(6_000)),
  steps: fc.array(fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 1e9 })), { minLength: 1, maxLength: 5 }),
  texts: fc.array(fc.nat(300), { minLength: 1, maxLength: 5 }),
  isDeleted: fc.constantFrom(
    () => false,
    (at: number) => at % 3 === 0,
    (at: number) => at > 50 && at < 3_000,
  ),
})

test('the leaf of a row is the page that holds it, at any depth of the tree', () => {
  const depths = new Set<number>()
  fc.assert(
    fc.property(anyTable, (table) => {
      const { bytes, root } = writtenTable(table)
      const leaves = leavesOf(bytes, root)
      const places = rowsOfLeaves(bytes, root, depths)
      for (const [rowid, page] of places) expect(leaves.leafOf(rowid)).toBe(page)
    }),
    { numRuns: 60, examples: [[{ rows: 6_000, steps: [1], texts: [200], isDeleted: () => false }]] },
  )
  expect([...depths].sort()).toEqual([0, 1, 2, 3])
})

test('a row that is not there has the leaf that it would come to, the last one beyond the end', () => {
  const { bytes, root } = writtenTable({ rows: 3_000, steps: [2], texts: [20], isDeleted: () => false })
  const leaves = leavesOf(bytes, root)
  const places = rowsOfLeaves(bytes, root)
  const last = Math.max(...places.keys())
  expect(leaves.leafOf(last + 1_000_000)).toBe(places.get(last))
  expect([...new Set(places.values())]).toContain(leaves.leafOf(3))
})

test('bytes that are no tree, or one that is spoiled, give a page or none, and never a failure', () =>
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 4_000, maxLength: 4_000 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 40 }),
      fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 20 }),
      (garbage, spoiled, rowids) => {
        const { bytes, root } = spoilable
        const damaged = Buffer.from(bytes)
        // In the header and the cells of the root, which all ways begin at, and anywhere.
        for (const [at, value] of spoiled) {
          damaged[(root - 1) * PAGE_BYTES + (at % PAGE_BYTES)] = value
          damaged[at % damaged.length] = value
        }
        for (const leaves of [leavesOf(damaged, root), leavesOf(garbage, 2), leavesOf(garbage, 1_000)]) {
          for (const rowid of rowids) {
            const page = leaves.leafOf(rowid)
            if (page !== null) expect(page).toBeGreaterThan(0)
          }
        }
      },
    ),
    { numRuns: 300 },
  ))

test('an interior page is refused as a whole where its cells do not hold together', () => {
  const { bytes, root } = spoilable
  const start = (root - 1) * PAGE_BYTES
  const refused: readonly ((page: Buffer) => void)[] = [
    (page) => page.writeUInt8(0x02, 0),
    (page) => page.writeUInt16BE(0xffff, 3),
    (page) => page.writeUInt16BE(0, 12),
    (page) => page.writeUInt16BE(PAGE_BYTES - 2, 12),
    (page) => page.writeUInt32BE(0, 8),
    // The first key larger than those that follow, then larger than any that a number holds.
    (page) => page.writeUInt16BE(0xff7f, page.readUInt16BE(12) + 4),
    (page) => page.fill(0xff, page.readUInt16BE(12) + 4),
  ]
  expect(leavesOf(bytes, root).leafOf(1)).not.toBe(null)
  for (const spoil of refused) {
    const damaged = Buffer.from(bytes)
    spoil(damaged.subarray(start, start + PAGE_BYTES))
    expect(leavesOf(damaged, root).leafOf(1)).toBe(null)
  }
})

test('a tree whose pages lead back to themselves ends in no page', () => {
  const page = Buffer.alloc(PAGE_BYTES)
  page.writeUInt8(0x05, 0)
  page.writeUInt32BE(2, 8)
  expect(leavesOf(Buffer.concat([Buffer.alloc(PAGE_BYTES), page]), 2).leafOf(1)).toBe(null)
})

test('interior pages are read once, and leaves but for one never', () => {
  const { bytes, root } = spoilable
  const read: number[] = []
  const leaves = new LeafPages(root, (number) => {
    read.push(number)
    return pageOf(bytes, number)
  })
  const places = rowsOfLeaves(bytes, root)
  for (const rowid of [...places.keys(), ...places.keys()]) leaves.leafOf(rowid)
  expect(read.filter((number) => new Set(places.values()).has(number))).toHaveLength(1)
  expect(new Set(read).size).toBe(read.length)
})

const spoilable = writtenTable({ rows: 4_000, steps: [1], texts: [30], isDeleted: () => false })

interface WrittenTable {
  readonly bytes: Buffer
  readonly root: number
}

function writtenTable(table: typeof anyTable extends fc.Arbitrary<infer T> ? T : never): WrittenTable {
  const path = folder.newPath('table.db')
  const db = new Database(path)
  db.pragma(`page_size = ${PAGE_BYTES}`)
  db.exec('CREATE TABLE other (id INTEGER PRIMARY KEY); CREATE TABLE event (id INTEGER PRIMARY KEY, text TEXT)')
  const insert = db.prepare('INSERT INTO event VALUES (?, ?)')
  const remove = db.prepare('DELETE FROM event WHERE id = ?')
  db.transaction(() => {
    let rowid = 0
    const rowids = Array.from({ length: table.rows }, (_, at) => (rowid += table.steps[at % table.steps.length]))
    for (const [at, id] of rowids.entries()) insert.run(id, 'x'.repeat(table.texts[at % table.texts.length]))
    for (const [at, id] of rowids.entries()) if (table.isDeleted(at)) remove.run(id)
  })()
  const root = db.prepare<[], number>("SELECT rootpage FROM sqlite_schema WHERE name = 'event'").pluck().get() ?? 0
  db.close()
  return { bytes: readFileSync(path), root }
}

function leavesOf(bytes: Uint8Array, root: number): LeafPages {
  return new LeafPages(root, (number) => pageOf(bytes, number))
}

function pageOf(bytes: Uint8Array, number: number): Uint8Array | null {
  const page = bytes.subarray((number - 1) * PAGE_BYTES, number * PAGE_BYTES)
  return page.length === PAGE_BYTES ? page : null
}

/** The page of each row, from all pages of the table, whose leaves are read cell by cell; adds its depth to `depths`. */
function rowsOfLeaves(bytes: Buffer, root: number, depths = new Set<number>()): Map<number, number> {
  const places = new Map<number, number>()
  const visit = (number: number, depth: number): void => {
    const page = bytes.subarray((number - 1) * PAGE_BYTES, number * PAGE_BYTES)
    const cells = page.readUInt16BE(3)
    if (page[0] === 13) {
      depths.add(depth)
      for (let i = 0; i < cells; i++) {
        const [, afterLength] = varintAt(page, page.readUInt16BE(8 + 2 * i))
        places.set(Number(varintAt(page, afterLength)[0]), number)
      }
      return
    }
    for (let i = 0; i < cells; i++) visit(page.readUInt32BE(page.readUInt16BE(12 + 2 * i)), depth + 1)
    visit(page.readUInt32BE(8), depth + 1)
  }
  visit(root, 0)
  return places
}

/** A variable-length integer and where it ends. */
function varintAt(page: Buffer, start: number): [value: bigint, end: number] {
  let value = 0n
  for (let at = start; at < start + 8; at++) {
    value = (value << 7n) | BigInt(page[at] & 0x7f)
    if (page[at] < 0x80) return [value, at + 1]
  }
  return [(value << 8n) | BigInt(page[start + 8]), start + 9]
}
