/** Messages over both encodings: structured clone and text frames. Whatever plain data goes in comes out equal. */
import { deepStrictEqual } from 'node:assert'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureCodes } from '../../../../shared/failure.ts'
import { frameFromMessage, messageFromFrame } from '../../../../shared/wire/index.ts'

const NO_LIMIT = Number.POSITIVE_INFINITY

/** Names as an attacker would choose them: of prototypes, of what a frame is made of, of what JSON looks for. */
const key = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'prototype', 'toJSON', 'hasOwnProperty', 'length', '0', ''),
  fc.constantFrom('message', 'apart', 'at', 'bytes', 'number', '$bytes', 'kind', 'id'),
  fc.string({ unit: 'binary' }),
)

/** Every code unit there is, halves of surrogate pairs, too. */
const text = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
  .map((units) => String.fromCharCode(...units))

const leaf = fc.oneof(
  fc.constantFrom(null, true, false, -0, 0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
  fc.double(),
  fc.integer(),
  text,
  fc.constantFrom('-0', 'NaN', '{"bytes":"AA=="}', '__proto__'),
  fc.uint8Array({ maxLength: 40 }),
)

const data: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  any: fc.oneof({ depthSize: 'small', withCrossShrink: true }, leaf, tie('list'), tie('object')),
  list: fc.array(tie('any'), { maxLength: 5 }),
  // `fromEntries` makes own keys, `__proto__` among them, as JSON.parse does.
  object: fc.array(fc.tuple(key, tie('any')), { maxLength: 5 }).map((entries) => Object.fromEntries(entries)),
})).any

const overText = (value: unknown): unknown => messageFromFrame(frameFromMessage(value, NO_LIMIT))

describe('messages', () => {
  test('survive text frames equal: bytes, -0, NaN, infinities and every key', () => {
    fc.assert(
      fc.property(data, (value) => {
        deepStrictEqual(overText(value), value)
      }),
      { numRuns: 2_000 },
    )
  })

  test('survive structured clone equal, so both carriers agree', () => {
    fc.assert(
      fc.property(data, (value) => {
        deepStrictEqual(structuredClone(value), value)
      }),
      { numRuns: 500 },
    )
  })

  test('are not changed by being sent', () => {
    fc.assert(
      fc.property(data, (value) => {
        const before = structuredClone(value)
        frameFromMessage(value, NO_LIMIT)
        deepStrictEqual(value, before)
      }),
    )
  })

  test('may nest as deep as payloads do', () => {
    let value: unknown = new Uint8Array([1, 2, 3])
    for (let depth = 0; depth < 600; depth++) value = depth % 2 === 0 ? [value] : { __proto__x: value }
    deepStrictEqual(overText(value), value)
  })

  test('carry megabytes', () => {
    const bytes = Uint8Array.from({ length: 3_000_001 }, (_, i) => (i * 31) & 0xff)
    expect(Buffer.compare((overText({ bytes }) as { bytes: Uint8Array }).bytes, bytes)).toBe(0)
  })

  test.each(failureCodes)('a failure %s survives both', (code) => {
    const failure = {
      code,
      message: 'What happened',
      where: { path: '/x', line: 1, startByte: 0, endByte: 2 ** 40 },
      facts: JSON.parse('{"__proto__":{"polluted":true},"list":[1,null,"x"]}') as unknown,
    }
    deepStrictEqual(overText({ failure }), { failure })
    deepStrictEqual(structuredClone({ failure }), { failure })
  })
})

describe('a frame', () => {
  test('leaves prototypes alone', () => {
    const value = overText(JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'))
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor'])
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  test('puts bytes under a key __proto__ there, and not into a prototype', () => {
    const value = Object.fromEntries([['__proto__', new Uint8Array([7])]])
    deepStrictEqual(overText(value), value)
  })

  test('that somebody made up is none, or plain data; nothing is thrown and no prototype touched', () => {
    const step = fc.oneof(key, fc.integer({ min: -1, max: 3 }), fc.constant(null))
    const item = fc.oneof(
      fc.record({ at: fc.array(step, { maxLength: 4 }), bytes: fc.oneof(fc.base64String(), text) }),
      fc.record({ at: fc.array(step, { maxLength: 4 }), number: fc.constantFrom('-0', 'NaN', '1', '') }),
      data,
    )
    const frame = fc.record({ message: data, apart: fc.oneof(fc.array(item, { maxLength: 3 }), data) })
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          frame.map((value) => JSON.stringify(value)),
        ),
        (made) => {
          messageFromFrame(made)
          expect(Object.keys(Object.prototype)).toEqual([])
          expect(Object.getPrototypeOf([])).toBe(Array.prototype)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no message', '{"apart":[]}'],
    ['nothing apart', '{"message":1}'],
    ['a place that is not there', '{"message":{},"apart":[{"at":["x"],"number":"-0"}]}'],
    ['a place of the prototype', '{"message":{},"apart":[{"at":["__proto__"],"number":"-0"}]}'],
    ['a place below the prototype', '{"message":{},"apart":[{"at":["constructor","prototype"],"number":"-0"}]}'],
    ['a place that is taken', '{"message":{"x":1},"apart":[{"at":["x"],"number":"-0"}]}'],
    ['the length of a list', '{"message":[null],"apart":[{"at":["length"],"number":"-0"}]}'],
    ['a usual number', '{"message":null,"apart":[{"at":[],"number":"1"}]}'],
    ['broken base64', '{"message":null,"apart":[{"at":[],"bytes":"A"}]}'],
    ['other signs than base64', '{"message":null,"apart":[{"at":[],"bytes":"A A="}]}'],
  ])('with %s is none', (_name, frame) => {
    expect(messageFromFrame(frame)).toBeUndefined()
  })

  test('that nests millions deep is none, or data; the process goes on', () => {
    const depth = 2_000_000
    expect(() => messageFromFrame(`{"message":${'['.repeat(depth)}${']'.repeat(depth)},"apart":[]}`)).not.toThrow()
  })

  test('longer than allowed is a failure that says how long it may be', () => {
    expect(frameFromMessage('x'.repeat(100), 200)).toContain('xxx')
    expect(() => frameFromMessage('x'.repeat(300), 200)).toThrow(
      expect.objectContaining({
        failure: expect.objectContaining({ code: 'host/too-large', facts: { maxLength: 200 } }),
      }),
    )
  })

  test('of no data at all is a mistake of whoever sends it', () => {
    expect(() => frameFromMessage({ a: 1n }, NO_LIMIT)).toThrow(TypeError)
  })
})
