/** Whether text is a log of lines: how many of its lines have a known shape. */
import { lineFromText } from './linePayload.ts'

export interface LinesSeen {
  /** Lines looked at that are not blank; the last one only where it is whole. */
  readonly total: number
  /** Of these, lines of a known shape. */
  readonly known: number
  /** The shapes, commonest first. */
  readonly shapes: readonly string[]
}

/** Lines looked at. */
const LOOKED_AT_LINES = 2000
/** So many of the lines must have a known shape: prose, code and settings come nowhere near, a log with stray lines does. */
const MIN_KNOWN_SHARE = 0.9

/** What is seen in the lines of `text`; `isWhole`: it is all of the file. */
export function lookAtLines(text: string, isWhole: boolean, most = LOOKED_AT_LINES): LinesSeen {
  const counts = new Map<string, number>()
  let total = 0
  let known = 0
  for (let start = 0; start < text.length && total < most; ) {
    const lineEnd = text.indexOf('\n', start)
    if (lineEnd < 0 && !isWhole) break
    const end = lineEnd < 0 ? text.length : lineEnd
    const line = text.slice(start, end).trim()
    start = end + 1
    if (line === '') continue
    total++
    const read = lineFromText(line, null)
    if (read === null) continue
    known++
    counts.set(read.shape, (counts.get(read.shape) ?? 0) + 1)
  }
  const shapes = [...counts].sort((a, b) => b[1] - a[1]).map(([shape]) => shape)
  return { total, known, shapes }
}

/** Whether so many lines have a known shape that the file is a log of them. */
export function isLineLog({ total, known }: LinesSeen): boolean {
  return known > 0 && known >= total * MIN_KNOWN_SHARE
}
