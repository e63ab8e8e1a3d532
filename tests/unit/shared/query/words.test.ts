/** What a word is, and that SQLite's index finds exactly these words. */
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { foldedText, foldForIndex, holdsPhrase, wordsOf } from '../../../../shared/query/index.ts'

describe('words', () => {
  test.each([
    ['key.created', ['key', 'created']],
    ['Alex@Example.COM', ['alex', 'example', 'com']],
    ['10.1.2.3', ['10', '1', '2', '3']],
    ['snake_case-and-dash', ['snake', 'case', 'and', 'dash']],
    ['Zoë Müller, CAFÉ', ['zoe', 'muller', 'cafe']],
    ['cafe\u0301s', ['cafes']],
    ['Ｆｕｌｌ ﬁle №5 ½', ['full', 'file', 'no5', '1', '2']],
    ['İstanbul ΟΔΟΣ οδός', ['istanbul', 'οδοσ', 'οδοσ']],
    ['東京タワー2020', ['東京タワー2020'.normalize('NFKD')]],
    ['a—b “c” d…e 😀f', ['a', 'b', 'c', 'd', 'e', 'f']],
    ['a\0b\ud800c\udfff', ['a', 'b', 'c']],
    ['0F8FAD5B-d9cb-469f-a165-70867728950E', ['0f8fad5bd9cb469fa16570867728950e']],
    ['id=0f8fad5b-d9cb-469f-a165-70867728950e;x', ['id', '0f8fad5bd9cb469fa16570867728950e', 'x']],
    ['x0f8fad5b-d9cb-469f-a165-70867728950e', ['x0f8fad5b', 'd9cb', '469f', 'a165', '70867728950e']],
    ['0f8fad5b-d9cb-469f-a165-70867728950e0', ['0f8fad5b', 'd9cb', '469f', 'a165', '70867728950e0']],
    ['0f8fad5b-d9cb-469f-a165-7086772895', ['0f8fad5b', 'd9cb', '469f', 'a165', '7086772895']],
    ['ë0f8fad5b-d9cb-469f-a165-70867728950e', ['e0f8fad5b', 'd9cb', '469f', 'a165', '70867728950e']],
    ['ß', ['ß']],
    ['', []],
    ['--- !?', []],
  ])('%j', (text, words) => expect(wordsOf(text)).toEqual(words))
})

test('plain text is given to the index as it is', () => {
  const text = 'Key-created by alex_1@example.com at 2026-05-12T14:03:22Z'
  expect(foldForIndex(text)).toBe(text)
})

/** The definition, slow and in one piece. */
function plainWordsOf(text: string): string[] {
  const folded = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('ς', 'σ')
  const joined = folded.replace(
    /(?<![\p{L}\p{N}])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\p{L}\p{N}])/gu,
    (uuid) => uuid.replaceAll('-', ''),
  )
  return joined.match(/[\p{L}\p{N}]+/gu) ?? []
}

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-fA-F]{${length}}$`))
const uuid = fc.tuple(hex(8), hex(4), hex(4), hex(4), hex(12)).map((parts) => parts.join('-'))
const piece = fc.oneof(
  uuid,
  fc.uuid(),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 8 }),
  fc.constantFrom(
    '-',
    '-'.repeat(9),
    '\0',
    '\ud83d',
    '\udc00',
    '\u0301',
    '\u00ad',
    '\u200d',
    'Σ',
    'İ',
    'ﬀ',
    '\u0345',
    'Å',
    '\u0080',
    'abcd-',
    '12345678-1234-',
    '𐐀',
    '𝟘',
    '①',
    'ⓐ',
  ),
)
const anyText = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''))

test('the quick way agrees with the definition', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(wordsOf(text)).toEqual(plainWordsOf(text))
    }),
    { numRuns: 3000 },
  )
})

describe('a phrase in a folded text', () => {
  test.each([
    ['logs/2026/app.parquet', 'parquet', false, true],
    ['logs/2026/app.parquets', 'parquet', false, false],
    ['logs/2026/app.parquets', 'parquet', true, true],
    ['xparquet', 'parquet', true, false],
    ['xparquet-parquet', 'parquet', false, true],
    ['Rate Exceeded', 'rate exceeded', false, true],
    ['rate: exceeded', 'rate exceeded', false, true],
    ['rate limit exceeded', 'rate exceeded', false, false],
    ['rate limit, rate exceeding', 'rate exceed', true, true],
    ['rate limit, rate exceeding', 'rate exceed', false, false],
    ['rate', 'rate exceeded', true, false],
    ['', 'rate', true, false],
  ])('%j, %j, %j', (text, words, prefix, holds) => {
    expect(holdsPhrase(foldedText(text), { words: words.split(' '), prefix })).toBe(holds)
  })

  test('is found wherever its words are', () => {
    const some = fc.tuple(anyText, fc.nat(), fc.integer({ min: 1, max: 3 }), fc.nat())
    fc.assert(
      fc.property(anyText, some, fc.boolean(), (text, [other, from, count, cut], prefix) => {
        // Of the text itself, so that it is often there, or of another one.
        for (const words of [wordsOf(text), wordsOf(other)]) {
          const first = from % Math.max(1, words.length)
          const wanted = words.slice(first, first + count)
          if (wanted.length === 0) continue
          const last = [...(wanted.at(-1) as string)]
          if (prefix) wanted.splice(-1, 1, last.slice(0, 1 + (cut % last.length)).join(''))
          const all = wordsOf(text)
          const holds = all.some((_, at) =>
            wanted.every((word, i) =>
              prefix && i === wanted.length - 1 ? all[at + i]?.startsWith(word) : all[at + i] === word,
            ),
          )
          expect(holdsPhrase(foldedText(text), { words: wanted, prefix })).toBe(holds)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('SQLite', () => {
  const db = new Database(':memory:')
  afterAll(() => db.close())
  db.exec(`CREATE VIRTUAL TABLE event_text USING fts5(text, tokenize = 'ascii');
    CREATE VIRTUAL TABLE token USING fts5vocab(event_text, instance)`)
  const insert = db.prepare<[number, string]>('INSERT INTO event_text (rowid, text) VALUES (?, ?)')
  const tokens = db.prepare<[], string>('SELECT term FROM token ORDER BY doc, offset').pluck()
  const found = db.prepare<[string], number>('SELECT rowid FROM event_text WHERE event_text MATCH ?').pluck()

  function tokensOf(text: string): string[] {
    db.exec('DELETE FROM event_text')
    insert.run(1, foldForIndex(text))
    return tokens.all()
  }

  test('the tokens of FTS5 are the words', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(tokensOf(text)).toEqual(wordsOf(text))
      }),
      { numRuns: 2000 },
    )
  })

  test('what stands in a text is found in it as a phrase', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (before, text, after) => {
        const words = wordsOf(text)
        fc.pre(words.length > 0)
        tokensOf(`${before} \u2014 ${text} \u2014 ${after}`)
        expect(found.all(`"${words.join(' ')}"`)).toEqual([1])
      }),
      { numRuns: 500 },
    )
  })
})

test('time grows with the length alone', () => {
  for (const unit of ['-', 'a', 'abcd-', '12345678-1234-1234-1234-', 'é-', '\u0301', 'é']) {
    expect(wordsOf(unit.repeat(200_000)).length).toBeGreaterThanOrEqual(0)
    expect(holdsPhrase(foldedText(unit.repeat(200_000)), { words: [`${'a'.repeat(500)}b`], prefix: true })).toBe(false)
  }
}, 10_000)
