/** Api entries about one event: everything about it, and its verbatim record. */
import type { EventDetail } from '../../../shared/api/index.ts'
import { fields } from '../../../shared/fields.ts'
import { fail } from '../../../shared/failure.ts'
import { exhibits } from '../case/index.ts'
import { changesFromPayload, flattenChanges, pathText } from '../diff/index.ts'
import { timeCell } from '../evidence/index.ts'
import { changeRulesFor, type Payload } from '../ingest/index.ts'
import { hexFromBytes } from '../integrity/index.ts'
import type { OpenCase } from '../openCase.ts'
import { storedProfile } from '../storedProfile.ts'
import { EventReader, type EventRow, ownFieldText } from '../query/index.ts'
import type { Handlers } from './context.ts'

export const eventHandlers: Handlers<'event.show' | 'event.raw'> = {
  async 'event.show'(request, { openCase }): Promise<EventDetail> {
    const file = openCase(request.case)
    const { store, payloads } = file.state()
    const event = await eventOf(file, request.event)
    const exhibit = exhibits(file.db).find((candidate) => candidate.id === event.exhibitId)
    if (exhibit === undefined)
      fail({
        code: 'case/damaged',
        message: `Event ${event.id} belongs to no exhibit`,
        next: 'Run `vouch verify` on the case.',
      })
    const payload = payloads.payload(event.exhibitId, event.record)
    const range = payloads.verbatim.recordRange(event.exhibitId, event.record)
    const { spec } = storedProfile(file.db, exhibit)
    return {
      id: event.id,
      fields: Object.fromEntries(
        [...new Set([...fields.map((field) => field.id), ...store.fields.keys()])].flatMap((id) => {
          const text = fieldText(event, id, [...store.fields.keys()])
          return text === null ? [] : [[id, text]]
        }),
      ),
      timeText: event.timeText,
      payload,
      changes: changesOf(payload, payload === null ? [] : changeRulesFor(spec, payload as Payload)),
      provenance: {
        exhibit: exhibit.label,
        path: exhibit.path,
        sha256: exhibit.sha256,
        profile: exhibit.profile,
        record: event.record,
        ...range,
        leafHash: hexFromBytes(payloads.verbatim.leafHash(event.exhibitId, event.record)),
        guesses: exhibit.mapping,
        timezone: exhibit.timezone,
      },
    }
  },

  async 'event.raw'(request, { openCase }) {
    const file = openCase(request.case)
    const event = await eventOf(file, request.event)
    return { bytes: new Uint8Array(file.state().payloads.verbatim.record(event.exhibitId, event.record)) }
  },
}

/** By number in the case, or by the system's own event id where it is one event's alone. Fails with `event/not-found`. */
async function eventOf(file: OpenCase, id: string): Promise<EventRow> {
  const { store } = file.state()
  const reader = new EventReader(file.db, store, [...store.fields.keys()])
  const number = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null
  if (number !== null && number <= store.size) for (const event of reader.rows([number - 1])) return event
  const rows = await file.rows(
    { case: file.path, filter: { kind: 'is', field: 'eventId', value: id, exact: true } },
    new AbortController().signal,
  )
  const found = [...reader.rows(rows instanceof Uint32Array ? rows.subarray(0, 2) : [])]
  if (found.length === 1) return found[0]
  fail({
    code: 'event/not-found',
    message: found.length === 0 ? `There is no event ${id} in this case` : `Several events have the id ${id}`,
    next:
      found.length === 0
        ? `Events are numbered 1 to ${store.size}.`
        : `Ask for one by its number: \`vouch query 'eventId:"${id}"'\` lists them.`,
  })
}

function fieldText(event: EventRow, id: string, columns: readonly string[]): string | null {
  if (id === 'time') return timeCell(event)
  const place = columns.indexOf(id)
  return place < 0 ? ownFieldText(event, id) : event.values[place]
}

function changesOf(
  payload: EventDetail['payload'],
  rules: Parameters<typeof changesFromPayload>[1],
): EventDetail['changes'] {
  const found = payload === null ? null : changesFromPayload(payload, rules)
  if (found === null) return null
  return {
    foundAt: pathText(found.path),
    rule: 'rule' in found.by ? 'profile' : found.by.shape,
    fields: flattenChanges(found.diff).map(({ path, kind, before, after }) => ({
      path: pathText(path),
      kind,
      before,
      after,
    })),
  }
}
