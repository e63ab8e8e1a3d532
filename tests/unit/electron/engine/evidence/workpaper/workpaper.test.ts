/** Workpapers, read back by readers that are not ours: openpyxl, and Python's own HTML parser. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Engine, PopulationInfo, SampleInfo } from '../../../../../../shared/api/index.ts'
import { ask, askingEngine, CaseFolder } from '../../../../../helpers/madeCase.ts'

const PYTHON = '/usr/bin/python3'
const hasOpenpyxl = spawnSync(PYTHON, ['-c', 'import openpyxl']).status === 0
if (!hasOpenpyxl) console.log(`left out: ${PYTHON} has no openpyxl to read workpapers with`)

const hostile = ['=cmd()|x', '<script>alert(1)</script>', '\u202eexe.gnp', 'a\u0000b', '&amp;"\'', '😀\n\ttwo']

const folder = new CaseFolder()
let engine: Engine
let path: string
let population: PopulationInfo
let sample: SampleInfo

beforeAll(async () => {
  engine = askingEngine()
  const records = Array.from({ length: 60 }, (_, i) => ({
    time: new Date(Date.UTC(2026, 0, i < 30 ? 1 : 9, 0, i)).toISOString(),
    actor: hostile[i % hostile.length],
    action: i % 2 === 0 ? 'read' : 'write',
    password: 'hunter22hunter',
  }))
  path = await folder.makeCase([{ records }, { records: [{ actor: 'no time' }] }])
  population = await ask(engine, 'populations.freeze', {
    case: path,
    filter: '-action:none',
    name: '=Population <1>',
    nowMicros: 0,
    obtained: { system: '+System <b>', parameters: '@all', extractedAt: '2026-02-01' },
  })
  const draw = { method: 'stratified', size: 12, field: 'actor', allocation: 'equal', seed: 's' } as const
  sample = await ask(engine, 'samples.draw', { case: path, population: population.name, name: 'S/1', draw })
  const mark = { case: path, sample: 'S/1' }
  await ask(engine, 'samples.mark', { ...mark, items: [1, 2, 3], result: 'pass' })
  await ask(engine, 'samples.mark', {
    ...mark,
    items: [2],
    result: 'exception',
    note: '-1+1 <img src=x onerror=alert(1)>',
  })
  await ask(engine, 'samples.mark', { ...mark, items: [4], result: 'notApplicable', note: 'not in scope' })
})
afterAll(async () => {
  await engine.close()
  folder.remove()
})

const write = (format: 'xlsx' | 'html', out = folder.newPath(`paper.${format}`), timeZone = 'UTC') =>
  ask(engine, 'samples.export', { case: path, sample: 'S/1', format, out, timeZone })

/** Everything in a workbook as openpyxl reads it: rows by sheet. */
function sheetsOf(file: string): { readonly [sheet: string]: readonly (readonly (string | number | null)[])[] } {
  const script = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
assert all(cell.data_type != 'f' and cell.hyperlink is None for sheet in book for row in sheet.iter_rows() for cell in row)
print(json.dumps({sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}))
`
  return JSON.parse(execFileSync(PYTHON, ['-c', script, file], { encoding: 'utf8', maxBuffer: 1 << 26 }))
}

describe.skipIf(!hasOpenpyxl)('as a workbook', () => {
  test('has everything an auditor needs, and no formula', async () => {
    const out = folder.newPath('paper.xlsx')
    const report = await write('xlsx', out)
    expect(report).toMatchObject({ rows: 12, recorded: true })
    const sheets = sheetsOf(out)
    expect(Object.keys(sheets)).toEqual([
      ...['Workpaper', 'Exhibits', 'Completeness', 'Strata', 'Exceptions', 'Items', 'Every mark'],
    ])
    const facts = new Map(sheets.Workpaper.map(([name, value]) => [name, value]))
    for (const [name, value] of [
      ['Name', '=Population <1>'],
      ['Query', '-action:none'],
      ['Items', 61],
      ['Events without a time', 1],
      ['SHA-256 of the list of items', population.digest],
      ['Source system and report', '+System <b>'],
      ['Parameters of the extraction', '@all'],
      ['Obtained by', 'not stated'],
      ['Method', 'Stratified, random within each stratum'],
      ['Seed', 's'],
      ['Strata by', 'actor'],
      ['Allocation', 'equal'],
      ['Tested', 4],
      ['Pass', 2],
      ['Exception', 1],
      ['Not applicable', 1],
      ['Not tested yet', 8],
      ['Custody entry', `${sample.custody.seq}:${sample.custody.hash}`],
    ])
      expect(facts.get(name as string), String(name)).toBe(value)
    expect(sheets.Exhibits.slice(1).map((row) => [row[0], row[3], row[8], row[11]])).toEqual(
      population.exhibits.map(({ label, sha256, records, members }) => [label, sha256, records, members]),
    )
    expect(sheets.Completeness.slice(1).map(([exhibit, what]) => [exhibit, what])).toEqual([
      ['E001', 'Gaps in time'],
      ['E001', 'Gap in time'],
      ['E002', 'Events without a time'],
    ])
    expect(sheets.Items.length).toBe(13)
    expect(sheets.Exceptions.length).toBe(2)
    const column = (name: string) => sheets.Items[0].indexOf(name)
    expect(
      sheets.Items.slice(1, 6).map((row) => [row[column('No.')], row[column('Result')], row[column('Note')]]),
    ).toEqual([
      [1, 'Pass', null],
      [2, 'Exception', '-1+1 <img src=x onerror=alert(1)>'],
      [3, 'Pass', null],
      [4, 'Not applicable', 'not in scope'],
      [5, 'Not tested', null],
    ])
    expect(sheets['Every mark'].slice(1).map((row) => row.slice(2, 4))).toEqual([
      [1, 'Pass'],
      [2, 'Pass'],
      [3, 'Pass'],
      [2, 'Exception'],
      [4, 'Not applicable'],
    ])
  })
})

describe('as HTML', () => {
  test('holds every text as text, no script, and nothing that is fetched', async () => {
    const out = folder.newPath('paper.html')
    await write('html', out)
    const html = readFileSync(out, 'utf8')
    expect(html).toContain("default-src 'none'")
    expect(html).not.toMatch(/<(?:script|img|b|link|iframe|a)\b/i)
    expect(html).not.toMatch(/\son\w+=(?!alert)/i)
    expect(html).not.toMatch(/[\u0000-\u0008\u202e]/)
    expect(html).toContain('⟨U+202E⟩exe.gnp')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(html).toContain(population.digest)
    expect(html).toContain(`${sample.custody.seq}:${sample.custody.hash}`)
    expect(html).not.toContain('hunter22')
  })

  test.skipIf(!hasOpenpyxl)('gives Python’s parser the same items as the workbook', async () => {
    const [page, book] = [folder.newPath('paper.html'), folder.newPath('paper.xlsx')]
    await write('html', page)
    await write('xlsx', book)
    const script = `
import json, sys
from html.parser import HTMLParser
class Tables(HTMLParser):
    def __init__(self):
        super().__init__(); self.rows = []; self.cell = None; self.tags = set()
    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        if tag == 'tr': self.rows.append([])
        if tag in ('td', 'th'): self.cell = ''
    def handle_endtag(self, tag):
        if tag in ('td', 'th'): self.rows[-1].append(self.cell); self.cell = None
    def handle_data(self, data):
        if self.cell is not None: self.cell += data
tables = Tables(); tables.feed(open(sys.argv[1], encoding='utf-8').read())
print(json.dumps([tables.rows, sorted(tables.tags)]))
`
    const parsed = execFileSync(PYTHON, ['-c', script, page], { encoding: 'utf8' })
    const [rows, tags] = JSON.parse(parsed) as [string[][], string[]]
    expect(tags).not.toContain('script')
    const items = sheetsOf(book).Items.slice(1)
    const shown = rows.filter((row) => row.length === items[0].length).slice(-items.length)
    expect(shown.map((row) => [row[0], row[1], row.at(-1)])).toEqual(
      items.map((row) => [String(row[0]), String(row[1]), row.at(-1)]),
    )
  })

  test('writes times in the zone asked for', async () => {
    const out = folder.newPath('paper.html')
    await write('html', out, 'Europe/Berlin')
    expect(readFileSync(out, 'utf8')).toContain('2026-01-01T01:00:00.000+01:00')
  })
})

describe('a workpaper', () => {
  test.each(['xlsx', 'html'] as const)('as %s is the same for the same case', async (format) => {
    const [one, two] = [await write(format), await write(format)]
    expect(two.sha256).toBe(one.sha256)
    expect(two.out).not.toBe(one.out)
  })

  test('is entered in the custody log with its hash', async () => {
    const report = await write('html')
    const { entries } = await ask(engine, 'case.custody', { case: path, offset: 0, limit: 1 })
    expect(entries).toMatchObject([
      { action: 'sample.export', details: { sample: 'S/1', format: 'html', items: 12, sha256: report.sha256 } },
    ])
  })

  test('never replaces a file unasked, and leaves no half one', async () => {
    const out = folder.newPath('there.html')
    writeFileSync(out, 'mine')
    await expect(write('html', out)).rejects.toMatchObject({ failure: { code: 'export/target-exists' } })
    expect(readFileSync(out, 'utf8')).toBe('mine')
    for (const format of ['xlsx', 'html'] as const) {
      const cancel = new AbortController()
      cancel.abort()
      const away = folder.newPath(`gone.${format}`)
      const reply = await engine.call(
        'samples.export',
        { case: path, sample: 'S/1', format, out: away },
        { signal: cancel.signal },
      )
      expect(reply).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
      expect(readdirSync(dirname(away)).filter((name) => name.includes('gone'))).toEqual([])
    }
  })
})
