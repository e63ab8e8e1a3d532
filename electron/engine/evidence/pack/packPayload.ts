/**
 * The payload of a pack. All tables, the records and the leaves list the events in the same order, so that whoever checks
 * reads them side by side.
 */
import type { Database } from 'better-sqlite3'
import { fail, type Json } from '../../../../shared/failure.ts'
import { equalBytes, hexFromBytes, leafHash } from '../../integrity/index.ts'
import { type EventRow, Pause } from '../../query/index.ts'
import { annotationLines } from './annotationLines.ts'
import { custodyLines } from './custodyLines.ts'
import { LEAF_COLUMNS, PACK_FORMAT, payloadFiles } from './layout.ts'
import type { PackJob } from './packJob.ts'
import { type PackExhibits, packExhibits, profileTexts } from './packExhibits.ts'
import type { PackReading } from './packReading.ts'
import { writeTable } from './packTables.ts'
import type { PackZip } from './packZip.ts'
import { type ChosenRecords, nodeLines, proofNodes } from './proofs.ts'
import type { PackExhibit, PackStatement } from './statement.ts'

/** Passes besides those of the tables: choosing and annotations. */
const OWN_PASSES = 2

/** Events whose annotations are read at once. */
const ANNOTATED_AT_ONCE = 500

/** Rows between two reports. */
const ROWS_PER_REPORT = 1_024

/** Texts of workbooks by exhibit and number. */
type SheetTexts = ReadonlyMap<number, ReadonlyMap<number, string>>

export class PackPayload {
  private readonly job: PackJob
  private readonly zip: PackZip
  private readonly signal: AbortSignal
  private readonly onRows: (done: number, total: number) => void
  private readonly pause: Pause
  /** By place in the pack: number, exhibit and record of the event, and 1 where the record stays out. */
  private readonly ids: Float64Array
  private readonly exhibitIds: Float64Array
  private readonly records: Float64Array
  private readonly withheld: Uint8Array
  private passes = 0

  constructor(job: PackJob, zip: PackZip, signal: AbortSignal, onRows: (done: number, total: number) => void) {
    this.job = job
    this.zip = zip
    this.signal = signal
    this.onRows = onRows
    this.pause = new Pause(signal)
    this.ids = new Float64Array(job.expected)
    this.exhibitIds = new Float64Array(job.expected)
    this.records = new Float64Array(job.expected)
    this.withheld = new Uint8Array(job.expected)
  }

  /** Writes all of it; what it states, and the labels of the exhibits concerned. */
  async write(): Promise<{ readonly statement: PackStatement; readonly exhibits: readonly string[] }> {
    const { job, zip } = this
    const chosen = await this.choose()
    const exhibits = packExhibits(job.db, [...chosen.keys()], (text) => job.redaction?.text(text) ?? text)
    const texts = await this.writeRecords(exhibits)
    await this.writeLeaves(exhibits)
    const nodes = await proofNodes(job.db, exhibits.stated, chosen, this.pause)
    await zip.entry(payloadFiles.nodes, async (sink) => {
      for (const line of nodeLines(nodes)) await sink.write(line)
    })
    for (const format of job.formats) await writeTable(format, zip, job, (reading) => this.pass(reading))
    const annotated = await this.writeAnnotations()
    await zip.add(payloadFiles.exhibits, `${JSON.stringify(withTexts(exhibits, texts), null, 2)}\n`)
    for (const [path, text] of profileTexts(job.db, exhibits)) await zip.add(path, text)
    const custody = await this.writeCustody()
    const statement: PackStatement = {
      vouchPack: PACK_FORMAT,
      ...job.stated,
      case: caseIdentity(job.db),
      events: job.expected,
      withheld: this.withheld.reduce((sum, one) => sum + one, 0),
      annotated,
      formats: job.formats,
      columns: job.columns.map(({ id }) => id),
      timeZone: job.timeZone,
      formulaGuard: true,
      redaction: job.redaction?.report() ?? null,
      custody,
    }
    await zip.add(payloadFiles.statement, `${JSON.stringify(statement, null, 2)}\n`)
    return { statement, exhibits: exhibits.shown.map(({ label }) => label) }
  }

  /** Which records are meant, by exhibit and ascending; and which of them stay out. */
  private async choose(): Promise<ChosenRecords> {
    const chosen = new Map<number, number[]>()
    let count = 0
    for await (const event of this.pass(this.job.redaction?.counted ?? this.job.plain)) {
      let records = chosen.get(event.exhibitId)
      if (records === undefined) {
        records = []
        chosen.set(event.exhibitId, records)
      }
      records.push(event.record)
      this.ids[count] = event.id
      this.exhibitIds[count] = event.exhibitId
      this.records[count] = event.record
      if (this.isRedacted(event)) this.withheld[count] = 1
      count++
    }
    if (count !== this.job.expected) {
      fail({
        code: 'export/count-mismatch',
        message: `${this.job.expected} rows match, but ${count} were read`,
        where: { path: this.job.out },
        kept: 'No file was written.',
        next: 'Run `vouch verify` on the case.',
        facts: { expected: this.job.expected, found: count },
      })
    }
    return new Map(
      [...chosen].sort(([a], [b]) => a - b).map(([id, records]) => [id, Float64Array.from(records).sort()]),
    )
  }

  /** Whether anything that would be given of it, its record included, is not as it is. */
  private isRedacted(event: EventRow): boolean {
    const { plain, redaction } = this.job
    if (redaction === null) return false
    const cells = redaction.counted.cells(event)
    const before = plain.cells(event)
    return (
      redaction.counted.payload(event) !== plain.payload(event) ||
      cells.some((cell, i) => cell !== before[i]) ||
      redaction.quiet.record(event).kind === 'redacted'
    )
  }

  /** The texts that the records which are given refer to, by number of their exhibit. */
  private async writeRecords({ stated }: PackExhibits): Promise<SheetTexts> {
    const { verbatim, sheetTexts } = this.job
    const texts = new Map<number, Map<number, string>>()
    await this.zip.entry(payloadFiles.records, async (sink) => {
      for await (const place of this.places()) {
        const [exhibitId, record] = [this.exhibitIds[place], this.records[place]]
        const bytes = verbatim.record(exhibitId, record)
        // Also of a record that stays out: a pack must not prove what is not so.
        if (!equalBytes(leafHash(bytes), verbatim.leafHash(exhibitId, record))) {
          fail({
            code: 'case/damaged',
            message: `Record ${record} of ${stated.get(exhibitId)?.label} is not what was imported`,
            kept: 'No pack was made.',
            next: 'Run `vouch verify` on the case.',
          })
        }
        if (this.withheld[place] === 1) continue
        await sink.writeBytes(bytes)
        const own = sheetTexts(exhibitId, record)
        if (own.size === 0) continue
        const known = texts.get(exhibitId) ?? new Map<number, string>()
        texts.set(exhibitId, known)
        for (const [index, text] of own) known.set(index, text)
      }
    })
    return texts
  }

  private async writeLeaves({ stated }: PackExhibits): Promise<void> {
    const { verbatim } = this.job
    await this.zip.entry(payloadFiles.leaves, async (sink) => {
      await sink.write(`${LEAF_COLUMNS.join(',')}\n`)
      let at = 0
      for await (const place of this.places()) {
        const [exhibitId, record] = [this.exhibitIds[place], this.records[place]]
        const { startByte, endByte } = verbatim.recordRange(exhibitId, record)
        const hash = hexFromBytes(verbatim.leafHash(exhibitId, record))
        const isWithheld = this.withheld[place] === 1
        const lies = isWithheld ? ',' : `${at},${endByte - startByte}`
        const label = stated.get(exhibitId)?.label
        await sink.write(`${this.ids[place]},${label},${record},${startByte},${endByte},${hash},${lies}\n`)
        if (!isWithheld) at += endByte - startByte
      }
    })
  }

  private async writeAnnotations(): Promise<number> {
    const reading = this.job.redaction?.quiet ?? this.job.plain
    let annotated = 0
    await this.zip.entry(payloadFiles.annotations, async (sink) => {
      let events: EventRow[] = []
      const flush = async (): Promise<void> => {
        for (const line of annotationLines(this.job.db, events, (event, text) => reading.text(event, text))) {
          await sink.write(line)
          annotated++
        }
        events = []
      }
      for await (const event of this.pass(reading)) if (events.push(event) >= ANNOTATED_AT_ONCE) await flush()
      await flush()
    })
    return annotated
  }

  private async writeCustody(): Promise<PackStatement['custody']> {
    let [entries, withheld, lastHash] = [0, 0, '']
    await this.zip.entry(payloadFiles.custody, async (sink) => {
      for (const { line, entry, isWhole } of custodyLines(this.job.db, this.job.redaction)) {
        await sink.write(line)
        entries = entry.seq
        lastHash = entry.hash
        if (!isWhole) withheld++
      }
    })
    return { entries, lastHash, withheld, announced: this.job.isAnnounced }
  }

  /** All places in the pack, letting other work in between. */
  private async *places(): AsyncGenerator<number> {
    for (let place = 0; place < this.job.expected; place++) {
      const wait = this.pause.maybe()
      if (wait !== undefined) await wait
      yield place
    }
    this.signal.throwIfAborted()
  }

  /** One way through the events, letting other work in between. */
  private async *pass(reading: PackReading): AsyncGenerator<EventRow> {
    const { expected, formats } = this.job
    const before = this.passes++ * expected
    let done = 0
    for (const event of reading.events()) {
      const wait = this.pause.maybe()
      if (wait !== undefined) await wait
      yield event
      if (++done % ROWS_PER_REPORT === 0) this.onRows(before + done, expected * (OWN_PASSES + formats.length))
    }
    this.signal.throwIfAborted()
  }
}

function caseIdentity(db: Database): PackStatement['case'] {
  const meta = new Map(db.prepare<[], [string, string]>('SELECT key, value FROM meta').raw().all())
  return { caseId: meta.get('caseId') ?? '', createdAt: meta.get('createdAt') ?? '' }
}

/** The exhibits with the texts that rows of their sheets refer to. */
function withTexts({ stated, shown }: PackExhibits, texts: SheetTexts): readonly PackExhibit[] {
  const byLabel = new Map([...texts].map(([id, own]) => [stated.get(id)?.label, own]))
  return shown.map((exhibit) => {
    const own = byLabel.get(exhibit.label)
    const { format } = exhibit
    if (own === undefined || !isObject(format) || !isObject(format.sheet)) return exhibit
    return { ...exhibit, format: { ...format, sheet: { ...format.sheet, texts: Object.fromEntries(own) } } }
  })
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
