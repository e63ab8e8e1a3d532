/** What is put in place of what: places that overlap become one, and each gets what its rule says. */
import { MASKED } from '../../../../shared/redaction/index.ts'
import type { KnownHit } from './knownValues.ts'
import type { RedactionRule } from './profile.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import type { Hit } from './textPatterns.ts'

/** Hits of a text, in order, none overlapping. Of those that begin together the longest counts, then the first rule's. */
export function withoutOverlaps(hits: readonly (Hit | KnownHit)[]): KnownHit[] {
  const out: KnownHit[] = []
  const sorted = [...hits].sort((a, b) => a.start - b.start || b.end - a.end || a.rule.order - b.rule.order)
  for (const hit of sorted) {
    const last = out[out.length - 1]
    if (last === undefined || hit.start >= last.end) out.push({ isPiece: false, ...hit })
    else if (hit.end > last.end) {
      const rule = hit.rule.order < last.rule.order ? hit.rule : last.rule
      // Neither value stands there alone.
      out[out.length - 1] = { start: last.start, end: hit.end, rule, isPiece: true }
    }
  }
  return out
}

/** What stands for a whole value; null: nothing. */
export function replacementOf(value: string, rule: RedactionRule, pseudonyms: Pseudonyms | null): string | null {
  switch (rule.action) {
    case 'remove':
      return null
    case 'mask':
      return MASKED
    case 'pseudonymise':
      // A profile that needs pseudonyms is not run without them.
      return pseudonyms === null ? MASKED : pseudonyms.of(value, rule.prefix)
  }
}

/** What stands in a text for what was hit in it. A piece of a longer word is not who is meant, so it gets no pseudonym. */
export function replacementInText(text: string, hit: KnownHit, pseudonyms: Pseudonyms | null): string {
  if (hit.isPiece && hit.rule.action !== 'remove') return MASKED
  return replacementOf(hit.value ?? text.slice(hit.start, hit.end), hit.rule, pseudonyms) ?? ''
}
