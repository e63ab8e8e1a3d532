/** Logs that are lines of text, from the file to the case: years, rejects, secrets, duplicates, growing files. */
import { appendFileSync, utimesSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Room } from './room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

/** A file that was last changed then. */
function fileOf(name: string, text: string | Uint8Array, modified: string): string {
  const path = room.file(name, text)
  utimesSync(path, new Date(modified), new Date(modified))
  return path
}

const line = (time: string, text: string): string => `${time} web01 sshd[812]: ${text}\n`

describe('times without a year', () => {
  it('are told by when the file was last changed, across a new year, with a remark', async () => {
    const text = line('Dec 31 23:59:59', 'old') + line('Jan  1 00:00:01', 'new')
    const [file] = await room.import([fileOf('auth.log', text, '2026-01-03T00:00:00Z')])
    expect(await room.cells(['time', 'timeText', 'message'])).toEqual([
      ['2025-12-31T23:59:59.000Z', 'Dec 31 23:59:59', 'old'],
      ['2026-01-01T00:00:01.000Z', 'Jan  1 00:00:01', 'new'],
    ])
    expect(file).toMatchObject({
      profile: 'syslog-messages@1',
      remarks: [
        { code: 'time-without-year', recordCount: 2, firstRecord: 0 },
        { code: 'time-without-zone', recordCount: 2, firstRecord: 0 },
      ],
    })
  })

  it('are told by the day of the last line where somebody knows it better, for all files or for one', async () => {
    const text = line('Dec 31 23:59:59', 'old') + line('Jan 31 23:00:00', 'new')
    const paths = [fileOf('a.log', text, '2026-06-01T00:00:00Z'), fileOf('b.log', `\n${text}`, '2026-06-01T00:00:00Z')]
    const request = {
      case: room.case,
      paths,
      lastDay: '2024-01-31',
      choices: { [paths[1]]: { lastDay: '2023-01-31' } },
    }
    const { files } = await room.ask('case.plan', request)
    expect(files.map((file) => file.kind === 'readable' && file.explanation.rows[1][0])).toEqual([
      '2024-01-31T23:00:00.000Z',
      '2023-01-31T23:00:00.000Z',
    ])
    await room.ask('case.import', request)
    await room.expectWhole()
    expect((await room.cells(['time'])).map(([time]) => time?.slice(0, 10))).toEqual([
      '2023-12-31',
      '2024-01-31',
      '2022-12-31',
      '2023-01-31',
    ])
    for (const lastDay of ['2024-02-30', 'yesterday', '2024'])
      expect(await room.failure('case.import', { ...request, lastDay })).toMatchObject({ code: 'usage/bad-argument' })
  })

  it('are the same when the case is verified later, and of another file are another time', async () => {
    const text = line('Mar  1 10:00:00', 'x')
    const paths = [fileOf('a.log', text, '2025-04-01T00:00:00Z'), fileOf('b.log', ` ${text}`, '2026-04-01T00:00:00Z')]
    await room.import(paths)
    // Equal bytes, but another year: no duplicate.
    expect(await room.cells(['time'])).toEqual([['2025-03-01T10:00:00.000Z'], ['2026-03-01T10:00:00.000Z']])
  })

  it('are taken in the zone of the import; times with a year carry no remark of it', async () => {
    const text = line('Jul  1 10:00:00', 'x') + line('2026-07-01T10:00:00Z', 'y')
    const [file] = await room.import([fileOf('a.log', text, '2026-08-01T00:00:00Z')], { timezone: 'Europe/Berlin' })
    expect(await room.cells(['time'])).toEqual([['2026-07-01T08:00:00.000Z'], ['2026-07-01T10:00:00.000Z']])
    expect(file).toMatchObject({ remarks: [{ code: 'time-without-year', recordCount: 1, firstRecord: 0 }] })
  })
})

it('reads lines of several shapes in one file; a line of none is a reject with its place', async () => {
  const text = [
    'May  1 10:00:00 web01 sshd[1]: one',
    'CEF:0|Example|Gate|1|7|two|3|suser=alex',
    'a=1 user=sam action=three',
    '\tat com.example.App',
    ...Array.from({ length: 9 }, (_, n) => `May  1 10:00:0${n} web01 cron: ${n}`),
  ].join('\r\n')
  const exhibit = await room.exhibit('mixed.log', text)
  expect(exhibit).toMatchObject({ records: 13, events: 12, rejects: 1 })
  expect((await room.rejects())[0].failure).toMatchObject({ code: 'record/unknown-line', where: { line: 4 } })
})

it('keeps lines with invalid UTF-8, NUL and a lone CR byte for byte', async () => {
  const lines = [
    'May  1 10:00:00 web01 a: \xff, Z\xc3\xbcrich, \xc3\x84',
    'May  1 10:00:01 web01 a: x\0y',
    'May  1 10:00:02 web01 a: x\rMay  1 10:00:03 web01 b: forged',
  ]
  const exhibit = await room.exhibit('odd.log', Buffer.from(lines.join('\n'), 'latin1'))
  expect(exhibit).toMatchObject({ records: 3, events: 3, rejects: 0 })
  expect((await room.cells(['message'])).map(([text]) => text)).toEqual([
    '\ufffd, Zürich, Ä',
    'x\0y',
    'x\rMay  1 10:00:03 web01 b: forged',
  ])
})

it('guesses what stands behind a header, and says so', async () => {
  const rows = [0, 1, 2].map(
    (n) =>
      `<134>1 2026-05-01T10:00:0${n}Z gw - - - - user=u${n}@example.com action=key.read outcome=success remote_ip=192.0.2.${n}\n`,
  )
  const exhibit = await room.exhibit('gate.log', rows.join(''))
  expect(exhibit.profile).toMatch(/^generic-lines@/)
  expect(exhibit.why).toContain('lines of text: 3 of the first 3 are key=value')
  expect(await room.cells(['time', 'actor', 'action', 'outcome', 'ip'])).toContainEqual([
    '2026-05-01T10:00:02.000Z',
    'u2@example.com',
    'key.read',
    'success',
    '192.0.2.2',
  ])
})

it('counts equal lines of one file as events, and those of its copy as duplicates', async () => {
  const text = line('2026-05-01T10:00:00Z', 'Failed password for root').repeat(3)
  await room.import([room.file('a.log', text)])
  expect((await room.cells(['message'])).length).toBe(3)
  const [copy] = await room.import([room.file('b.log', `\n${text}`)])
  expect(copy).toMatchObject({ events: 3, duplicates: 3 })
  expect((await room.cells(['message'])).length).toBe(3)
})

it('masks secrets in the bytes of a line by their keys and by their looks', async () => {
  const text = [0, 1].map(
    (n) => `date=2026-05-0${n + 1} user=alex password="hunter two" api_key=abc${n}defghijkl level=info\n`,
  )
  await room.exhibit('fw.log', text.join(''))
  const { bytes } = await room.ask('event.raw', { case: room.case, event: '1', redact: true })
  expect(Buffer.from(bytes).toString()).toBe(
    'date=2026-05-01 user=alex password="[REDACTED]" api_key=[REDACTED] level=info',
  )
  const whole = await room.ask('event.raw', { case: room.case, event: '1' })
  expect(`${Buffer.from(whole.bytes).toString()}\n`).toBe(text[0])
})

it('follows a file that grows, each part with the year of its own time', async () => {
  const path = fileOf('auth.log', line('Dec 31 23:59:59', 'one'), '2025-12-31T23:59:59Z')
  await room.import([path])
  appendFileSync(path, line('Jan  1 00:00:01', 'two') + line('Jan  1 00:00:02', 'three').slice(0, -5))
  utimesSync(path, new Date('2026-01-01T00:00:02Z'), new Date('2026-01-01T00:00:02Z'))
  expect(await room.ask('case.follow', { case: room.case, paths: [path], pulls: [] })).toMatchObject({
    events: 1,
    failures: [],
  })
  await room.expectWhole()
  expect(await room.cells(['time', 'message'])).toEqual([
    ['2025-12-31T23:59:59.000Z', 'one'],
    ['2026-01-01T00:00:01.000Z', 'two'],
  ])
})
