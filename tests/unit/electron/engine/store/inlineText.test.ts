import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inlineText, isUuidText, storedInline } from '../../../../../electron/engine/store/index.ts'

describe('inline values', () => {
  test('every text comes back letter for letter', () => {
    const nearlyUuid = fc
      .tuple(fc.uuid(), fc.nat(35), fc.string({ minLength: 1, maxLength: 1 }))
      .map(([uuid, at, letter]) => uuid.slice(0, at) + letter + uuid.slice(at + 1))
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

  test('a UUID is recognised inside other text by where it stands', () => {
    const text = 'xx0f8fad5b-d9cb-469f-a165-70867728950eyy'
    expect(isUuidText(text, 2, 38)).toBe(true)
    for (const [start, end] of [
      [1, 37],
      [3, 39],
      [2, 39],
      [1, 38],
      [0, 0],
      [4, 40],
      [6, 42],
    ])
      expect(isUuidText(text, start, end)).toBe(false)
  })

  test('bytes that are not 16, of a damaged case, are no UUID', () => {
    const bytes = Buffer.from('0f8fad5bd9cb469fa165708677289500', 'hex')
    expect(inlineText(bytes)).toBe('0f8fad5b-d9cb-469f-a165-708677289500')
    expect(inlineText(bytes.subarray(0, 15))).toBe('0f8fad5bd9cb469fa1657086772895')
    expect(inlineText(Buffer.alloc(0))).toBe('')
  })
})
