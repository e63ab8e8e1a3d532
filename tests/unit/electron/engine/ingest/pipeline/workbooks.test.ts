/** Workbooks through the engine's door: what programs write, and what only hostile ones do. */
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { madeWorkbook, noOpenpyxl, openpyxl, textRow, workbookParts } from '../../../../../helpers/madeWorkbook.ts'
import { rangeOf, Room } from './room.ts'
import { zipOf } from './zipOf.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

const header = textRow(1, ['time', 'actor', 'action', 'note'])
const rowsOf = (n: number): string =>
  Array.from({ length: n }, (_, i) =>
    textRow(i + 2, [`2026-03-01T10:00:0${i}Z`, 'ada@example.com', 'login', `n${i}`]),
  ).join('')
const plain = { name: 'Log', rows: header + rowsOf(3) }

async function failures(name: string, bytes: Uint8Array) {
  const files = await room.import([room.file(name, bytes)])
  return files.map((file) => (file.kind === 'failed' ? file.failure.code : file.kind))
}

async function payload(event: number) {
  const shown = await room.ask('event.show', { case: room.case, event: String(event) })
  return shown.payload as { readonly [key: string]: unknown }
}

if (noOpenpyxl !== null) console.log(`left out: ${noOpenpyxl}`)

describe.skipIf(noOpenpyxl !== null)('a workbook that openpyxl wrote', () => {
  const script = `
wb = openpyxl.Workbook()
ws = wb.active
ws.title = 'Audit log'
ws.append(['Audit export of Example Ltd'])
ws.merge_cells('A1:F1')
ws.append([])
ws.append(['Time', 'Actor', 'Action', 'Target', 'Count', 'OK', 'Sum'])
for i in range(3):
    ws.append([datetime.datetime(2026, 3, 1, 14, i, 22, 118000), 'ada@example.com', 'key.create', 'a & <b>\\n%d' % i, 12345678901.25, i == 0, '=1+2'])
ws.append([])
ws.append([datetime.datetime(2026, 3, 2, 0, 0, 1), 'bob@example.com', 'key.delete', '#N/A', None, None, None])
ws.cell(8, 4).data_type = 'e'
hidden = wb.create_sheet('Hidden')
hidden.sheet_state = 'hidden'
hidden.append(['time', 'actor', 'action'])
hidden.append([datetime.date(2026, 3, 1), 'eve@example.com', 'login'])
cover = wb.create_sheet('Cover')
cover.append(['Notes'])
cover.append(['Made for a test'])
wb.save(out)`

  it('comes in sheet by sheet: header found, dates typed, numbers as written, each row its own bytes', async () => {
    const path = room.file('log.xlsx', '')
    openpyxl(script, path)
    const files = await room.import([path])
    expect(files.map(({ kind, path: name }) => [kind, name.slice(path.length)])).toEqual([
      ['imported', ' › Audit log'],
      ['imported', ' › Hidden'],
      ['skipped', ' › Cover'],
    ])
    const [first, hidden] = files
    if (first.kind !== 'imported' || hidden.kind !== 'imported') throw new Error('not imported')
    expect(first.remarks.map(({ code }) => code).sort()).toEqual([
      'cell-error',
      'formula-without-result',
      'time-without-zone',
    ])
    expect(hidden.remarks).toContainEqual({ code: 'hidden-sheet', recordCount: 1, firstRecord: 0 })
    expect(await payload(1)).toEqual({
      Time: '2026-03-01T14:00:22.118',
      Actor: 'ada@example.com',
      Action: 'key.create',
      Target: 'a & <b>\n0',
      Count: '12345678901.25',
      OK: 'TRUE',
      Sum: '',
    })
    expect(await payload(4)).toMatchObject({ Time: '2026-03-02T00:00:01', Target: '#N/A', Count: '', OK: '' })
    expect(await room.cells(['time', 'timeText', 'actor'], 'action:key.create')).toEqual([
      ['2026-03-01T14:00:22.118Z', '2026-03-01T14:00:22.118', 'ada@example.com'],
      ['2026-03-01T14:01:22.118Z', '2026-03-01T14:01:22.118', 'ada@example.com'],
      ['2026-03-01T14:02:22.118Z', '2026-03-01T14:02:22.118', 'ada@example.com'],
    ])
    expect((await room.raw(4)).toString()).toMatch(/^<row r="8".*<\/row>$/)
    const { findings } = await room.ask('case.verify', { case: room.case, against: [path] })
    expect(findings).toEqual([])
  })
})

describe('a workbook', () => {
  it('with shared texts gives them to its rows, now and when the case is verified', async () => {
    const strings =
      '<si><t>time</t></si><si><t>actor</t></si><si><t>action</t></si><si><r><t>2026-03-01T10:00</t></r><rPh><t>no</t></rPh><r><t xml:space="preserve">:00Z</t></r></si><si><t>tab_x0009_&amp;</t></si>'
    const cell = (ref: string, n: number): string => `<c r="${ref}" t="s"><v>${n}</v></c>`
    const rows = `<row r="1">${cell('A1', 0)}${cell('B1', 1)}${cell('C1', 2)}</row><row r="2">${cell('A2', 3)}${cell('B2', 4)}${cell('C2', 2)}</row><row r="3">${cell('A3', 3)}${cell('B3', 99)}</row>`
    const file = await room.exhibit('log.xlsx', madeWorkbook({ sheets: [{ name: 'Log', rows }], strings }))
    expect({ events: file.events, rejects: file.rejects }).toEqual({ events: 1, rejects: 1 })
    expect(await payload(1)).toEqual({ time: '2026-03-01T10:00:00Z', actor: 'tab\t&', action: 'action' })
    const [reject] = await room.rejects()
    expect(reject.failure.code).toBe('record/no-such-text')
    expect(reject.line).toBe(3)
  })

  it('whose sheet has the very bytes of another, but other texts, is another exhibit', async () => {
    const rows = `<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row r="2"><c t="s"><v>2</v></c><c t="s"><v>3</v></c></row>`
    const book = (who: string): Buffer =>
      madeWorkbook({
        sheets: [{ name: 'Log', rows }],
        strings: `<si><t>actor</t></si><si><t>action</t></si><si><t>${who}</t></si><si><t>login</t></si>`,
      })
    await room.import([room.file('a.xlsx', book('ada')), room.file('b.xlsx', book('bob'))])
    expect(await room.cells(['actor'])).toEqual([['ada'], ['bob']])
  })

  it('counts days from 1904 where it says so', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="170" formatCode="yyyy-mm-dd hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs>'
    const rows = `${textRow(1, ['time', 'actor'])}<row r="2"><c r="A2" s="1"><v>44620.5</v></c><c r="B2" t="str"><v>ada</v></c></row>`
    await room.exhibit('log.xlsx', madeWorkbook({ sheets: [{ name: 'Log', rows }], styles, is1904: true }))
    expect(await room.cells(['time', 'actor'])).toEqual([['2026-03-01T12:00:00.000Z', 'ada']])
  })

  it('is told by what it holds, whatever it is called, also inside an archive', async () => {
    const book = madeWorkbook({ sheets: [plain] })
    const files = await room.import([room.file('log.dat', zipOf([{ name: 'deep/log.bin', bytes: book }]))])
    expect(files.map(({ kind }) => kind)).toEqual(['imported'])
    expect(files[0].path).toMatch(/log\.dat › deep\/log\.bin › Log$/)
  })

  it('comes in with the one sheet that was asked for', async () => {
    const path = room.file('log.xlsx', madeWorkbook({ sheets: [plain, { ...plain, name: 'Other' }] }))
    const { files } = await room.ask('case.import', { case: room.case, paths: [path], sheet: 'Other' })
    expect(files.map(({ kind, path: name }) => [kind, name.slice(path.length)])).toEqual([
      ['skipped', ' › Log'],
      ['imported', ' › Other'],
    ])
  })

  it('has the secrets of its rows covered, in their XML as well', async () => {
    const secret = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'
    const rows = `${textRow(1, ['time', 'actor', 'apiKey'])}<row r="2"><c t="inlineStr" r="A2"><is><t>2026-03-01T10:00:00Z</t></is></c><c t="inlineStr" r="B2"><is><t>ada@example.com</t></is></c><c t="str" s="1" r="C2"><v>${secret}</v></c></row>`
    await room.exhibit('log.xlsx', madeWorkbook({ sheets: [{ name: 'Log', rows }] }))
    const asked = { case: room.case, event: '1', redact: true }
    expect(JSON.stringify(await room.ask('event.show', asked))).not.toContain(secret)
    const raw = Buffer.from((await room.ask('event.raw', asked)).bytes).toString()
    expect(raw).not.toContain(secret)
    expect(raw).toContain('<t>ada@example.com</t>')
  })

  it('has merged cells below its header told', async () => {
    const tail = '<mergeCells count="2"><mergeCell ref="A1:B1"/><mergeCell ref="B2:B4"/></mergeCells>'
    const file = await room.exhibit('log.xlsx', madeWorkbook({ sheets: [{ ...plain, tail }] }))
    expect(file.remarks).toContainEqual({ code: 'merged-cells', recordCount: 1, firstRecord: 0 })
  })

  it('has a row that is no XML rejected with its bytes; the others come in', async () => {
    const bad = '<row r="9"><c t="str"><v>a</c></v></row>'
    const book = { sheets: [{ name: 'Log', rows: header + bad + rowsOf(2) }] }
    const file = await room.exhibit('log.xlsx', madeWorkbook(book))
    expect(file.events).toBe(2)
    const [reject] = await room.rejects()
    expect(reject.failure.code).toBe('record/not-xml')
    const parts = workbookParts(book)
    const bytes = Buffer.from(parts[1].bytes + parts[3].bytes)
    expect(rangeOf(bytes, reject)).toBe(bad)
  })
})

describe('a hostile workbook', () => {
  const laughs = `<!DOCTYPE lolz [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY b${i} "&a;&a;&a;&a;&a;&a;&a;&a;">`).join('')}]>`

  it.each(['xl/workbook.xml', 'xl/sharedStrings.xml', 'xl/worksheets/sheet1.xml', 'xl/styles.xml'])(
    'with entities of its own in %s is refused',
    async (name) => {
      const made = { sheets: [plain], strings: '<si><t>x</t></si>', styles: '<cellXfs/>' }
      const part = workbookParts(made).find((known) => known.name === name)
      const bytes = (part?.bytes ?? '').replace('?>\n', `?>\n${laughs}`)
      expect(await failures('log.xlsx', madeWorkbook({ ...made, more: [{ name, bytes }] }))).toEqual([
        'import/unsafe-xml',
      ])
    },
  )

  it('names places outside itself in vain: targets, links and members that lead out', async () => {
    const outside = { sheets: [plain], target: () => '../../outside.xml' }
    const link =
      '<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    expect(await failures('a.xlsx', madeWorkbook(outside))).toEqual(['skipped'])
    const external = madeWorkbook({ sheets: [plain], more: [{ name: 'xl/_rels/workbook.xml.rels', bytes: link }] })
    expect(await failures('b.xlsx', external)).toEqual(['skipped'])
    const climbing = madeWorkbook({ sheets: [plain], more: [{ name: '../evil.xml', bytes: '<x/>' }] })
    expect(await failures('c.xlsx', climbing)).toEqual(['import/archive-unsafe-name', 'imported'])
  })

  it('has macros and links to other workbooks told and left alone', async () => {
    const more = [
      { name: 'xl/vbaProject.bin', bytes: 'macro' },
      { name: 'xl/externalLinks/externalLink1.xml', bytes: laughs },
    ]
    const files = await room.import([room.file('log.xlsm', madeWorkbook({ sheets: [plain], more }))])
    expect(files.map((file) => (file.kind === 'skipped' ? file.reason : file.kind))).toEqual([
      'macros; not read',
      'link to another workbook; not followed',
      'imported',
    ])
  })

  it('that is cut off, binary, damaged inside or without its sheet is refused by name', async () => {
    const book = madeWorkbook({ sheets: [plain] })
    expect(await failures('cut.xlsx', book.subarray(0, book.length - 60))).toEqual(['import/workbook-damaged'])
    const binary = zipOf([
      { name: '[Content_Types].xml', bytes: '<Types/>' },
      { name: 'xl/workbook.bin', bytes: 'x' },
    ])
    expect(await failures('b.xlsb', binary)).toEqual(['import/unrecognised'])
    expect(await failures('t.xlsx', madeWorkbook({ sheets: [plain], target: () => 'worksheets/none.xml' }))).toEqual([
      'import/workbook-damaged',
    ])
    expect(
      await failures('w.xlsx', madeWorkbook({ sheets: [plain], more: [{ name: 'xl/workbook.xml', bytes: '<a><b>' }] })),
    ).toEqual(['import/workbook-damaged'])
    const twice = zipOf([...workbookParts({ sheets: [plain] }), { name: 'xl/workbook.xml', bytes: '<x/>' }])
    expect(await failures('x.xlsx', twice)).toEqual(['import/workbook-damaged'])
  })

  it('whose sheet breaks off keeps the rows before the break', async () => {
    const many = {
      name: 'Log',
      rows:
        header +
        Array.from({ length: 20_000 }, (_, i) =>
          textRow(i + 2, [`2026-03-01T10:00:00.${String(i).padStart(6, '0')}Z`, `u${i}`, 'login', 'x']),
        ).join(''),
    }
    const book = madeWorkbook({ sheets: [many] })
    const path = room.file('log.xlsx', book)
    // A byte in the middle of the sheet's compressed data.
    const at = Math.floor(book.length / 2)
    book[at] ^= 0xff
    book[at + 1] ^= 0xff
    writeFileSync(path, book)
    expect(readFileSync(path).equals(book)).toBe(true)
    const [file] = await room.import([path])
    if (file.kind !== 'imported') throw new Error(JSON.stringify(file))
    expect(file.isComplete).toBe(false)
    expect(file.events).toBeGreaterThan(0)
    expect(file.firstRejects[0].failure.code).toBe('import/archive-damaged')
  })
})
