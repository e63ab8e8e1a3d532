/** Records that are hard to read: each is an event or a reject with its place, and its neighbours come in unharmed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lines, Room, rangeOf, recordOf } from './room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

/** NDJSON of three plain records with `middle` as the second line. */
function between(middle: Uint8Array | string): Buffer {
  return Buffer.concat([Buffer.from(lines(0, 1)), Buffer.from(middle), Buffer.from(`\n${lines(1, 3)}`)])
}

describe('records that are no records', () => {
  it('one bad line among 200,000: it alone is a reject, with its line and bytes', async () => {
    const all: string[] = Array.from({ length: 200_000 }, (_, n) => `{"time":${1777630000 + n},"action":"a${n % 9}"}`)
    all[123_456] = '{"time":1777630000,"action":"half'
    const bytes = Buffer.from(`${all.join('\n')}\n`)
    const file = await room.exhibit('log.ndjson', bytes)
    expect(file).toMatchObject({ records: 200_000, events: 199_999, rejects: 1, isComplete: true })
    expect(file.firstRejects).toMatchObject([{ record: 123_456, line: 123_457, failure: { code: 'record/not-json' } }])
    expect(rangeOf(bytes, file.firstRejects[0])).toBe(all[123_456])
    expect(await room.rejects()).toMatchObject([{ exhibit: 'E001', record: 123_456, line: 123_457 }])
    // Neighbours keep their numbers.
    expect((await room.raw(123_456)).toString()).toBe(all[123_455])
    expect((await room.raw(123_457)).toString()).toBe(all[123_457])
  })

  it('nesting 10,000 deep is a reject; 500 deep is an event', async () => {
    const deep = (depth: number): string =>
      recordOf(9, { tree: 0 }).replace('0}', `${'['.repeat(depth)}${']'.repeat(depth)}}`)
    const bytes = between(`${deep(500)}\n${deep(10_000)}\n${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`)
    const file = await room.exhibit('deep.ndjson', bytes)
    expect(file).toMatchObject({ records: 6, events: 4, rejects: 2 })
    expect(file.firstRejects.map(({ record, line, failure }) => [record, line, failure.code])).toEqual([
      [2, 3, 'record/too-deep'],
      [3, 4, 'record/too-deep'],
    ])
    expect(rangeOf(bytes, file.firstRejects[0])).toBe(deep(10_000))
    // The deep one that came in can be shown, searched and exported.
    await room.ask('event.show', { case: room.case, event: '2' })
    await room.ask('rows.export', { case: room.case, filter: '', format: 'json', out: `${room.dir}/out.json` })
  })

  it('nesting 10,000 deep in an array, pretty-printed and in a CSV cell does no harm either', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`
    const array = `[${recordOf(0)},\n{"time":"2026-05-01T10:00:00Z","x":${deep}},\n${recordOf(1)}]`
    const csv = `time,actor,detail\n2026-05-01T10:00:00Z,a@example.com,"${deep}"\n2026-05-01T10:00:01Z,b@example.com,{}\n`
    const [first, second] = await room.import([room.file('deep.json', array), room.file('deep.csv', csv)])
    expect(first).toMatchObject({ records: 3, events: 2, rejects: 1 })
    expect(second).toMatchObject({ kind: 'imported', records: 2 })
    if (second.kind === 'imported') expect(second.events + second.rejects).toBe(2)
  })

  it('JSON that is no object: each value is a reject that says what it is', async () => {
    const file = await room.exhibit('mixed.ndjson', between('17\n"text"\n[1,2]\nnull'))
    expect(file).toMatchObject({ events: 3, rejects: 4 })
    expect(file.firstRejects.map((reject) => reject.failure.code)).toEqual(Array(4).fill('record/not-an-object'))
    expect(file.firstRejects.map((reject) => reject.line)).toEqual([2, 3, 4, 5])
  })
})

describe('text that is no text', () => {
  it('invalid UTF-8: the event is kept with U+FFFD and a remark, the record byte for byte', async () => {
    // With a name in valid UTF-8, so that the file is not taken for Windows-1252.
    const bad = Buffer.from(recordOf(7, { name: 'Zoë Łuk', note: 'aXb' }))
    bad[bad.indexOf('aXb') + 1] = 0xff
    const file = await room.exhibit('log.ndjson', between(bad))
    expect(file).toMatchObject({ events: 4, rejects: 0 })
    expect(file.remarks).toContainEqual({ code: 'invalid-utf8', recordCount: 1, firstRecord: 1 })
    expect(await room.raw(2)).toEqual(bad)
    const { payload } = await room.ask('event.show', { case: room.case, event: '2' })
    expect(payload).toMatchObject({ note: 'a\ufffdb' })
  })

  it('lone surrogates: an escape half stays as it is in the record, and every way out gives text', async () => {
    const odd = recordOf(7).replace('user0@example.com', 'eve\\ud800@example.com')
    const file = await room.exhibit('log.ndjson', between(odd))
    expect(file).toMatchObject({ events: 4, rejects: 0 })
    expect((await room.raw(2)).toString()).toBe(odd)
    const [cell] = await room.cells(['actor'], 'eventId:e-7')
    expect(cell[0]).toMatch(/^eve.@example\.com$/u)
    for (const format of ['csv', 'ndjson', 'json'] as const)
      await room.ask('rows.export', { case: room.case, filter: '', format, out: `${room.dir}/out.${format}` })
  })

  it('CESU-8 surrogates (ED A0 80) are invalid UTF-8 and remarked', async () => {
    const bad = Buffer.from(recordOf(7, { note: 'XYZ' }))
    Buffer.from([0xed, 0xa0, 0x80]).copy(bad, bad.indexOf('XYZ'))
    const file = await room.exhibit('log.ndjson', between(bad))
    expect(file.remarks).toContainEqual({ code: 'invalid-utf8', recordCount: 1, firstRecord: 1 })
    expect(await room.raw(2)).toEqual(bad)
  })

  it('NUL bytes: raw ones make the line a reject, escaped ones are data that comes out again', async () => {
    const raw = Buffer.from(recordOf(7, { note: 'aXb' }))
    raw[raw.indexOf('aXb') + 1] = 0
    const escaped = recordOf(8, { actor: 'a\u0000b', note: 'x\u0000y' })
    const bytes = Buffer.concat([between(raw), Buffer.from(`${escaped}\n`), Buffer.alloc(30), Buffer.from('\n')])
    const file = await room.exhibit('log.ndjson', bytes)
    expect(file.firstRejects[0]).toMatchObject({ record: 1, line: 2, failure: { code: 'record/not-json' } })
    expect(rangeOf(bytes, file.firstRejects[0])).toBe(raw.toString())
    expect(file.firstRejects).toMatchObject([{}, { line: 6, failure: { code: 'record/not-json' } }])
    expect(file.events).toBe(4)
    expect(await room.cells(['actor'], 'eventId:e-8')).toEqual([['a\u0000b']])
    expect(await room.cells(['eventId'], 'payload.note:*y')).toEqual([['e-8']])
  })
})

describe('line ends', () => {
  it('CRLF, LF, lone CR, blank lines and no end at all: every record once, byte for byte', async () => {
    const ends = ['\r\n', '\n', '\r', '\r\n\r\n\n', ' \t\r\n', '']
    const file = await room.exhibit('log.ndjson', ends.map((end, n) => recordOf(n) + end).join(''))
    expect(file).toMatchObject({ records: 6, events: 6, rejects: 0 })
    for (let n = 0; n < 6; n++) expect((await room.raw(n + 1)).toString()).toBe(recordOf(n))
  })

  it('CSV with mixed line ends and line ends inside cells', async () => {
    const rows = [
      't,who,what\r\n',
      '2026-05-01T10:00:00Z,a,"x\r\ny"\n',
      '2026-05-01T10:00:01Z,b,"p\nq"\r\n',
      '2026-05-01T10:00:02Z,c,z\r',
    ]
    const file = await room.exhibit('log.csv', rows.join(''))
    expect(file).toMatchObject({ events: 3, rejects: 0 })
    expect((await room.raw(1)).toString()).toBe('2026-05-01T10:00:00Z,a,"x\r\ny"')
  })
})

describe('CSV rows', () => {
  const header = 'time,actor,action,outcome'
  const row = (n: number): string => `2026-05-01T10:00:0${n}Z,user${n}@example.com,login,success`

  it('with too few or too many fields are rejects with what was expected and found', async () => {
    const bytes = Buffer.from(
      [header, row(0), '2026-05-01T10:00:01Z,b@example.com', row(2), `${row(3)},more,still`, row(4), ''].join('\n'),
    )
    const file = await room.exhibit('log.csv', bytes)
    expect(file).toMatchObject({ records: 5, events: 3, rejects: 2 })
    expect(file.firstRejects).toMatchObject([
      { record: 1, line: 3, failure: { code: 'record/field-count', facts: { expected: 4, found: 2 } } },
      { record: 3, line: 5, failure: { code: 'record/field-count', facts: { expected: 4, found: 6 } } },
    ])
    expect(rangeOf(bytes, file.firstRejects[1])).toBe(`${row(3)},more,still`)
  })

  it('with a quote that is never closed: its line is a reject, the rest of the file comes in', async () => {
    const bytes = Buffer.from(
      [header, row(0), '2026-05-01T10:00:01Z,"never closed,login,success', row(2), row(3), ''].join('\n'),
    )
    const file = await room.exhibit('log.csv', bytes)
    expect(file).toMatchObject({ events: 3, rejects: 1 })
    expect(file.firstRejects).toMatchObject([{ line: 3, failure: { code: 'record/quote-unclosed' } }])
    expect(rangeOf(bytes, file.firstRejects[0])).toBe('2026-05-01T10:00:01Z,"never closed,login,success')
  })
})

describe('keys and numbers', () => {
  it('duplicate keys: the last counts, the record keeps both, and it is remarked', async () => {
    const twice = recordOf(7).replace('{', '{"actor":"first@example.com",')
    const file = await room.exhibit('log.ndjson', between(twice))
    expect(file.remarks).toContainEqual({ code: 'duplicate-keys', recordCount: 1, firstRecord: 1 })
    expect(await room.cells(['actor'], 'eventId:e-7')).toEqual([['user0@example.com']])
    expect((await room.raw(2)).toString()).toBe(twice)
  })

  it('__proto__ and constructor are keys like any other, in JSON and in CSV', async () => {
    const odd = recordOf(7).replace(
      '{',
      '{"__proto__":{"polluted":"yes","admin":true},"constructor":{"prototype":{"polluted":"c"}},',
    )
    const csv = 'time,actor,__proto__,constructor\n2026-05-01T10:00:00Z,a@example.com,p,"{""__proto__"":1}"\n'
    const files = await room.import([room.file('log.ndjson', between(odd)), room.file('log.csv', csv)])
    expect(files).toMatchObject([
      { events: 4, rejects: 0 },
      { events: 1, rejects: 0 },
    ])
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    const { payload } = await room.ask('event.show', { case: room.case, event: '2' })
    expect(Object.keys(payload as object).slice(0, 2)).toEqual(['__proto__', 'constructor'])
    expect(JSON.stringify(payload)).toContain('"__proto__":{"polluted":"yes","admin":true}')
    expect(await room.cells(['id'], 'payload.__proto__.polluted:yes')).toEqual([['2']])
    expect(await room.cells(['id'], 'payload.constructor.prototype.polluted:c')).toEqual([['2']])
    expect(await room.cells(['id'], 'payload.__proto__:p')).toEqual([['5']])
  })

  it('numbers beyond 2^53 are kept exactly: shown, searched and exported', async () => {
    const digits = [
      '9007199254740993',
      '18446744073709551615',
      '0.1234567890123456789',
      '1e400',
      '-0.0',
      '12345678901234567890123',
    ]
    const odd = recordOf(7, { n: 0 }).replace('"n":0', digits.map((text, i) => `"n${i}":${text}`).join())
    const file = await room.exhibit('log.ndjson', between(odd))
    expect(file).toMatchObject({ events: 4, rejects: 0 })
    const { payload } = await room.ask('event.show', { case: room.case, event: '2' })
    const shown = payload as { [key: string]: unknown }
    for (const [i, text] of digits.entries()) if (text !== '-0.0') expect(String(shown[`n${i}`])).toBe(text)
    expect(await room.cells(['id'], 'payload.n0:9007199254740993')).toEqual([['2']])
    expect(await room.cells(['id'], 'payload.n0:9007199254740992')).toEqual([])
    expect(await room.cells(['id'], '18446744073709551615')).toEqual([['2']])
    const [cells] = await room.cells(['payload'], 'eventId:e-7')
    expect(cells[0]).toBe(odd)
  })
})
