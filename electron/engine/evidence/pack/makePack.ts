/**
 * Makes an evidence pack: the chosen events with what proves where they come from, written front to back in one go.
 *
 * All tables, the records and the leaves list the events in the same order, so that whoever checks reads them side by side.
 */
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { PackFormat } from '../../../../shared/api/index.ts'
import type { Json } from '../../../../shared/failure.ts'
import { fail } from '../../../../shared/failure.ts'
import type { Exhibit } from '../../case/index.ts'
import { hexFromBytes, leafHash, equalBytes } from '../../integrity/index.ts'
import { type EventRow, Pause } from '../../query/index.ts'
import { VerbatimReader } from '../../store/index.ts'
import {
  type AboutExport,
  BesideFile,
  type ByteSink,
  cellReader,
  CsvFormatter,
  type ExportColumn,
  jsonLine,
  type PayloadText,
  WorkbookWriter,
} from '../exports/index.ts'
import { annotationLines } from './annotationLines.ts'
import { ageWrap } from './ageWrap.ts'
import { custodyLines } from './custodyLines.ts'
import type { SigningKey } from './keys/sshKey.ts'
import { LEAF_COLUMNS, MAX_PACK_EVENTS, NDJSON_COLUMNS, PACK_FORMAT, payloadFiles } from './layout.ts'
import { packExhibits, profileTexts } from './packExhibits.ts'
import { PackZip, type WrittenZip } from './packZip.ts'
import { proofNodes, nodeLines, type ChosenRecords } from './proofs.ts'
import type { PackStatement } from './statement.ts'
import { writeTagFiles } from './tagFiles.ts'

/** What goes out of an event of which something is redacted. */
export interface RedactedEvent {
  readonly cells: readonly (string | null)[]
  /** JSON on one line. */
  readonly payload: string
}

/** Takes out of events what is not to leave the house. */
export interface PackRedactor {
  /** What the pack says about it. */
  readonly statement: Json
  /** Null: there is nothing to redact in it, so its record goes out, too. */
  event(event: EventRow, cells: readonly (string | null)[]): RedactedEvent | null
  /** A note, without what is not to leave the house. */
  note(text: string): string
}

export interface PackJob {
  readonly out: string
  readonly overwrite: boolean
  readonly db: Database
  /** The events in the pack's order; asked for several times, each time the same. */
  readonly events: () => Iterable<EventRow>
  /** How many there must be. */
  readonly expected: number
  /** Fields of `EventRow.values`. */
  readonly fields: readonly string[]
  readonly columns: readonly ExportColumn[]
  /** Of the events, as a workbook says it. */
  readonly about: AboutExport
  readonly payloadText: PayloadText
  readonly timeZone: string
  readonly formats: readonly PackFormat[]
  readonly redactor: PackRedactor | null
  /** Of the pack's statement what is known beforehand. */
  readonly stated: Pick<PackStatement, 'title' | 'purpose' | 'madeAt' | 'madeBy' | 'query'>
  /** Whether an entry in the custody log announces the pack. */
  readonly isAnnounced: boolean
  readonly key: SigningKey | null
  readonly withStampRequest: boolean
  /** age recipients; empty: it is not encrypted. */
  readonly recipients: readonly string[]
}

export interface MadePack extends WrittenZip {
  readonly statement: PackStatement
  /** Labels of the exhibits that its events come from. */
  readonly exhibits: readonly string[]
  /** Files of the payload, and their bytes. */
  readonly payload: { readonly files: number; readonly bytes: number }
}

/** Rejects with the signal's reason when aborted, leaving nothing behind. Fails as an export does, and with `pack/*`. */
export async function makePack(
  job: PackJob,
  signal: AbortSignal,
  onRows: (done: number, total: number) => void,
): Promise<MadePack> {
  if (job.expected > MAX_PACK_EVENTS) {
    fail({
      code: 'pack/too-many-events',
      message: `${job.expected} events are more than the ${MAX_PACK_EVENTS} that a pack may hold`,
      next: 'Narrow the query, or make several packs.',
      facts: { found: job.expected, most: MAX_PACK_EVENTS },
    })
  }
  const maker = new PackMaker(job, signal, onRows)
  const zip = await PackZip.create(job.out, folderName(job.stated.madeAt), {
    overwrite: job.overwrite,
    signal,
    wrap: ageWrap(job.recipients),
  })
  try {
    const { statement, exhibits } = await maker.writePayload(zip)
    const payload = { files: zip.files.length, bytes: zip.files.reduce((sum, file) => sum + file.sizeBytes, 0) }
    await writeTagFiles(zip, statement, payload, job.key, job.withStampRequest)
    return { ...(await zip.finish()), statement, exhibits, payload }
  } catch (error) {
    await zip.discard()
    throw error
  }
}

/** `vouch-pack-20261128T130501Z`. */
function folderName(madeAt: string): string {
  return `vouch-pack-${madeAt.replace(/\.\d+/, '').replace(/[^0-9TZ]/g, '')}`
}

class PackMaker {
  private readonly job: PackJob
  private readonly pause: Pause
  private readonly verbatim: VerbatimReader
  private readonly columnIds: readonly string[]
  private readonly cellsOf: (event: EventRow) => (string | null)[]
  private readonly onRows: (done: number, total: number) => void
  private readonly signal: AbortSignal
  /** By place in the pack: 1 where the record stays out. */
  private withheld = new Uint8Array(0)
  private passes = 0
  private readonly plannedPasses: number

  constructor(job: PackJob, signal: AbortSignal, onRows: (done: number, total: number) => void) {
    this.job = job
    this.signal = signal
    this.pause = new Pause(signal)
    this.verbatim = new VerbatimReader(job.db)
    this.columnIds = job.columns.map(({ id }) => id)
    this.cellsOf = cellReader(this.columnIds, job.fields, job.payloadText, job.timeZone)
    this.onRows = onRows
    this.plannedPasses = 4 + job.formats.length
  }

  async writePayload(zip: PackZip): Promise<Pick<MadePack, 'statement' | 'exhibits'>> {
    const { job } = this
    const chosen = await this.choose()
    const exhibits = packExhibits(job.db, [...chosen.keys()])
    await this.writeRecords(zip, exhibits)
    await this.writeLeaves(zip, exhibits)
    const nodes = await proofNodes(job.db, exhibits.stated, chosen, this.pause)
    await zip.entry(payloadFiles.nodes, async (sink) => {
      for (const line of nodeLines(nodes)) await sink.write(line)
    })
    if (job.formats.includes('csv')) await this.writeCsv(zip)
    if (job.formats.includes('xlsx')) await this.writeWorkbook(zip)
    if (job.formats.includes('ndjson')) await this.writeNdjson(zip)
    const annotated = await this.writeAnnotations(zip)
    await zip.add(payloadFiles.exhibits, `${JSON.stringify(exhibits.shown, null, 2)}\n`)
    for (const [path, text] of profileTexts(job.db, exhibits)) await zip.add(path, text)
    const custody = { entries: 0, lastHash: '' }
    await zip.entry(payloadFiles.custody, async (sink) => {
      for (const { line, entry } of custodyLines(job.db)) {
        await sink.write(line)
        custody.entries = entry.seq
        custody.lastHash = entry.hash
      }
    })
    const statement: PackStatement = {
      vouchPack: PACK_FORMAT,
      title: job.stated.title,
      purpose: job.stated.purpose,
      madeAt: job.stated.madeAt,
      madeBy: job.stated.madeBy,
      case: caseIdentity(job.db),
      query: job.stated.query,
      events: job.expected,
      withheld: this.withheld.reduce((sum, one) => sum + one, 0),
      annotated,
      formats: job.formats,
      columns: this.columnIds,
      timeZone: job.timeZone,
      formulaGuard: true,
      redaction: job.redactor?.statement ?? null,
      custody: { ...custody, announced: job.isAnnounced },
    }
    await zip.add(payloadFiles.statement, `${JSON.stringify(statement, null, 2)}\n`)
    return { statement, exhibits: exhibits.shown.map(({ label }) => label) }
  }

  /** Which records are meant, by exhibit and ascending; and which of them stay out. */
  private async choose(): Promise<ChosenRecords> {
    const { redactor } = this.job
    const chosen = new Map<number, number[]>()
    this.withheld = new Uint8Array(this.job.expected)
    let count = 0
    for await (const event of this.pass()) {
      let records = chosen.get(event.exhibitId)
      if (records === undefined) {
        records = []
        chosen.set(event.exhibitId, records)
      }
      records.push(event.record)
      if (redactor !== null && redactor.event(event, this.cellsOf(event)) !== null) this.withheld[count] = 1
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

  private async writeRecords(zip: PackZip, exhibits: ReturnType<typeof packExhibits>): Promise<void> {
    await zip.entry(payloadFiles.records, async (sink) => {
      let place = 0
      for await (const event of this.pass()) {
        const bytes = this.verbatim.record(event.exhibitId, event.record)
        // Also of a record that stays out: a pack must not prove what is not so.
        if (!equalBytes(leafHash(bytes), this.verbatim.leafHash(event.exhibitId, event.record))) {
          const exhibit = exhibits.stated.get(event.exhibitId)
          fail({
            code: 'case/damaged',
            message: `Record ${event.record} of ${exhibit?.label} is not what was imported`,
            kept: 'No pack was made.',
            next: 'Run `vouch verify` on the case.',
          })
        }
        if (this.withheld[place] === 0) await sink.writeBytes(bytes)
        place++
      }
    })
  }

  private async writeLeaves(zip: PackZip, exhibits: { readonly stated: ReadonlyMap<number, Exhibit> }): Promise<void> {
    await zip.entry(payloadFiles.leaves, async (sink) => {
      await sink.write(`${LEAF_COLUMNS.join(',')}\n`)
      let place = 0
      let at = 0
      for await (const event of this.pass()) {
        const { startByte, endByte } = this.verbatim.recordRange(event.exhibitId, event.record)
        const hash = hexFromBytes(this.verbatim.leafHash(event.exhibitId, event.record))
        const size = endByte - startByte
        const lies = this.withheld[place] === 1 ? ',' : `${at},${size}`
        const label = exhibits.stated.get(event.exhibitId)?.label
        await sink.write(`${event.id},${label},${event.record},${startByte},${endByte},${hash},${lies}\n`)
        if (this.withheld[place] === 0) at += size
        place++
      }
    })
  }

  private async writeCsv(zip: PackZip): Promise<void> {
    const csv = new CsvFormatter(true)
    await zip.entry(payloadFiles.csv, async (sink) => {
      await sink.write(csv.line(this.columnIds))
      for await (const event of this.pass()) await sink.write(csv.line(this.shown(event).cells))
    })
  }

  private async writeWorkbook(zip: PackZip): Promise<void> {
    const { columns, about, out } = this.job
    // Kept on disk until the workbook is whole: a ZIP is written one entry after the other.
    const beside = new BesideFile(`${out}.long-cells`, true, basename(payloadFiles.longCells))
    try {
      const fill = async (main: ByteSink): Promise<void> => {
        const writer = new WorkbookWriter({ columns, about, output: { main, beside: () => beside } })
        try {
          for await (const event of this.pass()) await writer.row(this.shown(event).cells, event)
          await writer.foot()
        } catch (error) {
          writer.discard()
          throw error
        }
      }
      await zip.entry(payloadFiles.xlsx, fill, false)
      const path = (await beside.complete()) === null ? null : await beside.partPath()
      if (path !== null) {
        await zip.entry(payloadFiles.longCells, async (sink) => {
          for await (const chunk of createReadStream(path)) await sink.writeBytes(chunk as Buffer)
        })
      }
    } finally {
      await beside.discard()
    }
  }

  private async writeNdjson(zip: PackZip): Promise<void> {
    const cellsOf = cellReader(NDJSON_COLUMNS, [], (event) => this.shown(event).payload)
    await zip.entry(payloadFiles.ndjson, async (sink) => {
      for await (const event of this.pass()) await sink.write(`${jsonLine(NDJSON_COLUMNS, cellsOf(event))}\n`)
    })
  }

  private async writeAnnotations(zip: PackZip): Promise<number> {
    let annotated = 0
    await zip.entry(payloadFiles.annotations, async (sink) => {
      const { db, redactor } = this.job
      let ids: number[] = []
      const flush = async (): Promise<void> => {
        for (const line of annotationLines(db, ids, (text) => redactor?.note(text) ?? text)) {
          await sink.write(line)
          annotated++
        }
        ids = []
      }
      for await (const event of this.pass()) if (ids.push(event.id) >= ANNOTATED_AT_ONCE) await flush()
      await flush()
    })
    return annotated
  }

  /** What is shown of an event: as it is, or without what is redacted. */
  private shown(event: EventRow): RedactedEvent {
    const cells = this.cellsOf(event)
    return this.job.redactor?.event(event, cells) ?? { cells, payload: this.job.payloadText(event) }
  }

  /** One way through the events, letting other work in between. */
  private async *pass(): AsyncGenerator<EventRow> {
    const total = this.job.expected * this.plannedPasses
    const before = this.passes++ * this.job.expected
    let done = 0
    for (const event of this.job.events()) {
      const wait = this.pause.maybe()
      if (wait !== undefined) await wait
      yield event
      if (++done % ROWS_PER_REPORT === 0) this.onRows(before + done, total)
    }
    this.signal.throwIfAborted()
  }
}

/** Events whose annotations are read at once. */
const ANNOTATED_AT_ONCE = 500

/** Rows between two reports. */
const ROWS_PER_REPORT = 1_024

function caseIdentity(db: Database): PackStatement['case'] {
  const meta = new Map(db.prepare<[], [string, string]>('SELECT key, value FROM meta').raw().all())
  return { caseId: meta.get('caseId') ?? '', createdAt: meta.get('createdAt') ?? '' }
}
