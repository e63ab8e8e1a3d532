/** What the bars are made of: the counts per outcome, in one order that does not depend on which is most frequent. */
import type { HistogramInfo } from '../../../../shared/api/index.ts'
import { outcomes } from '../../../../shared/fields.ts'

/** One colour of the bars; `word` null: rows without an outcome. */
export interface Layer {
  readonly word: string | null
  readonly counts: readonly number[]
  readonly total: number
}

// What matters most stands on the base line, where heights compare best.
const order: readonly string[] = ['failure', 'denied', 'warning', 'unknown', 'allowed', 'approved', 'success']

/** The layers that hold anything, lowest first. */
export function layersOf(histogram: HistogramInfo): readonly Layer[] {
  const series = histogram.series ?? [{ value: null, counts: histogram.counts }]
  return series
    .map(({ value, counts }) => ({ word: value, counts, total: counts.reduce((sum, one) => sum + one, 0) }))
    .filter(({ total }) => total > 0)
    .sort((one, other) => rank(one.word) - rank(other.word))
}

/** Words beyond the vocabulary stand where those without an outcome do. */
function rank(word: string | null): number {
  const place = word === null ? -1 : order.indexOf(word)
  return place >= 0 ? place : order.indexOf('unknown') + 0.5
}

/** Whether an outcome has a colour of its own. */
export function isKnownOutcome(word: string): boolean {
  return (outcomes as readonly string[]).includes(word)
}

/** Index and count of the highest bar; null where all are empty. */
export function highestBin(counts: readonly number[]): { readonly bin: number; readonly count: number } | null {
  let bin = -1
  for (let at = 0; at < counts.length; at++) if (counts[at] > 0 && (bin < 0 || counts[at] > counts[bin])) bin = at
  return bin < 0 ? null : { bin, count: counts[bin] }
}
