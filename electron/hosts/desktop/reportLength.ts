/**
 * Whether a report is short enough to be printed. Chromium sets a document out as a whole before it prints the first page: 5,000
 * CloudTrail events (17 MB) printed, at 10,000 (34 MB) it took more than 10 GB of memory and gave up. So what is longer is refused
 * beforehand, rather than after minutes, or with the computer out of memory.
 */
import { createReadStream, statSync } from 'node:fs'
import { fail } from '../../../shared/failure.ts'

/** Bytes of a report that is printed, at most. */
export const MAX_PRINTED_BYTES = 17 * 2 ** 20

/** Stands before each event; no text of an event can be so, as `<` is escaped in all of them. */
const EVENT = Buffer.from('<tbody class="event">')

/** Fails with `host/report-too-long`: how many events the report has, and about how many of them would fit. */
export async function requirePrintable(path: string, mostBytes: number = MAX_PRINTED_BYTES): Promise<void> {
  const sizeBytes = statSync(path).size
  if (sizeBytes <= mostBytes) return
  const events = await eventsIn(path)
  const fit = Math.floor((events * mostBytes) / sizeBytes)
  fail({
    code: 'host/report-too-long',
    message: `The report is too long to be printed: it holds ${told(events)} events, and about ${told(fit)} like these fit in a PDF`,
    where: { path },
    kept: 'The report is as it was; nothing was printed.',
    next: 'Filter to fewer events, a shorter time for each report, and print those; or hand on the HTML report as it is.',
    facts: { events, fit, sizeBytes, mostBytes },
  })
}

async function eventsIn(path: string): Promise<number> {
  let count = 0
  let rest: Buffer = Buffer.alloc(0)
  for await (const chunk of createReadStream(path)) {
    const bytes = Buffer.concat([rest, chunk as Buffer])
    let at = bytes.indexOf(EVENT)
    for (; at >= 0; at = bytes.indexOf(EVENT, at + EVENT.length)) count++
    // What may be the beginning of another one; too short to be one that was counted.
    rest = bytes.subarray(Math.max(0, bytes.length - EVENT.length + 1))
  }
  return count
}

function told(count: number): string {
  return count.toLocaleString('en')
}
