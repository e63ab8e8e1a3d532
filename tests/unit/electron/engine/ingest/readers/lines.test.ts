/** What a line of text holds: its header, and what stands behind it. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lineFromText, pairPlaces } from '../../../../../../electron/engine/ingest/readers/index.ts'
import { assumedYear } from '../../../../../../electron/engine/ingest/readers/lines/timeWithoutYear.ts'

const micros = (iso: string): number => Date.parse(iso) * 1000
const newest = micros('2026-06-01T00:00:00Z')
const read = (line: string): unknown => lineFromText(line, newest)?.payload ?? null
const shape = (line: string): string | null => lineFromText(line, newest)?.shape ?? null

describe('syslog', () => {
  test('RFC 5424: every part of the header, structured data, the byte order mark of the message', () => {
    const line =
      '<165>1 2026-05-01T10:00:00.003-07:00 web01 app 812 ID47 [a@32473 iut="3" q="a\\"b\\]c\\\\"][b@32473 iut="1" iut="2"] \ufeffdone'
    expect(read(line)).toEqual({
      syslog: {
        priority: 165,
        facility: 'local4',
        severity: 'notice',
        version: 1,
        timestamp: '2026-05-01T10:00:00.003-07:00',
        host: 'web01',
        app: 'app',
        procId: '812',
        msgId: 'ID47',
        data: { 'a@32473': { iut: '3', q: 'a"b]c\\' }, 'b@32473': { iut: ['1', '2'] } },
      },
      message: 'done',
    })
  })

  test('RFC 5424: parts that are not there, and structured data that is none stays with the message', () => {
    expect(read('<0>1 - - - - - -')).toEqual({
      syslog: { priority: 0, facility: 'kern', severity: 'emergency', version: 1 },
    })
    expect(read('<14>1 2026-05-01T10:00:00Z web01 app - - [broken sd text')).toMatchObject({
      syslog: { host: 'web01', app: 'app' },
      message: '[broken sd text',
    })
  })

  test.each([
    ['<34>May  1 10:00:00 web01 su: failed', { priority: 34, host: 'web01', app: 'su' }, 'failed'],
    ['May  1 10:00:00 web01 sshd[812]: Accepted', { host: 'web01', app: 'sshd', procId: '812' }, 'Accepted'],
    ['May  1 10:00:00 sshd[812]: Accepted', { app: 'sshd', procId: '812' }, 'Accepted'],
    ['<13>May 01 10:00:00 2001:db8::1 x: y', { host: '2001:db8::1', app: 'x' }, 'y'],
    ['2026-05-01T10:00:00.5+02:00 web01 cron: y', { host: 'web01', app: 'cron' }, 'y'],
    ['<13>May  1 2026 10:00:00 web01 y z', { timestamp: 'May  1 2026 10:00:00', host: 'web01' }, 'y z'],
  ])('RFC 3164 as it is met: %s', (line, header, message) => {
    expect(read(line)).toMatchObject({ syslog: header, message })
  })

  test('a priority beyond the table is kept and means nothing', () => {
    expect(read('<999>May  1 10:00:00 web01 x: y')).toMatchObject({ syslog: { priority: 999, host: 'web01' } })
    expect(JSON.stringify(read('<999>May  1 10:00:00 web01 x: y'))).not.toMatch(/facility|severity/)
  })

  test.each([
    'May  1 10:00:00 something happened here',
    '2026-05-01T10:00:00Z INFO com.example.App: started',
    '2026-05-01 10:00:00 web01 app: text',
    'Mai  1 10:00:00 web01 app: text',
    'Dear all, I was at the house = home',
    'const a = b',
    'a=1 b=2',
  ])('is told from other text that begins alike: %s', (line) => {
    expect(read(line)).toBeNull()
  })
})

describe('a time without a year', () => {
  test('is of the latest year in which it is not after the file, across a new year', () => {
    const end = micros('2026-01-05T12:00:00Z')
    expect(assumedYear('Jan  5 11:59:59', end)).toBe(2026)
    expect(assumedYear('Dec 31 23:59:59', end)).toBe(2025)
    expect(assumedYear('Jan  7 00:00:00', end)).toBe(2025)
  })

  test('may be a day later than the file, as zones and clocks differ', () => {
    expect(assumedYear('Jan  1 09:00:00', micros('2025-12-31T20:00:00Z'))).toBe(2026)
    expect(assumedYear('Jan  1 20:00:01', micros('2025-12-31T20:00:00Z'))).toBe(2025)
  })

  test('on 29 February is of a leap year', () => {
    expect(assumedYear('Feb 29 10:00:00', micros('2027-06-01T00:00:00Z'))).toBe(2024)
    expect(assumedYear('Feb 29 10:00:00', micros('2103-06-01T00:00:00Z'))).toBe(2096)
    expect(assumedYear('Feb 30 10:00:00', newest)).toBeNull()
  })

  test('is never more than a day after the file nor a year and a day before it', () => {
    const inYear = fc.integer({ min: 0, max: 364 * 86_400 })
    fc.assert(
      fc.property(inYear, fc.integer({ min: 0, max: 4_000_000_000 }), (second, endSecond) => {
        const written = new Date(Date.UTC(2023, 0, 1) + second * 1000).toUTCString()
        const [, day, month, , clock] = written.split(' ')
        const text = `${month} ${day.replace(/^0/, ' ')} ${clock}`
        const year = assumedYear(text, endSecond * 1e6)
        const time = Date.parse(`${day} ${month} ${year} ${clock} GMT`) / 1000
        expect(time).toBeLessThanOrEqual(endSecond + 86_400)
        expect(time).toBeGreaterThan(endSecond - 366 * 86_400)
      }),
    )
  })

  test('stays open where nobody knows of the file', () => {
    expect(lineFromText('May  1 10:00:00 web01 x: y', null)?.payload).toEqual({
      syslog: { timestamp: 'May  1 10:00:00', host: 'web01', app: 'x' },
      message: 'y',
    })
  })
})

describe('behind a header or without', () => {
  const headers = [
    '',
    'May  1 10:00:00 web01 ',
    '<13>May  1 10:00:00 web01 app: ',
    '<13>1 2026-05-01T10:00:00Z web01 app - - - ',
  ]
  const bodies: readonly (readonly [string, object])[] = [
    ['CEF:0|Example|Gate|1|7|Name|3|suser=alex msg=a b', { cef: { name: 'Name', suser: 'alex', msg: 'a b' } }],
    ['LEEF:1.0|Example|Gate|1|Login|usrName=alex\tsrc=192.0.2.1', { leef: { eventId: 'Login', src: '192.0.2.1' } }],
    [
      'ts=1 user="alex \\"x\\"" empty= path=C:\\temp',
      { pairs: { ts: '1', user: 'alex "x"', empty: '', path: 'C:\\temp' } },
    ],
    [
      'type=USER_AUTH msg=audit(1777629600.118:7): pid=1 auid=1000 msg=\'op=PAM acct="alex" res=success\'\u001dAUID="alex"',
      {
        auditd: {
          type: 'USER_AUTH',
          time: '1777629600.118',
          serial: '7',
          fields: { auid: '1000', msg: { acct: 'alex', res: 'success' }, AUID: 'alex' },
        },
      },
    ],
    [
      '192.0.2.1 | UserCreatedEvent | alex | 1777629600118 | - | {"a":"b | c"} | @1x2 | s1',
      {
        bitbucket: {
          address: '192.0.2.1',
          event: 'UserCreatedEvent',
          user: 'alex',
          details: { a: 'b | c' },
          requestId: '@1x2',
          sessionId: 's1',
        },
      },
    ],
  ]
  const cases = headers.flatMap((header) => bodies.map(([body, holds]) => [header, body, holds] as const))

  test.each(cases)('“%s” and %s', (header, body, holds) => {
    const payload = read(header + body)
    expect(payload).toMatchObject(holds)
    // What was opened is not there as text a second time.
    expect(payload).not.toHaveProperty('message')
    if (header !== '') expect(payload).toMatchObject({ syslog: { host: 'web01' } })
  })

  test('a record of the audit system keeps the words that are no pairs', () => {
    expect(
      read('node=web01 type=AVC msg=audit(1777629600.118:7): avc:  denied  { read } for  pid=1 key=(null)'),
    ).toEqual({
      auditd: {
        type: 'AVC',
        time: '1777629600.118',
        serial: '7',
        node: 'web01',
        fields: { pid: '1', key: '(null)' },
        text: 'avc:  denied  { read } for  pid=1 key=(null)',
      },
    })
  })

  test('nothing of an event is lost: keys that are there twice, keys of the header’s names, words that belong to no key', () => {
    expect(read('CEF:0|Example|Gate|1|7|Name|3|loose words suser=alex suser=sam name=forged')).toEqual({
      cef: {
        ...{ deviceVendor: 'Example', deviceProduct: 'Gate', deviceVersion: '1', deviceEventClassId: '7' },
        ...{ name: 'Name', severity: '3', suser: ['alex', 'sam'], 'name (key)': 'forged' },
      },
      message: 'loose words',
    })
    expect(read('LEEF:1.0|Example|Gate|1|Login|loose words\tusrName=alex')).toMatchObject({
      leef: { usrName: 'alex' },
      message: 'loose words',
    })
  })

  test('a broken event stays a text behind a header, and is nothing without', () => {
    expect(read('May  1 10:00:00 web01 app: CEF:0|only')).toMatchObject({ message: 'CEF:0|only' })
    expect(read('CEF:0|only')).toBeNull()
  })

  test('keys of any name are own keys, and a key that is there twice has a list', () => {
    const payload = lineFromText('__proto__=1 constructor=2 a=3 a=4', null)?.payload.pairs
    expect(JSON.stringify(payload)).toBe('{"__proto__":"1","constructor":"2","a":["3","4"]}')
  })
})

test('no line takes long or throws, whatever attackers typed', () => {
  const pieces = fc.constantFrom(
    ...[
      '<13>',
      '1 ',
      '-',
      'May  1 10:00:00 ',
      '2026-05-01T10:00:00Z ',
      'host ',
      'app: ',
      'a=',
      '"',
      "'",
      '\\',
      ' ',
      ',',
    ],
    ...[
      '[x y="',
      '"]',
      ']',
      'CEF:0|',
      'LEEF:2.0|',
      '|',
      'type=A msg=audit(1.1:1): ',
      'msg=',
      ' | ',
      '\u0000',
      '\u001d',
      'ü',
    ],
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
      const line = parts.join('')
      const found = lineFromText(line, newest)
      if (found !== null) expect(Object.keys(found.payload).length).toBeGreaterThan(0)
      for (const { key, value, start, end } of pairPlaces(line)) {
        expect(line.slice(start, end)).toBe(value)
        expect(line.slice(0, start)).toMatch(new RegExp(`${key.replace(/[.\\/[\]]/g, '\\$&')}=["']?$`))
      }
    }),
    { numRuns: 3000 },
  )
  for (const part of ['a="', "a='", 'a=,', ',)', '<13>', '\\"', '[a b="', ' | ', 'a=1 ', 'CEF:0|a|', '\\|'])
    for (const head of ['', 'type=A msg=audit(1.1:1): ', '<13>1 - - - - - ', 'CEF:0|'])
      expect(() => lineFromText(head + part.repeat(20_000), newest)).not.toThrow()
})

test('each shape has a name for people', () => {
  expect(shape('<0>1 - - - - - -')).toBe('RFC 5424 syslog')
  expect(shape('May  1 10:00:00 web01 x: y')).toBe('RFC 3164 syslog')
  expect(shape('a=1 b=2 c=3')).toBe('key=value')
})
