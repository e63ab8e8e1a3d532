/**
 * NDJSON of verbatim records. A JSON record in UTF-8 is written byte for byte; where line ends are in it, which in JSON is
 * white space between values, each becomes a blank with the indentation behind it. Any other record (a row of a CSV, JSON
 * in UTF-16) is written as a JSON text of what it says, or, where its bytes are not UTF-8, as `{"base64":"…"}`: either
 * gives its bytes back.
 */
import { isUtf8 } from 'node:buffer'
import { type EventWriter, type FormatOptions, plainOutcome, type WriterOutcome } from './eventWriter.ts'
import type { EventRow } from '../../query/index.ts'

const LINE_END = Buffer.from('\n')
const LINE_ENDS = /[\r\n][\t\n\r ]*/g

export class VerbatimWriter implements EventWriter {
  private readonly options: Pick<FormatOptions, 'verbatim' | 'output'>
  private foldedRecords = 0
  private quotedRecords = 0

  constructor(options: Pick<FormatOptions, 'verbatim' | 'output'>) {
    this.options = options
  }

  head(): undefined {}

  row(_: readonly (string | null)[], event: EventRow): Promise<void> | undefined {
    const { verbatim, output } = this.options
    const { bytes, isJson } = verbatim(event)
    return output.main.writeBytes(Buffer.concat([isJson ? this.folded(bytes) : this.quoted(bytes), LINE_END]))
  }

  async foot(): Promise<WriterOutcome> {
    return { ...plainOutcome, foldedRecords: this.foldedRecords, quotedRecords: this.quotedRecords }
  }

  private folded(bytes: Buffer): Buffer {
    if (!bytes.includes(0x0a) && !bytes.includes(0x0d)) return bytes
    this.foldedRecords++
    // As Latin-1, a character is a byte, whatever the bytes are.
    return Buffer.from(bytes.toString('latin1').replace(LINE_ENDS, ' '), 'latin1')
  }

  private quoted(bytes: Buffer): Buffer {
    this.quotedRecords++
    return Buffer.from(JSON.stringify(isUtf8(bytes) ? bytes.toString('utf8') : { base64: bytes.toString('base64') }))
  }
}
