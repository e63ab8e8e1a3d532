/** Generated events as a file of lines, written in large pieces; the same spec gives the same bytes. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { type EventSpec, EventText } from './eventText.ts'
import { type TableKind, TableText } from './tableText.ts'

const BUFFER_BYTES = 4 << 20
/** No event comes near it. */
const MAX_EVENT_BYTES = 16_384
/** Lines joined before they are copied: longer texts cost more to flatten than calls save. */
const LINES_PER_COPY = 64

/** What makes the lines of a file, each with its line end; ASCII. */
interface Lines {
  /** What stands before the first one. */
  readonly head: string
  next(): string
}

/**
 * Writes the events as NDJSON, or as the table of that kind, beside the final name and puts the file in place when it is whole;
 * returns its size in bytes.
 */
export function writeEventFile(path: string, spec: EventSpec, table: TableKind | null): number {
  const events: Lines = table === null ? new EventText(spec) : new TableText(table, spec)
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES)
  const partPath = `${path}.part`
  const file = openSync(partPath, 'w')
  let sizeBytes = 0
  let used = 0
  const flush = (): void => {
    for (let at = 0; at < used; ) at += writeSync(file, buffer, at, used - at)
    sizeBytes += used
    used = 0
  }
  try {
    used += buffer.write(events.head, used, 'latin1')
    for (let made = 0; made < spec.events; ) {
      const end = Math.min(made + LINES_PER_COPY, spec.events)
      let lines = ''
      for (; made < end; made++) lines += events.next()
      if (used + LINES_PER_COPY * MAX_EVENT_BYTES > BUFFER_BYTES) flush()
      used += buffer.write(lines, used, 'latin1')
    }
    flush()
  } catch (error) {
    closeSync(file)
    rmSync(partPath, { force: true })
    throw error
  }
  closeSync(file)
  renameSync(partPath, path)
  return sizeBytes
}
