/** What goes out comes back through readers that are none of ours: Python's csv and zipfile, and openpyxl. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Engine, ExportReport, ExportRequest } from '../../../../../../shared/api/index.ts'
import { textOfXstring } from '../../../../../../electron/engine/evidence/exports/xlsx/index.ts'
import { ask, askingEngine, CaseFolder, type MadeRecord } from '../../../../../helpers/madeCase.ts'
import { askPython, missingPython } from '../../../../../helpers/python.ts'

const noPython = missingPython('csv')
const noOpenpyxl = missingPython('openpyxl')
for (const missing of new Set([noPython, noOpenpyxl]))
  if (missing !== null) console.log(`left out: some exports are not read back, ${missing}`)

/** Texts that exports have gone wrong with. */
const texts = [
  '=cmd|"/c calc"!A1',
  '+1',
  '-1+1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  "'=1",
  "''-",
  "'quoted'",
  'say "x", then; go|on\tnow',
  'two\nlines\r\nthree\rfour',
  'NUL \0 inside',
  'emoji 👩‍👩‍👧',
  'العربية ‮txt.exe',
  'a'.repeat(40_000),
  '9007199254740993',
  '_x0041_',
  ' blanks ',
]
const records: MadeRecord[] = texts.map((text, i) => ({
  time: new Date(Date.UTC(2026, 2, 29, 0, 0, i)).toISOString(),
  actor: `user-${i}@example.com`,
  message: text,
  status: ['200', '007', '9007199254740993', '-0', '1.5'][i % 5],
  details: { text, 'odd.key': { number: i, none: null }, list: [1, { a: 2 }], ...(i % 2 === 0 ? { even: {} } : {}) },
}))

const folder = new CaseFolder()
let engine: Engine
let path: string
beforeAll(async () => {
  engine = askingEngine()
  path = await folder.makeCase([{ records }])
})
afterAll(async () => {
  await engine.close()
  folder.remove()
})

function exported(request: Omit<ExportRequest, 'case' | 'filter' | 'out'>): Promise<ExportReport> {
  return ask(engine, 'rows.export', {
    case: path,
    filter: '',
    out: folder.newPath(`out.${request.format}`),
    ...request,
  })
}

const READ_CSV = `
import sys, csv, json
csv.field_size_limit(1 << 30)
with open(sys.argv[1], newline='', encoding=sys.argv[3]) as f: print(json.dumps(list(csv.reader(f, delimiter=sys.argv[2], strict=True))))
`
const readCsv = (file: string, delimiter = ',', encoding = 'utf-8'): string[][] =>
  askPython(READ_CSV, [file, delimiter, encoding])

const READ_XLSX = `
import sys, json, datetime, openpyxl
def value(v): return v.isoformat() if isinstance(v, datetime.datetime) else v
print(json.dumps({s.title: [[[c.data_type, value(c.value)] for c in row] for row in s] for s in openpyxl.load_workbook(sys.argv[1])}))
`
type Sheets = { readonly [name: string]: readonly (readonly [string, string | number | null])[][] }

const READ_ZIP = `
import sys, json, zipfile, hashlib
z = zipfile.ZipFile(sys.argv[1])
print(json.dumps({'bad': z.testzip(), 'entries': [[i.filename, i.file_size, list(i.date_time), hashlib.sha256(z.read(i)).hexdigest()] for i in z.infolist()]}))
`
interface ReadZip {
  readonly bad: string | null
  readonly entries: readonly (readonly [string, number, number[], string])[]
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')

/** What the manual says undoes the guard. */
const UNDO = /^'(?='*[=+\-@\t\r])/

describe.skipIf(noPython !== null)('CSV, read by Python', () => {
  it.each([
    ['comma', ',', false],
    ['semicolon', ';', true],
    ['tab', '\t', false],
    ['pipe', '|', true],
  ] as const)('gives every text back, between %ss', async (delimiter, character, bom) => {
    const { out, guardedCells } = await exported({
      format: 'csv',
      columns: ['actor', 'message'],
      delimiter,
      bom,
      formulaGuard: false,
    })
    expect(readFileSync(out).subarray(0, 3).equals(Buffer.from('\ufeff'))).toBe(bom)
    const [header, ...rows] = readCsv(out, character, bom ? 'utf-8-sig' : 'utf-8')
    expect(header).toEqual(['actor', 'message'])
    expect(rows.map(([, message]) => message)).toEqual(texts)
    expect(guardedCells).toBe(0)
  })

  it('has its guard undone by rule, and every guarded cell is told', async () => {
    const { out, guardedCells, guarded, beside } = await exported({ format: 'csv', columns: ['message', 'status'] })
    const rows = readCsv(out).slice(1)
    expect(rows.map(([message]) => message.replace(UNDO, ''))).toEqual(texts)
    // No cell that a spreadsheet would take for a formula is left.
    expect(rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([])
    // Undone cell by cell, as they are told: the same.
    const told = rows.map((row) => [...row])
    for (const { column, firstRow, lastRow } of guarded ?? [])
      for (let row = firstRow; row <= lastRow; row++) {
        const at = column === 'message' ? 0 : 1
        told[row - 1][at] = told[row - 1][at].slice(1)
      }
    expect(told.map(([message]) => message)).toEqual(texts)
    expect(told.map(([, status]) => status)).toEqual(records.map(({ status }) => status))
    expect(guarded?.reduce((sum, { firstRow, lastRow }) => sum + lastRow - firstRow + 1, 0)).toBe(guardedCells)
    expect(beside).toEqual([])
  })

  it('has its guarded cells told in a file beside it where they are many', async () => {
    const many = Array.from({ length: 4_000 }, (_, i) => ({
      time: '2026-03-29T00:00:00Z',
      actor: i % 3 === 0 ? '-y' : 'ada',
      action: i % 1_000 < 500 ? '=x' : 'read',
    }))
    const out = folder.newPath('many.csv')
    const request = {
      case: await folder.makeCase([{ records: many }]),
      filter: '',
      sort: { field: 'id', descending: false },
    }
    const report = await ask(engine, 'rows.export', { ...request, format: 'csv', columns: ['actor', 'action'], out })
    expect(report.guarded).toBeNull()
    const [{ name, sha256: hash }] = report.beside
    const list = join(dirname(out), name)
    expect([name, hash]).toEqual([`${basename(out)}.guarded-cells.csv`, sha256(list)])
    const [header, ...stretches] = readCsv(list)
    expect(header).toEqual(['column', 'firstRow', 'lastRow'])
    const cells = new Set(
      stretches.flatMap(([column, first, last]) =>
        Array.from({ length: Number(last) - Number(first) + 1 }, (_, i) => `${column} ${Number(first) + i}`),
      ),
    )
    expect(cells).toEqual(
      new Set(
        many.flatMap(({ actor, action }, i) => [
          ...(actor === '-y' ? [`actor ${i + 1}`] : []),
          ...(action === '=x' ? [`action ${i + 1}`] : []),
        ]),
      ),
    )
    expect(cells.size).toBe(report.guardedCells)
  })

  it('has a column for each value of the payload where it is asked for', async () => {
    const { out } = await exported({ format: 'csv', columns: ['id', 'payload'], flatten: true, formulaGuard: false })
    const [header, ...rows] = readCsv(out)
    expect(header).toEqual([
      'id',
      'payload.time',
      'payload.actor',
      'payload.message',
      'payload.status',
      'payload.details.text',
      'payload.details."odd.key".number',
      'payload.details."odd.key".none',
      'payload.details.list',
      'payload.details.even',
    ])
    expect(rows.map((row) => row[5])).toEqual(texts)
    expect(rows[3].slice(6)).toEqual(['3', 'null', '[1,{"a":2}]', ''])
    expect(rows[4].slice(6)).toEqual(['4', 'null', '[1,{"a":2}]', '{}'])
    // Paths are columns by themselves, too.
    const paths = ['payload.details."odd.key".number', 'payload.gone', 'payload.details."odd.key".none']
    const single = await exported({ format: 'csv', columns: paths })
    expect(readCsv(single.out).slice(0, 3)).toEqual([paths, ['0', '', 'null'], ['1', '', 'null']])
  })
})

describe.skipIf(noOpenpyxl !== null)('a workbook, read by openpyxl', () => {
  it('gives every text back, times as dates, numbers where they are exact, and says what it is', async () => {
    const columns = ['id', 'time', 'timeText', 'message', 'status', 'payload']
    const report = await exported({ format: 'xlsx', columns, timeZone: 'Europe/Berlin', name: 'not in the file' })
    const sheets = askPython<Sheets>(READ_XLSX, [report.out])
    const [header, ...rows] = sheets.Events
    expect(header.map(([, value]) => value)).toEqual(['id', 'time (Europe/Berlin)', ...columns.slice(2)])
    expect(rows.flat().filter(([type]) => type === 'f')).toEqual([])
    expect(rows.map(([id]) => id)).toEqual(records.map((_, i) => ['n', i + 1]))
    expect(rows[1][1]).toEqual(['d', '2026-03-29T01:00:01'])
    expect(rows.slice(0, 5).map((row) => row[4][1])).toEqual([200, '007', '9007199254740993', '-0', 1.5])
    const whole = new Map(
      readFileSync(`${report.out}.long-cells.ndjson`, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { row: number; column: string; event: number; text: string })
        .map((cell) => [`${cell.row} ${cell.column}`, cell]),
    )
    const back = rows.map((row, i) => whole.get(`${i + 2} message`)?.text ?? textOfXstring(String(row[3][1])))
    expect(back).toEqual(texts)
    expect([...whole.values()].map(({ event, column }) => [event, column])).toEqual([
      [15, 'message'],
      [15, 'payload'],
    ])
    const long = String(rows[14][3][1])
    expect(long).toContain(`[cut: 40000 characters, whole in *.long-cells.ndjson]`)
    expect(report).toMatchObject({ cutCells: 2, beside: [{ sha256: sha256(`${report.out}.long-cells.ndjson`) }] })
    const about = new Map(sheets['About this export'].map(([what, value]) => [what[1], value[1]]))
    expect(about.get('Rows')).toBe(texts.length)
    expect(about.get('Filter')).toBe('(none: every event)')
    expect(about.get('SHA-256 of that file')).toBe(report.beside[0].sha256)
    expect(sheets['About this export'].find(([what]) => what[1] === 'E001')?.map(([, value]) => value)).toMatchObject([
      'E001',
      'made-0.ndjson',
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
      'made-plain@1',
      texts.length,
      0,
      texts.length,
    ])
  })
})

describe.skipIf(noPython !== null)('a ZIP, read by Python', () => {
  it.each(['csv', 'xlsx', 'ndjson', 'json'] as const)('holds what is written as %s without it', async (zipped) => {
    const columns = ['id', 'actor']
    const [alone, zip] = [
      await exported({ format: zipped, columns }),
      await exported({ format: 'zip', zipped, columns }),
    ]
    expect(askPython<ReadZip>(READ_ZIP, [zip.out])).toEqual({
      bad: null,
      entries: [[`activity-log.${zipped}`, alone.sizeBytes, [1980, 1, 1, 0, 0, 0], alone.sha256]],
    })
  })

  it('holds what stands beside an export, and leaves nothing beside itself', async () => {
    const zip = await exported({ format: 'zip', zipped: 'xlsx', columns: ['id', 'message'] })
    const { bad, entries } = askPython<ReadZip>(READ_ZIP, [zip.out])
    expect(bad).toBeNull()
    expect(entries.map(([name]) => name)).toEqual(['activity-log.xlsx', 'activity-log.xlsx.long-cells.ndjson'])
    expect(zip.beside).toEqual([{ name: entries[1][0], sizeBytes: entries[1][1], sha256: entries[1][3] }])
    expect(readdirSync(dirname(zip.out)).filter((name) => name.startsWith(basename(zip.out)))).toEqual([
      basename(zip.out),
    ])
  })
})

describe('an export', () => {
  it.each(['csv', 'xlsx', 'ndjson', 'json', 'zip'] as const)(
    'as %s is the same, byte for byte, whenever it is made',
    async (format) => {
      const request = { format, columns: ['id', 'time', 'actor', 'payload'], filter: 'time<now+1d' }
      try {
        vi.useFakeTimers({ toFake: ['Date'], now: new Date('2030-01-01T00:00:00Z') })
        const first = await exported({ ...request, nowMicros: 2e15 })
        vi.setSystemTime(new Date('2031-06-01T12:34:56Z'))
        expect((await exported({ ...request, nowMicros: 2e15 })).sha256).toBe(first.sha256)
      } finally {
        vi.useRealTimers()
      }
    },
  )
})
