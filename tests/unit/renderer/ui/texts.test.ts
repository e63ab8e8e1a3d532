/** Small texts: figures, cut ids, hostile characters, hex, masked secrets. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bytesText, count, counted, durationText, middleCut } from '../../../../renderer/ui/figures.ts'
import { hexLines } from '../../../../renderer/ui/hexLines.ts'
import { maskedBytes, maskedLine } from '../../../../renderer/ui/maskedText.ts'
import { visibleLine, visibleText } from '../../../../renderer/ui/visibleText.ts'

test('numbers are grouped and exact', () => {
  expect(count(3_214_887)).toBe('3,214,887')
  expect(counted(1, 'event', 'events')).toBe('1 event')
  expect(bytesText(999)).toBe('999 B')
  expect(bytesText(1_072_000_000)).toBe('1.07 GB')
  expect(durationText(0.44)).toBe('0.4 s')
  expect(durationText(200)).toBe('3 min 20 s')
  expect(durationText(7_500)).toBe('2 h 5 min')
})

test('an id is cut in its middle and never longer than asked', () => {
  expect(middleCut('0123456789abcdef', 9)).toBe('0123…cdef')
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 8, max: 40 }), (text, most) => {
      const cut = middleCut(text, most)
      expect(cut.length).toBe(Math.min(text.length, most))
      if (text.length <= most) expect(cut).toBe(text)
    }),
  )
})

describe('hostile characters', () => {
  test('are signs of their own', () => {
    expect(visibleLine('a\u0000b\r\nc')).toBe('a␀b␍␊c')
    expect(visibleLine('exe\u202etxt.gnp')).toBe('exe⟨U+202E⟩txt.gnp')
    expect(visibleText('a\tb\nc\u001b[31m')).toBe('a\tb\nc␛[31m')
  })

  test('none is left, and everything else stays', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = visibleLine(text)
        expect(shown).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u,
        )
        expect(visibleLine(shown)).toBe(shown)
      }),
    )
    expect(visibleLine('شكرا 👩‍💻 naïve')).toBe('شكرا 👩‍💻 naïve')
  })
})

test('a hex dump counts from the exhibit’s first byte', () => {
  expect(hexLines(new TextEncoder().encode('vouch\n0123456789ab'), 32)).toBe(
    '          32  76 6f 75 63 68 0a 30 31 32 33 34 35 36 37 38 39  vouch.0123456789\n' +
      `          48  61 62${' '.repeat(42)}  ab`,
  )
})

describe('secrets where no event is looked at', () => {
  const secret = `ghp_${'a1B2'.repeat(9)}`

  test('are covered in a line', () => {
    expect(maskedLine(`token is ${secret}!`)).toBe('token is [REDACTED]!')
    expect(maskedLine('nothing here')).toBe('nothing here')
  })

  test('are covered byte for byte, all others keep their places', () => {
    const bytes = new TextEncoder().encode(`{"é": 1, "password": "hunter22hunter"} ${secret}`)
    const { bytes: masked, secrets } = maskedBytes(bytes)
    const text = new TextDecoder().decode(masked)
    expect(secrets).toBe(2)
    expect(masked.length).toBe(bytes.length)
    expect(text).toContain('{"é": 1, "password": "*')
    expect(text).not.toContain('hunter22')
    expect(text).not.toContain(secret)
  })
})
