/** Workbooks as openpyxl reads them: whatever text goes in comes out, dates are dates, and nothing is a formula. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  type Cell,
  ExportFile,
  type LongCell,
  type TableSpec,
  Workbook,
} from '../../../../../../../electron/engine/evidence/index.ts'
import { textOfXstring } from '../../../../../../../electron/engine/evidence/exports/xlsx/index.ts'
import { askPython, missingPython } from '../../../../../../helpers/python.ts'

const missing = missingPython('openpyxl')
if (missing !== null) console.log(`left out: workbooks are not read back, ${missing}`)

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'vouch-workbook-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

interface MadeTable {
  readonly spec: TableSpec
  readonly rows: readonly (readonly Cell[])[]
}

let made = 0
/** Writes the tables to a new file, and gives its path. */
async function workbook(...tables: readonly MadeTable[]): Promise<string> {
  const path = join(dir, `${++made}.xlsx`)
  const file = await ExportFile.create(path, false)
  const book = new Workbook(file)
  for (const { spec, rows } of tables) {
    const table = book.addTable(spec)
    for (const row of rows) await table.row(row)
    await table.end()
  }
  await book.finish()
  await file.complete()
  await file.place()
  return path
}

interface ReadSheet {
  readonly name: string
  readonly freeze: string | null
  readonly filter: string | null
  readonly links: number
  readonly widths: readonly number[]
  /** Type as openpyxl has it (`s` text, `n` number, `d` date, `f` formula), and the value. */
  readonly rows: readonly (readonly (readonly [string, string | number] | null)[])[]
}

const READ = `
import sys, json, datetime, openpyxl
book = openpyxl.load_workbook(sys.argv[1])
def value(v): return v.isoformat() if isinstance(v, datetime.datetime) else v
print(json.dumps([{
  'name': s.title, 'freeze': s.freeze_panes, 'filter': s.auto_filter.ref,
  'links': sum(1 for row in s for c in row if c.hyperlink is not None),
  'widths': [s.column_dimensions[openpyxl.utils.get_column_letter(i + 1)].width for i in range(s.max_column)],
  'rows': [[None if c.value is None else [c.data_type, value(c.value)] for c in row] for row in s],
} for s in book]))
`
const read = (path: string): ReadSheet[] => askPython(READ, [path])

const text: TableSpec = {
  name: 'Texts',
  columns: [
    { header: 'a', width: 10 },
    { header: 'b', width: 20 },
  ],
}

describe.skipIf(missing !== null)('a workbook, read by openpyxl', () => {
  it('gives every text back, and none of it is a formula or a link', async () => {
    const texts = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      "'=1",
      'say "x" & <y>',
      'two\nlines\r\nthree\rfour',
      'NUL \0 and \x07 and \x7f',
      'emoji 👩‍👩‍👧 and العربية ‮RTL',
      '_x0041_ _x005F_ _x00zz_ __x0000__',
      'lone \ud800 and \udfff halves',
      '\ufeffmark \ufffe \uffff',
      '  blanks  ',
      '007',
      '9007199254740993',
      'https://example.com/',
      '#REF!',
      'TRUE',
    ]
    const [sheet] = read(await workbook({ spec: text, rows: texts.map((cell) => [cell, null]) }))
    expect(sheet.rows.slice(1).map(([cell]) => cell?.[0])).toEqual(
      texts.map(() => expect.stringMatching(/^(s|inlineStr)$/)),
    )
    expect(sheet.rows.slice(1).map(([cell]) => textOfXstring(String(cell?.[1])))).toEqual(texts)
    expect(sheet.rows.slice(1).map(([, cell]) => cell)).toEqual(texts.map(() => null))
    expect(sheet.links).toBe(0)
  })

  it('gives any text back', { timeout: 60_000 }, async () => {
    const rows = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1, maxLength: 400 })
    await fc.assert(
      fc.asyncProperty(rows, async (texts) => {
        const [sheet] = read(await workbook({ spec: text, rows: texts.map((cell) => [cell, 'x']) }))
        expect(sheet.rows.slice(1).map(([cell]) => textOfXstring(String(cell?.[1])))).toEqual(texts)
      }),
      { numRuns: 15 },
    )
  })

  it('has dates, exact numbers, a header that stays, filters and widths', async () => {
    const spec: TableSpec = {
      name: 'Typed',
      columns: [
        { header: 'when (UTC)', width: 25, isTime: true },
        { header: 'number', width: 12 },
      ],
    }
    const micros = (iso: string): number => Date.parse(iso) * 1_000
    const rows = [
      [micros('2026-05-12T14:03:22.118Z'), 200],
      [micros('1900-03-01T00:00:00Z'), -1.5],
      [micros('1815-12-10T09:00:00Z'), null],
    ]
    const [sheet] = read(await workbook({ spec, rows }))
    expect(sheet).toEqual({
      name: 'Typed',
      freeze: 'A2',
      filter: 'A1:B4',
      links: 0,
      widths: [25, 12],
      rows: [
        [
          ['s', 'when (UTC)'],
          ['s', 'number'],
        ],
        [
          ['d', '2026-05-12T14:03:22.118000'],
          ['n', 200],
        ],
        [
          ['d', '1900-03-01T00:00:00'],
          ['n', -1.5],
        ],
        // Excel has no number for it.
        [['s', '1815-12-10T09:00:00.000'], null],
      ].map((row) => row.map((cell) => (cell === null ? null : [expect.stringMatching(kind(cell[0])), cell[1]]))),
    })
  })

  it('goes on with further sheets, header and all, where a sheet is full', async () => {
    const rows = Array.from({ length: 7 }, (_, i) => [`row ${i}`, i])
    const sheets = read(
      await workbook({ spec: { ...text, maxSheetRows: 4 }, rows }, { spec: { ...text, name: 'texts' }, rows: [] }),
    )
    expect(sheets.map(({ name, filter, rows: of }) => [name, filter, of.length])).toEqual([
      ['Texts', 'A1:B4', 4],
      ['Texts 2', 'A1:B4', 4],
      ['Texts 3', 'A1:B2', 2],
      // Excel does not tell capitals from small letters.
      ['texts (2)', 'A1:B1', 1],
    ])
    expect(sheets.slice(0, 3).flatMap((sheet) => sheet.rows.slice(1).map(([, cell]) => cell?.[1]))).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ])
  })

  it('cuts a text that is too long where all can see it, and tells the whole', async () => {
    const told: LongCell[] = []
    const whole = `${'a'.repeat(32_699)}😀${'b'.repeat(7_299)}`
    const spec: TableSpec = {
      ...text,
      wholeText: 'whole in notes.ndjson',
      onLongCell: (cell) => {
        told.push(cell)
        return undefined
      },
    }
    const fits = 'c'.repeat(32_767)
    const [sheet] = read(await workbook({ spec, rows: [[fits, whole]] }))
    const [fitting, cut] = sheet.rows[1].map((cell) => String(cell?.[1]))
    expect(fitting).toBe(fits)
    const mark = ` … [cut: ${whole.length} characters, whole in notes.ndjson]`
    expect(cut.endsWith(mark)).toBe(true)
    expect(cut.length).toBeLessThanOrEqual(32_767)
    // Half a pair is left out.
    expect(whole.startsWith(cut.slice(0, -mark.length))).toBe(true)
    expect(/[\ud800-\udbff] …/.test(cut)).toBe(false)
    expect(told).toEqual([{ sheet: 'Texts', row: 2, rowIndex: 0, column: 1, text: whole }])
  })

  it('takes any name for a sheet', async () => {
    const names = ['a/b\\c?d*e:f[g]', "'quoted'", 'x'.repeat(40), 'x'.repeat(41)]
    const sheets = read(await workbook(...names.map((name) => ({ spec: { ...text, name }, rows: [] }))))
    expect(sheets.map(({ name }) => name)).toEqual([
      'a_b_c_d_e_f_g_',
      '_quoted_',
      'x'.repeat(31),
      `${'x'.repeat(27)} (2)`,
    ])
  })
})

describe('a workbook', () => {
  it('is the same, byte for byte, for the same rows, at any time and in any zone', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => [`row ${i} ${'x'.repeat(i % 97)}`, i])
    const hash = async (): Promise<string> =>
      createHash('sha256')
        .update(readFileSync(await workbook({ spec: text, rows }, { spec: { ...text, name: 'More' }, rows })))
        .digest('hex')
    const zone = process.env.TZ
    try {
      process.env.TZ = 'UTC'
      const first = await hash()
      vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-07-01T12:34:56Z') })
      process.env.TZ = 'Pacific/Apia'
      expect(await hash()).toBe(first)
    } finally {
      vi.useRealTimers()
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
    }
  })

  it('whose file can take no more fails, and does not wait for ever', async () => {
    const full = new Error('full')
    let taken = 0
    const book = new Workbook({
      write: () => undefined,
      writeBytes: (bytes) => {
        taken += bytes.length
        return taken > 50_000 ? Promise.reject(full) : undefined
      },
    })
    const table = book.addTable(text)
    const write = async (): Promise<void> => {
      for (let i = 0; i < 100_000; i++) await table.row([`${i} ${Math.sin(i)} ${Math.cos(i)}`, i])
      await book.finish()
    }
    await expect(write()).rejects.toBe(full)
    book.discard()
  })
})

function kind(type: string | number): RegExp {
  return type === 's' ? /^(s|inlineStr)$/ : new RegExp(`^${type}$`)
}
