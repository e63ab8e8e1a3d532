/**
 * JSON behind a syslog header: what a collector wrote to a file as it came over the wire,
 * `<5>1 2026-01-02T03:04:05Z vault {…}` (RFC 5424) or `Jan 02 03:04:05 vault app: {…}` (RFC 3164).
 *
 * The record stays the whole line; only reading it starts at the brace, with the remark `text-before-json`.
 */

/** Priority, version, time, then host, program and the like up to the first brace. */
const header =
  /^(?:<\d{1,3}>)?(?:\d{1,2} )?(?:\d{4}-\d\d-\d\d[T ][\d:.]{5,18}(?:Z|[+-]\d\d:?\d\d)?|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)\s[^{]{0,300}(?=\{)/

/** Longest start of a line that is looked at, in UTF-16 code units. */
const MAX_HEADER_CHARS = 400

/** Where the JSON of a line starts behind its header; 0 where it has none that is known. */
export function jsonBehindHeader(line: string): number {
  return header.exec(line.slice(0, MAX_HEADER_CHARS))?.[0].length ?? 0
}
