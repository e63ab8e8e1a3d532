/** Profiles made from files that none knows: what is kept loads, recognises the file, and maps it as was shown. */
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { loadProfile } from '../../../../../electron/engine/ingest/profiles/loader.ts'
import type { Draft, DraftChoices } from '../../../../../shared/api/index.ts'
import { mappedFields } from '../../../../../shared/fields.ts'
import { madeWorkbook, textRow } from '../../../../helpers/madeWorkbook.ts'
import { Room } from '../ingest/pipeline/room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

const csv = [
  'When;Wer;Vorgang;Ergebnis;apiKey',
  '01.03.2026 14:03:22;ada@example.com;Tuer auf;success;sk_live_4eC39HqLyjWDarjtT1zdp7dc',
  '02.03.2026 14:04:10;bob@example.com;Tuer auf;denied;sk_live_4eC39HqLyjWDarjtT1zdp7dd',
  'kaputt;eve@example.com;Tuer zu;success;',
]
const choices: DraftChoices = {
  title: 'Tür-Log',
  time: { path: 'When', format: 'day-first', zone: 'Europe/Berlin' },
  fields: { actor: 'Wer', action: 'Vorgang', outcome: 'Ergebnis' },
}

/** Keeps a draft with an engine that has a profile folder; gives the profile's id and text. */
async function kept(path: string, wanted: DraftChoices) {
  const dir = join(room.dir, 'profiles')
  const engine = createEngine({ version: 'vouch test', profileDirs: [dir] })
  const reply = await engine.call('profiles.keep', { paths: [path], choices: wanted })
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure))
  const explained = await engine.call('profiles.explain', { path })
  if (!explained.ok) throw new Error(JSON.stringify(explained.failure))
  await engine.close()
  return { ...reply.value, dir, text: readFileSync(reply.value.path, 'utf8'), explained: explained.value }
}

function cellsOf({ columns, rows }: Pick<Draft, 'columns' | 'rows'>): object[] {
  return rows.map((row) =>
    Object.fromEntries(columns.map((column, i) => [column, row[i]]).filter(([, text]) => text !== null)),
  )
}

describe('the draft of a profile', () => {
  it('tells the years of times that state none by the day it is told, and refuses what is no day', async () => {
    const paths = [room.file('fw.log', 'Jan 31 10:00:00 fw01 fw: user=alex action=permit result=ok\n'.repeat(2))]
    const { rows } = await room.ask('profiles.draft', { paths, lastDay: '2023-01-31' })
    expect(rows.map(([time]) => time)).toEqual(['2023-01-31T10:00:00.000Z', '2023-01-31T10:00:00.000Z'])
    const failure = await room.failure('profiles.draft', { paths, lastDay: '2023-02-29' })
    expect(failure).toMatchObject({ code: 'usage/bad-argument', message: 'There is no day “2023-02-29”' })
  })

  it('of lines of text requires what stands below their shape, keeps the assumed year, and recognises them', async () => {
    const line = (n: number, user: string): string =>
      `May  1 10:00:0${n} fw01 fw: user=${user} action=permit token=abc${n}defghijkl\n`
    const path = room.file('fw.log', line(1, 'alex@example.com') + line(2, 'sam@example.com'))
    const draft = await room.ask('profiles.draft', { paths: [path] })
    expect(draft.choices).toMatchObject({ time: { path: 'syslog.timestamp' }, fields: { actor: 'pairs.user' } })
    const { id, text, explained } = await kept(path, { ...draft.choices, title: 'Our firewall' })
    expect(explained.profile).toBe(`${id}@1`)
    expect(text).toContain('- pairs.user')
    expect(text).toContain('year: syslog.assumedYear')
    expect(text).not.toContain('defghijkl')
  })

  it('starts from the guess, with reasons, ten records, and what would be rejected', async () => {
    const path = room.file('door.csv', csv.join('\n'))
    const draft = await room.ask('profiles.draft', { paths: [path] })
    expect(draft.choices).toMatchObject({ title: 'door', time: { path: 'When', zone: null }, fields: { actor: 'Wer' } })
    expect(draft.guesses.find(({ field }) => field === 'actor')?.why.length).toBeGreaterThan(0)
    expect(draft.places.map((place) => place.path)).toEqual(['When', 'Wer', 'Vorgang', 'Ergebnis', 'apiKey'])
    expect(draft.records[0]).toEqual(csv[1].split(';'))
    expect({ sampled: draft.sampled, rejected: draft.rejected, timesWithoutZone: draft.timesWithoutZone }).toEqual({
      sampled: 3,
      rejected: 1,
      timesWithoutZone: 2,
    })
    expect(draft.rejects[0].code).toBe('record/time-unreadable')
  })

  it('follows what is chosen', async () => {
    const path = room.file('door.csv', csv.join('\n'))
    const draft = await room.ask('profiles.draft', { paths: [path], choices })
    expect(draft.timesWithoutZone).toBe(0)
    expect(cellsOf(draft)[1]).toMatchObject({
      time: '2026-03-02T13:04:10.000Z',
      actor: 'bob@example.com',
      action: 'Tuer auf',
      outcome: 'denied',
    })
  })

  it.each([
    ['a title', { ...choices, title: ' ' }],
    ['a zone', { ...choices, time: { path: 'When', format: 'auto', zone: 'Mars/Olympus' } }],
    ['a time format', { ...choices, time: { path: 'When', format: 'QQ', zone: null } }],
    ['a field', { ...choices, fields: { nonsense: 'Wer' } }],
  ])('refuses %s that cannot be', async (_, wrong) => {
    const path = room.file('door.csv', csv.join('\n'))
    expect((await room.failure('profiles.draft', { paths: [path], choices: wrong })).code).toBe('usage/bad-argument')
  })

  it('is kept as YAML that recognises the file and maps it as was shown; secrets are masked in its samples', async () => {
    const path = room.file('door.csv', csv.join('\n'))
    const draft = await room.ask('profiles.draft', { paths: [path], choices })
    const { id, text, explained } = await kept(path, choices)
    expect(id).toBe('tur-log')
    expect(explained.profile).toBe('tur-log@1')
    expect(cellsOf(explained)).toEqual(cellsOf(draft))
    expect(text).not.toContain('sk_live_4eC39HqLyjWDarjtT1zdp7dc')
    expect(text).toContain('[REDACTED]')
  })

  it('gets another id where its own is taken, and is told where the file would be taken for the first', async () => {
    const path = room.file('door.csv', csv.join('\n'))
    const { dir } = await kept(path, choices)
    const engine = createEngine({ version: 'vouch test', profileDirs: [dir] })
    const reply = await engine.call('profiles.keep', { paths: [path], choices })
    expect(reply).toMatchObject({ ok: false, failure: { code: 'profile/not-saved' } })
    expect(readdirSync(dir)).toEqual(['tur-log.yaml'])
    await engine.close()
  })

  it('is made of a sheet and of wrapped JSON alike', async () => {
    const rows = textRow(1, ['Zeit', 'Wer', 'Was']) + textRow(2, ['2026-03-01T10:00:00Z', 'ada@example.com', 'auf'])
    const book = room.file('book.xlsx', madeWorkbook({ sheets: [{ name: 'Log', rows }] }))
    const ofSheet = await kept(book, {
      title: 'Sheet',
      time: { path: 'Zeit', format: 'iso', zone: null },
      fields: { actor: 'Wer', action: 'Was' },
    })
    expect(ofSheet.explained.profile).toBe('sheet@1')
    const record = { at: '2026-03-01T10:00:00Z', who: { 'mail.x': 'ada@example.com' }, did: 'open', n: 1 }
    const json = room.file('log.json', JSON.stringify({ next: null, entries: [record, { ...record, n: 2 }] }))
    const draft = await room.ask('profiles.draft', { paths: [json] })
    const place = draft.places.find((one) => one.path.includes('mail.x'))?.path ?? ''
    const ofJson = await kept(json, {
      title: 'Wrapped',
      time: { path: 'at', format: 'iso', zone: null },
      fields: { actor: place, action: 'did' },
    })
    expect(ofJson.explained.profile).toBe('wrapped@1')
    expect(cellsOf(ofJson.explained)[0]).toMatchObject({ actor: 'ada@example.com', action: 'open' })
  })

  it('keeps the clock that stands beside a date, and what was opened in a text', async () => {
    const rows = ['Datum;Uhrzeit;Benutzer;Angaben', '01.03.2026;10:00:00;ada;ip=192.0.2.1, art=auf, ort=Kiel']
    const path = room.file('sap.csv', rows.join('\n'))
    const draft = await room.ask('profiles.draft', { paths: [path] })
    expect(draft.choices.time).toMatchObject({ path: 'Datum', format: 'day-first' })
    const ofTable = await kept(path, { ...draft.choices, title: 'Table' })
    expect(ofTable.explained.profile).toBe('table@1')
    expect(cellsOf(ofTable.explained)[0]).toMatchObject({
      time: '2026-03-01T10:00:00.000Z',
      actor: 'ada',
      ip: '192.0.2.1',
    })
  })

  it('always loads from its text, whatever is chosen for whatever stands in the records', async () => {
    const names = fc.uniqueArray(
      fc.string({ minLength: 1, maxLength: 6 }).filter((key) => key.trim() !== ''),
      {
        minLength: 3,
        maxLength: 5,
      },
    )
    const fieldIds = mappedFields.map(({ id }) => id).filter((id) => id !== 'operation' && id !== 'category')
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('login', 'denied', '192.0.2.1', 'null', '@x', '- y', "it's: #1"),
    )
    await fc.assert(
      fc.asyncProperty(
        names,
        fc.array(value, { minLength: 10, maxLength: 10 }),
        fc.array(fc.nat(), { maxLength: 6 }),
        async (keys, values, picks) => {
          const records = [0, 1].map((n) => Object.fromEntries(keys.map((key, i) => [key, values[n * 5 + i]])))
          const path = room.file('any.ndjson', `${records.map((record) => JSON.stringify(record)).join('\n')}\n`)
          const guessed = await room.ask('profiles.draft', { paths: [path] })
          const { places } = guessed
          fc.pre(places.length > 0)
          const fields = Object.fromEntries(
            picks.map((pick, i) => [fieldIds[(pick + i) % fieldIds.length], places[pick % places.length].path]),
          )
          const draft = await room.ask('profiles.draft', {
            paths: [path],
            choices: { title: 'any', time: null, fields },
          })
          expect(loadProfile(draft.yaml, 'any.yaml')).toMatchObject({ ok: true, value: { id: draft.id } })
        },
      ),
      { numRuns: 40 },
    )
  })
})
