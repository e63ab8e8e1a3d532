/** Times: reading what logs write, showing them, and the times of the query language. */
export {
  resolveTimeBound,
  resolveTimeRange,
  type TimeBound,
  type TimeContext,
  type TimeSpan,
} from './bound.ts'
export { MICROS_PER_DAY, MICROS_PER_HOUR, MICROS_PER_MINUTE, MICROS_PER_SECOND } from './civil.ts'
export { formatTime, isoFromMicros, isoInZone, isoText, isUtc, type TimeStyle } from './format.ts'
export { guessTimeFormat, type TimeFormatGuess } from './guess.ts'
export { microsFromUtcIso, microsOfDay, utcTimeText } from './iso.ts'
export { parseTime, type TimeFormat, timeFormatProblem } from './parse.ts'
export type { ParsedTime } from './wall.ts'
export { isTimeZone, offsetMicrosAt, utcFromLocal } from './zone.ts'
