import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Payload } from '../../../../../../electron/engine/ingest/profiles/event.ts'
import { looseLookup } from '../../../../../../electron/engine/ingest/profiles/looseKeys.ts'
import { getterFromPath, parsePath, pathFromKeys } from '../../../../../../electron/engine/ingest/profiles/path.ts'

function valueAt(payload: Payload, path: string): unknown {
  const segments = parsePath(path)
  if (segments === null) throw new Error(`not a path: ${path}`)
  return getterFromPath(segments)(payload)
}

const hostile = JSON.parse('{"__proto__":{"polluted":"yes"},"constructor":"mine","a":{"__proto__":"inner"}}') as Payload

describe('paths', () => {
  test.each([
    ['a', { a: 1 }, 1],
    ['a.b', { a: { b: 'x' } }, 'x'],
    ['a.b.c.d', { a: { b: { c: { d: true } } } }, true],
    ['a[0].b', { a: [{ b: 1 }, { b: 2 }] }, 1],
    ['a[1].b', { a: [{ b: 1 }, { b: 2 }] }, 2],
    ['a[*].b', { a: [{}, { b: null }, { b: 2 }] }, 2],
    [
      'a[type=user].id',
      {
        a: [
          { type: 'App', id: 1 },
          { type: 'User', id: 2 },
        ],
      },
      2,
    ],
    ['a["x.y"].b', { a: { 'x.y': { b: 3 } } }, 3],
    ['["x.y"]', { 'x.y': 4 }, 4],
  ] as const)('%s leads to its value', (path, payload, expected) => {
    expect(valueAt(payload as unknown as Payload, path)).toBe(expected)
  })

  test('a single object where a list is expected counts as a list of one', () => {
    expect(valueAt({ a: { b: 1 } }, 'a[0].b')).toBe(1)
    expect(valueAt({ a: { b: 1 } }, 'a[*].b')).toBe(1)
  })

  test('a path of keys finds the flat key of a flattened record', () => {
    expect(valueAt({ 'a.b': 1 }, 'a.b')).toBe(1)
    expect(valueAt({ 'a.b.c.d': 1 }, 'a.b.c.d')).toBe(1)
    expect(valueAt({ 'a.b': 1, a: { b: 2 } }, 'a.b')).toBe(2)
  })

  test.each(['', '.', 'a.', '.a', 'a..b', 'a[', 'a["x]', 'a[x]', 'a.b.'])('%j is not a path', (text) => {
    expect(parsePath(text)).toBeNull()
  })

  test('own keys that a prototype knows are data, and a prototype is never walked', () => {
    expect(valueAt(hostile, '__proto__.polluted')).toBe('yes')
    expect(valueAt(hostile, 'constructor')).toBe('mine')
    expect(valueAt({ a: {} }, 'a.__proto__')).toBeUndefined()
    expect(valueAt({ a: {} }, 'a.constructor.name')).toBeUndefined()
    expect(valueAt({}, 'toString')).toBeUndefined()
    expect(valueAt({ a: [1, 2] }, 'a.length')).toBeUndefined()
    expect(valueAt({ a: 'text' }, 'a.length')).toBeUndefined()
  })

  test('pathFromKeys leads back to the value, whatever the keys contain', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 5 }), (keys) => {
        const payload = keys.reduceRight<unknown>(
          (inner, key) => Object.defineProperty({}, key, { value: inner, enumerable: true }),
          'leaf',
        )
        expect(valueAt(payload as Payload, pathFromKeys(keys))).toBe('leaf')
      }),
    )
  })

  test('a getter agrees with a plain walk over own properties', () => {
    const key = fc.constantFrom('a', 'b', 'length', '__proto__', 'constructor')
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.array(key, { minLength: 1, maxLength: 4 }), (json, keys) => {
        const payload = { a: json, b: { a: json } } as Payload
        let plain: unknown = payload
        for (const step of keys) {
          const walkable =
            plain !== null && typeof plain === 'object' && !Array.isArray(plain) && Object.hasOwn(plain, step)
          plain = walkable ? (plain as Record<string, unknown>)[step] : undefined
        }
        expect(valueAt(payload, keys.join('.'))).toEqual(plain)
      }),
    )
  })
})

describe('loose keys', () => {
  const read = (payload: Payload, path: string): unknown =>
    getterFromPath(parsePath(path) ?? [], looseLookup())(payload)

  test.each(['Client IP', 'client_ip', 'clientIp', 'CLIENT-IP', 'client.ip'])('%s is met by clientIp', (key) => {
    expect(read({ [key]: 'x' }, 'clientIp')).toBe('x')
  })

  test('an exact key wins over a loose one', () => {
    expect(read({ client_ip: 'loose', clientIp: 'exact' }, 'clientIp')).toBe('exact')
  })

  test('every segment is loose, and a flat header stands for a path', () => {
    expect(read({ 'Audit Data': { Client_IP: 'x' } }, 'auditData.clientIp')).toBe('x')
    expect(read({ UserIdentityUserName: 'x' }, 'userIdentity.userName')).toBe('x')
  })

  test('prototype names are not matched', () => {
    expect(read({}, 'constructor')).toBeUndefined()
    expect(read({}, '__proto__')).toBeUndefined()
  })
})
