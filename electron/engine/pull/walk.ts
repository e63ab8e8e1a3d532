/**
 * A walk over a log page by page, as values: where it stands, what to ask for next, when it is done. Nothing here sends
 * or stores anything.
 */
import type { Json } from '../../../shared/failure.ts'
import { getterFromPath, parsePath } from '../ingest/index.ts'
import { nextLink } from './linkHeader.ts'
import type { FilledSource, PagingSource, SourceSpec, TimeForm } from './source.ts'

/** Where a walk stands: what the next request asks for. Times in microseconds since 1970. */
export type Position =
  | { readonly kind: 'first' }
  | { readonly kind: 'offset'; readonly offset: number }
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'cursor'; readonly cursor: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'window'; readonly fromUs: number; readonly toUs: number }

export interface Walk {
  /** Null: from where the source begins. */
  readonly sinceUs: number | null
  /** Null: no bound. */
  readonly untilUs: number | null
  readonly at: Position
  /** Newest time of its records so far; null: none has one. */
  readonly newestUs: number | null
  /** Fewest records of a page that was not empty; null: none yet. Only of pages by number. */
  readonly least: number | null
  /** Records of the first page; null: it has not come yet. Only of pages by number. */
  readonly firstCount: number | null
  /** The first page is asked for once more, to see whether pages still are as long as they were. */
  readonly isChecking: boolean
  /** Pages did not follow one another for certain: it has to be walked once more. */
  readonly isUneven: boolean
  /** New records of this walk; walks it took before. */
  readonly found: number
  readonly turns: number
  /** Digest of the last page that was not empty; null: none yet. */
  readonly lastPage: string | null
}

/** What is known of a page once it was read. */
export interface Page {
  readonly count: number
  /** Records that were new. */
  readonly fresh: number
  readonly newestUs: number | null
  /** Of its records in order; empty pages have none. */
  readonly digest: string | null
  readonly body: Json
  readonly headers: readonly (readonly [string, string])[]
  readonly url: URL
}

/** Walks after which one that still finds something new is given up. */
export const MAX_TURNS = 8

const FIRST: Position = { kind: 'first' }

/** A walk at its beginning. A window walk needs both bounds. */
export function newWalk(
  spec: SourceSpec,
  sinceUs: number | null,
  untilUs: number | null,
  from: Position = FIRST,
): Walk {
  return {
    sinceUs,
    untilUs,
    at: from.kind === 'first' ? beginning(spec.paging, sinceUs, untilUs) : from,
    newestUs: null,
    least: null,
    firstCount: null,
    isChecking: false,
    isUneven: false,
    found: 0,
    turns: 1,
    lastPage: null,
  }
}

function beginning(paging: PagingSource, sinceUs: number | null, untilUs: number | null): Position {
  if (paging.kind !== 'time-window' || sinceUs === null || untilUs === null) return FIRST
  return { kind: 'window', fromUs: sinceUs, toUs: Math.min(untilUs, sinceUs + paging.windowMs * 1000) }
}

/** The address to ask for at the walk's position; null where the server named one that is none. */
export function requestUrl({ spec, baseUrl, path, query }: FilledSource, walk: Walk): URL | null {
  if (walk.at.kind === 'url') return URL.parse(walk.at.url)
  const url = new URL(baseUrl + path)
  for (const [name, value] of query) url.searchParams.append(name, value)
  const set = (name: string | null, value: string | number): void => {
    if (name !== null) url.searchParams.set(name, String(value))
  }
  const { paging, since, until } = spec
  const [fromUs, toUs] = walk.at.kind === 'window' ? [walk.at.fromUs, walk.at.toUs] : [walk.sinceUs, walk.untilUs]
  if (since !== null && fromUs !== null) set(since.parameter, since.prefix + timeText(fromUs, since.form, Math.floor))
  if (until !== null && toUs !== null) set(until.parameter, until.prefix + timeText(toUs, until.form, Math.ceil))
  if ('limit' in paging) set(paging.limit, paging.size)
  if (paging.kind === 'offset') set(paging.offset, walk.at.kind === 'offset' ? walk.at.offset : 0)
  if (paging.kind === 'page') set(paging.page, walk.at.kind === 'page' ? walk.at.page : paging.first)
  if (paging.kind === 'cursor' && walk.at.kind === 'cursor') set(paging.parameter, walk.at.cursor)
  return url
}

/** Names of the parameters by which pages are told: cursors may be kept, whatever they are called. */
export function pagingParameters(paging: PagingSource): ReadonlySet<string> {
  const names = paging.kind === 'cursor' ? [paging.parameter] : []
  return new Set([...names, 'after', 'before', 'cursor', 'page_token', 'pageToken', 'next_token', 'nextToken'])
}

export type Step =
  | { readonly kind: 'more'; readonly walk: Walk }
  /** The same position once more: what came may be another page's. */
  | { readonly kind: 'same'; readonly walk: Walk }
  | { readonly kind: 'done'; readonly walk: Walk }
  | { readonly kind: 'stuck'; readonly why: string }
  | { readonly kind: 'full-window'; readonly fromUs: number; readonly toUs: number }

/** What follows after a page. `again`: how often this position was asked for once more. */
export function stepAfter(spec: SourceSpec, walk: Walk, page: Page, again: number): Step {
  const { paging } = spec
  const told: Walk = {
    ...walk,
    found: walk.found + page.fresh,
    newestUs: laterOf(walk.newestUs, page.newestUs),
    lastPage: page.digest ?? walk.lastPage,
  }
  // Where the answer itself does not say what comes next, the page before come twice would be taken for this one.
  const isByCount = paging.kind === 'offset' || paging.kind === 'page' || paging.kind === 'time-window'
  const isRepeat = !walk.isChecking && page.digest !== null && page.digest === walk.lastPage
  if (isByCount && isRepeat && again < MAX_AGAIN) return { kind: 'same', walk: told }
  const moved = isByCount && isRepeat ? { ...told, isUneven: true } : told
  switch (paging.kind) {
    case 'none':
      return { kind: 'done', walk: moved }
    case 'offset': {
      const offset = walk.at.kind === 'offset' ? walk.at.offset : 0
      return page.count === 0 ? ended(spec, moved) : to(moved, { kind: 'offset', offset: offset + page.count })
    }
    case 'page':
      return afterNumbered(spec, paging.first, moved, page)
    case 'time-window':
      return afterWindow(spec, moved, page)
    default:
      return afterLink(spec, moved, page, nextOf(paging, page), again)
  }
}

/** Times that one position is asked for once more. */
export const MAX_AGAIN = 4

function to(walk: Walk, at: Position): Step {
  return { kind: 'more', walk: { ...walk, at } }
}

/** Done, unless its pages cannot be trusted to have followed one another; a walk that found nothing new settles it. */
function ended(spec: SourceSpec, walk: Walk): Step {
  if (!walk.isUneven || (walk.turns > 1 && walk.found === 0)) return { kind: 'done', walk }
  if (walk.turns >= MAX_TURNS) return { kind: 'stuck', why: 'its pages kept changing while they were asked for' }
  const again = newWalk(spec, walk.sinceUs, walk.untilUs)
  return { kind: 'more', walk: { ...again, newestUs: walk.newestUs, turns: walk.turns + 1 } }
}

/**
 * A page that is longer than one before: the size has grown meanwhile, and pages before this one would now begin
 * elsewhere, so some records stood on none of them. Where it grew so much that nothing came any more, the first page shows
 * it: it is asked for once more at the end.
 */
function afterNumbered(spec: SourceSpec, first: number, walk: Walk, page: Page): Step {
  if (walk.isChecking) return ended(spec, { ...walk, isUneven: walk.isUneven || page.count !== walk.firstCount })
  const number = walk.at.kind === 'page' ? walk.at.page : first
  if (page.count === 0) {
    if (number === first) return ended(spec, walk)
    return to({ ...walk, isChecking: true }, { kind: 'page', page: first })
  }
  const hasGrown = walk.least !== null && page.count > walk.least
  const least = Math.min(walk.least ?? page.count, page.count)
  const firstCount = walk.firstCount ?? page.count
  return to({ ...walk, least, firstCount, isUneven: walk.isUneven || hasGrown }, { kind: 'page', page: number + 1 })
}

function afterWindow(spec: SourceSpec, walk: Walk, page: Page): Step {
  const { paging, since, until } = spec
  if (paging.kind !== 'time-window' || walk.at.kind !== 'window' || since === null || until === null)
    return { kind: 'stuck', why: 'a window walk has no window' }
  const { fromUs, toUs } = walk.at
  const unitUs = Math.max(unitUsOf(since.form), unitUsOf(until.form))
  const total = paging.total === null ? null : numberAt(paging.total, page.body)
  if (page.count >= paging.size || (total !== null && page.count < total)) {
    const half = Math.ceil((toUs - fromUs) / 2 / unitUs) * unitUs
    if (toUs - fromUs <= Math.max(paging.leastMs * 1000, 2 * unitUs) || half >= toUs - fromUs)
      return { kind: 'full-window', fromUs, toUs }
    return to(walk, { kind: 'window', fromUs, toUs: fromUs + half })
  }
  if (walk.untilUs === null || toUs >= walk.untilUs) return ended(spec, walk)
  // Whether bounds belong to a window differs from vendor to vendor: windows overlap by the least they can tell.
  const next = Math.max(fromUs + 1, toUs - unitUs)
  return to(walk, { kind: 'window', fromUs: next, toUs: Math.min(walk.untilUs, next + paging.windowMs * 1000) })
}

function afterLink(spec: SourceSpec, walk: Walk, page: Page, next: Position | null, again: number): Step {
  const { paging } = spec
  if (next === null) return { kind: 'done', walk }
  if ('untilEmpty' in paging && paging.untilEmpty && page.count === 0)
    return { kind: 'done', walk: { ...walk, at: next } }
  if (JSON.stringify(next) !== JSON.stringify(walk.at)) return to(walk, next)
  return again < MAX_AGAIN
    ? { kind: 'same', walk }
    : { kind: 'stuck', why: 'the next page it names is the one it just gave' }
}

function nextOf(paging: PagingSource, page: Page): Position | null {
  switch (paging.kind) {
    case 'cursor': {
      if (paging.hasMore !== null && valueAt(paging.hasMore, page.body) === false) return null
      const cursor = valueAt(paging.path, page.body)
      const isThere = (typeof cursor === 'string' && cursor !== '') || typeof cursor === 'number'
      return isThere ? { kind: 'cursor', cursor: String(cursor) } : null
    }
    case 'link': {
      const link = nextLink(page.headers)
      return link === null ? null : { kind: 'url', url: URL.parse(link, page.url.href)?.href ?? link }
    }
    case 'next-url': {
      const url = valueAt(paging.path, page.body)
      return typeof url === 'string' && url !== ''
        ? { kind: 'url', url: URL.parse(url, page.url.href)?.href ?? url }
        : null
    }
    default:
      return null
  }
}

function valueAt(path: string, body: Json): Json | undefined {
  const segments = parsePath(path)
  if (segments === null || typeof body !== 'object' || body === null || Array.isArray(body)) return undefined
  return getterFromPath(segments)(body as { [key: string]: Json })
}

function numberAt(path: string, body: Json): number | null {
  const value = valueAt(path, body)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

function laterOf(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b)
}

/** The least difference a form can tell, in microseconds. */
function unitUsOf(form: TimeForm): number {
  return form === 'date' ? 86_400_000_000 : form === 'iso-millis' || form === 'epoch-millis' ? 1_000 : 1_000_000
}

/** A time as a request writes it, `round`ed to what the form can tell. */
export function timeText(us: number, form: TimeForm, round: (value: number) => number): string {
  const unit = unitUsOf(form)
  const units = round(us / unit)
  if (form === 'epoch-seconds' || form === 'epoch-millis') return String(units)
  const iso = new Date((units * unit) / 1000).toISOString()
  if (form === 'date') return iso.slice(0, 10)
  return form === 'iso-millis' ? iso : `${iso.slice(0, 19)}Z`
}
