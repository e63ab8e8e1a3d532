/**
 * The values of one event that are to be redacted, wherever they stand: as a whole value however short and however its letters
 * are written; in longer texts from three characters on between other words, and from eight on anywhere.
 */
import type { RedactionRule } from './profile.ts'
import { folded, isNoValue, normalForm, spellings } from './spelling.ts'
import type { Hit } from './textPatterns.ts'

/** Shortest value that is looked for in longer texts, in UTF-16 units. */
export const MIN_WORD = 3

/** Shortest value that is looked for inside words, too. */
export const MIN_ANYWHERE = 8

/** Values of one event at most; of one with more nothing is given. */
const MAX_VALUES = 10_000

/** Spellings that are kept. */
const KEPT = 16_384

/** A place where a known value stands; `isPiece`: inside a word, so that it is not that value that is meant. */
export interface KnownHit extends Hit {
  readonly isPiece: boolean
}

export class KnownValues {
  /** Whether there were more than can be known. */
  isFull = false
  private readonly whole = new Map<string, RedactionRule>()
  /** Folded spellings, with the value and its key in `whole`. */
  private readonly parts = new Map<string, { readonly key: string; readonly value: string }>()

  /** Takes up a value that a rule means; where two mean it, the first of the profile counts. */
  add(value: string, rule: RedactionRule): void {
    if (isNoValue(value)) return
    const key = wholeKey(value)
    const known = this.whole.get(key)
    if (known === undefined && this.whole.size >= MAX_VALUES) this.isFull = true
    else if (known === undefined || rule.order < known.order) this.whole.set(key, rule)
    if (value.trim().length < MIN_WORD || this.parts.size >= MAX_VALUES * 2) return
    for (const spelling of keptSpellings(value)) if (!this.parts.has(spelling)) this.parts.set(spelling, { key, value })
  }

  /** The rule of a text that is a known value as a whole. */
  ruleOf(text: string): RedactionRule | undefined {
    return this.whole.size === 0 ? undefined : this.whole.get(wholeKey(text))
  }

  /** Places of known values in a text. */
  hits(text: string): KnownHit[] {
    const found: KnownHit[] = []
    if (this.parts.size === 0) return found
    const low = folded(text)
    for (const [spelling, { key, value }] of this.parts) {
      for (let start = low.indexOf(spelling); start >= 0; start = low.indexOf(spelling, start + 1)) {
        const end = start + spelling.length
        const isPiece = goesOn(low, start) || goesOn(low, end)
        const rule = this.whole.get(key)
        if (rule !== undefined && (!isPiece || spelling.length >= MIN_ANYWHERE))
          found.push({ start, end, value, rule, isPiece })
      }
    }
    return found
  }

  /** Whether a known value that is told from other texts by its length stands in a text. */
  survivesIn(text: string): boolean {
    if (this.parts.size === 0) return false
    const low = folded(text)
    for (const spelling of this.parts.keys()) if (spelling.length >= MIN_ANYWHERE && low.includes(spelling)) return true
    return false
  }
}

const kept = new Map<string, readonly string[]>()

function keptSpellings(value: string): readonly string[] {
  let known = kept.get(value)
  if (known === undefined) {
    known = spellings(value)
    if (kept.size >= KEPT) kept.clear()
    if (value.length <= 1_024) kept.set(value, known)
  }
  return known
}

function wholeKey(text: string): string {
  return folded(normalForm(text))
}

const WORD = /[\p{L}\p{N}]/u

/** Whether a word goes on across the place `at`. */
function goesOn(text: string, at: number): boolean {
  return at > 0 && at < text.length && WORD.test(text[at - 1]) && WORD.test(text[at])
}
