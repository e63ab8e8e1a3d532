import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { isoInZone, isoText, parseTime } from '../../../../../../shared/time/index.ts'
import { ask, askingEngine, CaseFolder, type MadeRecord } from '../../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const records: MadeRecord[] = [
  { time: '2026-03-29T00:59:59.5Z', actor: 'ada' },
  { time: '2026-03-29T01:00:00Z', actor: 'ben' },
  { time: '2026-10-25T00:30:00.000001Z', actor: 'cem' },
  { actor: 'dan' },
]

async function exported(format: 'csv' | 'ndjson' | 'json', timeZone?: string): Promise<string> {
  const path = await folder.makeCase([{ records }])
  const out = folder.newPath(`out.${format}`)
  const engine = askingEngine()
  await ask(engine, 'rows.export', {
    case: path,
    filter: '',
    format,
    out,
    columns: ['time', 'timeText', 'actor'],
    timeZone,
  })
  await engine.close()
  return readFileSync(out, 'utf8')
}

test('times are written in the zone, with the offset it had then; what the record says stays', async () => {
  expect(await exported('csv', 'Europe/Berlin')).toBe(
    [
      'time,timeText,actor',
      '2026-03-29T01:59:59.500+01:00,2026-03-29T00:59:59.5Z,ada',
      '2026-03-29T03:00:00.000+02:00,2026-03-29T01:00:00Z,ben',
      '2026-10-25T02:30:00.000001+02:00,2026-10-25T00:30:00.000001Z,cem',
      ',,dan',
      '',
    ].join('\r\n'),
  )
  expect(await exported('ndjson', 'America/New_York')).toContain('{"time":"2026-03-28T20:59:59.500-04:00","timeText"')
  expect(JSON.parse(await exported('json', 'Asia/Kolkata'))[1].time).toBe('2026-03-29T06:30:00.000+05:30')
})

test('UTC is written as ever, by whatever name', async () => {
  const utc = await exported('csv')
  expect(utc).toContain('2026-03-29T00:59:59.500Z')
  for (const name of ['UTC', 'Etc/UTC', 'Z']) expect(await exported('csv', name)).toBe(utc)
})

test('a zone that there is not is refused before anything is written', async () => {
  const path = await folder.makeCase([{ records }])
  const out = folder.newPath('never.csv')
  const engine = askingEngine()
  const reply = await engine.call('rows.export', {
    case: path,
    filter: '',
    format: 'csv',
    out,
    timeZone: 'Europe/Atlantis',
  })
  await engine.close()
  expect(reply).toMatchObject({ ok: false, failure: { code: 'usage/bad-argument' } })
  expect([existsSync(out), existsSync(`${out}.part`)]).toEqual([false, false])
})

test('a time in a zone is the same instant', () =>
  fc.assert(
    fc.property(
      fc.integer({ min: -8e15, max: 8e15 }),
      fc.constantFrom(
        'Europe/Berlin',
        'America/St_Johns',
        'Asia/Kathmandu',
        'Australia/Lord_Howe',
        'Africa/Monrovia',
        '-03:30',
      ),
      (micros, zone) => {
        expect(parseTime(isoInZone(micros, zone), 'iso', 'UTC')?.micros).toBe(micros)
        expect(isoInZone(micros, zone)).toMatch(/[+-]\d\d:\d\d$/)
        expect(isoText(micros)).toMatch(/Z$/)
      },
    ),
  ))
