import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  INLINE_BIT,
  type InlineValues,
  inlineCode,
  inlineColumns,
  inlineText,
  inlineTextFromHex,
  NO_UUID,
  NO_VALUE,
  inlineValue,
  inlineValues,
  putInlineCodes,
  RANDOM_UUID,
  storedInline,
} from '../../../../../electron/engine/store/index.ts'

const nearlyUuid = fc
  .tuple(fc.uuid(), fc.nat(35), fc.string({ minLength: 1, maxLength: 1 }))
  .map(([uuid, at, letter]) => uuid.slice(0, at) + letter + uuid.slice(at + 1))

function joinedTexts(texts: readonly string[]): InlineValues {
  let end = 0
  return inlineValues(
    texts.join(''),
    Uint32Array.from(texts, (text) => (end += text.length)),
  )
}

describe('inline values', () => {
  test('every text comes back letter for letter', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uuid(),
      fc.uuid().map((uuid) => uuid.toUpperCase()),
      nearlyUuid,
    )
    fc.assert(fc.property(texts, (text) => inlineText(storedInline(text)) === text))
  })

  test('a UUID in lower case takes its 16 bytes, one in capitals its text', () => {
    expect(storedInline('0f8fad5b-d9cb-469f-a165-70867728950e')).toEqual(
      Buffer.from('0f8fad5bd9cb469fa16570867728950e', 'hex'),
    )
    expect(storedInline('0F8FAD5B-D9CB-469F-A165-70867728950E')).toBe('0F8FAD5B-D9CB-469F-A165-70867728950E')
  })

  test('many at a time are judged as they are one by one', () => {
    const anyText = fc.oneof(
      nearlyUuid,
      fc.uuid(),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme-ascii' }),
    )
    // Of ASCII alone, and with a text among them that is not.
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 12 }), fc.array(fc.nat(11)), (texts, noValueAt) => {
        const values = joinedTexts(texts)
        expect(texts.map((_, n) => inlineValue(values, n))).toEqual(texts)
        const isStoredAsBytes = texts.map((text) => typeof storedInline(text) !== 'string')
        expect([...values.uuids].map((kind) => kind !== NO_UUID)).toEqual(isStoredAsBytes)
        for (const [n, text] of texts.entries())
          expect(values.uuids[n] === RANDOM_UUID).toBe(isStoredAsBytes[n] && text[14] === '4')

        const wanted: number[] = texts.map(inlineCode)
        const codes = wanted.map(() => INLINE_BIT)
        for (const at of noValueAt) {
          if (at > codes.length) continue
          wanted.splice(at, 0, NO_VALUE)
          codes.splice(at, 0, NO_VALUE)
        }
        const put = Uint32Array.from(codes)
        putInlineCodes(put, values)
        expect([...put]).toEqual(wanted)
      }),
    )
  })

  test('SQLite gives each as text or as digits, and both mean the same', () => {
    const db = new Database(':memory:')
    db.exec('CREATE TABLE stored (value ANY) STRICT')
    const put = db.prepare('UPDATE stored SET value = ?')
    const get = db.prepare<[], [string, number]>(`SELECT ${inlineColumns('value').join(', ')} FROM stored`).raw()
    db.exec('INSERT INTO stored VALUES (NULL)')
    expect(get.get()).toEqual([null, 0])
    // Without lone surrogates: SQLite's texts are UTF-8.
    const stored = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.uuid().map(storedInline),
      fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
      fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes)),
      fc.constantFrom('', '\0', 'a\0b', '0F8FAD5BD9CB469FA16570867728950E'),
    )
    fc.assert(
      fc.property(stored, (value) => {
        put.run(value)
        const [text, isHex] = get.get() ?? ['', -1]
        expect(isHex === 1 ? inlineTextFromHex(text) : text).toBe(inlineText(value))
        expect(isHex === 1).toBe(typeof value !== 'string')
      }),
    )
    db.close()
  })

  test('bytes that are not 16, of a damaged case, are no UUID', () => {
    const bytes = Buffer.from('0f8fad5bd9cb469fa165708677289500', 'hex')
    expect(inlineText(bytes)).toBe('0f8fad5b-d9cb-469f-a165-708677289500')
    expect(inlineText(bytes.subarray(0, 15))).toBe('0f8fad5bd9cb469fa1657086772895')
    expect(inlineText(Buffer.alloc(0))).toBe('')
  })
})
