/**
 * Writes exhibits into a case: the writing thread's whole work. One transaction per exhibit, so that an exhibit is in
 * the case altogether or not at all, whatever happens.
 */
import { createHash, type Hash } from 'node:crypto'
import type { Database, Statement } from 'better-sqlite3'
import {
  appendCustody,
  caseFields,
  ensureFields,
  enterWal,
  exhibitLabel,
  exhibitSeal,
  nextEventId,
  writeContinuation,
  writePullCommit,
} from '../../case/index.ts'
import { fail } from '../../../../shared/failure.ts'
import { DIGEST_BYTES, hexFromBytes, leafHashesInto, RootBuilder } from '../../integrity/index.ts'
import {
  ChunkWriter,
  encodeBlock,
  encodeRanges,
  type InlineValues,
  inlineValues,
  putInlineCodes,
  repairChunks,
} from '../../store/index.ts'
import type {
  BatchMessage,
  Begun,
  BeginMessage,
  ColumnPart,
  ContainerMessage,
  Finished,
  FinishMessage,
} from './messages.ts'
import { type KeySeeds, leafKey, putInlineKeys, putKey } from '../duplicates/eventKey.ts'
import { type ExhibitDuplicates, markDuplicates } from '../duplicates/markDuplicates.ts'
import { RowInserter } from './rowInserter.ts'
import { TextInserter } from './textInserter.ts'

/**
 * How the text index is gathered, set anew by every import. `hashsize`: bytes gathered before a segment is written; what
 * stays within a core's cache is gathered faster. `crisismerge`: segments that are left to lie before they are made one;
 * `automerge` 0: none before. Some 190 segments are written per million events, so that a case below two and a half million
 * is never merged. Merging takes a third of the time of gathering and leaves free pages behind; a rare word among 330
 * segments is found in 1 ms, among 70 in 0.1 ms.
 * (https://www.sqlite.org/fts5.html §6.1, §6.4).
 */
const INDEX_SETTINGS = { hashsize: 1024 * 1024, automerge: 0, crisismerge: 512 }

/** What accumulates over one exhibit. */
interface OpenExhibit {
  readonly id: number
  readonly firstEventId: number
  readonly seeds: KeySeeds
  eventCount: number
  recordCount: number
  rejectCount: number
  timeFrom: number
  timeTo: number
  /** Over the leaf hashes of its records. */
  readonly root: RootBuilder
  /** Over all its bytes, of which there are `sizeBytes` so far. */
  readonly hash: Hash
  sizeBytes: number
}

export class ExhibitWriter {
  private readonly db: Database
  private readonly version: string
  private readonly chunks: ChunkWriter
  private readonly rows: RowInserter
  private readonly texts: TextInserter
  private readonly valueInserts = new Map<string, Statement>()
  /** Rows of this import's archives by their ref. */
  private readonly containers = new Map<string, number>()
  /** Those entered by the open exhibit: gone if it is undone. */
  private readonly freshContainers = new Set<string>()
  private readonly putBlock
  private readonly putRun
  private readonly putReject
  private readonly putGap
  private readonly putKeys
  private lastGeneration: number | undefined
  private exhibit: OpenExhibit | undefined

  constructor(db: Database, version: string) {
    this.db = db
    this.version = version
    this.chunks = new ChunkWriter(db)
    this.rows = new RowInserter(db)
    this.texts = new TextInserter(db)
    this.putBlock = db.prepare('INSERT INTO block (exhibit_id, start_byte, size_bytes, data) VALUES (?, ?, ?, ?)')
    this.putRun = db.prepare(
      'INSERT INTO record_run (exhibit_id, first_record, record_count, start_byte, ranges, leaf_hashes) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.putReject = db.prepare(
      'INSERT INTO reject (exhibit_id, record, start_byte, end_byte, line, code, failure) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    this.putKeys = db.prepare('INSERT INTO event_key (first_event, event_count, keys) VALUES (?, ?, ?)')
    this.putGap = db.prepare('INSERT INTO gap (exhibit_id, start_byte, end_byte, kind) VALUES (?, ?, ?, ?)')
  }

  /** Opens the exhibit's transaction. SQLITE_BUSY means that another process writes. */
  begin(message: BeginMessage): Begun {
    this.db.exec('BEGIN IMMEDIATE')
    for (const [setting, value] of Object.entries(INDEX_SETTINGS))
      this.db.exec(`INSERT INTO event_text (event_text, rank) VALUES ('${setting}', ${value})`)
    const generation = this.generation()
    const isStale = this.lastGeneration !== undefined && generation !== this.lastGeneration
    if (isStale) this.chunks.reset()
    const firstEventId = nextEventId(this.db)
    ensureFields(this.db, message.own, firstEventId)
    const id = ((this.db.prepare('SELECT max(id) FROM exhibit').pluck().get() as number | null) ?? 0) + 1
    this.exhibit = {
      id,
      firstEventId,
      seeds: message.seeds,
      eventCount: 0,
      recordCount: 0,
      rejectCount: 0,
      timeFrom: Number.POSITIVE_INFINITY,
      timeTo: Number.NEGATIVE_INFINITY,
      root: new RootBuilder(),
      hash: createHash('sha256'),
      sizeBytes: 0,
    }
    return { type: 'begun', fields: caseFields(this.db), isStale, generation }
  }

  batch(message: BatchMessage): void {
    const exhibit = this.current()
    for (const { startByte, bytes } of message.blocks) {
      exhibit.hash.update(bytes)
      exhibit.sizeBytes += bytes.length
      this.putBlock.run(exhibit.id, startByte, bytes.length, encodeBlock(bytes))
    }
    const leafHashes = new Uint8Array(message.recordCount * DIGEST_BYTES)
    if (message.recordCount > 0) {
      const { firstRecord, recordCount, startByte, starts, ends } = message
      leafHashesInto(message.recordBytes, starts, ends, recordCount, leafHashes)
      exhibit.root.pushAll(leafHashes)
      this.putRun.run(exhibit.id, firstRecord, recordCount, startByte, encodeRanges(starts, ends), leafHashes)
    }
    for (const { record, startByte, endByte, line, failure } of message.rejects) {
      this.putReject.run(exhibit.id, record, startByte, endByte, line, failure.code, JSON.stringify(failure))
    }
    for (const gap of message.gaps) this.putGap.run(exhibit.id, gap.startByte, gap.endByte, gap.kind)
    for (const column of message.columns) this.addValues(column)
    this.addEvents(message, exhibit, leafHashes)
    exhibit.eventCount += message.eventCount
    exhibit.recordCount += message.recordCount
    exhibit.rejectCount += message.rejects.length
  }

  /** Closes the exhibit and commits. Fails with `import/already-imported`; then nothing of it stays. */
  finish(message: FinishMessage): Finished {
    const exhibit = this.current()
    const { sizeBytes } = exhibit
    const sha256 = exhibit.hash.digest('hex')
    this.refuseSecond(message.path, sha256)
    const profileHash = createHash('sha256').update(message.profile.text).digest()
    this.db
      .prepare('INSERT OR IGNORE INTO profile (id, version, sha256, text) VALUES (?, ?, ?, ?)')
      .run(message.profile.id, message.profile.version, profileHash, message.profile.text)
    const importedAt = new Date().toISOString()
    const merkleRoot = exhibit.root.root()
    const hasTimes = exhibit.timeFrom <= exhibit.timeTo
    this.db
      .prepare(
        `INSERT INTO exhibit (id, path, container_id, size_bytes, modified_us, sha256, format, profile_id, profile_version,
           profile_sha256, mapping, timezone, record_count, event_count, reject_count, first_event_id, time_from_us, time_to_us,
           merkle_root, is_complete, imported_at, imported_by) VALUES (${Array(22).fill('?').join(', ')})`,
      )
      .run(
        exhibit.id,
        message.path,
        this.containerId(message.containers),
        sizeBytes,
        message.modifiedUs,
        Buffer.from(sha256, 'hex'),
        JSON.stringify(message.format),
        message.profile.id,
        message.profile.version,
        profileHash,
        message.mapping === null ? null : JSON.stringify(message.mapping),
        message.timezone,
        exhibit.recordCount,
        exhibit.eventCount,
        exhibit.rejectCount,
        exhibit.firstEventId,
        hasTimes ? exhibit.timeFrom : null,
        hasTimes ? exhibit.timeTo : null,
        merkleRoot,
        message.isComplete ? 1 : 0,
        importedAt,
        this.version,
      )
    const putRemark = this.db.prepare(
      'INSERT INTO remark (exhibit_id, code, record_count, first_record) VALUES (?, ?, ?, ?)',
    )
    for (const remark of message.remarks) putRemark.run(exhibit.id, remark.code, remark.recordCount, remark.firstRecord)
    appendCustody(this.db, 'exhibit.import', {
      exhibit: exhibitLabel(exhibit.id),
      path: message.path,
      sha256,
      sizeBytes,
      profile: `${message.profile.id}@${message.profile.version}`,
      records: exhibit.recordCount,
      events: exhibit.eventCount,
      rejects: exhibit.rejectCount,
      merkleRoot: hexFromBytes(merkleRoot),
      version: this.version,
      seal: exhibitSeal(this.db, exhibit.id),
    })
    if (message.pull) writePullCommit(this.db, message.pull, exhibit.id)
    if (message.continues) writeContinuation(this.db, exhibit.id, message.continues)
    const generation = this.generation() + 1
    this.db.prepare("UPDATE meta SET value = ? WHERE key = 'generation'").run(String(generation))
    this.db.exec('COMMIT')
    this.freshContainers.clear()
    this.lastGeneration = generation
    // From now on there is something to read; see `caseFile.ts`.
    enterWal(this.db)
    this.exhibit = undefined
    return { type: 'finished', exhibitId: exhibit.id, firstEventId: exhibit.firstEventId, sizeBytes, sha256 }
  }

  /** Enters size and hash of an archive, where an exhibit came out of it. Between exhibits only. */
  container(message: ContainerMessage): void {
    const id = this.containers.get(message.ref)
    if (id === undefined) return
    this.db
      .transaction(() => {
        const path = this.db
          .prepare<[number, Buffer, number], string>(
            'UPDATE container SET size_bytes = ?, sha256 = ? WHERE id = ? RETURNING path',
          )
          .pluck()
          .get(message.sizeBytes, Buffer.from(message.sha256, 'hex'), id)
        appendCustody(this.db, 'container.read', {
          path: path ?? '',
          sha256: message.sha256,
          sizeBytes: message.sizeBytes,
        })
      })
      .immediate()
  }

  /** Undoes the open exhibit, where there is one. */
  abort(): void {
    if (this.db.inTransaction) this.db.exec('ROLLBACK')
    this.exhibit = undefined
    for (const ref of this.freshContainers) this.containers.delete(ref)
    this.freshContainers.clear()
    this.chunks.reset()
    this.rows.reset()
    this.valueInserts.clear()
    this.lastGeneration = undefined
  }

  /** Writes the column chunk that is not full yet, and marks the events that came in before. */
  close(): ExhibitDuplicates[] {
    this.abort()
    this.db.transaction(() => repairChunks(this.db)).immediate()
    return this.db.transaction(() => markDuplicates(this.db)).immediate()
  }

  private addValues(column: ColumnPart): void {
    if (column.newValues.length === 0) return
    let insert = this.valueInserts.get(column.field)
    if (insert === undefined) {
      insert = this.db.prepare(`INSERT INTO "value_${column.field}" (id, value) VALUES (?, ?)`)
      this.valueInserts.set(column.field, insert)
    }
    for (let i = 0; i < column.newValues.length; i++) insert.run(column.firstNewCode + i, column.newValues[i])
  }

  private addEvents(message: BatchMessage, exhibit: OpenExhibit, leafHashes: Uint8Array): void {
    const { eventCount, times } = message
    if (eventCount === 0) return
    const firstId = exhibit.firstEventId + exhibit.eventCount
    for (let i = 0; i < eventCount; i++) {
      if (times[i] < exhibit.timeFrom) exhibit.timeFrom = times[i]
      if (times[i] > exhibit.timeTo) exhibit.timeTo = times[i]
    }
    const inline = message.columns.map(({ codes, inlineText, inlineEnds }) => {
      const values = inlineValues(inlineText, inlineEnds)
      putInlineCodes(codes, values)
      return values
    })
    this.rows.insert(message, inline, firstId, exhibit.id)
    this.addKeys(message, inline, firstId, exhibit.seeds, leafHashes)
    this.texts.insert(message, inline, firstId)
    this.chunks.add(
      firstId,
      eventCount,
      times,
      exhibit.id,
      new Map(message.columns.map((column) => [column.field, column.codes])),
    )
  }

  private addKeys(
    message: BatchMessage,
    inline: readonly InlineValues[],
    firstId: number,
    seeds: KeySeeds,
    leafHashes: Uint8Array,
  ): void {
    const { columns, eventCount, eventRecords, firstRecord, keys } = message
    const ids = columns.findIndex((column) => column.field === 'eventId')
    if (ids >= 0) putInlineKeys(keys, columns[ids].codes, inline[ids], seeds.id)
    for (let i = 0; i < eventCount; i++) {
      if (keys[i * 2] === 0 && keys[i * 2 + 1] === 0)
        putKey(keys, i, leafKey(leafHashes, (eventRecords[i] - firstRecord) * DIGEST_BYTES, seeds.content))
    }
    this.putKeys.run(firstId, eventCount, Buffer.from(keys.buffer, keys.byteOffset, keys.byteLength))
  }

  private refuseSecond(path: string, sha256: string): void {
    const twin = this.db.prepare('SELECT id, path FROM exhibit WHERE sha256 = ?').get(Buffer.from(sha256, 'hex')) as
      | { id: number; path: string }
      | undefined
    if (twin === undefined) return
    const label = exhibitLabel(twin.id)
    fail({
      code: 'import/already-imported',
      message: `The same bytes are in the case already as ${label} (${twin.path})`,
      where: { path },
      kept: 'Nothing was added.',
      facts: { exhibit: label, sha256, records: this.current().recordCount },
    })
  }

  /** Row of the innermost archive; archives are entered with the first exhibit that comes out of them. */
  private containerId(containers: FinishMessage['containers']): number | null {
    let parent: number | null = null
    for (const { ref, path, kind } of containers) {
      let id: number | undefined = this.containers.get(ref)
      if (id === undefined) {
        const insert = this.db.prepare('INSERT INTO container (parent_id, path, kind) VALUES (?, ?, ?)')
        id = Number(insert.run(parent, path, kind).lastInsertRowid)
        this.containers.set(ref, id)
        this.freshContainers.add(ref)
      }
      parent = id
    }
    return parent
  }

  private current(): OpenExhibit {
    if (this.exhibit === undefined) throw new Error('no exhibit is open')
    return this.exhibit
  }

  private generation(): number {
    return Number(this.db.prepare("SELECT value FROM meta WHERE key = 'generation'").pluck().get())
  }
}
