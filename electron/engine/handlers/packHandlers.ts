/** Api entries about evidence packs and the keys that sign them. */
import { resolve } from 'node:path'
import { packFormats, PAYLOAD_COLUMN, type PackReport, type PackRequest } from '../../../shared/api/index.ts'
import { isBesideField } from '../../../shared/fields.ts'
import { type Failure, FailureError, fail, type Json } from '../../../shared/failure.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { isoText, offsetMicrosAt } from '../../../shared/time/index.ts'
import { columnOf, columnsWithValues } from '../caseColumns.ts'
import {
  attachReply,
  type ExportRedactor,
  fingerprint,
  makePack,
  type PackSource,
  requireRecipients,
  verifyPack,
} from '../evidence/index.ts'
import { aboutExport } from '../exporting/aboutExport.ts'
import { sourcedColumns } from '../exporting/exportColumns.ts'
import { openRedaction } from '../exporting/exportRedaction.ts'
import { packPayloads, packReading } from '../exporting/packReading.ts'
import { openSources } from '../ingest/index.ts'
import { clockOf, type OpenCase } from '../openCase.ts'
import { recordReader } from '../recordReader.ts'
import type { Handlers } from './context.ts'
import { packAnnouncement, packFacts } from './packFacts.ts'

export const packHandlers: Handlers<
  'pack.make' | 'pack.verify' | 'pack.attach' | 'keys.list' | 'keys.create' | 'keys.unlock'
> = {
  async 'pack.make'(request, { version, openCase, custody, keys, signal, onProgress }): Promise<PackReport> {
    const startedAt = performance.now()
    const file = openCase(request.case)
    const timeZone = request.timeZone ?? 'UTC'
    // These fail before anything is written or entered.
    offsetMicrosAt(0, timeZone)
    const madeAt = dateOf(request)
    const columns = packColumns(file, request.columns)
    const sort = request.sort ?? { field: 'time', descending: false }
    await requireRecipients(request.recipients ?? [])
    const key = request.key === undefined ? null : await keys.signingKey(request.key)
    const signedBy = key === null ? null : fingerprint(key.publicBlob)
    const clock = clockOf(request)
    const question = { ...request, nowMicros: clock.nowMicros, zone: clock.zone }
    const order = await file.ordered(question, sort, signal)
    const exported = sourcedColumns(file, { columns }).map(({ column }) => column)
    const opened =
      request.redaction === undefined ? null : await openRedaction(file, request.redaction, version, signal)
    const payloads = packPayloads(file)
    const reading = (redactor: ExportRedactor | null) => packReading(file, columns, order, timeZone, payloads, redactor)
    const about = aboutExport(file, {
      question,
      rows: await file.rows(question, signal),
      columns: exported,
      sort,
      timeZone,
      formulaGuard: true,
      vouchVersion: version,
      redactor: opened?.redactor,
    })
    const asked = file.filterOf(question)
    const filter = opened?.redactor.filter(asked) ?? asked
    const out = resolve(request.out)
    const announced = await custody.enter(file.path, 'pack.begin', packAnnouncement(question, out, signedBy, version))
    const made = await makePack(
      {
        out,
        overwrite: request.overwrite ?? false,
        db: file.db,
        plain: reading(null),
        verbatim: payloads.verbatim,
        sheetTexts: (exhibitId, record) => payloads.sheetTexts(exhibitId, record),
        redaction:
          opened === null
            ? null
            : {
                counted: reading(opened.redactor),
                quiet: reading(opened.scratch()),
                report: () => opened.redactor.report(),
                text: (text) => opened.redactor.text(text),
              },
        expected: order.count,
        columns: exported,
        about,
        timeZone,
        formats: request.formats ?? packFormats,
        stated: {
          title: request.title ?? '',
          purpose: request.purpose ?? '',
          madeAt,
          madeBy: version,
          query: {
            // As it was typed, unless it may name what is redacted.
            text: opened === null && typeof request.filter === 'string' ? request.filter : printQuery(filter),
            filter: filter as unknown as Json,
            now: isoText(clock.nowMicros) ?? '',
            zone: clock.zone,
            sort,
          },
        },
        isAnnounced: announced !== null,
        key,
        withStampRequest: request.timeStampRequest ?? false,
        recipients: request.recipients ?? [],
      },
      signal,
      (done, total) => onProgress({ label: request.out, done, total, unit: 'rows' }),
    )
    const { statement } = made
    const report: PackReport = {
      out,
      events: statement.events,
      withheld: statement.withheld,
      exhibits: made.exhibits,
      sizeBytes: made.sizeBytes,
      sha256: made.sha256,
      zipSha256: made.zipSha256,
      isEncrypted: (request.recipients ?? []).length > 0,
      signedBy,
      custody: { entries: statement.custody.entries, lastHash: statement.custody.lastHash },
      seconds: (performance.now() - startedAt) / 1000,
    }
    const entry = await custody.enter(file.path, 'pack.make', packFacts(report, version))
    return { ...report, recorded: entry !== null }
  },

  async 'pack.verify'(request, { signal, onProgress }) {
    return verifyPack(
      request,
      recordReader,
      (paths) => sourcesAt(paths, signal),
      signal,
      (done, total) => onProgress({ label: request.pack, done, total, unit: 'bytes' }),
    )
  },

  async 'pack.attach'({ pack, reply, out, overwrite }, { signal, onProgress }) {
    return attachReply({ pack, reply, out: resolve(out), overwrite: overwrite ?? false }, signal, (done, total) =>
      onProgress({ label: pack, done, total, unit: 'bytes' }),
    )
  },

  async 'keys.list'(_, { keys }) {
    return keys.list()
  },

  async 'keys.create'({ passphrase }, { keys }) {
    return keys.create(orNull(passphrase))
  },

  async 'keys.unlock'({ path, passphrase }, { keys }) {
    return keys.unlock(path, orNull(passphrase))
  },
}

/** An empty passphrase is none. */
function orNull(passphrase: string | undefined): string | null {
  return passphrase === undefined || passphrase === '' ? null : passphrase
}

/** The original exports at these paths; one that cannot be read fails when it is opened. */
async function* sourcesAt(paths: readonly string[], signal: AbortSignal): AsyncGenerator<PackSource> {
  for await (const item of openSources(paths, {}, signal)) {
    if (item.kind === 'skipped') continue
    yield { path: item.path, open: () => (item.kind === 'failure' ? failing(item.failure) : item.open()) }
  }
}

// biome-ignore lint/correctness/useYield: it fails before there is anything to yield.
async function* failing(failure: Failure): AsyncGenerator<Uint8Array> {
  throw new FailureError(failure)
}

/**
 * What people added stands in a table of its own: the events' tables hold what follows from the records alone, so that
 * whoever checks the pack can make them anew. Fails with `query/unknown-field`, `usage/bad-argument`.
 */
function packColumns(file: OpenCase, asked: readonly string[] | undefined): readonly string[] {
  if (asked === undefined) return columnsWithValues(file).filter((column) => !isBesideField(column))
  const columns = asked.map((column) => columnOf(file, column))
  const added = columns.find(isBesideField)
  if (added !== undefined) {
    fail({
      code: 'usage/bad-argument',
      message: `“${added}” is no column of a pack’s tables`,
      where: { field: added },
      next: 'Bookmarks, tags and notes are always in the pack, in a file of their own.',
    })
  }
  // Whoever reads a row must find its record.
  return [...new Set(['id', 'exhibit', 'record', ...columns.filter((column) => column !== PAYLOAD_COLUMN)])].concat(
    columns.includes(PAYLOAD_COLUMN) ? [PAYLOAD_COLUMN] : [],
  )
}

/** ISO 8601 UTC to the second or finer; else `usage/bad-argument`. */
function dateOf({ date }: PackRequest): string {
  if (date === undefined) return new Date().toISOString()
  const millis = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/.test(date) ? Date.parse(date) : Number.NaN
  if (Number.isNaN(millis)) {
    fail({
      code: 'usage/bad-argument',
      message: `“${date}” is no date such as 2026-11-28T13:00:00Z`,
      where: { field: 'date' },
    })
  }
  return new Date(millis).toISOString()
}
