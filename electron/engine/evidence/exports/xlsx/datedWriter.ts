/**
 * exceljs's streaming writer, made to give the same bytes for the same sheets, and to tell when to wait: it dates the
 * entries of its archive with the clock, and its own streams take whatever they are given and pile it up.
 */
import { PassThrough } from 'node:stream'
import ExcelJS from 'exceljs'

/** The first day a ZIP can name (APPNOTE.TXT §4.4.6). */
export const FIXED_DATE = new Date(Date.UTC(1980, 0, 1))

/** Bytes that wait for the archive. */
const WAITING_BYTES = 1 << 17

/** What is used of exceljs's writer besides what its types show. */
interface Writer extends ExcelJS.stream.xlsx.WorkbookWriter {
  readonly zip: {
    append(source: unknown, entry: object): unknown
    on(event: 'error', told: (error: Error) => void): void
    abort(): void
  }
  readonly styles: { addStyleModel(style: object, cellType: number): number }
  /** Writes the first entry, while the writer is constructed. */
  addThemes(): Promise<void>
}

type WriterOptions = Partial<ExcelJS.stream.xlsx.WorkbookStreamWriterOptions> & {
  readonly created: Date
  readonly modified: Date
  readonly creator: string
  readonly lastModifiedBy: string
}
const ExcelWriter = ExcelJS.stream.xlsx.WorkbookWriter as unknown as new (options: WriterOptions) => Writer

export class DatedWriter extends ExcelWriter {
  override addThemes(): Promise<void> {
    const { zip } = this
    const append = zip.append.bind(zip)
    zip.append = (source, entry) => append(source, { ...entry, date: FIXED_DATE })
    return super.addThemes()
  }

  /** Called by exceljs for each sheet. */
  _openStream(name: string): PassThrough {
    const stream = sheetStream()
    this.zip.append(stream, { name })
    return stream
  }
}

/** A stream that takes exceljs's own buffers of text as well; those are used again, so they are copied. */
function sheetStream(): PassThrough {
  const stream = new PassThrough({ highWaterMark: WAITING_BYTES })
  const write = stream.write.bind(stream) as (chunk: unknown, ...more: unknown[]) => boolean
  stream.write = (chunk: unknown, ...more: unknown[]) =>
    write(hasToBuffer(chunk) ? Buffer.from(chunk.toBuffer()) : chunk, ...more)
  return stream
}

function hasToBuffer(chunk: unknown): chunk is { toBuffer(): Buffer } {
  return typeof chunk === 'object' && chunk !== null && 'toBuffer' in chunk
}
