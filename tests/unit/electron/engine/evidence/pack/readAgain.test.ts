/** Packs of records that say more than their bytes: rows of a workbook, cells whose texts are opened, times whose year is another's. */
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Json } from '../../../../../../shared/failure.ts'
import { madeWorkbook } from '../../../../../helpers/madeWorkbook.ts'
import { filesOf, PackRoom } from './packRoom.ts'

const room = new PackRoom()
const path = join(room.folder, 'more.vouch')

const texts = ['Time', 'Actor', 'Action', 'ada@example.com', 'bob@example.com', 'key.create', 'key.delete', 'of no row']
const cell = (place: string, text: string) => `<c r="${place}" t="s"><v>${texts.indexOf(text)}</v></c>`
const row = (n: number, cells: readonly string[]) =>
  `<row r="${n}">${cells.map((text, i) => cell(`${'ABC'[i]}${n}`, text)).join('')}</row>`
const timed = (n: number, time: string, actor: string, action: string) =>
  `<row r="${n}"><c r="A${n}" t="inlineStr"><is><t>${time}</t></is></c>${cell(`B${n}`, actor)}${cell(`C${n}`, action)}</row>`

const auditData = JSON.stringify({
  CreationTime: '2026-03-01T10:00:02',
  Id: '00000000-0000-4000-8000-000000000001',
  Operation: 'FileDeleted',
  RecordType: 6,
  UserId: 'carol@example.com',
  Workload: 'SharePoint',
  ClientIP: '192.0.2.1',
})

beforeAll(async () => {
  const sources = join(room.folder, 'more')
  mkdirSync(sources)
  writeFileSync(
    join(sources, 'log.xlsx'),
    madeWorkbook({
      sheets: [
        {
          name: 'Log',
          rows:
            row(1, ['Time', 'Actor', 'Action']) +
            timed(2, '2026-03-01T10:00:00Z', 'ada@example.com', 'key.create') +
            timed(3, '2026-03-01T10:00:01Z', 'bob@example.com', 'key.delete'),
        },
      ],
      strings: texts.map((text) => `<si><t>${text}</t></si>`).join(''),
    }),
  )
  writeFileSync(
    join(sources, 'audit.csv'),
    `RecordId,CreationDate,RecordType,Operation,UserId,AuditData\r\n1,2026-03-01T10:00:02Z,6,FileDeleted,carol@example.com,"${auditData.replaceAll('"', '""')}"\r\n`,
  )
  const log = join(sources, 'host.log')
  writeFileSync(log, 'Dec 31 10:00:00 web01 sshd[1]: one\nJan  1 10:00:00 web01 sshd[1]: two\n')
  utimesSync(log, new Date('2026-01-02'), new Date('2026-01-02'))
  const report = await room.engine.call('case.import', { case: path, paths: [sources] })
  if (!report.ok) throw new Error(report.failure.message)
  expect(
    report.value.files.map((file) => file.kind === 'imported' && [file.profile.split('@')[0], file.events]),
  ).toEqual([
    ['m365-audit', 1],
    ['syslog-messages', 2],
    ['generic-csv', 2],
  ])
})
afterAll(() => room.close())

test('are whole: what their records say is made again from the pack alone', async () => {
  const { out, events } = await room.pack({ case: path, filter: '' })
  expect(events).toBe(5)
  expect(await room.verify(out)).toMatchObject({ findings: [], checked: { records: 5, proofs: 5 } })
})

test('give the texts of the rows that are in them, and no others', async () => {
  const { out } = await room.pack({ case: path, filter: 'actor:ada*' })
  const files = await filesOf(out)
  const [exhibit] = JSON.parse(files.get('data/exhibits.json')?.toString() ?? '') as { format: { sheet: Json } }[]
  expect(exhibit.format.sheet).toMatchObject({ texts: { 3: 'ada@example.com', 5: 'key.create' } })
  expect([...files.values()].some((bytes) => bytes.includes('bob@example.com'))).toBe(false)
  expect(await room.verify(out)).toMatchObject({ findings: [], checked: { records: 1 } })
})
