import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CANONICAL_MAX_DEPTH, canonicalJson } from '../../../../../electron/engine/base/index.ts'
import { FailureError, type Json } from '../../../../../shared/failure.ts'

const parse = (text: string) => JSON.parse(text) as Json

function reasonOf(value: unknown): unknown {
  try {
    canonicalJson(value as Json)
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'integrity/not-canonical')
      return error.failure.facts?.reason
    throw error
  }
  return null
}

describe('examples of RFC 8785', () => {
  test('§3.2.2: literals, numbers and strings', () => {
    const given = `{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
      "literals": [null, true, false]
    }`
    expect(canonicalJson(parse(given))).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('§3.2.3: keys sort by UTF-16 code units', () => {
    const given = `{"\\u20ac": "Euro Sign", "\\r": "Carriage Return", "\\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One", "\\ud83d\\ude00": "Emoji: Grinning Face", "\\u0080": "Control",
      "\\u00f6": "Latin Small Letter O With Diaeresis"}`
    expect(Object.values(parse(canonicalJson(parse(given))) as object)).toHaveLength(7)
    const order = [...canonicalJson(parse(given)).matchAll(/:"([^"]*)"/g)].map((match) => match[1])
    expect(order).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('Appendix B: IEEE 754 %s is %s', (bits, text) => {
    expect(canonicalJson(Buffer.from(bits, 'hex').readDoubleBE())).toBe(text)
  })
})

test('means the same value, and is its own canonical text', () =>
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
      const text = canonicalJson(value as Json)
      expect(canonicalJson(parse(text))).toBe(text)
      expect(parse(text)).toEqual(parse(JSON.stringify(value)))
    }),
  ))

test('the order of keys does not matter', () =>
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
      expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonicalJson(value))
    }),
  ))

test('a key __proto__ is a key', () => {
  expect(canonicalJson(parse('{"b":1,"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1},"b":1}')
})

test('refuses by name what has no canonical text', () => {
  expect(reasonOf(Number.NaN)).toBe('number-not-finite')
  expect(reasonOf([Number.POSITIVE_INFINITY])).toBe('number-not-finite')
  expect(reasonOf('\ud800')).toBe('lone-surrogate')
  expect(reasonOf({ '\udead': 1 })).toBe('lone-surrogate')
  expect(reasonOf({ a: undefined })).toBe('not-json')
  expect(reasonOf(1n)).toBe('not-json')
  let deep: Json = 1
  for (let i = 0; i < CANONICAL_MAX_DEPTH; i++) deep = [deep]
  expect(reasonOf(deep)).toBeNull()
  expect(reasonOf([deep])).toBe('too-deep')
})
