/** Widths of spreadsheet columns, in characters. */

/** Of fields whose values are much shorter or longer than others. */
const widths: { readonly [id: string]: number } = {
  id: 10,
  time: 25,
  timeText: 28,
  actor: 28,
  message: 50,
  userAgent: 40,
  resourceId: 36,
  path: 40,
  eventId: 38,
  requestId: 38,
  payload: 80,
  exhibit: 10,
  record: 10,
}
const USUAL = 18
const LEAST = 8
const MOST = 60

export function columnWidth(id: string, header: string): number {
  return widths[id] ?? Math.max(LEAST, Math.min(MOST, Math.max(USUAL, header.length + 4)))
}
