/** Changes of many events, over the bounds of chunks, agree with sets; the events themselves need not be there for that. */
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import {
  AnnotationIndex,
  changeAnnotations,
  undoBatch,
  verifyAnnotations,
} from '../../../../../electron/engine/annotate/index.ts'
import { type CaseFile, createCase, custodyEntries } from '../../../../../electron/engine/case/index.ts'
import { type Rows, rowSetOf, rowsOfList } from '../../../../../electron/engine/store/index.ts'
import type { AnnotationChange } from '../../../../../shared/api/index.ts'
import { CaseFolder } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

/** A little more than two chunks. */
const SIZE = 140_000

const bound = fc.oneof(fc.integer({ min: 0, max: SIZE }), fc.constantFrom(0, 65_535, 65_536, 65_537, 131_072, SIZE))
const rows: fc.Arbitrary<Rows> = fc.oneof(
  fc.tuple(bound, bound).map(([a, b]): Rows => ({ start: Math.min(a, b), end: Math.max(a, b) })),
  fc
    .tuple(fc.integer({ min: 1, max: 700 }), bound)
    .map(([step, start]) =>
      rowsOfList(Uint32Array.from({ length: Math.ceil((SIZE - start) / step) }, (_, i) => start + i * step)),
    ),
)
const change: fc.Arbitrary<AnnotationChange> = fc.oneof(
  fc.record({ kind: fc.constant('tag' as const), tag: fc.constantFrom('a'), on: fc.boolean() }),
  fc.record({ kind: fc.constant('bookmark' as const), on: fc.boolean() }),
)

const asked = { query: null, facts: {} }

async function within<T>({ db }: CaseFile, work: () => Promise<T>): Promise<T> {
  db.exec('BEGIN IMMEDIATE')
  const result = await work()
  db.exec('COMMIT')
  return result
}

function make(file: CaseFile, of: Rows, what: AnnotationChange, told: number[] = []) {
  const { signal } = new AbortController()
  return within(file, () => changeAnnotations(file.db, of, what, asked, signal, (done) => told.push(done)))
}

const undo = (file: CaseFile, batch: number) =>
  within(file, () => undoBatch(file.db, batch, new AbortController().signal, () => undefined))

const found = (index: AnnotationIndex, field: string): number[] => [...rowSetOf(index.matching(field, () => true))]
const ascending = (set: ReadonlySet<number>): number[] => [...set].sort((a, b) => a - b)

test('bookmarks and tags, put on and taken away, and the last change undone', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(rows, change), { minLength: 2, maxLength: 4 }),
      fc.constantFrom('tag', 'bookmark'),
      async (steps, last) => {
        const file = createCase(folder.newPath('wide.vouch'), 'test')
        const index = new AnnotationIndex(file.db)
        const model = { tag: new Set<number>(), bookmark: new Set<number>() }
        await make(file, { start: 0, end: 0 }, { kind: 'tag', tag: 'a', on: true })
        for (const [of, what] of steps) {
          if (what.kind === 'note') continue
          const set = model[what.kind]
          const told: number[] = []
          const before = set.size
          const { changed } = await make(file, of, what, told)
          for (const row of rowSetOf(of)) what.on ? set.add(row) : set.delete(row)
          expect(changed).toBe(Math.abs(set.size - before))
          expect(told.at(-1) ?? 0).toBe(rowSetOf(of).length)
        }
        const kept = ascending(model[last as 'tag' | 'bookmark'])
        const what: AnnotationChange =
          last === 'tag' ? { kind: 'tag', tag: 'a', on: false } : { kind: 'bookmark', on: false }
        const { batch, changed } = await make(file, { start: 100, end: SIZE - 100 }, what)
        expect(await undo(file, batch)).toEqual({ changed })
        expect(found(index, last)).toEqual(kept)
        expect(found(index, 'tag')).toEqual(ascending(model.tag))
        expect(found(index, 'bookmark')).toEqual(ascending(model.bookmark))
        expect(verifyAnnotations(file.db, custodyEntries(file.db))).toEqual([])
        file.close()
      },
    ),
    { numRuns: 10 },
  )
})

test('notes on more events than a chunk has', async () => {
  const file = createCase(folder.newPath('notes.vouch'), 'test')
  const index = new AnnotationIndex(file.db)
  await make(file, { start: 5, end: 8 }, { kind: 'note', text: 'first' })
  const wide = await make(file, { start: 10, end: 70_010 }, { kind: 'note', text: 'second' })
  await make(file, { start: 70_000, end: 140_000 }, { kind: 'note', text: 'third' })
  expect(rowSetOf(index.matching('note', (text) => text === 'second'))).toHaveLength(70_000)
  expect(verifyAnnotations(file.db, custodyEntries(file.db))).toEqual([])
  expect(await undo(file, wide.batch)).toEqual({ changed: 70_000 })
  expect(found(index, 'note').length).toBe(3 + 70_000)
  expect(rowSetOf(index.matching('note', (text) => text === 'second'))).toHaveLength(0)
  expect(index.cellReader('note')(70_005)).toBe('third')
  expect(verifyAnnotations(file.db, custodyEntries(file.db))).toEqual([])
  file.close()
})
