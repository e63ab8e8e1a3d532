/**
 * What the first bytes of a file say about how to read it.
 */
import { describe, expect, test } from 'vitest'
import {
  sampleRecords,
  type Sniffed,
  type SniffOptions,
  sniff,
} from '../../../../../../electron/engine/ingest/readers/index.ts'
import { bytesOf } from './reading.ts'

const look = (text: string | Uint8Array, options: SniffOptions = {}, isWhole = true): Sniffed =>
  sniff(typeof text === 'string' ? bytesOf(text) : text, isWhole, options)
/** `id path` of the format, or the failure's code. */
const verdict = (sniffed: Sniffed): string =>
  sniffed.ok ? `${sniffed.format.id} ${sniffed.format.recordsPath.join('.')}`.trim() : sniffed.failure.code
const formatIn = (sniffed: Sniffed) => (sniffed.ok ? sniffed.format : null)

const event = (n: number): object => ({
  time: `2026-05-01T10:00:0${n}Z`,
  actor: `user${n}@example.com`,
  action: 'key.created',
  changes: [{ field: 'a', old: n }],
})
const events = [event(1), event(2), event(3)]

describe('JSON shapes', () => {
  test('records behind syslog headers', () => {
    const lines = events.map((e) => `<5>1 2026-05-01T10:00:00Z vault ${JSON.stringify(e)}`)
    expect(verdict(look(lines.join('\n')))).toBe('ndjson')
    expect(verdict(look('<5>1 2026-05-01T10:00:00Z vault started\n<5>1 2026-05-01T10:00:01Z vault ready\n'))).toBe(
      'import/unrecognised',
    )
  })

  test('a record per line, also a single one and one whose array looks like a list', () => {
    expect(verdict(look(events.map((e) => JSON.stringify(e)).join('\n')))).toBe('ndjson')
    expect(verdict(look(JSON.stringify(event(1))))).toBe('ndjson')
    expect(
      verdict(
        look(
          `${JSON.stringify({ id: { time: 'x' }, actor: { email: 'a@example.com' }, events: [{ name: 'LOGIN' }, { name: 'X' }] })}\n`,
        ),
      ),
    ).toBe('ndjson')
  })

  test('stray lines do not change that', () => {
    expect(verdict(look(`starting up\n${JSON.stringify(event(1))}\n${JSON.stringify(event(2))}\n`))).toBe('ndjson')
    expect(verdict(look(`{"broken": \n${JSON.stringify(event(1))}\n${JSON.stringify(event(2))}\n`))).toBe('ndjson')
  })

  test('a list in disguise: an object whose members are numbered', () => {
    const data = { Event1: event(1), Event2: event(2), Event3: event(3) }
    const page = look(JSON.stringify({ status: 'OK', next: null, data }))
    expect(verdict(page)).toBe('json data.*')
    const one = { data: { Event1: event(1) } }
    expect(verdict(look(JSON.stringify(one)))).toBe('ndjson')
    expect(verdict(look(JSON.stringify({ data: { attributes: event(1), relationships: event(2) } })))).toBe('ndjson')
    expect(verdict(look(JSON.stringify({ ...event(1), details: { line1: {}, line2: {} } })))).toBe('ndjson')
  })

  test('arrays, pretty-printed objects', () => {
    expect(verdict(look(JSON.stringify(events)))).toBe('json')
    expect(verdict(look(JSON.stringify(events, null, 2)))).toBe('json')
    expect(verdict(look(events.map((e) => JSON.stringify(e, null, 2)).join('\n')))).toBe('json')
    expect(verdict(look(JSON.stringify(event(1), null, 2)))).toBe('json')
  })

  test('wrappers under known names, with other keys around', () => {
    for (const name of ['Records', 'records', 'items', 'value', 'events', 'data', 'logs', 'entries', 'results']) {
      expect(verdict(look(JSON.stringify({ [name]: events })))).toBe(`json ${name}`)
      expect(verdict(look(JSON.stringify({ total: 3, [name]: events, next_page: 'x' }, null, 1)))).toBe(`json ${name}`)
    }
    expect(
      verdict(look(JSON.stringify({ took: 5, _shards: { total: 1 }, hits: { total: { value: 3 }, hits: events } }))),
    ).toBe('json hits.hits')
    expect(verdict(look(JSON.stringify({ ok: true, data: { cursor: null, logs: events } })))).toBe('json data.logs')
    expect(verdict(look(JSON.stringify({ auditTrail: events, count: 3 })))).toBe('json auditTrail')
  })

  test('wrappers one per line, and in an array', () => {
    const line = JSON.stringify({ records: events })
    expect(verdict(look(`${line}\n${line}\n`))).toBe('json records')
    expect(verdict(look(`[${line},${line}]`))).toBe('json records')
  })

  test('a record with a list inside is no wrapper', () => {
    const record = {
      eventName: 'PutObject',
      userIdentity: { type: 'IAMUser' },
      resources: [{ arn: 'x' }, { arn: 'y' }],
    }
    expect(verdict(look(JSON.stringify(record, null, 2)))).toBe('json')
    expect(verdict(look(JSON.stringify({ ...event(1), items: events }, null, 2)))).toBe('json')
  })

  test('a profile names the list; a record stays a record', () => {
    const text = JSON.stringify(
      { alpha: { trail: events }, beta: { trail: events }, gamma: { trail: events } },
      null,
      2,
    )
    expect(verdict(look(text))).toBe('json')
    expect(verdict(look(text, { recordsNames: ['Records', 'beta.trail'] }))).toBe('json beta.trail')
    expect(verdict(look(JSON.stringify(event(1), null, 2), { recordsNames: ['changes'] }))).toBe('json')
  })

  test('the start of a file that goes on is enough', () => {
    const many = Array.from({ length: 500 }, (_, i) => event(i % 10))
    for (const [text, expected] of [
      [JSON.stringify({ Records: many }), 'json Records'],
      [JSON.stringify(many), 'json'],
      [many.map((e) => JSON.stringify(e)).join('\n'), 'ndjson'],
      [`{"a":"${'x'.repeat(5000)}`, 'ndjson'],
    ] as const) {
      expect(verdict(look(bytesOf(text).subarray(0, 4000), {}, false))).toBe(expected)
    }
  })
})

describe('CSV', () => {
  test('by delimiter', () => {
    for (const delimiter of [',', ';', '\t', '|'] as const) {
      const rows = [
        ['time', 'actor', 'action'],
        ['2026-05-01', 'a@example.com', 'x'],
        ['2026-05-02', 'b@example.com', '"y, z;|\t"'],
      ]
      const format = formatIn(look(rows.map((row) => row.join(delimiter)).join('\r\n')))
      expect(format).toMatchObject({ id: 'csv', delimiter, header: ['time', 'actor', 'action'], preambleRows: 0 })
    }
  })

  test('a header may name lists as Splunk does', () => {
    const format = formatIn(look(bytesOf('_time,user.username,sourceIPs{},target{}.id\nx,alex,192.0.2.1,7\n')))
    expect(format).toMatchObject({ id: 'csv', header: ['_time', 'user.username', 'sourceIPs{}', 'target{}.id'] })
  })

  test('title rows before the header, names made distinct', () => {
    const format = formatIn(look('Audit export\n\nWhen,Who,Who,\n2026-05-01,a,b,c\n2026-05-02,a,b,c\n'))
    expect(format).toMatchObject({ id: 'csv', header: ['When', 'Who', 'Who (2)', 'column 4'], preambleRows: 1 })
    expect(formatIn(look('sep=;\na;b\n1;2\n'))).toMatchObject({ delimiter: ';', preambleRows: 1 })
  })

  test('JSON in cells does not confuse it', () => {
    const cell = `"${JSON.stringify(event(1)).replaceAll('"', '""')}"`
    expect(formatIn(look(`time;actor;payload\n2026;a;${cell}\n2026;b;${cell}\n`))).toMatchObject({ delimiter: ';' })
  })
})

describe('lines of text', () => {
  const syslog = (n: number, text: string): string => `<13>May  1 10:00:0${n} host sshd[1]: ${text}\n`

  test('by the shape of nine in ten of them, with or without an end of the last', () => {
    const ten = Array.from({ length: 9 }, (_, n) => syslog(n, 'Accepted')).join('')
    expect(verdict(look(`${ten}and a stray line`))).toBe('lines')
    expect(verdict(look(`${ten}and a stray line\nand another`))).toBe('import/unrecognised')
    expect(verdict(look(`${ten}cut off in the mid`, {}, false))).toBe('lines')
    expect(verdict(look(ten.replaceAll('\n', '\r\n')))).toBe('lines')
    const sniffed = look(ten)
    expect(sniffed.ok && sniffed.why.at(-1)).toBe('lines of text: 9 of the first 9 are RFC 3164 syslog')
  })

  test('commas, semicolons, tabs and bars in them make no table of them', () => {
    const cef = (n: number): string => `CEF:0|Example|Gate|v1|login|Name of it|High|suser=u${n} msg=a\n`
    for (const text of [
      syslog(1, 'a, b') + syslog(2, 'c, d'),
      syslog(1, 'a; b') + syslog(2, 'c; d'),
      syslog(1, 'a\tb') + syslog(2, 'c\td'),
      cef(1) + cef(2),
    ])
      expect(verdict(look(text)), text).toBe('lines')
  })

  test('a table is a table, whatever its cells hold, and so is JSON behind headers', () => {
    expect(verdict(look(`time,line\n1,${syslog(1, 'a')}2,${syslog(2, 'b')}`))).toBe('csv')
    expect(verdict(look(`line;n\nCEF:0|a|b|1|2|c|3|x=1;1\nCEF:0|a|b|1|2|c|3|x=2;2\n`))).toBe('csv')
    expect(verdict(look(`${syslog(1, 'a')}<5>1 2026-05-01T10:00:00Z vault ${JSON.stringify(event(1))}\n`))).toBe(
      'ndjson',
    )
  })
})

describe('encodings', () => {
  const text = 'time,actor\n2026-05-01,Jürgen\n2026-05-02,Zoë\n'
  test('marks, NUL patterns, Windows-1252', () => {
    const wide = Buffer.from(text, 'utf16le')
    expect(formatIn(look(bytesOf(`\ufeff${text}`)))).toMatchObject({ encoding: 'utf-8', header: ['time', 'actor'] })
    expect(formatIn(look(Buffer.from(`\ufeff${text}`, 'utf16le')))).toMatchObject({
      encoding: 'utf-16le',
      header: ['time', 'actor'],
    })
    expect(formatIn(look(wide))).toMatchObject({ encoding: 'utf-16le', header: ['time', 'actor'] })
    expect(formatIn(look(Buffer.from(wide).swap16()))).toMatchObject({
      encoding: 'utf-16be',
      header: ['time', 'actor'],
    })
    expect(formatIn(look(Buffer.from(text, 'latin1')))).toMatchObject({ encoding: 'windows-1252' })
  })

  test('a character cut by the end of what is looked at is no fault; a few bad bytes among good ones are damaged UTF-8', () => {
    const line = bytesOf('{"a":"üü"}\n{"a":"ü')
    expect(formatIn(look(line.subarray(0, line.length - 1), {}, false))).toMatchObject({ encoding: 'utf-8' })
    expect(formatIn(look(Buffer.concat([bytesOf('{"a":"üüü"}\n'), Buffer.from([0x7b, 0xff, 0x7d])])))).toMatchObject({
      encoding: 'utf-8',
    })
  })
})

describe('what is no log', () => {
  test('nothing in it', () => {
    for (const text of ['', ' \n\n', '[]', '{"Records":[]}', '{"Records": [ ], "next": null}', 'time,actor,action\n']) {
      expect(verdict(look(text)), JSON.stringify(text)).toBe('import/empty')
    }
  })

  test('prose, code, settings, binary data, scalars', () => {
    const prose =
      'Dear all,\nas said on Monday, the audit takes place.\nPlease, bring your papers, and a pen.\nYours, A.\n'
    const settings = '# a=b\nname = x\npath=/tmp\nvalues=1,2\n'
    const trace = 'May  1 10:00:00 host x: failed\n  at a.b\n  at c.d\n  at e.f\n'
    const headless = '2026-05-01,a@example.com,login\n2026-05-02,b@example.com,logout\n'
    for (const text of [
      prose,
      settings,
      trace,
      headless,
      '[1,2,3]',
      '"text"',
      '12',
      '#!/bin/sh\necho {}\n',
      '<html><body>no</body></html>',
    ]) {
      expect(verdict(look(text)), text).toBe('import/unrecognised')
    }
    for (const bytes of [
      Buffer.from('%PDF-1.7\n%'),
      Buffer.from('SQLite format 3\0'),
      Buffer.alloc(5000, 3),
      Buffer.from([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),
    ]) {
      expect(verdict(look(bytes))).toBe('import/unrecognised')
    }
  })

  test('the reason is said', () => {
    const sniffed = look(Buffer.from('%PDF-1.7\n%'))
    expect(sniffed.ok ? '' : sniffed.failure.message).toBe('The file is not a log that is read here: it is a PDF')
  })
})

test('samples are the first records that can be decoded, without the one that is cut off', () => {
  const bytes = bytesOf('{"a":1}\nbad\n{"a":2}\n{"a":3}\n{"a":4')
  const sniffed = look(bytes)
  expect(sniffed.ok ? sampleRecords(bytes, sniffed.format, 10) : null).toEqual([{ a: 1 }, { a: 2 }, { a: 3 }])
  expect(sniffed.ok ? sampleRecords(bytes, sniffed.format, 1) : null).toEqual([{ a: 1 }])
})
