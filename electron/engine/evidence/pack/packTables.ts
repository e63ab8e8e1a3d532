/** The tables of a pack, in the formats of exports, with what is redacted taken out. */
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { PackFormat } from '../../../../shared/api/index.ts'
import type { EventRow } from '../../query/index.ts'
import {
  BesideFile,
  type ByteSink,
  CsvFormatter,
  type EventWriter,
  htmlReport,
  jsonLine,
  ownCells,
  textWriter,
  WorkbookWriter,
} from '../exports/index.ts'
import { NDJSON_COLUMNS, payloadFiles } from './layout.ts'
import type { PackJob } from './packJob.ts'
import type { PackReading } from './packReading.ts'
import type { PackZip } from './packZip.ts'

type Pass = (reading: PackReading) => AsyncIterable<EventRow>

/** Writes the table of one format, in one pass through the events. */
export async function writeTable(format: PackFormat, zip: PackZip, job: PackJob, pass: Pass): Promise<void> {
  const reading = job.redaction?.quiet ?? job.plain
  switch (format) {
    case 'csv':
      return zip.entry(payloadFiles.csv, async (sink) => {
        const csv = new CsvFormatter(true)
        await sink.write(csv.line(job.columns.map(({ id }) => id)))
        for await (const event of pass(reading)) await sink.write(csv.line(reading.cells(event)))
      })
    case 'ndjson':
      return zip.entry(payloadFiles.ndjson, async (sink) => {
        for await (const event of pass(reading))
          await sink.write(`${jsonLine(NDJSON_COLUMNS, [...ownCells(event), reading.payload(event) ?? 'null'])}\n`)
      })
    case 'html':
      return zip.entry(payloadFiles.report, (sink) => {
        const { about, columns, redaction } = job
        const changesOf = (event: EventRow) => reading.changes(event)
        const report = redaction === null ? {} : { redaction: () => redaction.report() }
        return written(textWriter(htmlReport({ about, columns, changesOf, ...report }), sink), reading, pass)
      })
    case 'xlsx':
      return writeWorkbook(zip, job, reading, pass)
  }
}

async function writeWorkbook(zip: PackZip, job: PackJob, reading: PackReading, pass: Pass): Promise<void> {
  const { columns, about, out } = job
  // Kept on disk until the workbook is whole: a ZIP is written one entry after the other.
  const beside = new BesideFile(`${out}.long-cells`, true, basename(payloadFiles.longCells))
  const fill = (main: ByteSink) =>
    written(new WorkbookWriter({ columns, about, output: { main, beside: () => beside } }), reading, pass)
  try {
    // It is a ZIP itself: its bytes are compressed already.
    await zip.entry(payloadFiles.xlsx, fill, false)
    const path = (await beside.complete()) === null ? null : await beside.partPath()
    if (path === null) return
    await zip.entry(payloadFiles.longCells, async (sink) => {
      for await (const chunk of createReadStream(path)) await sink.writeBytes(chunk as Buffer)
    })
  } finally {
    await beside.discard()
  }
}

async function written(writer: EventWriter, reading: PackReading, pass: Pass): Promise<void> {
  try {
    await writer.head()
    for await (const event of pass(reading)) await writer.row(reading.cells(event), event)
    await writer.foot()
  } catch (error) {
    writer.discard?.()
    throw error
  }
}
