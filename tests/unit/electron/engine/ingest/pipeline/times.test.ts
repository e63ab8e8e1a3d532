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
      [0, 1, 2].map((n) => `${JSON.stringify({ time, actor: `a${n}@example.com`, action: 'login', file: i })}\n`).join(''),
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

it('takes times without a zone as the zone of the import, and remarks it', async () => {
  expect(await timesOf(['2026-05-01T12:00:00', '2026-01-15 12:00:00.250'], 'Europe/Berlin')).toEqual([
    ['2026-05-01T10:00:00.000Z', '2026-05-01T12:00:00'],
    ['2026-01-15T11:00:00.250Z', '2026-01-15 12:00:00.250'],
  ])
  const { exhibits } = await room.ask('case.info', { case: room.case })
  for (const exhibit of exhibits) {
    expect(exhibit.timezone).toBe('Europe/Berlin')
    expect(exhibit.remarks).toContainEqual({ code: 'time-without-zone', recordCount: 3, firstRecord: 0 })
  }
})

it('keeps the future and what was before 1970, sorts and finds it', async () => {
  expect(await timesOf(['2999-12-31T23:59:59Z', '1969-12-31T23:59:59.999999Z', '1901-01-01T00:00:00Z', '9999-12-31T23:59:59Z'])).toEqual([
    ['2999-12-31T23:59:59.000Z', '2999-12-31T23:59:59Z'],
    ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
    ['1901-01-01T00:00:00.000Z', '1901-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59.000Z', '9999-12-31T23:59:59Z'],
  ])
  const sort = { field: 'time', descending: false }
  const page = await room.ask('rows.page', { case: room.case, filter: 'time<1970-01-01', columns: ['time'], sort, offset: 0, limit: 10 })
  expect(page.total).toBe(6)
  expect(page.rows[0].cells).toEqual(['1901-01-01T00:00:00.000Z'])
  expect(await room.ask('case.info', { case: room.case })).toMatchObject({
    timeFrom: '1901-01-01T00:00:00.000Z',
    timeTo: '9999-12-31T23:59:59.000Z',
  })
})

it('rejects, or keeps without a time, what is no time; never takes another instant', async () => {
  const good = '{"time":"2026-05-01T10:00:00Z","actor":"a@example.com","action":"login"}\n'
  const bad = ['31/02/2026 25:61', '2026-02-30T10:00:00Z', 'yesterday', ''].map(
    (time) => `${JSON.stringify({ time, actor: 'b@example.com', action: 'login' })}\n`,
  )
  const file = await room.exhibit('log.ndjson', good.repeat(3) + bad.join('') + '{"actor":"c@example.com","action":"login"}\n')
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
