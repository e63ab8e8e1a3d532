import { describe, expect, test } from 'vitest'
import {
  countChanges,
  type DiffNode,
  diffValues,
  flattenChanges,
  foldUnchanged,
  pathText,
} from '../../../../../electron/engine/diff/index.ts'
import type { Json } from '../../../../../shared/failure.ts'

/** `kind path: before -> after`, one line per change. */
function lines(before: Json, after: Json): string[] {
  return flattenChanges(diffValues(before, after)).map((change) => {
    const from = change.beforePath ? ` (from ${pathText(change.beforePath)})` : ''
    const sides = [change.before, change.after].map((side) => (side === undefined ? '' : JSON.stringify(side)))
    return `${change.kind} ${pathText(change.path)}${from}: ${sides.join(' -> ')}`
  })
}

function marked(node: DiffNode, side: 'before' | 'after'): string[] {
  const text = String(node[side])
  return (node.spans?.[side] ?? []).map((span) => text.slice(span.start, span.end))
}

describe('objects', () => {
  test('compare key by key, whatever their order', () => {
    expect(lines({ a: 1, b: 2, c: 3 }, { c: 3, b: 4, d: 5 })).toEqual([
      'removed a: 1 -> ',
      'changed b: 2 -> 4',
      'added d:  -> 5',
    ])
  })
  test('a null is not the same as nothing', () => {
    expect(lines({ a: null }, {})).toEqual(['removed a: null -> '])
    expect(lines({}, { a: null })).toEqual(['added a:  -> null'])
  })
  test('members named like those of a prototype are members', () => {
    const before = JSON.parse('{"__proto__":{"admin":false},"x":1}') as Json
    const after = JSON.parse('{"__proto__":{"admin":true},"x":1,"constructor":1,"toString":2}') as Json
    expect(lines(before, after)).toEqual([
      'changed __proto__.admin: false -> true',
      'added constructor:  -> 1',
      'added toString:  -> 2',
    ])
    expect(lines({}, after)).toHaveLength(4)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })
})

describe('scalars', () => {
  test('"1" and 1 differ, and the types are told', () => {
    expect(diffValues('1', 1)).toEqual({
      path: [],
      kind: 'changed',
      before: '1',
      after: 1,
      typeChange: { before: 'string', after: 'number' },
    })
    expect(diffValues([], {}).typeChange).toEqual({ before: 'array', after: 'object' })
    expect(diffValues(null, 1).typeChange).toBeUndefined()
  })
  test('0 and -0 are the same number', () => {
    expect(diffValues(0, -0).kind).toBe('same')
    expect(diffValues([0, 1], [-0, 1]).kind).toBe('same')
  })
  test('a missing side is added or removed as a whole', () => {
    expect(diffValues(undefined, { a: 1 })).toEqual({ path: [], kind: 'added', after: { a: 1 } })
    expect(diffValues({ a: 1 }, undefined)).toEqual({ path: [], kind: 'removed', before: { a: 1 } })
    expect(flattenChanges(diffValues(undefined, undefined))).toEqual([])
  })
})

describe('words', () => {
  test('of a long text are marked where they differ', () => {
    const node = diffValues('allow all users to read the bucket', 'allow some users to read and write the bucket')
    expect(marked(node, 'before')).toEqual(['all'])
    expect(marked(node, 'after').map((text) => text.trim())).toEqual(['some', 'and write'])
  })
  test('never part a surrogate pair', () => {
    const node = diffValues('status of the deploy: 👍 done', 'status of the deploy: 👎 done')
    expect(marked(node, 'before')).toEqual(['👍'])
    expect(marked(node, 'after')).toEqual(['👎'])
  })
  test('are not marked in short texts and in texts without a word in common', () => {
    expect(diffValues('role admin', 'role viewer').spans).toBeUndefined()
    expect(diffValues('completely different thing', 'nothing_shared_at_all_here').spans).toBeUndefined()
  })
  test('of two large texts are marked within the budget', () => {
    const words = (word: string) => Array.from({ length: 20_000 }, (_, i) => `${word}${i % 7}`).join(' ')
    const node = diffValues(`begin ${words('a')} end`, `begin ${words('b')} end`, { maxMatches: 1000 })
    expect(marked(node, 'after').length).toBe(1)
    expect(node.spans?.before[0].start).toBe('begin '.length)
  })
})

describe('arrays', () => {
  test('of things with an identifier are matched by it', () => {
    const before = [
      { id: 1, role: 'viewer' },
      { id: 2, role: 'editor' },
    ]
    const after = [
      { id: 3, role: 'owner' },
      { id: 1, role: 'admin' },
    ]
    expect(diffValues(before, after).match).toEqual({ by: 'key', keys: ['id'] })
    expect(lines(before, after)).toEqual([
      'added [0]:  -> {"id":3,"role":"owner"}',
      'changed [1].role (from [0].role): "viewer" -> "admin"',
      'removed [1]: {"id":2,"role":"editor"} -> ',
    ])
  })
  test('keys are found whatever their spelling, and two together where one does not do', () => {
    expect(diffValues([{ ARN: 'a', x: 1 }], [{ ARN: 'a', x: 2 }]).match).toEqual({ by: 'key', keys: ['ARN'] })
    const bindings = (last: number): Json => [
      { kind: 'User', name: 'a' },
      { kind: 'Group', name: 'a', last },
    ]
    expect(diffValues(bindings(1), bindings(2)).match).toEqual({ by: 'key', keys: ['kind', 'name'] })
  })
  test('a key that stands twice on a side, or is missing once, is none', () => {
    expect(diffValues([{ id: 1 }, { id: 1, x: 1 }], [{ id: 1 }]).match).toEqual({ by: 'sequence' })
    expect(diffValues([{ id: 1 }, { x: 1 }], [{ id: 1 }]).match).toEqual({ by: 'sequence' })
  })
  test('of several keys the one that matches most counts', () => {
    const before = [
      { id: 'r1', name: 'a' },
      { id: 'r2', name: 'b' },
    ]
    const after = [
      { id: 'r8', name: 'a' },
      { id: 'r9', name: 'b' },
    ]
    expect(diffValues(before, after).match).toEqual({ by: 'key', keys: ['name'] })
  })
  test('the identifiers 1 and "1" are two', () => {
    expect(lines([{ id: 1 }], [{ id: '1' }])).toEqual(['removed [0]: {"id":1} -> ', 'added [0]:  -> {"id":"1"}'])
  })
  test('elements that change places are moved, those they pass are not', () => {
    expect(lines(['a', 'b', 'c', 'd'], ['d', 'a', 'b', 'c'])).toEqual(['moved [0] (from [3]): "d" -> "d"'])
    const thing = (id: string, x = 0) => ({ id, x })
    expect(lines([thing('a'), thing('b'), thing('c')], [thing('c', 1), thing('a'), thing('b')])).toEqual([
      'moved [0] (from [2]):  -> ',
      'changed [0].x (from [2].x): 0 -> 1',
    ])
  })
  test('of plain values are compared as sequences', () => {
    expect(lines(['viewer', 'editor'], ['viewer', 'admin', 'editor'])).toEqual(['added [1]:  -> "admin"'])
    expect(lines(['viewer'], ['admin'])).toEqual(['removed [0]: "viewer" -> ', 'added [0]:  -> "admin"'])
  })
  test('an object without a key that changed is one change, not two', () => {
    expect(lines([{ x: 1, y: 1 }, 5], [{ x: 1, y: 2 }, 5])).toEqual(['changed [0].y: 1 -> 2'])
  })
  test('too much to weigh is compared place by place and says so', () => {
    const before = Array.from({ length: 100 }, (_, i) => i % 2)
    const node = diffValues([9, ...before, 1, 1], [8, ...before, 0, 0, 0], { maxMatches: 10 })
    expect(node.match).toEqual({ by: 'index', why: 'too-large' })
    expect(node.children).toHaveLength(104)
  })
})

describe('limits', () => {
  const nested = (levels: number, end: Json) => {
    let value = end
    for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { a: value }
    return value
  }
  test('10,000 levels: the change is reported where the depth ends, and says so', () => {
    const changes = flattenChanges(diffValues(nested(10_000, 1), nested(10_000, 2)))
    expect(changes).toHaveLength(1)
    expect(changes[0].path).toHaveLength(100)
    let node = diffValues(nested(10_000, 1), nested(10_000, 2))
    while (node.children) node = node.children[0]
    expect(node).toMatchObject({ kind: 'changed', whole: 'depth' })
  })
  test('10,000 equal levels are the same', () => {
    expect(diffValues(nested(10_000, 1), nested(10_000, 1)).kind).toBe('same')
    expect(countChanges(diffValues(nested(10_000, 1), nested(10_000, 1))).same).toBe(1)
  })
  test('more members than nodes: changed as a whole, and says so', () => {
    const wide = (last: number) =>
      Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`k${i}`, i === 999 ? last : i]))
    expect(diffValues(wide(1), wide(2), { maxNodes: 500 })).toMatchObject({ kind: 'changed', whole: 'nodes' })
    expect(diffValues(wide(1), wide(1), { maxNodes: 500 }).kind).toBe('same')
  })
  test('hostile sizes stay within seconds', { timeout: 20_000 }, () => {
    const bits = (seed: number) => Array.from({ length: 30_000 }, (_, i) => ((i * seed) % 17) % 2)
    expect(diffValues(bits(3), bits(5)).kind).toBe('changed')
    const texts = (word: string) => Array.from({ length: 300 }, (_, i) => `${word} `.repeat(2000) + i)
    expect(diffValues(texts('a'), texts('b')).kind).toBe('changed')
    const towers = (end: number) => Array.from({ length: 2000 }, (_, i) => nested(90, i === 1999 ? end : i))
    expect(flattenChanges(diffValues(towers(-1), towers(-2)))).toHaveLength(2)
  })
})

describe('JSON in texts', () => {
  const options = { opensJson: true }
  test('is opened where both are JSON, and the texts stay', () => {
    const node = diffValues({ policy: '{"allow":["a"]}' }, { policy: '{"allow":["a","b"]}' }, options)
    expect(node.children?.[0]).toMatchObject({ opened: true, before: '{"allow":["a"]}', kind: 'changed' })
    expect(flattenChanges(node)).toEqual([{ path: ['policy', 'allow', 1], kind: 'added', after: 'b', inText: true }])
  })
  test('stays text where only blanks differ, where one is none, or where a number would suffer', () => {
    for (const [before, after] of [
      ['{"a":1}', '{ "a": 1 }'],
      ['{"a":1}', '{"a":1'],
      ['{"id":9007199254740993}', '{"id":9007199254740992}'],
      ['[1]', '{}'],
      ['['.repeat(5000) + ']'.repeat(5000), '[]'],
    ]) {
      expect(flattenChanges(diffValues(before, after, options))).toEqual([{ path: [], kind: 'changed', before, after }])
    }
  })
  test('is not opened unless asked for', () => {
    expect(diffValues('[1]', '[2]').opened).toBeUndefined()
  })
})

test('pathText is readable and tells every path from every other', () => {
  expect(pathText(['a', 0, 'b c', 'd.e', '', '0', 'ünï'])).toBe('a[0]["b c"]["d.e"][""]["0"].ünï')
  expect(pathText([])).toBe('')
})

test('folding gathers unchanged neighbours', () => {
  const node = diffValues({ a: 1, b: [1, 2], c: 3, d: 4 }, { a: 1, b: [1, 2], c: 5, d: 4 })
  expect(foldUnchanged(node)).toMatchObject({
    fold: false,
    items: [
      { fold: true, nodes: 2, leaves: 3 },
      { fold: false, node: { kind: 'changed', path: ['c'] } },
      { fold: true, nodes: 1, leaves: 1 },
    ],
  })
  expect(countChanges(node)).toEqual({ same: 4, changed: 1, added: 0, removed: 0, moved: 0 })
  expect(foldUnchanged(diffValues([1, null], [1, null]))).toMatchObject({ fold: true, nodes: 1, leaves: 2 })
})
