/** Query text cut into pieces that look different: fields, values, operators, and where a mistake is. */
import { type KnownField, type QueryTokenKind, tokenizeQuery } from '../../../../shared/query/index.ts'

export type Look = 'plain' | 'field' | 'value' | 'text' | 'operator' | 'wrong'

export interface Piece {
  readonly look: Look
  readonly text: string
  /** Place of its first character, 0-based. */
  readonly start: number
}

/** Longer texts are shown unmarked: marking each key press would cost more than a frame. */
export const MAX_MARKED_LENGTH = 2_000

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

/** Pieces that make up the text again, in order. `mistake`: half-open place of what could not be read. */
export function piecesOf(
  text: string,
  knownField: KnownField,
  mistake: { readonly start: number; readonly end: number } | null,
): readonly Piece[] {
  if (text.length > MAX_MARKED_LENGTH) return text === '' ? [] : [{ look: 'plain', text, start: 0 }]
  const cuts: { start: number; end: number; look: Look }[] = []
  let at = 0
  for (const token of tokenizeQuery(text, knownField)) {
    if (token.start > at) cuts.push({ start: at, end: token.start, look: 'plain' })
    cuts.push({ start: token.start, end: token.end, look: looks[token.kind] })
    at = token.end
  }
  if (at < text.length) cuts.push({ start: at, end: text.length, look: 'plain' })
  return cuts
    .flatMap((cut) => splitAt(cut, mistake))
    .map(({ start, end, look }) => ({ look, start, text: text.slice(start, end) }))
}

function splitAt(
  { start, end, look }: { start: number; end: number; look: Look },
  mistake: { readonly start: number; readonly end: number } | null,
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
