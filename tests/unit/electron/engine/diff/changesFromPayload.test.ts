import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type ChangeRule,
  changesFromPayload,
  flattenChanges,
  pathText,
} from '../../../../../electron/engine/diff/index.ts'
import { FailureError, type Json } from '../../../../../shared/failure.ts'
import { anyJson } from './arbitraries.ts'

/** What is found first: where, by what, and the changes as `path: before -> after`. */
function found(payload: Json, rules?: readonly ChangeRule[]) {
  const changes = changesFromPayload(payload, rules)
  if (changes === null) return null
  const lines = flattenChanges(changes.diff).map((change) => {
    const sides = [change.before, change.after].map((side) => (side === undefined ? '' : JSON.stringify(side)))
    return `${pathText(change.path)}: ${sides.join(' -> ')}`
  })
  const by = 'rule' in changes.by ? `rule ${changes.by.rule}` : changes.by.shape
  return [changes.kind, by, pathText(changes.path), ...lines]
}

describe('pairs', () => {
  const before = { role: 'viewer', x: 1 }
  const after = { role: 'admin', x: 1 }
  test.each([
    ['before', 'after'],
    ['old', 'new'],
    ['oldValue', 'newValue'],
    ['previous', 'current'],
    ['old_values', 'new_values'],
    ['OldValue', 'NewValue'],
    ['before_state', 'after_state'],
    ['stateBefore', 'stateAfter'],
    ['previousValue', 'newValue'],
  ])('%s and %s', (a, b) => {
    const expected = ['updated', 'pair', 'metadata.deep', 'role: "viewer" -> "admin"']
    expect(found({ id: 1, metadata: { deep: { [a]: before, [b]: after } } })).toEqual(expected)
  })
  test('at the top, of single values', () => {
    expect(found({ old: 'a', new: 'b' })).toEqual(['updated', 'pair', '', ': "a" -> "b"'])
    expect(found({ old_value: 1, new_value: '1' })).toEqual(['updated', 'pair', '', ': 1 -> "1"'])
  })
  test('from and to under a key that says change', () => {
    expect(found({ changes: { from: { a: 1 }, to: { a: 2 } } })).toEqual(['updated', 'pair', 'changes', 'a: 1 -> 2'])
    expect(found({ details: { status_change: { from: 'open', to: 'closed' } } })).toEqual([
      'updated',
      'pair',
      'details.status_change',
      ': "open" -> "closed"',
    ])
  })
  test('in JSON that stands as text, at every level', () => {
    const text = JSON.stringify({ before: JSON.stringify(before), after: JSON.stringify(after) })
    const changes = changesFromPayload({ data: text })
    expect(changes).toMatchObject({ path: ['data'], opened: true, before, after })
  })
  test('a text that holds JSON inside a state is compared inside', () => {
    expect(found({ before: { policy: '{"allow":[1]}' }, after: { policy: '{"allow":[1,2]}' } })).toEqual([
      'updated',
      'pair',
      '',
      'policy.allow[1]:  -> 2',
    ])
  })
  test('four levels down, not five', () => {
    expect(found({ a: { b: { c: { d: { old: 1, new: 2 } } } } })).not.toBeNull()
    expect(found({ a: { b: { c: { d: { e: { old: { x: 1 }, new: { x: 2 } } } } } } })).toBeNull()
  })
  test('states are preferred to their texts', () => {
    const payload = { oldValue: '', newValue: '', oldValueJson: { ttl: 1 }, newValueJson: { ttl: 300 } }
    expect(found(payload)).toEqual(['updated', 'pair', '', 'ttl: 1 -> 300'])
  })
})

describe('one side only', () => {
  test.each([
    [{ after: { a: 1 } }],
    [{ before: null, after: { a: 1 } }],
    [{ before: {}, after: { a: 1 } }],
    [{ old_values: [], new_values: { a: 1 } }],
    [{ old_value: '', new_value: '{"a":1}' }],
  ] as [Json][])('created: %j', (payload) => {
    expect(found(payload)).toEqual(['created', 'pair', '', 'a:  -> 1'])
    expect(changesFromPayload(payload)?.before).toBeUndefined()
  })
  test('deleted', () => {
    expect(found({ data: { before: { a: [1] }, after: null } })).toEqual(['deleted', 'pair', 'data', 'a: [1] -> '])
  })
  test('a single value where there was none', () => {
    expect(found({ details: { new_value: 'example.com' } })).toEqual([
      'created',
      'pair',
      'details',
      ':  -> "example.com"',
    ])
    expect(found({ old: null, new: 'x' })).toEqual(['updated', 'pair', '', ': null -> "x"'])
  })
})

describe('pairs of fields', () => {
  test('every spelling', () => {
    const payload = {
      old_role: 'viewer',
      new_role: 'admin',
      nameBefore: 'a',
      nameAfter: 'b',
      previousOwner: 'x@example.com',
      owner: 'y@example.com',
      OldScope: ['read'],
      NewScope: ['read', 'write'],
      id: 7,
    }
    expect(found(payload)).toEqual([
      'updated',
      'fields',
      '',
      'role: "viewer" -> "admin"',
      'name: "a" -> "b"',
      'owner: "x@example.com" -> "y@example.com"',
      'Scope[1]:  -> "write"',
    ])
  })
  test('a pair that did not change is no change', () => {
    expect(found({ old_role: 'a', new_role: 'a' })).toBeNull()
    expect(found({ before: { a: 1 }, after: { a: 1 } })).toBeNull()
  })
})

describe('lists', () => {
  test('ModifiedProperties, values being JSON in texts', () => {
    const payload = {
      Operation: 'Update group.',
      ModifiedProperties: [
        { Name: 'Members', OldValue: '["a"]', NewValue: '["a","b"]' },
        { Name: 'DisplayName', OldValue: '"Old name"', NewValue: '"New name"' },
        { Name: 'Role', OldValue: '', NewValue: 'Reader' },
      ],
    }
    expect(found(payload)).toEqual([
      'updated',
      'list',
      'ModifiedProperties',
      'Members[1]:  -> "b"',
      'DisplayName: "Old name" -> "New name"',
      'Role: "" -> "Reader"',
    ])
    expect(changesFromPayload(payload)?.opened).toBe(true)
  })
  test('in several targets: all of them', () => {
    const target = (id: string) => ({
      id,
      modifiedProperties: [{ displayName: 'Enabled', oldValue: '"false"', newValue: '"true"' }],
    })
    const changes = changesFromPayload({
      targetResources: [target('a'), { id: 'n', modifiedProperties: [] }, target('b')],
    })
    expect(changes?.path).toEqual(['targetResources', 0, 'modifiedProperties'])
    expect(changes?.more.map((more) => pathText(more.path))).toEqual(['targetResources[2].modifiedProperties'])
  })
  test.each([
    ['field', 'old', 'new'],
    ['key', 'before', 'after'],
    ['property', 'from', 'to'],
    ['fieldName', 'changedFrom', 'changedTo'],
    ['field', 'fromString', 'toString'],
    ['attribute', 'previousValue', 'newValue'],
  ])('of %s, %s, %s', (name, a, b) => {
    const payload = { items: [{ [name]: 'title', [a]: 'x', [b]: 'y' }] }
    expect(found(payload)).toEqual(['updated', 'list', 'items', 'title: "x" -> "y"'])
  })
  test('an entry alone', () => {
    expect(found({ data: { attribute: 'role', from: 'a', to: 'b' } })).toEqual([
      'updated',
      'entry',
      'data',
      'role: "a" -> "b"',
    ])
  })
  test('names that come again keep their values, names of a prototype are names', () => {
    const entry = (name: string, to: number) => ({ name, oldValue: 0, newValue: to })
    expect(found({ changes: [entry('x', 1), entry('x', 2), entry('__proto__', 3)] })).toEqual([
      'updated',
      'list',
      'changes',
      'x: 0 -> 1',
      '["x #2"]: 0 -> 2',
      '__proto__: 0 -> 3',
    ])
  })
  test('elements that are no entries are counted', () => {
    const payload: Json = { changes: [{ field: 'a', old: 1, new: 2 }, { note: 'x' }] }
    expect(changesFromPayload(payload)?.skipped).toBe(1)
  })
  test('parameters named old_value and new_value', () => {
    const payload: Json = {
      events: [
        {
          parameters: [
            { name: 'doc_id', value: '1' },
            { name: 'old_value', value: 'reader' },
            { name: 'new_value', multiValue: ['owner'] },
          ],
        },
      ],
    }
    expect(found(payload)).toEqual(['updated', 'parameters', 'events[0].parameters', ': "reader" -> ["owner"]'])
  })
})

describe('maps', () => {
  test.each([
    [{ changes: { role: ['a', 'b'], name: ['x', 'y'] } }, 'changes'],
    [{ audited_changes: { role: { old: 'a', new: 'b' }, name: { from: 'x', to: 'y' } } }, 'audited_changes'],
    [
      { payload: { diff: { role: { before: 'a', after: 'b' }, name: { oldValue: 'x', newValue: 'y' } } } },
      'payload.diff',
    ],
    [{ details: { role: { old: 'a', new: 'b' }, name: { old: 'x', new: 'y' }, id: 1 } }, 'details'],
  ] as [Json, string][])('%j', (payload, path) => {
    expect(found(payload)).toEqual(['updated', 'map', path, 'role: "a" -> "b"', 'name: "x" -> "y"'])
  })
  test('one field with single values keeps its name, one with whole states is the pair itself', () => {
    expect(found({ role: { old: 'a', new: 'b' } })).toEqual(['updated', 'map', '', 'role: "a" -> "b"'])
    expect(found({ user: { old: { a: 1 }, new: { a: 2 } } })).toEqual(['updated', 'pair', 'user', 'a: 1 -> 2'])
    expect(found({ changes: { before: { a: 1 }, after: { a: 2 } } })).toEqual([
      'updated',
      'pair',
      'changes',
      'a: 1 -> 2',
    ])
  })
})

describe('what is no change', () => {
  test.each([
    ['a mail', { from: 'a@example.com', to: 'b@example.com', subject: 'x' }],
    ['a mail of objects', { data: { from: { email: 'a@example.com' }, to: [{ email: 'b@example.com' }] } }],
    ['a mail beside changes', { from: 'a@example.com', to: 'b@example.com', changes: {} }],
    ['a transfer', { from_address: '192.0.2.1', to_address: '192.0.2.2' }],
    ['ports', { rules: [{ name: 'http', from: 80, to: 81 }] }],
    ['a cursor', { after: 'b2Zmc2V0', limit: 10 }],
    ['cursors', { pagination: { before: 'abc', after: 'def' } }],
    ['cursors beside a limit', { before: 'abc', after: 'def', limit: 20 }],
    ['a date filter', { query: { before: '2026-01-01', after: '2025-01-01' } }],
    ['dates', { before: '2026-01-01T00:00:00Z', after: '2025-01-01T00:00:00Z' }],
    ['created_after', { created_before: 'x', created_after: 'y' }],
    ['a certificate', { notBefore: '2026-01-01', notAfter: '2027-01-01' }],
    ['pages', { previous: 1, current: 2, next: 3 }],
    ['page links', { previousPage: 'a', currentPage: 'b' }],
    ['a hash chain', { previousHash: 'aa', hash: 'bb', prev_entry: 1, entry: 2 }],
    ['a parent id', { previousId: 1, id: 2 }],
    ['a request with arrays of two', { updates: { tags: ['a', 'b'] } }],
    ['a list of two deltas', { policyDelta: { bindingDeltas: [{ action: 'ADD' }, { action: 'REMOVE' }] } }],
    ['who changed it', { changed_by: { from: 'a', to: 'b' } }],
    ['an upload', { originalName: 'a.txt', name: 'b.txt' }],
    ['a new thing alone', { new: true, isNew: 'x', new_role: 'admin' }],
    ['nothing on both sides', { oldValue: '', newValue: null }],
    ['a scalar', 'x'],
    ['null', null],
    ['an empty list', []],
  ] as [string, Json][])('%s', (_name, payload) => {
    expect(found(payload)).toBeNull()
    expect(found({ metadata: payload })).toBeNull()
  })
})

describe('rules of a profile', () => {
  const payload: Json = {
    protoPayload: { request: '{"policy":{"bindings":[1]}}', response: { policy: { bindings: [1, 2] } } },
    delta: [{ what: { label: 'role' }, was: 'a', is: 'b' }],
    fields: { role: ['a', 'b'], name: { was: 1 } },
    old: 1,
    new: 2,
  }
  test('come first, in their order; the first that finds something wins', () => {
    const rules: ChangeRule[] = [
      { before: 'nowhere.a', after: 'nowhere.b' },
      { list: 'delta', name: 'what.label', before: 'was', after: 'is' },
      { before: 'old', after: 'new' },
    ]
    expect(found(payload, rules)).toEqual(['updated', 'rule 1', 'delta', 'role: "a" -> "b"'])
  })
  test('reach into texts that hold JSON', () => {
    const rule = { before: 'protoPayload.request.policy', after: 'protoPayload.response.policy' }
    expect(found(payload, [rule])).toEqual(['updated', 'rule 0', 'protoPayload', 'bindings[1]:  -> 2'])
  })
  test('map', () => {
    expect(found(payload, [{ map: 'fields' }])).toEqual(['updated', 'rule 0', 'fields', 'role: "a" -> "b"'])
    expect(changesFromPayload(payload, [{ map: 'fields' }])?.skipped).toBe(1)
  })
  test('every element, one by index, one by a value, a quoted key', () => {
    const targets: Json = {
      t: [
        { type: 'App', 'odd.key': [{ n: 'a', o: 1, w: 2 }] },
        { type: 'User', 'odd.key': [{ n: 'b', o: 1, w: 2 }] },
      ],
    }
    const at = (list: string) => changesFromPayload(targets, [{ list, name: 'n', before: 'o', after: 'w' }])
    expect(at('t[*]["odd.key"]')?.path).toEqual(['t', 0, 'odd.key'])
    expect(at('t[*]["odd.key"]')?.more.map((more) => more.path)).toEqual([['t', 1, 'odd.key']])
    expect(at('t[1]["odd.key"]')?.path).toEqual(['t', 1, 'odd.key'])
    expect(at('t[type=User]["odd.key"]')?.path).toEqual(['t', 1, 'odd.key'])
  })
  test('one side only', () => {
    expect(found(payload, [{ before: 'nowhere', after: 'protoPayload.response' }])?.[0]).toBe('created')
    expect(found(payload, [{ before: 'protoPayload.response', after: 'nowhere' }])?.[0]).toBe('deleted')
  })
  test('what rules do not find the shapes may', () => {
    expect(found(payload, [{ map: 'nowhere' }])).toEqual(['updated', 'pair', '', ': 1 -> 2'])
  })
  test('members of a prototype are no members', () => {
    expect(found({ a: {} }, [{ before: 'a.constructor', after: 'a.__proto__' }])).toBeNull()
  })
  test('a path that cannot be read is named', () => {
    for (const map of ['a..b', 'a[', 'a[b]', '.a', 'a]']) {
      expect(() => changesFromPayload({}, [{ map }])).toThrow(FailureError)
    }
  })
})

describe('hostile payloads', () => {
  test('nothing that is JSON throws, and the result is plain data', () =>
    fc.assert(
      fc.property(anyJson, fc.array(anyJson, { maxLength: 3 }), (a, more) => {
        const payload = { changes: a, data: JSON.stringify(more), before: a, after: more }
        const frozen = JSON.stringify(payload)
        const changes = changesFromPayload(payload)
        expect(JSON.stringify(payload)).toBe(frozen)
        expect(JSON.parse(JSON.stringify(changes))).toEqual(structuredClone(changes))
      }),
    ))
  test('10,000 levels, many members and texts in texts stay within seconds', { timeout: 20_000 }, () => {
    let deep: Json = { old: 1, new: 2 }
    for (let i = 0; i < 10_000; i++) deep = [deep]
    expect(found(deep)).toBeNull()
    expect(found([[[{ old: 1, new: 2 }]]])).not.toBeNull()
    expect(found({ a: '['.repeat(100_000) })).toBeNull()
    const wide = Object.fromEntries(Array.from({ length: 400_000 }, (_, i) => [`key_${i}_before`, i]))
    expect(found(wide)).toBeNull()
    let text = '{"old":1,"new":2}'
    for (let i = 0; i < 12; i++) text = JSON.stringify({ a: text })
    expect(found({ text })).toBeNull()
  })
  test('keys with anything in them', () => {
    for (const key of [
      'old_',
      '_new',
      'old',
      'New',
      '__old__x',
      'old\u0000new',
      '\ud800old',
      'constructor',
      'old'.repeat(100),
    ]) {
      expect(() => found({ [key]: { a: 1 }, [`${key}2`]: 1 })).not.toThrow()
    }
  })
})
