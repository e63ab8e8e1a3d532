/**
 * The events of a pack: leaf by leaf the record, its proof, what it says under its profile, and the same row of every table.
 * All are read side by side, so memory does not depend on how many there are.
 */
import { type Failure, FailureError } from '../../../../../shared/failure.ts'
import { equalBytes, hexFromBytes, leafHash, verifyByNodes } from '../../../integrity/index.ts'
import type { EventRow } from '../../../query/index.ts'
import { cellReader } from '../../exports/index.ts'
import { LEAF_COLUMNS, MAX_PACK_EVENTS, payloadFiles } from '../layout.ts'
import type { OpenRecordReader, RecordEvent, RecordReader } from '../recordEvent.ts'
import { ByteQueue, byteLines } from './byteLines.ts'
import type { Disclosures } from './disclosures.ts'
import type { Findings } from './findings.ts'
import { type Leaf, leafFrom } from './leaf.ts'
import { NodeTable } from './nodeTable.ts'
import type { PackFile } from './packFile.ts'
import type { Stated } from './stated.ts'
import type { PackTable } from './packTable.ts'
import { openTables } from './tables.ts'

export interface EventsCount {
  events: number
  withheld: number
  proofs: number
  records: number
  rows: number
}

export async function checkEvents(
  pack: PackFile,
  stated: Stated,
  openReader: OpenRecordReader,
  disclosures: Disclosures,
  findings: Findings,
  signal: AbortSignal,
  onLeaf: (leaf: Leaf) => void,
): Promise<EventsCount> {
  const nodes = new NodeTable()
  await guarded(findings, () => nodes.read(byteLines(pack.bytes(payloadFiles.nodes), payloadFiles.nodes), findings))
  const check = new EventsCheck(stated, openReader, nodes, disclosures, findings)
  const tables = openTables(pack, stated.statement, findings)
  const records = new ByteQueue(pack.bytes(payloadFiles.records))
  try {
    await guarded(findings, async () => {
      let line = 0
      for await (const text of byteLines(pack.bytes(payloadFiles.leaves), payloadFiles.leaves)) {
        if (++line === 1) {
          check.header(text)
          continue
        }
        if (line % LEAVES_PER_LOOK === 0) {
          signal.throwIfAborted()
          await new Promise((resolve) => setImmediate(resolve))
        }
        if (line - 1 > MAX_PACK_EVENTS) {
          findings.add({
            code: 'pack/count-differs',
            message: `${payloadFiles.leaves} has more than ${MAX_PACK_EVENTS} lines`,
            where: { path: payloadFiles.leaves },
          })
          return
        }
        const leaf = check.leaf(text, line)
        // Without it, nothing says which record comes next.
        if (leaf === null) continue
        onLeaf(leaf)
        const bytes = await check.record(leaf, records)
        for (const table of tables) check.row(table, await table.next(), leaf, bytes, line)
      }
      if (!(await records.isEmpty())) {
        findings.add({
          code: 'pack/count-differs',
          message: `${payloadFiles.records} holds more than the records of ${payloadFiles.leaves}`,
          where: { path: payloadFiles.records, startByte: records.position },
        })
      }
      for (const table of tables) await check.end(table)
    })
  } finally {
    await records.close()
    for (const table of tables) await table.close()
  }
  check.counts(stated)
  return check.count
}

const LEAVES_PER_LOOK = 1_024

class EventsCheck {
  readonly count: EventsCount = { events: 0, withheld: 0, proofs: 0, records: 0, rows: 0 }
  private readonly stated: Stated
  private readonly openReader: OpenRecordReader
  private readonly nodes: NodeTable
  private readonly disclosures: Disclosures
  private readonly findings: Findings
  /** By exhibit; null where its profile cannot be used. */
  private readonly readers = new Map<string, RecordReader | null>()
  /** By exhibit and table. */
  private readonly cellReaders = new Map<string, (event: EventRow) => (string | null)[]>()
  /** Records that had their leaf. */
  private readonly seen = new Set<string>()
  /** The leaf looked at last, and what its record says. */
  private mappedLeaf: Leaf | null = null
  private mapped: RecordEvent | null = null

  constructor(
    stated: Stated,
    openReader: OpenRecordReader,
    nodes: NodeTable,
    disclosures: Disclosures,
    findings: Findings,
  ) {
    this.stated = stated
    this.openReader = openReader
    this.nodes = nodes
    this.disclosures = disclosures
    this.findings = findings
  }

  header(text: string): void {
    if (text === LEAF_COLUMNS.join(',')) return
    this.findings.add({
      code: 'pack/structure',
      message: `${payloadFiles.leaves} has other columns than it should`,
      where: { path: payloadFiles.leaves, line: 1 },
    })
  }

  /** The leaf of a line, with its proof checked; null where it is none. */
  leaf(text: string, line: number): Leaf | null {
    const where = { path: payloadFiles.leaves, line }
    const leaf = leafFrom(text)
    if (leaf === null) {
      this.findings.add({ code: 'pack/structure', message: `Line ${line} of ${payloadFiles.leaves} is no leaf`, where })
      return null
    }
    this.count.events++
    const { exhibit: label, record } = leaf
    const exhibit = this.stated.exhibits.get(label)
    const key = `${label} ${record}`
    const failure: Failure | null =
      exhibit === undefined
        ? { code: 'pack/proof-fails', message: `Event ${leaf.event} is of ${label}, which the pack does not state` }
        : this.seen.has(key)
          ? { code: 'pack/proof-fails', message: `Record ${record} of ${label} is in the pack twice` }
          : leaf.startByte > leaf.endByte || leaf.endByte > exhibit.sizeBytes
            ? { code: 'pack/proof-fails', message: `Record ${record} does not lie within ${label}` }
            : verifyByNodes(
                leaf.hash,
                record,
                exhibit.records,
                (level, index) => this.nodes.node(label, level, index),
                Buffer.from(exhibit.merkleRoot, 'hex'),
              )
    this.seen.add(key)
    if (failure === null) this.count.proofs++
    else {
      this.findings.add({
        code: 'pack/proof-fails',
        message: `Event ${leaf.event} is not proved to be record ${record} of ${label}: ${failure.message}`,
        where: { ...where, exhibit: label },
        facts: { event: leaf.event, record, ...failure.facts },
      })
    }
    return leaf
  }

  /** The bytes of the leaf's record where they are at hand and are its; null where not. */
  async record(leaf: Leaf, records: ByteQueue): Promise<Buffer | null> {
    if (leaf.at === null) {
      this.count.withheld++
      const disclosed = this.disclosures.of(leaf.hash)
      if (disclosed === null) return null
      this.count.records++
      return disclosed
    }
    const where = { path: payloadFiles.records, startByte: leaf.at, endByte: leaf.at + leaf.endByte - leaf.startByte }
    const wrong = (message: string, found: string | null): null => {
      this.findings.add({
        code: 'pack/record-differs',
        message,
        where: { ...where, exhibit: leaf.exhibit },
        facts: { event: leaf.event, record: leaf.record, expected: hexFromBytes(leaf.hash), found },
      })
      return null
    }
    const isNext = leaf.at === records.position
    const bytes = isNext ? await records.take(leaf.endByte - leaf.startByte) : null
    if (bytes === null) return wrong(`The record of event ${leaf.event} is not where the pack states it`, null)
    const found = leafHash(bytes)
    if (!equalBytes(found, leaf.hash))
      return wrong(`The record of event ${leaf.event} does not give its leaf hash`, hexFromBytes(found))
    this.count.records++
    return bytes
  }

  /** A row of a table against what the leaf's record says. */
  row(table: PackTable, row: readonly string[] | null, leaf: Leaf, bytes: Buffer | null, line: number): void {
    if (row === null) return
    this.count.rows++
    const isWhole = leaf.at !== null
    // A disclosed record is not compared with the row: that was redacted.
    const expected = isWhole && bytes !== null ? this.expectedCells(table, leaf, bytes) : null
    const places = { id: String(leaf.event), exhibit: leaf.exhibit, record: String(leaf.record) }
    for (const [i, column] of table.columns.entries()) {
      const own = places[column as keyof typeof places]
      const wanted = expected === null ? own : (expected[i] ?? '')
      if (wanted === undefined || table.isSame(row[i] ?? '', wanted, column)) continue
      this.findings.add({
        code: 'pack/row-differs',
        message: `Row ${line - 1} of ${table.path} does not say what the record of event ${leaf.event} says`,
        where: { path: table.path, exhibit: leaf.exhibit, field: column },
        facts: { row: line - 1, event: leaf.event, record: leaf.record },
      })
      return
    }
    if (row.length !== table.columns.length) {
      this.findings.add({
        code: 'pack/row-differs',
        message: `Row ${line - 1} of ${table.path} has ${row.length} cells where ${table.columns.length} are needed`,
        where: { path: table.path },
      })
    }
  }

  /** After the last leaf a table must be at its end, too. */
  async end(table: PackTable): Promise<void> {
    let more = 0
    while ((await table.next()) !== null) more++
    if (more === 0 && table.rows === this.count.events) return
    this.findings.add({
      code: 'pack/count-differs',
      message: `${table.path} has ${table.rows} rows, and there are ${this.count.events} events`,
      where: { path: table.path },
      facts: { expected: this.count.events, found: table.rows },
    })
  }

  /** What was counted against what the pack states. */
  counts({ statement }: Stated): void {
    if (statement === null) return
    const { events, withheld } = this.count
    for (const [what, expected, found] of [
      ['events', statement.events, events],
      ['withheld records', statement.withheld, withheld],
    ] as const) {
      if (expected === found) continue
      this.findings.add({
        code: 'pack/count-differs',
        message: `The pack states ${expected} ${what} and holds ${found}`,
        where: { path: payloadFiles.statement },
        facts: { expected, found },
      })
    }
  }

  private expectedCells(table: PackTable, leaf: Leaf, bytes: Buffer): readonly (string | null)[] | null {
    if (this.mappedLeaf !== leaf) {
      this.mappedLeaf = leaf
      this.mapped = this.eventOf(leaf, bytes)
    }
    const reader = this.readers.get(leaf.exhibit)
    if (this.mapped === null || reader === null || reader === undefined) return null
    const key = `${leaf.exhibit} ${table.path}`
    let cellsOf = this.cellReaders.get(key)
    if (cellsOf === undefined) {
      cellsOf = cellReader(
        table.columns,
        reader.fields,
        () => this.mapped?.payload ?? '',
        this.stated.statement?.timeZone,
      )
      this.cellReaders.set(key, cellsOf)
    }
    return cellsOf({
      id: leaf.event,
      timeMicros: this.mapped.timeMicros,
      timeText: this.mapped.timeText,
      exhibitId: Number(leaf.exhibit.slice(1)),
      record: leaf.record,
      values: this.mapped.values,
    })
  }

  private eventOf(leaf: Leaf, bytes: Buffer): RecordEvent | null {
    const reader = this.readerOf(leaf.exhibit)
    if (reader === null) return null
    const event = reader.event(bytes)
    if (event === null) {
      this.findings.add({
        code: 'pack/row-differs',
        message: `The record of event ${leaf.event} gives no event under its profile`,
        where: { exhibit: leaf.exhibit, path: payloadFiles.leaves },
        facts: { event: leaf.event, record: leaf.record },
      })
    }
    return event
  }

  /** Null where the exhibit or its profile cannot be used, which is a finding once. */
  private readerOf(label: string): RecordReader | null {
    const known = this.readers.get(label)
    if (known !== undefined) return known
    const exhibit = this.stated.exhibits.get(label)
    const profileText = exhibit === undefined ? undefined : this.stated.profiles.get(exhibit.profileFile)
    let reader: RecordReader | null = null
    if (exhibit !== undefined && profileText !== undefined) {
      const opened = this.openReader({ profileText, format: exhibit.format, timezone: exhibit.timezone })
      if ('code' in opened) this.findings.add({ ...opened, where: { exhibit: label, path: exhibit.profileFile } })
      else reader = opened
    }
    this.readers.set(label, reader)
    return reader
  }
}

async function guarded(findings: Findings, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof FailureError)) throw error
    findings.add(error.failure)
  }
}
