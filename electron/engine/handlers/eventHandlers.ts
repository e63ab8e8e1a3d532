/** Api entries about one event: everything about it, its verbatim record, and its secrets. */
import { type Failure, FailureError, fail } from '../../../shared/failure.ts'
import { appendCustody } from '../case/index.ts'
import { EventView } from '../eventDetail.ts'
import type { OpenCase } from '../openCase.ts'
import { caseOrder, EventReader, type EventRow } from '../query/index.ts'
import type { Handlers } from './context.ts'

export const eventHandlers: Handlers<'event.show' | 'event.raw' | 'event.reveal'> = {
  async 'event.show'({ case: path, event, redact }, { openCase, signal }) {
    const file = openCase(path)
    return new EventView(file, await eventOf(file, event, signal)).detail(redact === true)
  },

  async 'event.raw'({ case: path, event, redact }, { openCase, signal }) {
    const file = openCase(path)
    const found = await eventOf(file, event, signal)
    if (redact === true) return { bytes: new EventView(file, found).bytes(true) }
    return { bytes: new Uint8Array(file.state().payloads.verbatim.record(found.exhibitId, found.record)) }
  },

  async 'event.reveal'({ case: path, event }, { openCase, signal }) {
    const file = openCase(path)
    const view = new EventView(file, await eventOf(file, event, signal))
    // What is shown is gathered first: an entry about something that was not shown would be wrong, too.
    const revealed = { ...view.detail(false), bytes: view.bytes(false) }
    await recordReveal(file, view, signal)
    return revealed
  },
}

/** Enters in the custody log that an event's secrets were looked at. Fails with `case/read-only`, `case/locked`. */
async function recordReveal(file: OpenCase, view: EventView, signal: AbortSignal): Promise<void> {
  const facts = {
    event: view.event.id,
    exhibit: view.exhibit.label,
    record: view.event.record,
    rules: [...new Set(view.secrets.map((secret) => secret.rule))].sort(),
  }
  try {
    await file.write(signal, (db) => appendCustody(db, 'reveal', facts))
  } catch (error) {
    if (error instanceof FailureError) throw new FailureError(unrecorded(error.failure), { cause: error })
    throw error
  }
}

/** Why nothing is shown: the failure that kept the entry from being written, in words about what was asked. */
function unrecorded(failure: Failure): Failure {
  const code = failure.code === 'case/permission' ? 'case/read-only' : failure.code
  return {
    ...failure,
    code,
    message: `The secrets are not shown, as it could not be recorded that they were looked at: ${lowerFirst(failure.message)}`,
    ...(code === 'case/read-only' ? { next: 'Copy the case to a place you may write to, and show them there.' } : {}),
  }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}

/** By number in the case, or by the system's own event id where it is one event's alone. Fails with `event/not-found`. */
async function eventOf(file: OpenCase, id: string, signal: AbortSignal): Promise<EventRow> {
  const { store } = file.state()
  const reader = new EventReader(file.db, store, [...store.fields.keys()])
  const number = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : null
  if (number !== null && number <= store.size) for (const event of reader.rows([number - 1])) return event
  const filter = { kind: 'is', field: 'eventId', value: id, exact: true } as const
  const rows = await file.rows({ case: file.path, filter }, signal)
  const found = [...reader.rows(caseOrder(rows).slice(0, 2))]
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
