/** What events say was changed, for reports: compared as it was, and only then given as it may be. */
import type { Json } from '../../../shared/failure.ts'
import type { PathSegment } from '../../../shared/query/index.ts'
import { exhibits } from '../case/index.ts'
import { changesFromPayload, flattenChanges, type Path, pathText } from '../diff/index.ts'
import type { ReportChange } from '../evidence/index.ts'
import { changeRulesFor, type Payload } from '../ingest/index.ts'
import type { OpenCase } from '../openCase.ts'
import type { EventRow } from '../query/index.ts'
import { valueText } from './payloadCells.ts'
import { type StoredProfile, storedProfile } from '../storedProfile.ts'
import type { ReadEvents } from './readEvents.ts'

/** Changes of one event that a report tells of. */
const MAX_CHANGES = 200

export class ReadChanges {
  private readonly file: OpenCase
  private readonly profiles = new Map<number, StoredProfile['spec'] | null>()

  constructor(file: OpenCase) {
    this.file = file
  }

  /** Null where the event tells of none. A value that is masked on both sides was another before all the same. */
  of(event: EventRow, events: ReadEvents): readonly ReportChange[] | null {
    const payload = this.file.state().payloads.payload(event.exhibitId, event.record)
    const profile = this.profileOf(event.exhibitId)
    if (payload === null || profile === null) return null
    const found = changesFromPayload(payload, changeRulesFor(profile, payload as Payload))
    if (found === null) return null
    const all = flattenChanges(found.diff)
    const told = all.slice(0, MAX_CHANGES).map(({ path, kind, before, after }) => {
      const shown = (value: Json | undefined): string | null =>
        value === undefined ? null : valueText(events.part(event, value, path.map(segmentOf)))
      const place = events.text(event, pathText(path))
      return { path: kind === 'moved' ? `${place} (moved)` : place, before: shown(before), after: shown(after) }
    })
    const more = all.length - told.length
    return more > 0 ? [...told, { path: `… and ${more} more, see the payload`, before: null, after: null }] : told
  }

  private profileOf(exhibitId: number): StoredProfile['spec'] | null {
    let profile = this.profiles.get(exhibitId)
    if (profile === undefined) {
      const exhibit = exhibits(this.file.db).find(({ id }) => id === exhibitId)
      profile = exhibit === undefined ? null : storedProfile(this.file.db, exhibit).spec
      this.profiles.set(exhibitId, profile)
    }
    return profile
  }
}

function segmentOf(step: Path[number]): PathSegment {
  return typeof step === 'number' ? { kind: 'index', index: step } : { kind: 'key', key: step }
}
