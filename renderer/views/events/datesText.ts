/** Two times as the days they fall on. */
import { formatTime, microsFromUtcIso } from '../../../shared/time/index.ts'

/** `2026-05-01 – 2026-05-12`, one day alone where both fall on it. Times ISO 8601 UTC, days those of the zone. */
export function datesText(from: string, to: string, zone: string): string {
  const [first, last] = [from, to].map((iso) => formatTime(microsFromUtcIso(iso), zone).split(' ')[0])
  return first === last ? first : `${first} – ${last}`
}
