import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inlineText, storedInline } from '../../../../../electron/engine/store/index.ts'

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
})
