import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodePlaces, encodePlaces } from '../../../../../electron/engine/store/index.ts'

const place = fc.integer({ min: 0, max: 65_535 })
/** Few places, or a run of them, or both. */
const places = fc
  .tuple(fc.uniqueArray(place, { maxLength: 200 }), place, fc.nat(70_000))
  .map(([some, start, length]) => {
    const all = new Set(some)
    for (let at = start; at < Math.min(65_536, start + length); at++) all.add(at)
    return Uint16Array.from(all).sort()
  })

describe('what a batch changed', () => {
  test('comes back as it was kept', () => {
    fc.assert(
      fc.property(places, (given) => {
        expect(decodePlaces(encodePlaces(given))).toEqual(given)
      }),
    )
  })

  test('takes little room where all events of a chunk were changed', () => {
    const all = Uint16Array.from({ length: 65_536 }, (_, at) => at)
    expect(encodePlaces(all).length).toBeLessThan(200)
  })

  test.each([
    ['nothing', ''],
    ['an unknown form', '0700'],
    ['half a place', '0001'],
    ['no zstd frame', '01ffffff'],
  ])('%s is told as damage', (_, hex) => {
    expect(() => decodePlaces(Buffer.from(hex, 'hex'))).toThrow('can no longer be read')
  })
})
