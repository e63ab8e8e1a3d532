/** The tables of a pack as rows of texts, read one after the other, whatever format they have. */
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { fail, FailureError } from '../../../../../shared/failure.ts'
import { CsvFormatter } from '../../exports/index.ts'
import { NDJSON_COLUMNS, payloadFiles } from '../layout.ts'
import type { PackStatement } from '../statement.ts'
import { byteLines } from './byteLines.ts'
import type { Findings } from './findings.ts'
import type { PackFile } from './packFile.ts'
import { IteratedTable, type PackTable } from './packTable.ts'
import { WorkbookTable } from './workbookTable.ts'

/** The tables that the pack states to have; one that is missing is a finding of the bag's. */
export function openTables(pack: PackFile, statement: PackStatement | null, findings: Findings): PackTable[] {
  const tables: PackTable[] = []
  if (statement === null) return tables
  for (const format of statement.formats) {
    const path = payloadFiles[format === 'html' ? 'report' : format]
    if (!pack.has(path)) {
      findings.add({ code: 'pack/file-missing', message: `The pack states ${path} and lacks it`, where: { path } })
    } else if (format === 'csv') tables.push(new CsvTable(pack, statement.columns))
    else if (format === 'xlsx') tables.push(new WorkbookTable(pack, statement.columns))
    else if (format === 'ndjson') tables.push(new NdjsonTable(pack))
  }
  return tables
}

class CsvTable extends IteratedTable implements PackTable {
  readonly path = payloadFiles.csv
  readonly columns: readonly string[]
  protected readonly source: AsyncIterator<readonly string[]>
  private readonly formatter = new CsvFormatter(true)

  constructor(pack: PackFile, columns: readonly string[]) {
    super()
    this.columns = columns
    this.source = csvRows(pack, this.path, columns)
  }

  /** Cells that look like formulas have a guard before them. */
  isSame(found: string, expected: string): boolean {
    const written = this.formatter.line([expected]).slice(0, -LINE_END_LENGTH)
    return found === (written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written)
  }
}

/** CRLF. */
const LINE_END_LENGTH = 2

async function* csvRows(pack: PackFile, path: string, columns: readonly string[]): AsyncGenerator<readonly string[]> {
  const parser = parse({ relax_column_count: true, record_delimiter: '\r\n' })
  const source = Readable.from(pack.bytes(path))
  source.on('error', (error) => parser.destroy(error))
  source.pipe(parser)
  let row = 0
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (row++ > 0) yield cells
      else if (cells.length !== columns.length || cells.some((cell, i) => cell !== columns[i])) {
        fail({
          code: 'pack/row-differs',
          message: `${path} has other columns than the pack states`,
          where: { path, line: 1 },
        })
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new FailureError(
      {
        code: 'pack/row-differs',
        message: `Row ${row} of ${path} is no row of CSV: ${error.message}`,
        where: { path },
      },
      { cause: error },
    )
  } finally {
    source.destroy()
  }
}

class NdjsonTable extends IteratedTable implements PackTable {
  readonly path = payloadFiles.ndjson
  readonly columns = NDJSON_COLUMNS
  protected readonly source: AsyncIterator<readonly string[]>

  constructor(pack: PackFile) {
    super()
    this.source = ndjsonRows(pack, this.path)
  }

  isSame(found: string, expected: string): boolean {
    return found === expected
  }
}

async function* ndjsonRows(pack: PackFile, path: string): AsyncGenerator<readonly string[]> {
  let line = 0
  for await (const text of byteLines(pack.bytes(path), path)) {
    line++
    // The record stands in it as it was received, so it is not parsed: that would make another text of it.
    const found = /^\{"id":(\d+),"exhibit":"(E\d+)","record":(\d+),"payload":(.*)\}$/s.exec(text)
    if (found === null) {
      fail({
        code: 'pack/row-differs',
        message: `Line ${line} of ${path} is no line of that table`,
        where: { path, line },
      })
    }
    yield found.slice(1)
  }
}
