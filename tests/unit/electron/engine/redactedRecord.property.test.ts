/** Verbatim bytes with secrets masked, in every encoding and format that is read. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../../../shared/failure.ts'
import { Redactor } from '../../../../shared/redaction/index.ts'
import { type Format, payloadFromRecord } from '../../../../electron/engine/ingest/index.ts'
import { redactedRecord } from '../../../../electron/engine/redactedRecord.ts'

const encodings = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
const anySecret = fc
  .tuple(fc.stringMatching(/^[a-zA-Z0-9]{8,12}$/), fc.constantFrom('', '"', '\\', "'", '/', ' x', ',', ';', 'é', '\n'))
  .map(([text, odd]) => `${text.slice(0, 5)}${odd}${text.slice(5)}`)
const anyText = fc.stringMatching(/^[a-zA-Z0-9 ,;"'éü\\{}[\]-]{0,12}$/)

/** Strings spelled as they may be: any unit as an escape. */
function spelled(text: string, isEscaped: boolean): string {
  if (!isEscaped) return JSON.stringify(text)
  return `"${Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')}"`
}

function encoded(text: string, encoding: Format['encoding']): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text)
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1')
  const wide = Buffer.from(text, 'utf16le')
  return encoding === 'utf-16be' ? wide.swap16() : wide
}

function decoded(bytes: Uint8Array, encoding: Format['encoding']): string {
  return new TextDecoder(encoding).decode(bytes)
}

function masked(bytes: Buffer, format: Format): { text: string; payload: Json; before: Json; redactor: Redactor } {
  const before = payloadFromRecord(bytes, 0, bytes.length, format)
  if (!before.ok) throw new Error(JSON.stringify(before.failure))
  const redactor = new Redactor()
  redactor.learn(before.payload)
  const out = redactedRecord(bytes, format, redactor)
  const after = payloadFromRecord(Buffer.from(out), 0, out.length, format)
  if (!after.ok) throw new Error(JSON.stringify(after.failure))
  return { text: decoded(out, format.encoding), payload: after.payload, before: before.payload, redactor }
}

test('JSON: no secret in the bytes, everything else as it was, and the payload is the masked one', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...encodings),
      anySecret,
      anyText,
      fc.boolean(),
      fc.constantFrom('password', 'clientSecret', 'Authorization'),
      (encoding, secret, other, isEscaped, key) => {
        const format: Format = { id: 'ndjson', encoding, recordsPath: [], delimiter: ',', header: [] }
        const inside = JSON.stringify(`{"x":${JSON.stringify(`the ${secret}.`)}}`)
        const head = `{ "other" : ${spelled(other, isEscaped)}, "${key}":`
        const text = `${head}${spelled(secret, isEscaped)}, "body":${inside}, "end":1.50 }`
        const found = masked(encoded(text, encoding), format)
        expect(found.text).not.toContain(secret)
        expect(JSON.stringify(found.payload)).not.toContain(JSON.stringify(secret).slice(1, -1))
        expect(found.text.startsWith(`${head}"[REDACTED]", "body":`)).toBe(true)
        expect(found.text.endsWith(', "end":1.50 }')).toBe(true)
        expect(found.payload).toEqual(found.redactor.payload(found.before))
      },
    ),
    { numRuns: 300 },
  ))

test('JSON: both values of a repeated key are masked, though the payload has one', () => {
  const format: Format = { id: 'json', encoding: 'utf-8', recordsPath: [], delimiter: ',', header: [] }
  const { text } = masked(Buffer.from('{"token":"first-secret","a":1,"token":"second-secret"}'), format)
  expect(text).toBe('{"token":"[REDACTED]","a":1,"token":"[REDACTED]"}')
})

test('CSV: no secret in the bytes, the cells as many and the others as they were', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...encodings),
      fc.constantFrom(',', ';', '\t'),
      anySecret,
      anyText,
      fc.boolean(),
      (encoding, delimiter, secret, other, isQuoted) => {
        const header = ['User', 'API key', 'Details', 'Note']
        const format: Format = { id: 'csv', encoding, recordsPath: [], delimiter: delimiter as ',', header }
        const cells = [
          other,
          secret,
          JSON.stringify({ a: 1, client_secret: secret, pin: `is ${secret}` }),
          `see ${secret}!`,
        ]
        const row = cells.map((cell) => quoted(cell, delimiter, isQuoted)).join(delimiter)
        const found = masked(encoded(row, encoding), format)
        expect(found.text).not.toContain(secret)
        expect(found.text).not.toContain(secret.replaceAll('"', '""'))
        expect(found.text.startsWith(quoted(other, delimiter, isQuoted) + delimiter)).toBe(true)
        expect(found.payload).toMatchObject({
          'API key': '[REDACTED]',
          Details: { a: 1, client_secret: '[REDACTED]' },
          Note: 'see [REDACTED]!',
        })
      },
    ),
    { numRuns: 300 },
  ))

function quoted(cell: string, delimiter: string, isQuoted: boolean): string {
  return isQuoted || /["\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell
}

test('lines: no secret in the bytes, in whatever shape and spelling it stands there', () =>
  fc.assert(
    fc.property(
      fc.constantFrom(...encodings),
      fc.stringMatching(/^[A-Za-z0-9+/=| \\"]{7}[A-Za-z0-9]{4}$/),
      fc.constantFrom('password', 'client_secret', 'api_key'),
      fc.constantFrom('cef', 'pairs', 'leef', 'structured data', 'sentence'),
      (encoding, secret, key, shape) => {
        const escapedIn = (characters: RegExp): string => secret.replace(characters, '\\$&')
        const lines = {
          cef: `CEF:0|Example|Gate|1|7|Name|3|suser=alex ${key}=${escapedIn(/[\\=]/g)} msg=done`,
          pairs: `user=alex ${key}="${escapedIn(/[\\"]/g)}" msg=done`,
          leef: `LEEF:1.0|Example|Gate|1|Login|usrName=alex\t${key}=${secret}\tmsg=done`,
          'structured data': `<13>1 - web01 app - - [a@32473 ${key}="${escapedIn(/[\\"\]]/g)}" b="c"] done`,
          sentence: `May  1 10:00:00 web01 app: alex came with ${key}=${secret.replace(/[\s"]/g, '-')}`,
        }
        const format: Format = { id: 'lines', encoding, recordsPath: [], delimiter: ',', header: [] }
        const bytes = encoded(lines[shape], encoding)
        const before = payloadFromRecord(bytes, 0, bytes.length, format)
        if (!before.ok) throw new Error(before.failure.message)
        const redactor = new Redactor()
        redactor.learn(before.payload)
        const text = decoded(redactedRecord(bytes, format, redactor), encoding)
        // Its last characters are plain in every spelling.
        expect(text).not.toContain(secret.slice(-4))
        expect(text).toContain('[REDACTED]')
      },
    ),
    { numRuns: 500 },
  ))

test('bytes that are no text give the masked text, and never the secret', () => {
  const format: Format = { id: 'ndjson', encoding: 'utf-8', recordsPath: [], delimiter: ',', header: [] }
  const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff), Buffer.from('","password":"hunter2hunter"}')])
  expect(masked(bytes, format).text).toBe('{"a":"\ufffd","password":"[REDACTED]"}')
})
