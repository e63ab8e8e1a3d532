/** Query text cut into pieces that look different: fields, values, operators, and where a mistake is. */
import type { QueryToken, QueryTokenKind } from '../../../../shared/query/index.ts'

export type Look = 'plain' | 'field' | 'value' | 'text' | 'operator' | 'wrong'

export interface Piece {
  readonly look: Look
  readonly text: string
  /** Place of its first character, 0-based. */
  readonly start: number
}

/** Half-open place in a text, 0-based. */
export interface Part {
  readonly start: number
  readonly end: number
}

/** Where a box stands over what it shows, in pixels. */
export interface Scrolled {
  readonly scrollLeft: number
  readonly clientWidth: number
  readonly scrollWidth: number
}

/** Longer texts are shown unmarked and get no completions: that would hold up typing. */
export const MAX_MARKED_LENGTH = 20_000

/** Characters marked beside those on view, and steps in which the marked part moves, so that few keys and scrolls move it. */
const MARGIN = 300
const STEP = 200

const looks: { readonly [kind in QueryTokenKind]: Look } = {
  field: 'field',
  operator: 'operator',
  word: 'text',
  value: 'value',
  quoted: 'value',
  regexp: 'value',
  and: 'operator',
  or: 'operator',
  not: 'operator',
  open: 'operator',
  close: 'operator',
  rangeOpen: 'operator',
  rangeClose: 'operator',
  to: 'operator',
}

/**
 * Pieces that make up the text again, in order. `tokens`: of that text. `mistake`: place of what could not be read. Of
 * `marked` alone the syntax is shown, with the mistake wherever it is: a text of thousands of pieces takes a frame to lay out.
 */
export function piecesOf(
  text: string,
  tokens: readonly QueryToken[],
  mistake: Part | null,
  marked: Part = { start: 0, end: text.length },
): readonly Piece[] {
  const cuts: { start: number; end: number; look: Look }[] = []
  let at = 0
  for (const token of tokens) {
    if (token.end <= marked.start || token.start >= marked.end) continue
    if (token.start > at) cuts.push({ start: at, end: token.start, look: 'plain' })
    cuts.push({ start: token.start, end: token.end, look: looks[token.kind] })
    at = token.end
  }
  if (at < text.length) cuts.push({ start: at, end: text.length, look: 'plain' })
  return cuts
    .flatMap((cut) => splitAt(cut, mistake))
    .map(({ start, end, look }) => ({ look, start, text: text.slice(start, end) }))
}

/**
 * The part of a text to mark while it is scrolled: what is on view and some more. Taken from widths, as if all characters were
 * as wide; `length` characters take `scrollWidth`.
 */
export function markedPart({ scrollLeft, clientWidth, scrollWidth }: Scrolled, length: number): Part {
  const perPixel = length / Math.max(1, scrollWidth)
  const start = Math.floor((scrollLeft * perPixel - MARGIN) / STEP) * STEP
  const end = Math.ceil(((scrollLeft + clientWidth) * perPixel + MARGIN) / STEP) * STEP
  return { start: Math.max(0, start), end }
}

function splitAt(
  { start, end, look }: { start: number; end: number; look: Look },
  mistake: Part | null,
): { start: number; end: number; look: Look }[] {
  if (mistake === null || mistake.end <= start || mistake.start >= end) return [{ start, end, look }]
  const from = Math.max(start, mistake.start)
  const to = Math.min(end, mistake.end)
  const parts = [
    { start, end: from, look },
    { start: from, end: to, look: 'wrong' as const },
    { start: to, end, look },
  ]
  return parts.filter((part) => part.end > part.start)
}
