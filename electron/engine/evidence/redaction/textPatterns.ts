/** The patterns of a profile's rules as one function from a text to what they find; texts come again and again in a log. */
import { RE2JS } from 're2js'
import { secretsInText, textRules } from '../../../../shared/redaction/index.ts'
import { isSecretPattern, namedPattern, type Span, type SpanFinder } from './namedPatterns.ts'
import type { RedactionRule } from './profile.ts'

/** A place of a text that a rule means. */
export interface Hit extends Span {
  readonly rule: RedactionRule
}

/** Texts whose hits are kept, and the longest that are, in UTF-16 units. */
const KEPT_TEXTS = 16_384
const MAX_KEPT = 1_024

export class TextPatterns {
  private readonly finders: readonly { readonly rule: RedactionRule; readonly find: SpanFinder }[]
  /** Rules about secrets by their looks, each with the ids of those it means. All are found at once. */
  private readonly ofSecrets: readonly { readonly rule: RedactionRule; readonly ids: ReadonlySet<string> }[]
  private readonly kept = new Map<string, readonly Hit[]>()

  constructor(rules: readonly RedactionRule[]) {
    this.finders = rules.flatMap((rule) => findersOf(rule).map((find) => ({ rule, find })))
    this.ofSecrets = rules
      .map((rule) => ({ rule, ids: new Set(rule.secrets ? textRules : rule.patterns.filter(isSecretPattern)) }))
      .filter(({ ids }) => ids.size > 0)
  }

  /** What the rules find in a text, in no order; places may overlap. */
  hits(text: string): readonly Hit[] {
    if (this.finders.length + this.ofSecrets.length === 0) return []
    const known = this.kept.get(text)
    if (known !== undefined) return known
    const found = this.found(text)
    if (text.length <= MAX_KEPT) {
      if (this.kept.size >= KEPT_TEXTS) this.kept.clear()
      this.kept.set(text, found)
    }
    return found
  }

  private found(text: string): readonly Hit[] {
    const hits: Hit[] = []
    for (const { rule, find } of this.finders) for (const span of find(text)) hits.push({ ...span, rule })
    if (this.ofSecrets.length === 0) return hits
    for (const secret of secretsInText(text)) {
      for (const { rule, ids } of this.ofSecrets)
        if (ids.has(secret.rule)) hits.push({ start: secret.start, end: secret.end, rule })
    }
    return hits
  }
}

function findersOf(rule: RedactionRule): SpanFinder[] {
  return [...rule.patterns.flatMap((name) => namedPattern(name) ?? []), ...rule.regexps.map(regexpFinder)]
}

/** Matches of an expression in RE2 syntax, in linear time; it was compiled once before, so it does compile. */
function regexpFinder(source: string): SpanFinder {
  const compiled = RE2JS.compile(source)
  return (text) => {
    const spans: Span[] = []
    const matcher = compiled.matcher(text)
    while (matcher.find()) {
      const [start, end] = [matcher.start(), matcher.end()]
      if (end > start) spans.push({ start, end })
    }
    return spans
  }
}
