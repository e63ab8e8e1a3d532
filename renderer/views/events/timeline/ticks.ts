/** Labels of the time axis: round local times, with the date where it changes. */
import {
  formatTime,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  MICROS_PER_SECOND,
  offsetMicrosAt,
  utcFromLocal,
} from '../../../../shared/time/index.ts'
import type { Span } from './span.ts'

export interface Tick {
  readonly micros: number
  readonly label: string
}

/** Room for one label, in CSS pixels. */
const LABEL_PX = 92

const clockSteps: readonly number[] = [
  ...[1, 10, 100].map((step) => step * 10),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((step) => step * 1_000),
  ...[1, 2, 5, 10, 15, 30].map((step) => step * MICROS_PER_SECOND),
  ...[1, 2, 5, 10, 15, 30].map((step) => step * MICROS_PER_MINUTE),
  ...[1, 2, 3, 6, 12].map((step) => step * MICROS_PER_HOUR),
]
const daySteps = [1, 2, 7, 14] as const
const monthSteps = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200] as const

const MONTH_MICROS = 30.44 * MICROS_PER_DAY

/** Half a label: nearer to an edge it would be cut. What stands at the edges is said above them. */
const EDGE_PX = 44

/** Ticks inside the stretch, clear of its edges, ascending, about one per {@link LABEL_PX}. */
export function ticksFor(whole: Span, widthPx: number, zone: string): readonly Tick[] {
  if (widthPx <= 2 * EDGE_PX) return []
  const edge = ((whole.toMicros - whole.fromMicros) / widthPx) * EDGE_PX
  const span = { fromMicros: Math.ceil(whole.fromMicros + edge), toMicros: Math.floor(whole.toMicros - edge) }
  const most = Math.max(1, Math.floor(widthPx / LABEL_PX))
  const least = (span.toMicros - span.fromMicros) / most
  const clockStep = clockSteps.find((step) => step >= least)
  if (clockStep !== undefined) return labelled(clockTimes(span, clockStep, zone), clockStep, zone)
  const days = daySteps.find((step) => step * MICROS_PER_DAY >= least)
  if (days !== undefined) return labelled(dayTimes(span, days, zone), days * MICROS_PER_DAY, zone)
  const months = monthSteps.find((step) => step * MONTH_MICROS >= least) ?? monthSteps[monthSteps.length - 1]
  return labelled(monthTimes(span, months, zone), months * MONTH_MICROS, zone)
}

/** Found on the local clock, each turned back by itself: an hour that the clocks skip has no tick. */
function clockTimes(span: Span, step: number, zone: string): number[] {
  const found = new Set<number>()
  const toLocal = span.toMicros + offsetMicrosAt(span.toMicros, zone)
  let local = Math.floor((span.fromMicros + offsetMicrosAt(span.fromMicros, zone)) / step) * step
  for (; local <= toLocal; local += step) found.add(utcFromLocal(local, zone))
  return inside(found, span)
}

function dayTimes(span: Span, days: number, zone: string): number[] {
  const found = new Set<number>()
  const first = Math.floor((span.fromMicros + offsetMicrosAt(span.fromMicros, zone)) / MICROS_PER_DAY)
  // 1970-01-01 was a Thursday: weeks start on Monday.
  const start = days % 7 === 0 ? Math.floor((first + 3) / days) * days - 3 : Math.floor(first / days) * days
  for (let day = start; day * MICROS_PER_DAY < span.toMicros + MICROS_PER_DAY; day += days)
    found.add(utcFromLocal(day * MICROS_PER_DAY, zone))
  return inside(found, span)
}

function monthTimes(span: Span, months: number, zone: string): number[] {
  const found = new Set<number>()
  const [year, month] = formatTime(span.fromMicros, zone).split('-').map(Number)
  for (let at = Math.floor((year * 12 + month - 1) / months) * months; ; at += months) {
    const local = Date.UTC(Math.floor(at / 12), at % 12, 1) * 1000
    // Date.UTC takes years below 100 for those of the last century; no log is that old.
    const micros = utcFromLocal(local, zone)
    if (!(micros < span.toMicros)) return inside(found, span)
    found.add(micros)
  }
}

function inside(times: ReadonlySet<number>, span: Span): number[] {
  return [...times].filter((micros) => micros >= span.fromMicros && micros < span.toMicros).sort((a, b) => a - b)
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

function labelled(times: readonly number[], step: number, zone: string): readonly Tick[] {
  let shownDate = ''
  let shownYear = ''
  const digits = step >= MICROS_PER_SECOND ? 0 : step >= 1_000 ? 3 : 6
  return times.map((micros) => {
    const [date, clock] = formatTime(micros, zone, { fractionDigits: digits }).split(' ')
    const [year, month, day] = date.split('-')
    const isNewDate = date !== shownDate
    const isNewYear = year !== shownYear
    shownDate = date
    shownYear = year
    if (step < MICROS_PER_DAY && !isNewDate) {
      return { micros, label: step >= MICROS_PER_MINUTE ? clock.slice(0, 5) : clock }
    }
    const monthName = monthNames[Number(month) - 1]
    if (step >= MONTH_MICROS)
      return { micros, label: isNewYear || step >= 12 * MONTH_MICROS ? `${monthName} ${year}` : monthName }
    const dayLabel = `${Number(day)} ${monthName}`
    if (step >= MICROS_PER_DAY) return { micros, label: isNewYear ? `${dayLabel} ${year}` : dayLabel }
    return { micros, label: `${dayLabel} ${step >= MICROS_PER_MINUTE ? clock.slice(0, 5) : clock}` }
  })
}
