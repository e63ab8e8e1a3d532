/** Times in every unit and spelling: the right instant in UTC, and the text as the record writes it. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Room } from './room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

/** Imports one file per time, each record with it; time and text as written, per file. */
async function timesOf(
  times: readonly (string | number)[],
  timezone?: string,
): Promise<readonly (readonly (string | null)[])[]> {
  const paths = times.map((time, i) =>
    room.file(
      `${String(i).padStart(2, '0')}.ndjson`,
      [0, 1, 2]
        .map((n) => `${JSON.stringify({ time, actor: `a${n}@example.com`, action: 'login', file: i })}\n`)
        .join(''),
    ),
  )
  const files = await room.import(paths, { timezone })
  expect(files.map((file) => file.kind === 'imported' && file.events)).toEqual(times.map(() => 3))
  const cells = await room.cells(['exhibit', 'time', 'timeText'])
  return cells.filter((_, i) => i % 3 === 0).map(([, time, text]) => [time, text])
}

it('reads numbers as seconds, milliseconds, microseconds and nanoseconds by their size', async () => {
  expect(await timesOf([1777629600, 1777629600.25, 1777629600123, 1777629600123456, '1777629600123456789'])).toEqual([
    ['2026-05-01T10:00:00.000Z', '1777629600'],
    ['2026-05-01T10:00:00.250Z', '1777629600.25'],
    ['2026-05-01T10:00:00.123Z', '1777629600123'],
    ['2026-05-01T10:00:00.123456Z', '1777629600123456'],
    // Nanoseconds are cut to microseconds; the text keeps them.
    ['2026-05-01T10:00:00.123456Z', '1777629600123456789'],
  ])
})

it('reads ISO times with a zone as that instant, to the microsecond', async () => {
  expect(
    await timesOf([
      '2026-05-01T10:00:00Z',
      '2026-05-01T12:00:00.5+02:00',
      '2026-05-01T04:00:00.123456-06:00',
      '2026-05-01T10:00:00.123456789Z',
    ]),
  ).toEqual([
    ['2026-05-01T10:00:00.000Z', '2026-05-01T10:00:00Z'],
    ['2026-05-01T10:00:00.500Z', '2026-05-01T12:00:00.5+02:00'],
    ['2026-05-01T10:00:00.123456Z', '2026-05-01T04:00:00.123456-06:00'],
    ['2026-05-01T10:00:00.123456Z', '2026-05-01T10:00:00.123456789Z'],
  ])
})

it('takes times without a zone as the zone of the import', async () => {
  expect(await timesOf(['2026-05-01T12:00:00', '2026-01-15 12:00:00.250'], 'Europe/Berlin')).toEqual([
    ['2026-05-01T10:00:00.000Z', '2026-05-01T12:00:00'],
    ['2026-01-15T11:00:00.250Z', '2026-01-15 12:00:00.250'],
  ])
  const { exhibits } = await room.ask('case.info', { case: room.case })
  expect(exhibits.map((exhibit) => exhibit.timezone)).toEqual(['Europe/Berlin', 'Europe/Berlin'])
})

it('takes times without any zone as UTC, and remarks it', async () => {
  expect(await timesOf(['2026-05-01T12:00:00'])).toEqual([['2026-05-01T12:00:00.000Z', '2026-05-01T12:00:00']])
  const { exhibits } = await room.ask('case.info', { case: room.case })
  expect(exhibits[0]).toMatchObject({ timezone: 'UTC' })
  expect(exhibits[0].remarks).toContainEqual({ code: 'time-without-zone', recordCount: 3, firstRecord: 0 })
})

it('keeps the future and what was before 1970 among other times, sorts and finds it', async () => {
  const times = [
    '2026-05-01T10:00:00Z',
    '2999-12-31T23:59:59Z',
    '1969-12-31T23:59:59.999999Z',
    '1901-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    ...Array.from({ length: 16 }, (_, n) => `2026-05-02T10:00:${n + 10}Z`),
  ]
  const text = times.map((time, n) => `${JSON.stringify({ time, actor: `a${n}@example.com`, action: 'login' })}\n`)
  expect(await room.exhibit('log.ndjson', text.join(''))).toMatchObject({ events: 21, rejects: 0 })
  expect((await room.cells(['time', 'timeText'])).slice(0, 5)).toEqual([
    ['2026-05-01T10:00:00.000Z', times[0]],
    ['2999-12-31T23:59:59.000Z', times[1]],
    ['1969-12-31T23:59:59.999999Z', times[2]],
    ['1901-01-01T00:00:00.000Z', times[3]],
    ['9999-12-31T23:59:59.000Z', times[4]],
  ])
  const sort = { field: 'time', descending: false }
  const filter = 'time<1970-01-01'
  const page = await room.ask('rows.page', { case: room.case, filter, columns: ['time'], sort, offset: 0, limit: 10 })
  expect(page.rows.map((row) => row.cells[0])).toEqual(['1901-01-01T00:00:00.000Z', '1969-12-31T23:59:59.999999Z'])
  expect(await room.ask('case.info', { case: room.case })).toMatchObject({
    timeFrom: '1901-01-01T00:00:00.000Z',
    timeTo: '9999-12-31T23:59:59.000Z',
  })
})

it('reads numbers before 1970 and in the future among others', async () => {
  const times = [1777629600, -86400, 32503680000, ...Array.from({ length: 17 }, (_, n) => 1777629700 + n)]
  const text = times.map((time, n) => `${JSON.stringify({ time, actor: `a${n}@example.com`, action: 'login' })}\n`)
  const file = await room.exhibit('log.ndjson', text.join(''))
  expect(file.events + file.rejects).toBe(20)
  const cells = await room.cells(['time', 'timeText'])
  expect(cells.slice(0, 3)).toEqual([
    ['2026-05-01T10:00:00.000Z', '1777629600'],
    ['1969-12-31T00:00:00.000Z', '-86400'],
    ['3000-01-01T00:00:00.000Z', '32503680000'],
  ])
})

it('rejects, or keeps without a time, what is no time; never takes another instant', async () => {
  const good = '{"time":"2026-05-01T10:00:00Z","actor":"a@example.com","action":"login"}\n'
  const bad = ['31/02/2026 25:61', '2026-02-30T10:00:00Z', 'yesterday', ''].map(
    (time) => `${JSON.stringify({ time, actor: 'b@example.com', action: 'login' })}\n`,
  )
  const file = await room.exhibit(
    'log.ndjson',
    `${good.repeat(3) + bad.join('')}{"actor":"c@example.com","action":"login"}\n`,
  )
  expect(file.events + file.rejects).toBe(8)
  for (const reject of file.firstRejects) expect(reject.failure.code).toMatch(/^record\/time-(missing|unreadable)$/)
  const cells = await room.cells(['time'], 'actor:(b@example.com OR c@example.com)')
  expect(new Set(cells.map(([time]) => time))).toEqual(new Set(cells.length === 0 ? [] : [null]))
})

it('refuses a zone that does not exist instead of taking UTC', async () => {
  const path = room.file('log.ndjson', '{"time":"2026-05-01T12:00:00","actor":"a@example.com","action":"x"}\n')
  const failure = await room.failure('case.import', { case: room.case, paths: [path], timezone: 'Nowhere/Land' })
  expect(failure).toMatchObject({ code: 'usage/bad-argument', message: expect.stringContaining('Nowhere/Land') })
})
