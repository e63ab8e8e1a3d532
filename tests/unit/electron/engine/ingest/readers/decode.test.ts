/**
 * From the bytes of one record to its payload.
 */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Decoded, payloadFromRecord } from '../../../../../../electron/engine/ingest/readers/index.ts'
import {
  countKeyColons,
  hasDuplicateKeys,
  isExact,
  quoteInexactNumbers,
  takeCensus,
  type ValueCensus,
} from '../../../../../../electron/engine/ingest/readers/jsonExact.ts'
import { jsonFaultIndex } from '../../../../../../electron/engine/ingest/readers/jsonFault.ts'
import { bytesOf, formatOf } from './reading.ts'

const decodeBytes = (bytes: Uint8Array, format = formatOf('json')): Decoded =>
  payloadFromRecord(bytes, 0, bytes.length, format)
const decode = (text: string): Decoded => decodeBytes(bytesOf(text))
const payloadOf = (decoded: Decoded): unknown => (decoded.ok ? decoded.payload : decoded.failure)
const codeOf = (decoded: Decoded): string => (decoded.ok ? 'ok' : decoded.failure.code)
const remarksOf = (decoded: Decoded): readonly string[] => (decoded.ok ? decoded.remarks : ['failed'])
const fewestCharsOf = (value: object): number => {
  const census: ValueCensus = { keys: 0, isTooDeep: false, hasSuspectNumber: false, fewestChars: 0 }
  takeCensus(value, 100, census)
  return census.fewestChars
}

describe('lines', () => {
  const decodeLine = (bytes: Uint8Array): Decoded => decodeBytes(bytes, formatOf('lines'))

  test('of no known shape are refused', () => {
    expect(codeOf(decodeLine(bytesOf('    at com.example.App.main(App.java:7)')))).toBe('record/unknown-line')
  })

  test('with bytes that are no UTF-8 are read with a remark, NUL is a character', () => {
    const decoded = decodeLine(Buffer.from('May  1 10:00:00 web01 x: a\xff\0b', 'latin1'))
    expect(payloadOf(decoded)).toMatchObject({ message: 'a\ufffd\0b' })
    expect(remarksOf(decoded)).toEqual(['invalid-utf8'])
    expect(decoded).toMatchObject({ isAscii: false })
  })

  test('are known to be ASCII only where nothing in them can become more', () => {
    expect(decodeLine(bytesOf('a=1 b=2 c=3'))).toMatchObject({ isAscii: true })
    const escaped = '192.0.2.1 | UserCreatedEvent | a | 1777629600118 | - | {"a":"\\u00fc"} | - | -'
    expect(decodeLine(bytesOf(escaped))).toMatchObject({ isAscii: false })
  })
})

describe('JSON records', () => {
  test('name the byte at which they stop being JSON', () => {
    const decoded = decode('{"ü":1,}')
    expect(codeOf(decoded)).toBe('record/not-json')
    expect(decoded.ok ? null : decoded.failure.facts).toMatchObject({ offset: 8, found: '}' })
  })

  test.each([
    ['RFC 5424', '<5>1 2026-01-02T03:04:05Z vault {"a":{"b":"c: 1"}}'],
    ['RFC 5424 with structured data', '<5>1 2026-01-02T03:04:05.678+01:00 vault app 1 - [x y="z"] {"a":{"b":"c: 1"}}'],
    ['RFC 3164', 'Jan  2 03:04:05 vault app[7]: {"a":{"b":"c: 1"}}'],
  ])('behind a syslog header are read, with a remark: %s', (_name, line) => {
    const decoded = decode(line)
    expect(payloadOf(decoded)).toEqual({ a: { b: 'c: 1' } })
    expect(remarksOf(decoded)).toEqual(['text-before-json'])
  })

  test('behind a syslog header still tell of keys that occur twice', () => {
    expect(remarksOf(decode('Jan  2 03:04:05 vault: {"a":1,"a":2}'))).toEqual(['duplicate-keys', 'text-before-json'])
  })

  test.each(['vault said {"a":1}', '2026-01-02T03:04:05Z vault {"a":1', '<5>1 2026-01-02T03:04:05Z vault ["a"]'])(
    'other text before them is no header, and half of one is no record: %s',
    (line) => expect(codeOf(decode(line))).toBe('record/not-json'),
  )

  test('must be objects', () => {
    for (const text of ['12', '"x"', 'null', '[{"a":1}]']) expect(codeOf(decode(text))).toBe('record/not-an-object')
  })

  test('10,000 levels are too deep, 512 are not; brackets in text do not count', () => {
    const nested = (levels: number): string => `{"a":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
    expect(codeOf(decode(nested(512)))).toBe('ok')
    expect(codeOf(decode(nested(513)))).toBe('record/too-deep')
    expect(codeOf(decode(nested(10_000)))).toBe('record/too-deep')
    expect(codeOf(decode(nested(5_000_000)))).toBe('record/too-deep')
    expect(codeOf(decode(JSON.stringify({ a: '['.repeat(100_000) })))).toBe('ok')
  })

  test('invalid UTF-8 is replaced and remarked', () => {
    const bytes = Buffer.concat([bytesOf('{"a":"x'), Buffer.from([0xff]), bytesOf('y","b":"ü"}')])
    expect(payloadOf(decodeBytes(bytes))).toEqual({ a: 'x\ufffdy', b: 'ü' })
    expect(remarksOf(decodeBytes(bytes))).toEqual(['invalid-utf8'])
    expect(remarksOf(decode('{"a":"ü"}'))).toEqual([])
  })

  test('escaped NUL and lone surrogates are data', () => {
    expect(payloadOf(decode('{"a":"\\u0000","b":"\\ud800"}'))).toEqual({ a: '\u0000', b: '\ud800' })
  })

  test('__proto__ and constructor are keys like any other', () => {
    const payload = payloadOf(decode('{"__proto__":{"polluted":true},"constructor":1}')) as object
    expect(Object.keys(payload)).toEqual(['__proto__', 'constructor'])
    expect(Object.getPrototypeOf(payload)).toBe(Object.prototype)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  test('duplicate keys are remarked, at any depth and under escapes', () => {
    expect(remarksOf(decode('{"a":1,"a":2}'))).toEqual(['duplicate-keys'])
    expect(remarksOf(decode('{"x":[{"a" : 1, "\\u0061" :2}]}'))).toEqual(['duplicate-keys'])
    expect(remarksOf(decode('{"a":{"b":1},"c":{"b":"\\":"}}'))).toEqual([])
    expect(remarksOf(decode('{ "a" : "b : c", "d":"\\"e\\":1" }'))).toEqual([])
  })

  test('colons behind a key are counted as byte by byte, wherever in its buffer a record lies', () => {
    const plain = (text: string): number => [...text.matchAll(/(?<!\\)":| :/g)].length
    const texts = fc.string({ unit: fc.constantFrom('"', ':', ' ', 'a', ',', '\\'), maxLength: 60 })
    fc.assert(
      fc.property(texts, fc.nat(8), fc.nat(8), (text, before, behind) => {
        // A record begins with a brace; what lies around it is not its own.
        const record = `{${text}`
        const bytes = bytesOf(`${':'.repeat(before)}${record}${':'.repeat(behind)}`)
        expect(countKeyColons(bytes, before, before + record.length)).toBe(plain(record))
        const view = new Uint8Array(bytes).subarray(before)
        expect(countKeyColons(view, 0, record.length)).toBe(plain(record))
      }),
      { numRuns: 500 },
    )
  })

  test('numbers that a double cannot hold keep their digits', () => {
    const text =
      '{"id":9007199254740993,"n":9007199254740991,"f":1.5,"big":1e400,"s":"9007199254740993","e":[0.12345678901234567890]}'
    expect(payloadOf(decode(text))).toEqual({
      id: '9007199254740993',
      n: 9007199254740991,
      f: 1.5,
      big: '1e400',
      s: '9007199254740993',
      e: ['0.12345678901234567890'],
    })
  })

  test('UTF-16 and Windows-1252', () => {
    const wide = Buffer.from('{"a":"ü€","b":12345678901234567890}', 'utf16le')
    const expected = { a: 'ü€', b: '12345678901234567890' }
    expect(payloadOf(decodeBytes(wide, formatOf('json', { encoding: 'utf-16le' })))).toEqual(expected)
    expect(payloadOf(decodeBytes(Buffer.from(wide).swap16(), formatOf('json', { encoding: 'utf-16be' })))).toEqual(
      expected,
    )
    const narrow = Buffer.concat([bytesOf('{"a":"'), Buffer.from([0xfc, 0x80]), bytesOf('"}')])
    expect(payloadOf(decodeBytes(narrow, formatOf('json', { encoding: 'windows-1252' })))).toEqual({ a: 'ü€' })
  })

  test('any JSON object comes out as JSON.parse reads it, without remarks', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(2), (object, indent) => {
        const text = JSON.stringify(object, null, indent)
        const decoded = decode(text)
        expect(remarksOf(decoded)).toEqual([])
        expect(payloadOf(decoded)).toEqual(JSON.parse(quoteInexactNumbers(text)))
      }),
    )
  })
})

describe('close looks', () => {
  test('the fault finder agrees with JSON.parse on what is JSON', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '0',
      '01',
      '1.',
      'e5',
      'true',
      'nul',
      ' ',
      '\\n',
      '\n',
      '\\u12',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('')
        let isJson = true
        try {
          JSON.parse(text)
        } catch {
          isJson = false
        }
        expect(jsonFaultIndex(text) === -1).toBe(isJson)
      }),
      { numRuns: 5000 },
    )
  })

  test('a number is exact if it prints as its own value', () => {
    for (const exact of ['0', '-0', '1.50', '1e3', '100', '1.5E-3', '9007199254740991', '0.1'])
      expect(isExact(exact), exact).toBe(true)
    for (const inexact of ['9007199254740993', '1e400', '0.10000000000000000001', '12345678901234567890']) {
      expect(isExact(inexact), inexact).toBe(false)
    }
  })

  test('a value’s fewest characters are those of its JSON text without blanks and escapes', () => {
    const plain = fc.string({ unit: fc.constantFrom('a', ':', '{', ',', 'ü', '😀'), maxLength: 6 })
    const numbers = fc.oneof(fc.integer({ min: -999, max: 999 }), fc.constantFrom(12.5, -0.25, 1001, 123456789012345))
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, plain, numbers, fc.boolean(), fc.constant(null), tie('list'), tie('object')),
      list: fc.array(tie('value'), { maxLength: 4 }),
      object: fc.dictionary(plain, tie('value'), { maxKeys: 4 }),
    }))
    fc.assert(
      fc.property(fc.array(value, { maxLength: 4 }), (list) => {
        expect(fewestCharsOf(list)).toBe(JSON.stringify(list).length)
      }),
      { numRuns: 500 },
    )
    for (const unknown of [[1000], [-25_000], [0.001], [1e15], [1.2345678901234567], { a: [{ b: 3000 }] }])
      expect(fewestCharsOf(unknown), JSON.stringify(unknown)).toBe(Number.POSITIVE_INFINITY)
  })

  test('no JSON text of a number is shorter than its fewest characters', () => {
    const digits = fc.stringMatching(/^(0|[1-9]\d{0,5})(\.\d{1,5})?([eE][+-]?\d{1,2})?$/)
    fc.assert(
      fc.property(digits, fc.boolean(), (unsigned, isNegative) => {
        const text = `[${isNegative ? '-' : ''}${unsigned}]`
        const fewest = fewestCharsOf(JSON.parse(text))
        if (fewest !== Number.POSITIVE_INFINITY) expect(fewest).toBeLessThanOrEqual(text.length)
      }),
      { numRuns: 20_000 },
    )
  })

  test('a key that stands twice is remarked beside any numbers', () => {
    for (const number of ['1e3', '2E2', '1e5', '1e-2', '1E-3', '12e9', '1000', '0.001', '1e14', '1e21', '7'])
      for (const twice of ['"a":1,"a":1', '"a":1,"a":""', '"":0,"":0'])
        expect(remarksOf(decode(`{"n":${number},${twice}}`)), number).toContain('duplicate-keys')
  })

  test('doubled keys are found whatever they contain', () => {
    expect(hasDuplicateKeys('{"a\\\\":1,"a":2,"b":{"a":3}}')).toBe(false)
    expect(hasDuplicateKeys('{"a":[{"b":1},{"b":2}],"c":",\\"a\\":"}')).toBe(false)
    expect(hasDuplicateKeys('{"c":{"__proto__":1,"__proto__":2}}')).toBe(true)
  })
})

describe('CSV rows', () => {
  const row = (text: string, ...header: string[]): Decoded => decodeBytes(bytesOf(text), formatOf('csv', { header }))

  test('become objects in the order of the header, all texts', () => {
    expect(payloadOf(row('1,"x ""y"", z",,"" ', 'a', 'b', 'c', 'd'))).toEqual({ a: '1', b: 'x "y", z', c: '', d: ' ' })
  })

  test('JSON in a cell becomes structure; what only starts like it stays text', () => {
    const decoded = row('"{""a"":[1,9007199254740993]}","[]",[REDACTED],{5f3c},[::1]:443', 'a', 'b', 'c', 'd', 'e')
    expect(payloadOf(decoded)).toEqual({
      a: { a: [1, '9007199254740993'] },
      b: [],
      c: '[REDACTED]',
      d: '{5f3c}',
      e: '[::1]:443',
    })
    expect(remarksOf(decoded)).toEqual([])
  })

  test('a cell that breaks off in the middle of JSON is kept as text and remarked', () => {
    const decoded = row('"{""a"":1",x', 'a', 'b')
    expect(payloadOf(decoded)).toEqual({ a: '{"a":1', b: 'x' })
    expect(remarksOf(decoded)).toEqual(['cell-not-json'])
    expect(payloadOf(row(`${'['.repeat(2000)}${']'.repeat(2000)}`, 'a'))).toEqual({
      a: `${'['.repeat(2000)}${']'.repeat(2000)}`,
    })
  })

  test('too few and too many cells state what was expected', () => {
    for (const [text, found] of [
      ['1', 1],
      ['1,2,3', 3],
    ] as const) {
      const decoded = row(text, 'a', 'b')
      expect(decoded.ok ? null : decoded.failure).toMatchObject({
        code: 'record/field-count',
        facts: { expected: 2, found },
      })
    }
  })

  test('empty and repeated names of columns are told apart; __proto__ is a name', () => {
    const payload = payloadOf(row('1,2,3,4,5', 'a', 'a', '', ' a (2)', '__proto__')) as object
    expect(Object.entries(payload)).toEqual([
      ['a', '1'],
      ['a (2)', '2'],
      ['column 3', '3'],
      ['a (2) (2)', '4'],
      ['__proto__', '5'],
    ])
  })

  test('rows written by any RFC 4180 writer come back cell by cell', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1, maxLength: 6 }), (cells) => {
        const safe = cells.map((cell) => cell.replace(/^[[{]/, 'x'))
        const text = safe.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
        expect(Object.values(payloadOf(row(text, ...safe.map((_, i) => `c${i}`))) as object)).toEqual(safe)
      }),
    )
  })
})
