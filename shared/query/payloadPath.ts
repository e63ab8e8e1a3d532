/** Paths into a record: `payload.after.role`, `payload.items[0].id`, `payload.tags[*]`, `payload."a.b".c`. */
import { quoted, quoteEnd, readQuoted } from './escape.ts'

/**
 * One step of a path. `index` (typed `[0]` or `.0`): a position of an array, or, of an object, the key of that name.
 * `each` (typed `[*]`): all elements of an array. A plain key on an array means that key of any of its elements.
 */
export type PathSegment =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'each' }

/** Longest path accepted, in segments. */
const MAX_SEGMENTS = 256

const start = /payload(?=[.[])/iy
const bareKey = /[^\s.:()"<>=[\]\\*?]+/y
const position = /\[(?:(\d{1,15})|(\*))\]/y
const printsBare = /^[\p{L}_$@][\p{L}\p{N}_$@-]*$/u

/** A path that starts at `at` in `text`; `end` is behind it. Null where none starts there, `problem` where it is broken. */
export function scanPayloadPath(
  text: string,
  at: number,
): { readonly end: number; readonly segments: readonly PathSegment[]; readonly problem?: string } | null {
  start.lastIndex = at
  if (!start.test(text)) return null
  let end = at + 'payload'.length
  const segments: PathSegment[] = []
  const broken = (problem: string) => ({ end, segments, problem })
  while (text[end] === '.' || text[end] === '[') {
    if (segments.length >= MAX_SEGMENTS) return broken('The path has too many segments')
    if (text[end] === '[') {
      position.lastIndex = end
      const found = position.exec(text)
      if (found === null) return broken('Square brackets in a path hold a number or *')
      segments.push(found[2] === undefined ? { kind: 'index', index: Number(found[1]) } : { kind: 'each' })
      end = position.lastIndex
    } else if (text[end + 1] === '"') {
      const close = quoteEnd(text, end + 1)
      if (close < 0) return broken('The quote in the path is never closed')
      segments.push({ kind: 'key', key: readQuoted(text, end + 2, close) })
      end = close + 1
    } else {
      bareKey.lastIndex = end + 1
      const key = bareKey.exec(text)?.[0]
      if (key === undefined)
        return broken(
          'A key is missing behind the dot; quote keys with special characters, write [*] for every element',
        )
      segments.push(/^\d{1,15}$/.test(key) ? { kind: 'index', index: Number(key) } : { kind: 'key', key })
      end = bareKey.lastIndex
    }
  }
  return { end, segments }
}

/** The segments of a field name that starts with `payload`; null where it is no such path. */
export function payloadPath(field: string): readonly PathSegment[] | null {
  const found = scanPayloadPath(field, 0)
  return found !== null && found.problem === undefined && found.end === field.length ? found.segments : null
}

/** The field name of a path, in its one canonical form: keys bare where they can be, positions as `[0]`. */
export function payloadField(segments: readonly PathSegment[]): string {
  return segments.reduce((name, segment) => {
    if (segment.kind === 'each') return `${name}[*]`
    if (segment.kind === 'index') return `${name}[${segment.index}]`
    return `${name}.${printsBare.test(segment.key) ? segment.key : quoted(segment.key)}`
  }, 'payload')
}
