/** Every event against what its verbatim record gives under the profile it was imported with. */
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import type { Exhibit } from '../case/index.ts'
import { ColumnStore } from '../store/index.ts'
import { EventReader } from '../query/index.ts'
import { MAX_TOLD } from './findings.ts'

/** What a record must have become: time in microseconds, its text, and values by field; null where it gives no event. */
export interface EventMapper {
  /** The fields it may fill. */
  readonly fields: readonly string[]
  event(record: number): {
    readonly timeMicros: number | null
    readonly timeText: string | null
    readonly values: readonly (string | null)[]
  } | null
}

/** Rows read at a time. */
const PAGE_ROWS = 8_192

/** Events that differ from what their record says; `mapper` is a failure where the profile cannot be used any more. */
export async function verifyEvents(
  db: Database,
  exhibit: Exhibit,
  mapper: EventMapper | Failure,
  signal: AbortSignal,
): Promise<Failure[]> {
  if ('code' in mapper) return [mapper]
  const store = new ColumnStore(db)
  const others = [...store.fields.keys()].filter((field) => !mapper.fields.includes(field))
  const reader = new EventReader(db, store, [...mapper.fields, ...others])
  const findings: Failure[] = []
  let differing = 0
  const first = exhibit.firstEventId - 1
  for (let start = 0; start < exhibit.eventCount; start += PAGE_ROWS) {
    const rows = Array.from({ length: Math.min(PAGE_ROWS, exhibit.eventCount - start) }, (_, i) => first + start + i)
    for (const event of reader.rows(rows)) {
      const expected = event.exhibitId === exhibit.id ? mapper.event(event.record) : null
      const field = expected === null ? 'record' : differingField(event, expected, reader.fields)
      if (field === null) continue
      if (++differing > MAX_TOLD) continue
      findings.push({
        code: 'verify/event-differs',
        message: `Event ${event.id} does not say what record ${event.record} of ${exhibit.label} says`,
        where: { exhibit: exhibit.label, field },
        facts: { event: event.id, record: event.record, differing },
      })
    }
    signal.throwIfAborted()
    await new Promise((resolve) => setImmediate(resolve))
  }
  if (differing > MAX_TOLD) {
    findings.push({
      code: 'verify/event-differs',
      message: `${differing} events of ${exhibit.label} differ in all`,
      where: { exhibit: exhibit.label },
      facts: { differing },
    })
  }
  return findings
}

type Expected = NonNullable<ReturnType<EventMapper['event']>>

function differingField(
  event: { timeMicros: number | null; timeText: string | null; values: readonly (string | null)[] },
  expected: Expected,
  fields: readonly string[],
): string | null {
  if (event.timeMicros !== expected.timeMicros) return 'time'
  if (event.timeText !== storedText(expected.timeText)) return 'timeText'
  for (let i = 0; i < fields.length; i++) if (event.values[i] !== storedText(expected.values[i])) return fields[i]
  return null
}

/** As the database holds it: UTF-8 has no lone surrogates. */
function storedText(text: string | null | undefined): string | null {
  return text?.toWellFormed() ?? null
}
