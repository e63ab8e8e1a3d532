/** What speaks for and against a population being complete: the exhibits it was taken from, as they are in the case. */
import type { Database } from 'better-sqlite3'
import type { PopulationExhibit } from '../../../shared/api/index.ts'
import { isoText } from '../../../shared/time/index.ts'
import { exhibits } from '../case/index.ts'
import { type ColumnStore, countBetween, isSpan, type Rows, rowParts } from '../store/index.ts'
import { timeGaps } from './timeGaps.ts'

/** Gaps told of an exhibit at most; all are counted. */
const MAX_GAPS = 20

/** All exhibits of the case, in the order of import, whether or not they have events in the population. */
export function populationExhibits(db: Database, store: ColumnStore, rows: Rows): PopulationExhibit[] {
  const times = store.times()
  return exhibits(db).map((exhibit) => {
    const start = exhibit.firstEventId - 1
    const own = times.subarray(start, start + exhibit.eventCount)
    const gaps = timeGaps(own, MAX_GAPS)
    return {
      label: exhibit.label,
      path: exhibit.path,
      sha256: exhibit.sha256,
      merkleRoot: exhibit.merkleRoot,
      sizeBytes: exhibit.sizeBytes,
      modifiedAt: isoText(exhibit.modifiedUs),
      profile: exhibit.profile,
      importedAt: exhibit.importedAt,
      records: exhibit.recordCount,
      events: exhibit.eventCount,
      rejects: exhibit.rejectCount,
      isComplete: exhibit.isComplete,
      members: countBetween(rows, start, start + exhibit.eventCount),
      withoutTime: untimedAmong(own, { start: 0, end: own.length }),
      gapCount: gaps.count,
      gaps: gaps.longest.map(({ fromUs, toUs }) => ({
        from: isoText(fromUs) ?? '',
        to: isoText(toUs) ?? '',
        seconds: (toUs - fromUs) / 1e6,
      })),
      remarks: exhibit.remarks.map(({ code, recordCount }) => ({ code, recordCount })),
    }
  })
}

/** How many things there are that speak against completeness. */
export function remarkCount(all: readonly PopulationExhibit[]): number {
  return all.reduce(
    (sum, { rejects, isComplete, withoutTime, gapCount, remarks }) =>
      sum +
      [rejects > 0, !isComplete, withoutTime > 0, gapCount > 0].filter((isThere) => isThere).length +
      remarks.length,
    0,
  )
}

/** How many of the rows have no time. */
export function untimedAmong(times: Float64Array, rows: Rows): number {
  let count = 0
  for (const part of rowParts(rows)) {
    if (isSpan(part)) {
      for (let row = part.start; row < part.end; row++) if (Number.isNaN(times[row])) count++
    } else for (let i = 0; i < part.length; i++) if (Number.isNaN(times[part[i]])) count++
  }
  return count
}
