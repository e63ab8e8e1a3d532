/** Records as they were received, as NDJSON: each gives its bytes back. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Room } from '../../ingest/pipeline/room.ts'

const room = new Room()
afterAll(() => room.close())

const byId = { field: 'id', descending: false } as const

it('JSON records are written byte for byte, line ends in them as blanks; rows of a CSV as JSON texts', async () => {
  const compact = '{"time":"2026-05-01T10:00:00Z",  "action":"a\\nb","n":9007199254740993}'
  const pretty = '{\n  "time": "2026-05-01T10:00:01Z",\r\n\t"action": "two  blanks",\n  "s": "x"\n}'
  const row = '2026-05-01T10:00:02Z,"say ""x"" \r\n and more",café'
  await room.import([
    room.file('a.json', `[${compact},\n${pretty}]`),
    room.file('b.csv', `time,action,actor\n${row}\n`),
  ])
  const out = join(room.dir, 'verbatim.ndjson')
  const report = await room.ask('rows.export', {
    case: room.case,
    filter: '',
    format: 'ndjson',
    verbatim: true,
    sort: byId,
    out,
  })
  const folded = '{ "time": "2026-05-01T10:00:01Z", "action": "two  blanks", "s": "x" }'
  expect(readFileSync(out, 'utf8')).toBe(`${compact}\n${folded}\n${JSON.stringify(row)}\n`)
  expect(report).toMatchObject({ rows: 3, foldedRecords: 1, quotedRecords: 1 })
})

it('bytes that are not UTF-8 come back through base64', async () => {
  const bytes = Buffer.from('time;action\n2026-05-01T10:00:00Z;caf\xe9 zu\n', 'latin1')
  const path = join(room.dir, 'latin.vouch')
  await room.ask('case.import', { case: path, paths: [room.file('latin.csv', bytes)] })
  const out = join(room.dir, 'latin.ndjson')
  await room.ask('rows.export', { case: path, filter: '', format: 'ndjson', verbatim: true, out })
  const line = JSON.parse(readFileSync(out, 'utf8')) as { base64: string }
  expect(Buffer.from(line.base64, 'base64').toString('latin1')).toBe('2026-05-01T10:00:00Z;caf\xe9 zu')
})
