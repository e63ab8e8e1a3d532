import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../../../../electron/engine/base/index.ts'
import {
  countChanges,
  type DiffKind,
  type DiffNode,
  type DiffOptions,
  diffValues,
  flattenChanges,
  foldUnchanged,
  unchangedFields,
} from '../../../../../electron/engine/diff/index.ts'
import { leafCount } from '../../../../../electron/engine/diff/json.ts'
import type { Json } from '../../../../../shared/failure.ts'
import { anyJson, applied, similarPair } from './arbitraries.ts'

const mirroredKind: { readonly [kind in DiffKind]: DiffKind } = {
  same: 'same',
  added: 'removed',
  removed: 'added',
  changed: 'changed',
  moved: 'moved',
}

function mirrored(node: DiffNode): DiffNode {
  const { path, beforePath, before, after, children, spans, typeChange, kind, ...rest } = node
  return {
    ...rest,
    kind: mirroredKind[kind],
    path: beforePath ?? path,
    ...(beforePath && { beforePath: path }),
    ...(after !== undefined && { before: after }),
    ...(before !== undefined && { after: before }),
    ...(children && { children: children.map(mirrored) }),
    ...(spans && { spans: { before: spans.after, after: spans.before } }),
    ...(typeChange && { typeChange: { before: typeChange.after, after: typeChange.before } }),
  }
}

/** As text, children in an order of their content. */
function settled(node: DiffNode): string {
  const { children, ...rest } = node
  return canonicalJson(rest as unknown as Json) + (children ? `[${children.map(settled).sort().join()}]` : '')
}

const variants: readonly (readonly [string, Partial<DiffOptions>])[] = [
  ['default options', {}],
  ['few nodes', { maxNodes: 6 }],
  ['little depth', { maxDepth: 2 }],
  ['no matching of sequences', { maxMatches: 0 }],
]

describe.each(variants)('with %s', (_name, options) => {
  test('the flat changes lead from before to after', () =>
    fc.assert(
      fc.property(similarPair, ([before, after]) => {
        const changes = flattenChanges(diffValues(before, after, options))
        expect(canonicalJson(applied(before, changes))).toBe(canonicalJson(after))
      }),
      { numRuns: 1000 },
    ))

  test('a value is the same as itself, whatever the order of keys', () =>
    fc.assert(
      fc.property(anyJson, (value) => {
        const other = JSON.parse(canonicalJson(value)) as Json
        expect(diffValues(value, other, options)).toEqual({ path: [], kind: 'same', before: value, after: other })
      }),
    ))

  test('same is said of equal values only', () =>
    fc.assert(
      fc.property(similarPair, ([before, after]) => {
        const isSame = diffValues(before, after, options).kind === 'same'
        expect(isSame).toBe(canonicalJson(before) === canonicalJson(after))
      }),
      { numRuns: 500 },
    ))
})

test.each([variants[0], variants[2], variants[3]])(
  'with %s the mirrored comparison is the comparison mirrored',
  (_name, options) =>
    fc.assert(
      fc.property(similarPair, ([before, after]) => {
        const there = diffValues(before, after, options)
        const back = diffValues(after, before, options)
        expect(settled(mirrored(back))).toBe(settled(there))
      }),
      { numRuns: 2000 },
    ),
)

test('the mirror law holds for opened texts too', () =>
  fc.assert(
    fc.property(similarPair, similarPair, ([a, b], [c, d]) => {
      const before = [{ id: 1, text: JSON.stringify(a) }, JSON.stringify(c)]
      const after = [{ id: 1, text: JSON.stringify(b) }, JSON.stringify(d)]
      const options = { opensJson: true }
      expect(settled(mirrored(diffValues(after, before, options)))).toBe(settled(diffValues(before, after, options)))
    }),
  ))

test('counts say the same as the list, and folding loses nothing', () =>
  fc.assert(
    fc.property(similarPair, ([before, after]) => {
      const node = diffValues(before, after)
      const counts = countChanges(node)
      expect(counts.changed).toBe(flattenChanges(node).filter((change) => change.kind === 'changed').length)
      let folded = 0
      const visit = (item: ReturnType<typeof foldUnchanged>): number => {
        if (item.fold) {
          folded += item.leaves
          expect(item.of.every((same) => same.kind === 'same')).toBe(true)
          return item.nodes
        }
        if (item.items)
          expect(item.items.reduce((sum, child) => sum + visit(child), 0)).toBe(item.node.children?.length)
        return 1
      }
      visit(foldUnchanged(node))
      expect(folded).toBe(counts.same)
    }),
  ))

test('unchanged fields are all that is the same, once each, and stop at their limit', () =>
  fc.assert(
    fc.property(similarPair, fc.nat(5), ([before, after], limit) => {
      const node = diffValues(before, after)
      const all = unchangedFields(node, Number.POSITIVE_INFINITY)
      const leaves = all.reduce((sum, { value }) => sum + leafCount(value), 0)
      expect(leaves).toBe(countChanges(node).same)
      expect(new Set(all.map(({ path }) => JSON.stringify(path))).size).toBe(all.length)
      expect(unchangedFields(node, limit)).toEqual(all.slice(0, limit))
    }),
  ))

test('a result is plain data', () =>
  fc.assert(
    fc.property(similarPair, ([before, after]) => {
      const node = diffValues(before, after)
      expect(JSON.parse(JSON.stringify(node))).toEqual(structuredClone(node))
    }),
  ))
