/** Ranges that were on screen before, per tab, so that zooming out goes back the way zooming in came. */
import { type TimeRange, timeRangeOf, withTimeRange } from '../../../../shared/query/index.ts'
import { filterOf, withFilter } from '../../../state/clauses.ts'
import { activeTab, editClauses } from '../../../state/caseStore.ts'

const MAX_STEPS = 50

const steps = new Map<number, (TimeRange | null)[]>()

/** Sets the time the tab on screen asks for; the other clauses stay. */
export function setTimeRange(range: TimeRange | null): void {
  editClauses((clauses) => withFilter(clauses, withTimeRange(filterOf(clauses), range)))
}

/** The same, and zooming out comes back to the range before. */
export function zoomTo(range: TimeRange | null): void {
  const before = currentRange()
  if (sameRange(before, range)) return
  const { key } = activeTab()
  const past = steps.get(key) ?? []
  steps.set(key, [...past, before].slice(-MAX_STEPS))
  setTimeRange(range)
}

/** To the range before; in the end to everything. */
export function zoomOut(): void {
  const { key } = activeTab()
  const past = steps.get(key) ?? []
  const current = currentRange()
  let before: TimeRange | null | undefined = past.pop()
  while (before !== undefined && sameRange(before, current)) before = past.pop()
  setTimeRange(before ?? null)
}

function currentRange(): TimeRange | null {
  return timeRangeOf(filterOf(activeTab().clauses))
}

function sameRange(one: TimeRange | null, other: TimeRange | null): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
