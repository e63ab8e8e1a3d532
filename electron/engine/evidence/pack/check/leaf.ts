/** A line of the table of leaves: which record an event was made of, and where its bytes lie in the pack. */
export interface Leaf {
  readonly event: number
  readonly exhibit: string
  readonly record: number
  /** In the exhibit; half-open. */
  readonly startByte: number
  readonly endByte: number
  readonly hash: Buffer
  /** In `records.bin`; null: the record is withheld. */
  readonly at: number | null
}

/** Null for a line that is none. */
export function leafFrom(line: string): Leaf | null {
  const found =
    /^(\d{1,15}),(E\d{3,15}),(\d{1,15}),(\d{1,15}),(\d{1,15}),([0-9a-f]{64}),(?:(\d{1,15}),(\d{1,15})|,)$/.exec(line)
  if (found === null) return null
  const [, event, exhibit, record, startByte, endByte, hash, at, size] = found
  if (at !== undefined && Number(size) !== Number(endByte) - Number(startByte)) return null
  return {
    event: Number(event),
    exhibit,
    record: Number(record),
    startByte: Number(startByte),
    endByte: Number(endByte),
    hash: Buffer.from(hash, 'hex'),
    at: at === undefined ? null : Number(at),
  }
}
