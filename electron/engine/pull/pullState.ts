/** Where a stream stands between pulls, as it lies in the case: read strictly, as a case comes from anywhere. */
import { createHash } from 'node:crypto'
import { canonicalJson } from '../base/index.ts'
import type { FilledSource } from './source.ts'
import { type Position, type Walk, newWalk } from './walk.ts'

const STATE_FORMAT = 1

export interface StreamState {
  readonly format: number
  /** Tells the request apart from a changed one, whose positions mean nothing. */
  readonly request: string
  /** The walk that follows the stream, where it is not through. */
  readonly open: Walk | null
  /** A walk over a stretch that somebody asked for, where it is not through. */
  readonly aside: Walk | null
  /** Newest time of complete walks. */
  readonly newestUs: number | null
  /** Where the last complete walk ended; for `incremental: cursor`. */
  readonly end: Position | null
}

/** Name of a stream: what two pulls have in common that follow the same log. Canonical JSON, no secrets. */
export function streamName({ spec, baseUrl, path, parameters }: FilledSource): string {
  return canonicalJson({ source: spec.id, baseUrl, path, parameters })
}

/** What the positions of a walk depend on. */
export function requestMark({ spec, query }: FilledSource): string {
  const { paging, since, until } = spec
  const text = canonicalJson(JSON.parse(JSON.stringify({ query, paging, since, until })))
  return createHash('sha256').update(text).digest('base64url').slice(0, 22)
}

/** The state in `text`; a fresh one where there is none, where it cannot be read, or where the request has changed. */
export function stateFrom(text: string, request: string): StreamState {
  const fresh: StreamState = { format: STATE_FORMAT, request, open: null, aside: null, newestUs: null, end: null }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return fresh
  }
  if (typeof value !== 'object' || value === null) return fresh
  const stated = value as Partial<StreamState>
  if (stated.format !== STATE_FORMAT) return fresh
  const newestUs = typeof stated.newestUs === 'number' ? stated.newestUs : null
  if (stated.request !== request) return { ...fresh, newestUs }
  return { ...fresh, newestUs, open: stated.open ?? null, aside: stated.aside ?? null, end: stated.end ?? null }
}

/** What somebody asks of a pull. Times in microseconds since 1970. */
export interface Wish {
  readonly sinceUs: number | null
  readonly untilUs: number | null
  /** From the beginning, whatever was pulled before. */
  readonly full: boolean
}

export interface Plan {
  readonly walk: Walk
  /** Whether the walk follows the stream, so that the next pull can begin where it ends. */
  readonly isMain: boolean
  /** Whether it goes on from where another stopped. */
  readonly isResumed: boolean
}

/** The walk to take. A stretch asked for leaves the stream where it stands, lest a hole stay between both. */
export function planWalk(source: FilledSource, state: StreamState, wish: Wish, nowUs: number): Plan {
  const { spec } = source
  const isFirst = state.newestUs === null && state.open === null && state.end === null
  const isAskedAgain = state.open !== null && state.open.sinceUs === wish.sinceUs
  const isMain = wish.untilUs === null && !wish.full && (wish.sinceUs === null || isFirst || isAskedAgain)
  if (isMain && state.open !== null) return { walk: state.open, isMain, isResumed: true }
  const fallback = spec.since?.defaultMs ?? null
  const beginUs = fallback === null ? null : nowUs - fallback * 1000
  if (!isMain) {
    const sinceUs = wish.sinceUs ?? beginUs
    const walk = newWalk(spec, sinceUs, boundOf(source, wish.untilUs, nowUs))
    const aside = state.aside
    // Walks that begin at a stated time are the same walk; one that begins at a distance from now is not.
    const isSame =
      aside !== null &&
      wish.sinceUs !== null &&
      aside.sinceUs === sinceUs &&
      (wish.untilUs === null || aside.untilUs === wish.untilUs)
    return isSame ? { walk: aside, isMain, isResumed: true } : { walk, isMain, isResumed: false }
  }
  const { by, overlapMs } = spec.incremental
  const sinceUs =
    wish.sinceUs ?? (by === 'time' && state.newestUs !== null ? state.newestUs - overlapMs * 1000 : beginUs)
  const from = by === 'cursor' && state.end !== null ? state.end : undefined
  return { walk: newWalk(spec, sinceUs, boundOf(source, null, nowUs), from), isMain, isResumed: false }
}

/** Where the source asks for an end and nobody states one, it is now. */
function boundOf({ spec }: FilledSource, untilUs: number | null, nowUs: number): number | null {
  if (untilUs !== null) return untilUs
  return spec.paging.kind === 'time-window' || spec.until?.defaultMs != null
    ? nowUs - (spec.until?.defaultMs ?? 0) * 1000
    : null
}
