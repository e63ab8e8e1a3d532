import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boxText, textOfBox } from '../../../../../../renderer/views/events/query/boxText.ts'
import {
  fieldCandidates,
  valueCandidates,
  valueText,
  withCandidate,
} from '../../../../../../renderer/views/events/query/candidates.ts'
import { historyFrom, MAX_HISTORY, withEntry } from '../../../../../../renderer/views/events/query/historyList.ts'
import { markedPart, piecesOf } from '../../../../../../renderer/views/events/query/syntax.ts'
import type { ColumnInfo } from '../../../../../../shared/api/index.ts'
import { fieldById } from '../../../../../../shared/fields.ts'
import { completionAt, parseQuery, printQuery, tokenizeQuery } from '../../../../../../shared/query/index.ts'

const column = (id: string, label: string): ColumnInfo => ({
  id,
  label,
  type: 'text',
  facet: true,
  isOwn: false,
  dictionarySize: 1,
})
const columns = [
  column('action', 'Action'),
  column('actor', 'Actor'),
  column('actorType', 'Actor type'),
  column('ip', 'IP address'),
]

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    'a b',
    'AND',
    '-dash',
    '*',
    '/re/',
    '[x',
    '{',
    '"q"',
    'a\\b',
    'a:b',
    '<x>',
    '',
    'now',
    '__proto__',
    '\n',
    '\u0000',
  ),
)

describe('the text of the box', () => {
  test('has no control characters, each sign at its place, and gives the text back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0x3ff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          const shown = boxText(text)
          expect(shown).toHaveLength(text.length)
          expect(shown).not.toMatch(/[\u0000-\u001f]/)
          expect(textOfBox(shown)).toBe(text)
        },
      ),
    )
  })
})

describe('pieces', () => {
  test('make up the text again, whatever it is and wherever the mistake', () => {
    fc.assert(
      fc.property(hostile, fc.nat(30), fc.nat(30), (text, start, length) => {
        const pieces = piecesOf(text, tokenizeQuery(text), { start, end: start + length }, { start: length, end: 30 })
        expect(pieces.map((piece) => piece.text).join('')).toBe(text)
        expect(pieces.every((piece) => text.startsWith(piece.text, piece.start) && piece.text !== '')).toBe(true)
      }),
    )
  })

  test('mark the mistake, to the character', () => {
    const text = 'actor:alex (b'
    const pieces = piecesOf(text, tokenizeQuery(text), { start: 11, end: 12 })
    expect(pieces.filter((piece) => piece.look === 'wrong')).toEqual([{ look: 'wrong', start: 11, text: '(' }])
    expect(pieces.map((piece) => piece.look)).toEqual(['field', 'operator', 'value', 'plain', 'wrong', 'text'])
  })

  test('of a very long text are made where it is on view and where the mistake is, so that typing in it stays fast', () => {
    const text = 'actor:b '.repeat(2_000)
    const view = { scrollLeft: 8_000 * 7, clientWidth: 100 * 7, scrollWidth: text.length * 7 }
    const marked = markedPart(view, text.length)
    const pieces = piecesOf(text, tokenizeQuery(text), { start: 800, end: 801 }, marked)
    expect(pieces.length).toBeLessThan(1_000)
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.filter((piece) => piece.look === 'wrong').map((piece) => piece.start)).toEqual([800])
    for (let at = 8_000; at < 8_100; at += 8)
      expect(pieces.find((piece) => piece.start === at)).toMatchObject({ look: 'field', text: 'actor' })
  })

  test('whatever is on view is marked', () => {
    fc.assert(
      fc.property(fc.nat(50_000), fc.nat(3_000), fc.integer({ min: 1, max: 100_000 }), (first, shown, length) => {
        const view = { scrollLeft: first * 7, clientWidth: shown * 7, scrollWidth: Math.max(length, first + shown) * 7 }
        const { start, end } = markedPart(view, Math.max(length, first + shown))
        expect(start).toBeLessThanOrEqual(first)
        expect(end).toBeGreaterThanOrEqual(first + shown)
        expect(end - start).toBeLessThan(shown + 1_100)
      }),
    )
  })
})

describe('completions', () => {
  test('fields that begin with what was typed stand first', () => {
    expect(fieldCandidates('act', columns).map((one) => one.insert)).toEqual(['action:', 'actor:', 'actorType:'])
    expect(fieldCandidates('address', columns)).toEqual([])
    expect(fieldCandidates('IP a', columns).map((one) => one.insert)).toEqual(['ip:'])
    expect(fieldCandidates('pay', columns).map((one) => one.insert)).toEqual(['payload.'])
  })

  test('values that occur stand first, then the rest of the vocabulary', () => {
    const facet = {
      field: 'outcome',
      values: [
        { value: 'failure', count: 12 },
        { value: 'odd one', count: 3 },
      ],
      distinct: 2,
      isDistinctExact: true,
      missing: 0,
    }
    const found = valueCandidates({ field: 'outcome', prefix: '', isQuoted: false }, facet)
    expect(found.slice(0, 2).map(({ insert, count }) => [insert, count])).toEqual([
      ['failure', 12],
      ['"odd one"', 3],
    ])
    expect(found.map((one) => one.label)).toContain('denied')
    expect(found.filter((one) => one.label === 'failure')).toHaveLength(1)
    // A late answer about another field offers nothing.
    expect(valueCandidates({ field: 'actor', prefix: '', isQuoted: false }, facet)).toEqual([])
  })

  test('a value taken asks for that value, whatever stands in it', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('actor', 'ip', 'action'), fc.boolean(), (value, field, isQuoted) => {
        for (const around of [`${field}:`, `${field}:(x OR `]) {
          const text = around + valueText(field, value, isQuoted) + (around.includes('(') ? ')' : '')
          const parsed = parseQuery(text, fieldById)
          if (!parsed.ok) throw new Error(`${text}: ${parsed.failure.message}`)
          const last = parsed.filter.kind === 'or' ? parsed.filter.of[1] : parsed.filter
          const same = value.toLowerCase() === 'x' && around.includes('(')
          if (!same) expect(last).toMatchObject({ kind: 'is', field, value })
        }
      }),
    )
  })

  test('take the place of what was typed and leave the caret behind it', () => {
    const text = 'outcome:fai actor:x'
    const place = completionAt(text, 12)
    if (place === null) throw new Error('nothing to complete')
    expect(withCandidate(text, place, { insert: 'failure' })).toEqual({ text: 'outcome:failure actor:x', caret: 15 })
    const end = completionAt('outcome:fai', 12)
    if (end === null) throw new Error('nothing to complete')
    expect(withCandidate('outcome:fai', end, { insert: 'failure' })).toEqual({ text: 'outcome:failure ', caret: 16 })
    const field = completionAt('act:x', 4)
    if (field === null) throw new Error('nothing to complete')
    expect(withCandidate('act:x', field, { insert: 'actor:' }).text).toBe('actor:x')
  })

  test('an inserted value prints as it was inserted', () => {
    const parsed = parseQuery(`actor:${valueText('actor', 'alex@example.com', false)}`, fieldById)
    expect(parsed.ok && printQuery(parsed.filter)).toBe('actor:alex@example.com')
  })
})

describe('history', () => {
  test('has each text once, the newest first, and no more than its bound', () => {
    expect(withEntry(['a', 'b'], 'b')).toEqual(['b', 'a'])
    expect(withEntry(['a'], '  ')).toEqual(['a'])
    const many = Array.from({ length: 80 }, (_, i) => `q${i}`).reduce<readonly string[]>(withEntry, [])
    expect(many).toHaveLength(MAX_HISTORY)
    expect(many[0]).toBe('q79')
  })

  test('takes what was remembered, and only texts', () => {
    expect(historyFrom(['a', 1, null, 'b'])).toEqual(['a', 'b'])
    expect(historyFrom({ a: 1 })).toEqual([])
  })
})
