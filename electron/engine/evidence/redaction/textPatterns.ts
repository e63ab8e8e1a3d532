/** The patterns of a profile's rules as one function from a text to what they find; texts come again and again in a log. */
import { RE2JS } from 're2js'
import { secretsInText } from '../../../../shared/redaction/index.ts'
import { namedPattern, type Span, type SpanFinder } from './namedPatterns.ts'
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
  private readonly kept = new Map<string, readonly Hit[]>()

  constructor(rules: readonly RedactionRule[]) {
    this.finders = rules.flatMap((rule) => findersOf(rule).map((find) => ({ rule, find })))
  }

  /** What the rules find in a text, in no order; places may overlap. */
  hits(text: string): readonly Hit[] {
    if (this.finders.length === 0) return []
    const known = this.kept.get(text)
    if (known !== undefined) return known
    const found = this.finders.flatMap(({ rule, find }) => find(text).map((span) => ({ ...span, rule })))
    if (text.length <= MAX_KEPT) {
      if (this.kept.size >= KEPT_TEXTS) this.kept.clear()
      this.kept.set(text, found)
    }
    return found
  }
}

function findersOf(rule: RedactionRule): SpanFinder[] {
  const named = rule.patterns.flatMap((name) => namedPattern(name) ?? [])
  return [...named, ...rule.regexps.map(regexpFinder), ...(rule.secrets ? [secretsInText] : [])]
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
