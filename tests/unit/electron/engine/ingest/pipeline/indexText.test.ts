/** What goes into the text index gives, under the index's tokenizer, the words that are asked for, value by value. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type CaseFile, createCase } from '../../../../../../electron/engine/case/index.ts'
import { IndexText } from '../../../../../../electron/engine/ingest/pipeline/indexText.ts'
import { TextInserter } from '../../../../../../electron/engine/ingest/pipeline/textInserter.ts'
import { INLINE_BIT, inlineValues, NO_VALUE } from '../../../../../../electron/engine/store/index.ts'
import { wordsOf } from '../../../../../../shared/query/index.ts'

const COLUMNS = 5

interface Event {
  readonly isAscii: boolean
  /** Leaf values of the record, texts. */
  readonly payload: readonly string[]
  /** Values in dictionaries. */
  readonly coded: readonly string[]
  /** A value that stands inline per column, or none. */
  readonly inline: readonly (string | null)[]
}

let dir: string
let file: CaseFile
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vouch-text-'))
  file = createCase(join(dir, 'case.vouch'), 'test')
  file.db.exec("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'event_text', 'instance')")
})
afterEach(() => {
  file.close()
  rmSync(dir, { recursive: true, force: true })
})

/** Puts the events into the index, the first as 1; the words of each value of each event come out. */
function indexed(events: readonly Event[]): string[][] {
  const index = new IndexText()
  for (const { isAscii, payload, coded, inline } of events) {
    index.begin(isAscii)
    for (const value of [...coded, ...inline]) if (value !== null) index.addField(value)
    index.addPayload([...payload])
  }
  const columns = Array.from({ length: COLUMNS }, (_, c) => {
    const texts = events.flatMap(({ inline }) => inline[c] ?? [])
    let end = 0
    return {
      field: `f${c}`,
      codes: Uint32Array.from(events, ({ inline }) => (inline[c] === null ? NO_VALUE : INLINE_BIT)),
      newValues: [],
      firstNewCode: 1,
      inlineText: texts.join(''),
      inlineEnds: Uint32Array.from(texts, (text) => (end += text.length)),
    }
  })
  const values = columns.map(({ inlineText, inlineEnds }) => inlineValues(inlineText, inlineEnds))
  new TextInserter(file.db).insert({ columns, texts: index.take(), eventCount: events.length }, values, 1)
  const terms = file.db.prepare<[number], string>('SELECT term FROM temp.words WHERE doc = ? ORDER BY offset').pluck()
  return events.map((_, i) => valuesOf(terms.all(i + 1)))
}

/** Words of values, those of one value joined; values without a word left out; sorted. */
function valuesOf(words: readonly string[]): string[] {
  return words
    .join(' ')
    .split('\u0080')
    .map((value) => value.trim())
    .filter((value) => value !== '')
    .sort()
}

/** Whether it is found by its code. */
const isRandom = (value: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(value)

function expected({ payload, coded, inline }: Event): string[] {
  const own = new Set([...coded, ...inline])
  return [...payload.filter((leaf) => !own.has(leaf)), ...inline.filter((value) => value !== null && !isRandom(value))]
    .map((value) => wordsOf(value ?? '').join(' '))
    .filter((value) => value !== '')
    .sort()
}

const ascii = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'B', '7', '-', ' ', '.', "'") }),
  fc.uuid(),
  fc.uuid().map((uuid) => uuid.toUpperCase()),
  fc.uuid().map((uuid) => `x${uuid}`),
)
const anyText = fc.oneof(ascii, fc.string({ unit: fc.constantFrom('ä', 'A', '\u0080', '\0', ' ', 'ς', '😀') }))
const eventOf = (isAscii: boolean, text: fc.Arbitrary<string>): fc.Arbitrary<Event> =>
  fc
    .record({
      leaves: fc.array(text, { maxLength: 6 }),
      coded: fc.array(fc.tuple(text, fc.boolean()), { maxLength: 4 }),
      inline: fc.array(fc.option(fc.tuple(text, fc.boolean())), { minLength: COLUMNS, maxLength: COLUMNS }),
    })
    // Field values mostly stand in the record, but need not.
    .map(({ leaves, coded, inline }) => ({
      isAscii,
      payload: [...leaves, ...[...coded, ...inline].flatMap((value) => (value?.[1] === true ? [value[0]] : []))],
      coded: coded.map(([value]) => value),
      inline: inline.map((value) => value?.[0] ?? null),
    }))
const event = fc.oneof(eventOf(true, ascii), eventOf(false, anyText))

test('each event has the words of its leaf values that no dictionary holds, and of its inline values but random UUIDs, none twice', () => {
  fc.assert(
    fc.property(fc.array(event, { minLength: 1, maxLength: 8 }), (events) => {
      file.db.exec('BEGIN')
      try {
        expect(indexed(events)).toEqual(events.map(expected))
      } finally {
        file.db.exec('ROLLBACK')
      }
    }),
  )
})

test('a text that a profile adds to an ASCII record is folded all the same', () => {
  const added: Event = {
    isAscii: true,
    payload: ['Datei 7'],
    coded: [],
    inline: ['Gelöschte Datei 7', null, null, null, null],
  }
  expect(indexed([added])).toEqual([['datei 7', 'geloschte datei 7']])
})
