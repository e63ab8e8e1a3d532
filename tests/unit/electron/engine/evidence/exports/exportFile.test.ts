/** An export is there altogether or not at all. */
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  cellReader,
  type ExportDone,
  exportRows,
  formatWriters,
  openOutput,
  writeEvent,
} from '../../../../../../electron/engine/evidence/index.ts'
import type { EventRow } from '../../../../../../electron/engine/query/index.ts'
import type { FileFormat } from '../../../../../../shared/api/index.ts'
import { aboutNothing } from './aboutNothing.ts'
import { FailureError } from '../../../../../../shared/failure.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vouch-export-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

interface Job {
  readonly out: string
  readonly overwrite: boolean
  readonly format: FileFormat
  readonly columns: readonly string[]
  readonly events: Iterable<EventRow>
  readonly expected: number
  readonly payloadText: (event: EventRow) => string
}

function job(rows: number, more: Partial<Job> = {}): Job {
  const events = Array.from({ length: rows }, (_, i) => ({
    id: i + 1,
    timeMicros: null,
    timeText: null,
    exhibitId: 1,
    record: i,
    values: [i % 2 === 0 ? null : ''],
  }))
  return {
    out: join(dir, 'out.csv'),
    overwrite: false,
    format: 'csv',
    columns: ['id', 'actor', 'time'],
    events,
    expected: rows,
    payloadText: () => '{}',
    ...more,
  }
}

async function exportEvents(
  { out, overwrite, format, columns, events, expected, payloadText }: Job,
  signal: AbortSignal,
  onRows: (rows: number) => void,
): Promise<ExportDone> {
  const output = await openOutput(out, overwrite, null)
  const writer = formatWriters[format]({
    columns: columns.map((id) => ({ id, header: id, type: id === 'payload' ? 'json' : 'text' })),
    about: aboutNothing,
    formulaGuard: true,
    delimiter: 'comma',
    bom: false,
    verbatim: () => ({ bytes: Buffer.alloc(0), isJson: true }),
    output,
  })
  const write = writeEvent(cellReader(columns, ['actor'], payloadText))
  return exportRows({ out, output, writer, rows: events, write, expected }, signal, onRows)
}

const never = new AbortController().signal

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : String(error)
  }
}

describe('an export', () => {
  it('with other rows than were counted is refused, and nothing is left behind', async () => {
    for (const expected of [2, 4]) {
      expect(await codeOf(exportEvents(job(3, { expected }), never, () => undefined))).toBe('export/count-mismatch')
      expect(readdirSync(dir)).toEqual([])
    }
  })

  it('that fails half way leaves what was there before', async () => {
    const out = join(dir, 'out.csv')
    writeFileSync(out, 'before')
    const events = (function* () {
      yield* job(5_000).events
      throw new Error('cut')
    })()
    expect(await codeOf(exportEvents(job(5_000, { overwrite: true, events }), never, () => undefined))).toBe(
      'Error: cut',
    )
    expect(readFileSync(out, 'utf8')).toBe('before')
    expect(readdirSync(dir)).toEqual(['out.csv'])
  })

  it('that is cancelled leaves nothing', async () => {
    const cancel = new AbortController()
    const work = exportEvents(job(10_000), cancel.signal, () => cancel.abort())
    expect(await codeOf(work)).toContain('AbortError')
    expect(readdirSync(dir)).toEqual([])
  })

  it('tells a missing value from an empty text, and writes an empty answer as such', async () => {
    await exportEvents(job(2), never, () => undefined)
    expect(readFileSync(join(dir, 'out.csv'), 'utf8')).toBe('id,actor,time\r\n1,,\r\n2,"",\r\n')
    for (const [format, text] of [
      ['csv', 'id,actor,time\r\n'],
      ['ndjson', ''],
      ['json', '[]\n'],
    ] as const) {
      const out = join(dir, `empty.${format}`)
      await exportEvents(job(0, { format, out }), never, () => undefined)
      expect(readFileSync(out, 'utf8')).toBe(text)
    }
    expect(existsSync(join(dir, 'empty.json.part'))).toBe(false)
  })

  it('holds short and very long rows in order, and its hash is that of its bytes', async () => {
    // Longer than what is gathered before it is written; of one, two, three and four bytes a character.
    const records = ['a', 'é', '€', '😀'].flatMap((letter) => [10, 400_000, 3, 1_500_000].map((n) => letter.repeat(n)))
    const events = job(3_000).events
    const text = (row: number): string => (row % 100 === 0 ? records[(row / 100) % records.length] : `row ${row} ü`)
    const columns = ['id', 'payload']
    const done = await exportEvents(
      job(3_000, { columns, events, payloadText: ({ record }) => text(record) }),
      never,
      () => undefined,
    )
    const bytes = readFileSync(join(dir, 'out.csv'))
    const rows = Array.from({ length: 3_000 }, (_, i) => `${i + 1},${text(i)}\r\n`)
    expect(bytes.equals(Buffer.from(`id,payload\r\n${rows.join('')}`))).toBe(true)
    expect(done.sizeBytes).toBe(bytes.length)
    expect(done.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
  })
})
