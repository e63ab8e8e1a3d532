/** Everything about one event, with its secrets or without. */
import type { EventDetail, SecretInfo } from '../../shared/api/index.ts'
import { fields } from '../../shared/fields.ts'
import { fail, type Json } from '../../shared/failure.ts'
import { Redactor } from '../../shared/redaction/index.ts'
import { marksOf } from './annotate/index.ts'
import { type Exhibit, exhibits } from './case/index.ts'
import { hasDuplicates } from './caseBeside.ts'
import { changesFromPayload, flattenChanges, type Path, pathText, unchangedFields } from './diff/index.ts'
import { timeCell } from './evidence/index.ts'
import { httpInfo } from './httpInfo.ts'
import { changeRulesFor, type Payload, type StoredProfile, storedProfile } from './ingest/index.ts'
import { hexFromBytes } from './integrity/index.ts'
import { objectLinks } from './objectLinks.ts'
import type { OpenCase } from './openCase.ts'
import { type EventRow, ownFieldText } from './query/index.ts'
import { redactedRecord } from './redactedRecord.ts'

/** Unchanged values given with an event's changes. */
const MAX_UNCHANGED = 500

/** Numbers of duplicates given with an event. */
const MAX_REPETITIONS = 100

/** An event as it is looked at: its row, its decoded record, and the secrets of both. */
export class EventView {
  readonly event: EventRow
  readonly exhibit: Exhibit
  private readonly file: OpenCase
  private readonly payload: EventDetail['payload']
  private readonly profile: StoredProfile['spec']
  private readonly fields: { readonly [field: string]: string }
  private readonly redactor: Redactor

  /** `event` was read with all columns of the case. Fails with `case/damaged`. */
  constructor(file: OpenCase, event: EventRow) {
    const exhibit = exhibits(file.db).find((candidate) => candidate.id === event.exhibitId)
    if (exhibit === undefined) {
      fail({
        code: 'case/damaged',
        message: `Event ${event.id} belongs to no exhibit`,
        next: 'Run `vouch verify` on the case.',
      })
    }
    this.file = file
    this.event = event
    this.exhibit = exhibit
    this.payload = file.state().payloads.payload(event.exhibitId, event.record)
    this.profile = storedProfile(file.db, exhibit).spec
    this.fields = fieldsOf(file, event)
    this.redactor = new Redactor(this.profile.secrets)
    // First all of them are learnt, then each is masked wherever it stands.
    this.redactor.learn(this.payload)
    for (const [field, text] of Object.entries(this.fields)) this.redactor.field(text, field)
  }

  /** Where secrets stand; the rules' ids. */
  get secrets(): readonly SecretInfo[] {
    return this.redactor.secrets.slice()
  }

  /** The event that came in first with the same content, and the first of those that came in after this one. */
  private repetitions(): Pick<EventDetail, 'duplicateOf' | 'duplicates'> {
    const { db } = this.file
    if (!hasDuplicates(db)) return { duplicateOf: null, duplicates: [] }
    return {
      duplicateOf:
        db.prepare<[number], number>('SELECT of FROM duplicate WHERE event = ?').pluck().get(this.event.id) ?? null,
      duplicates: db
        .prepare<[number, number], number>('SELECT event FROM duplicate WHERE of = ? ORDER BY event LIMIT ?')
        .pluck()
        .all(this.event.id, MAX_REPETITIONS),
    }
  }

  detail(isRedacted: boolean): EventDetail {
    const { event, exhibit } = this
    const { verbatim } = this.file.state().payloads
    const payload = isRedacted ? this.redactor.payload(this.payload) : this.payload
    const entries = Object.entries(this.fields).map(([id, text]) => [
      id,
      isRedacted ? this.redactor.field(text, id) : text,
    ])
    const shown = Object.fromEntries(entries) as EventDetail['fields']
    return {
      id: event.id,
      fields: shown,
      timeText: event.timeText,
      payload,
      changes: this.changes(isRedacted),
      http: httpInfo(shown, payload),
      links: objectLinks(payload, this.fields.eventId),
      secrets: this.secrets,
      ...this.repetitions(),
      marks: marksOf(this.file.db, [event.id]).get(event.id) ?? null,
      provenance: {
        exhibit: exhibit.label,
        path: exhibit.path,
        sha256: exhibit.sha256,
        profile: exhibit.profile,
        record: event.record,
        ...verbatim.recordRange(event.exhibitId, event.record),
        leafHash: hexFromBytes(verbatim.leafHash(event.exhibitId, event.record)),
        guesses: isRedacted ? this.guesses() : exhibit.mapping,
        timezone: exhibit.timezone,
      },
    }
  }

  /** The record's bytes: as received, or with secrets masked. */
  bytes(isRedacted: boolean): Uint8Array {
    const { payloads } = this.file.state()
    const bytes = payloads.verbatim.record(this.event.exhibitId, this.event.record)
    if (!isRedacted) return new Uint8Array(bytes)
    return redactedRecord(bytes, payloads.format(this.event.exhibitId), this.redactor)
  }

  /** What was guessed, with examples from other records: those of a secret's key are left out. */
  private guesses(): Json {
    const { mapping } = this.exhibit
    if (!Array.isArray(mapping)) return this.redactor.value(mapping)
    return this.redactor.value(
      mapping.map((guess: Json) => {
        const paths = typeof guess === 'object' && guess !== null && 'paths' in guess ? guess.paths : []
        const isSecret = Array.isArray(paths) && paths.some((path) => this.redactor.isSecretKey(String(path)))
        return isSecret ? { ...(guess as object), examples: [] } : guess
      }),
    )
  }

  /** Compared before they are masked: a password that was changed differs. */
  private changes(isRedacted: boolean): EventDetail['changes'] {
    if (this.payload === null) return null
    const found = changesFromPayload(this.payload, changeRulesFor(this.profile, this.payload as Payload))
    if (found === null) return null
    const shownPath = (path: Path) => (isRedacted ? this.redactor.text(pathText(path)) : pathText(path))
    const shownPart = (value: Json, path: Path) => (isRedacted ? this.redactor.part(value, keyOf(path)) : value)
    return {
      foundAt: pathText(found.path),
      rule: 'rule' in found.by ? 'profile' : found.by.shape,
      fields: flattenChanges(found.diff).map(({ path, kind, before, after }) => ({
        path: shownPath(path),
        kind,
        ...(before === undefined ? {} : { before: shownPart(before, path) }),
        ...(after === undefined ? {} : { after: shownPart(after, path) }),
      })),
      unchanged: unchangedFields(found.diff, MAX_UNCHANGED).map(({ path, value }) => ({
        path: shownPath(path),
        value: shownPart(value, path),
      })),
    }
  }
}

/** The nearest key at the end of a path; null where there is none. */
function keyOf(path: Path): string | null {
  for (let at = path.length - 1; at >= 0; at--) {
    const segment = path[at]
    if (typeof segment === 'string') return segment
  }
  return null
}

function fieldsOf(file: OpenCase, event: EventRow): { readonly [field: string]: string } {
  const columns = [...file.state().store.fields.keys()]
  return Object.fromEntries(
    [...new Set([...fields.map((field) => field.id), ...columns])].flatMap((id) => {
      const text = fieldText(event, id, columns)
      return text === null ? [] : [[id, text]]
    }),
  )
}

function fieldText(event: EventRow, id: string, columns: readonly string[]): string | null {
  if (id === 'time') return timeCell(event)
  const place = columns.indexOf(id)
  return place < 0 ? ownFieldText(event, id) : event.values[place]
}
