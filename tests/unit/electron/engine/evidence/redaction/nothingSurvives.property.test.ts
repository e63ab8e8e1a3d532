/** Whatever a rule means is in none of what is given of an event: cells, payload, record, however it is spelled there. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../../../../shared/failure.ts'
import { type Format, payloadFromRecord } from '../../../../../../electron/engine/ingest/index.ts'
import { redactedRecord } from '../../../../../../electron/engine/redactedRecord.ts'
import { isNoValue, folded } from '../../../../../../electron/engine/evidence/redaction/spelling.ts'
import { redacted, redactorOf, textsOf } from './made.ts'

/** Values that are told from everything else in the event, with what is escaped somewhere. */
const anyValue = fc
  .tuple(
    fc.stringMatching(/^[a-zA-Z0-9]{4,10}$/),
    fc.constantFrom(
      '',
      '@example.com',
      '"',
      '\\',
      '\n',
      'é',
      'e\u0301',
      'İ',
      'ΑΣ',
      '😀',
      "'",
      '/',
      ' ',
      ',',
      '<',
      '%',
      ';',
    ),
    fc.stringMatching(/^[qxz][0-9]{5,8}$/),
  )
  .map((parts) => parts.join(''))
  .filter((value) => !isNoValue(value))

/** The same value as somebody else writes it. */
const anySpelling = fc.constantFrom<(value: string) => string>(
  (value) => value,
  (value) => value.toUpperCase(),
  (value) => value.toLowerCase(),
  (value) => value.normalize('NFD'),
  (value) => ` ${value} `,
)
/** A text that holds the value. */
const anySentence = fc.constantFrom<(value: string) => string>(
  (value) => `to ${value}.`,
  (value) => `<${value}>`,
  (value) => `x=${encodeURIComponent(value)}&y=1`,
  (value) => `/${encodeURIComponent(value)}/keys`,
  (value) => `{"broken":${JSON.stringify(value)},`,
  (value) => JSON.stringify({ deep: [{ [value]: value }] }),
  (value) => JSON.stringify({ deep: JSON.stringify({ deeper: `is ${value}!` }) }),
  (value) => `pre${value}post`,
)
const anyAction = fc.constantFrom('action: mask', 'action: remove', 'action: pseudonymise, prefix: person')
const anyPlace = fc.tuple(fc.constantFrom('a', 'b', '__proto__', 'role', '0'), anySpelling, anySentence)

/** A payload that holds the value at places, as a whole, in sentences, and as a key. */
function payloadWith(
  value: string,
  places: readonly [string, (value: string) => string, (value: string) => string][],
): Json {
  const members = places.map(([key, spelled, sentence], i) => {
    const inside = `{"whole":${JSON.stringify(spelled(value))},"text":${JSON.stringify(sentence(value))},${JSON.stringify(value)}:[1.50,true,null]}`
    return `${JSON.stringify(`${key}${i}`)}:${inside}`
  })
  return JSON.parse(`{${members.join(',')}}`) as Json
}

function expectGone(value: string, texts: readonly (string | null)[]): void {
  const spelled = [value, value.normalize('NFC'), value.normalize('NFD'), encodeURIComponent(value)]
  const forms = [...new Set([...spelled, JSON.stringify(value).slice(1, -1)].map((form) => folded(form.trim())))]
  for (const text of texts) {
    if (text === null) continue
    const low = folded(text)
    for (const form of forms) expect(low).not.toContain(form)
  }
}

describe('a redacted value is nowhere in what is given of its event', () => {
  test('by a field', () =>
    fc.assert(
      fc.property(anyValue, anyAction, fc.array(anyPlace, { maxLength: 3 }), (value, action, places) => {
        const redactor = redactorOf(`{ id: f, ${action}, fields: [actor] }`)
        const cells = Object.fromEntries(
          places.map(([, spelled, sentence], i) => [`own${i}`, sentence(spelled(value))]),
        )
        const payload = payloadWith(value, places)
        const found = redacted(
          redactor,
          { actor: value, message: `by ${value}`, resourceName: value, ...cells },
          payload,
        )
        expectGone(value, [...Object.values(found.cells), ...textsOf(found.payload)])
        expect(redactor.report().rules[0]).toMatchObject({ events: 1 })
      }),
      { numRuns: 500 },
    ))

  test('by a key of the payload', () =>
    fc.assert(
      fc.property(anyValue, anyAction, fc.array(anyPlace, { maxLength: 3 }), (value, action, places) => {
        const redactor = redactorOf(`{ id: k, ${action}, keys: [pin_code] }`)
        const payload = {
          hidden: JSON.stringify({ PinCode: [value] }),
          ...(payloadWith(value, places) as object),
        } as Json
        const found = redacted(redactor, { actor: value, message: `by ${value}` }, payload)
        expectGone(value, [...Object.values(found.cells), ...textsOf(found.payload)])
      }),
      { numRuns: 500 },
    ))

  test('by a pattern, in texts that hold it', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z]{1,6}\.[a-z]{1,6}$/),
        anyAction,
        fc.array(anyPlace, { minLength: 1, maxLength: 3 }),
        (name, action, places) => {
          const value = `${name}@example.com`
          const redactor = redactorOf(`{ id: p, ${action}, patterns: [email] }`)
          const found = redacted(redactor, { message: `by ${value}` }, payloadWith(value, places))
          expectGone(value, [...Object.values(found.cells), ...textsOf(found.payload)])
        },
      ),
      { numRuns: 300 },
    ))

  test('in the record’s bytes, in every encoding, as JSON and as CSV; the record can be read as before', () =>
    fc.assert(
      fc.property(
        anyValue,
        anyAction,
        fc.constantFrom('utf-8', 'utf-16le', 'utf-16be'),
        fc.array(anyPlace, { maxLength: 2 }),
        fc.boolean(),
        (value, action, encoding, places, isCsv) => {
          const payload = payloadWith(value, places)
          const header = ['who', 'what', 'details']
          const format: Format = { id: isCsv ? 'csv' : 'ndjson', encoding, recordsPath: [], delimiter: ',', header }
          const cells = [value, `by ${value}`, JSON.stringify(payload)]
          const record = isCsv
            ? cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
            : `{ "who" : ${JSON.stringify(value)},"n":1.50,"more":${JSON.stringify(payload)} }`
          const bytes = encoded(record, encoding)
          const decoded = payloadFromRecord(bytes, 0, bytes.length, format)
          if (!decoded.ok) throw new Error(decoded.failure.message)
          const event = redactorOf(`{ id: f, ${action}, fields: [actor] }`).event(
            ['actor'],
            [value],
            JSON.stringify(decoded.payload),
          )
          const out = redactedRecord(bytes, format, event)
          const after = payloadFromRecord(Buffer.from(out), 0, out.length, format)
          if (!after.ok) throw new Error(after.failure.message)
          expectGone(value, [new TextDecoder(encoding).decode(out), ...textsOf(after.payload)])
        },
      ),
      { numRuns: 400 },
    ))
})

test('in the bytes of a line of text, escaped or not; what its line then says does not have it either', () =>
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-zA-Z=|"\\ ]{4}[a-z0-9]{6}$/),
      anyAction,
      fc.constantFrom('cef', 'pairs', 'leef'),
      (value, action, shape) => {
        const format: Format = { id: 'lines', encoding: 'utf-8', recordsPath: [], delimiter: ',', header: [] }
        const inCef = value.replace(/[\\=]/g, '\\$&')
        const inQuotes = value.replace(/[\\"]/g, '\\$&')
        const lines = {
          cef: `CEF:0|Example|Gate|1|7|Name|3|suser=${inCef} act=read msg=by ${inCef}`,
          pairs: `act=read user="${inQuotes}" msg="by ${inQuotes}"`,
          leef: `LEEF:1.0|Example|Gate|1|Login|usrName=${value}\tmsg=by ${value}`,
        }
        const bytes = Buffer.from(lines[shape])
        const decoded = payloadFromRecord(bytes, 0, bytes.length, format)
        if (!decoded.ok) throw new Error(decoded.failure.message)
        const said = value.trim()
        const event = redactorOf(`{ id: f, ${action}, fields: [actor] }`).event(
          ['actor'],
          [said],
          JSON.stringify(decoded.payload),
        )
        const out = Buffer.from(redactedRecord(bytes, format, event))
        const after = payloadFromRecord(out, 0, out.length, format)
        expectGone(said, [out.toString(), ...(after.ok ? textsOf(after.payload) : [])])
      },
    ),
    { numRuns: 600 },
  ))

test('what no rule means stays as it is, character for character', () =>
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, message) => {
      // Once in some ten thousand runs what is made up is an address.
      fc.pre(![json, message].some((text) => text.includes('@')))
      const redactor = redactorOf('{ id: f, action: mask, fields: [actor], keys: [pinCode], patterns: [email] }')
      const event = redactor.event(['actor', 'message'], ['nobody-of-that-name', message], json)
      expect([event.cell('payload', json), event.cell('message', message)]).toEqual([json, message])
      expect(redactor.report().count).toBe(0)
    }),
    { numRuns: 300 },
  ))

test('the same events give the same output and the same report', () =>
  fc.assert(
    fc.property(anyValue, anyAction, fc.array(anyPlace, { maxLength: 3 }), (value, action, places) => {
      const run = () => {
        const redactor = redactorOf(`{ id: f, ${action}, fields: [actor] }`, '{ id: s, action: mask, secrets: true }')
        return [redacted(redactor, { actor: value, message: value }, payloadWith(value, places)), redactor.report()]
      }
      expect(run()).toEqual(run())
    }),
    { numRuns: 100 },
  ))

test('folding keeps every character its length, so that places in it are places in the text', () => {
  for (let point = 0; point <= 0x10ffff; point++) {
    const character = String.fromCodePoint(point)
    if (folded(character).length !== character.length) throw new Error(point.toString(16))
  }
})

function encoded(text: string, encoding: Format['encoding']): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text)
  const wide = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16be' ? wide.swap16() : wide
}
