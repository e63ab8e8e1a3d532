/** Presets have the headers of the systems they are named for, and their own profiles read what they write. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportPresets } from '../../../../../../shared/exportPresets.ts'
import { Room } from '../../ingest/pipeline/room.ts'

const samples = resolve(import.meta.dirname, '../../../../../../resources/samples')
const files: { readonly [preset: string]: string } = {
  'admin-console': 'admin-console.json',
  'workspace-ledger': 'workspace-ledger.ndjson',
  'agent-governance': 'agent-governance.json',
  'rule-registry': 'rule-registry.json',
  'edge-platform': 'edge-platform.ndjson',
}

const room = new Room()
beforeAll(() =>
  room.ask('case.import', { case: room.case, paths: Object.values(files).map((name) => join(samples, name)) }),
)
afterAll(() => room.close())

describe('a preset', () => {
  it('is there for each reference system', () => {
    expect(exportPresets.map(({ name }) => name)).toEqual(Object.keys(files))
  })

  it('for D has the documented header, word for word', async () => {
    const out = join(room.dir, 'd4.csv')
    await room.ask('rows.export', { case: room.case, filter: '', format: 'csv', preset: 'rule-registry', out })
    expect(readFileSync(out, 'utf8').split('\r\n')[0]).toBe(
      'occurredAt,actor,entityType,entitySlug,entityVersion,action,engineVersion,clientIp,payload',
    )
  })

  it.each(Object.keys(files))('%s is read again by its own profile, with the same events', async (preset) => {
    const fields = ['time', 'actor', 'action', 'resourceType', 'ip', 'outcome']
    const asked = {
      filter: `source:${preset}`,
      columns: fields,
      sort: { field: 'id', descending: false },
      offset: 0,
      limit: 2_000,
    }
    const before = await room.ask('rows.page', { case: room.case, ...asked })
    const out = join(room.dir, `${preset}.csv`)
    const written = await room.ask('rows.export', {
      case: room.case,
      filter: asked.filter,
      sort: asked.sort,
      format: 'csv',
      formulaGuard: false,
      preset,
      out,
    })
    expect(written.rows).toBe(before.total)
    expect(before.total).toBeGreaterThan(50)
    const rows = parse(readFileSync(out), { columns: true }) as { [header: string]: string }[]
    const payload = exportPresets.find(({ name }) => name === preset)?.columns.at(-1)?.header ?? ''
    for (const row of rows) if (row[payload] !== '') JSON.parse(row[payload])
    const again = join(room.dir, `${preset}.vouch`)
    const report = await room.ask('case.import', { case: again, paths: [out] })
    expect(report.files).toMatchObject([{ kind: 'imported', profile: `${preset}@1`, rejects: 0 }])
    const after = await room.ask('rows.page', { case: again, ...asked })
    const shown = exportPresets.find(({ name }) => name === preset)?.columns.flatMap(({ from }) => from) ?? []
    const kept = fields.map((field, i) => ({ field, i })).filter(({ field }) => shown.includes(field))
    const of = (page: typeof before) => page.rows.map(({ cells }) => kept.map(({ i }) => cells[i]))
    expect(of(after)).toEqual(of(before))
  })
})
