/**
 * Payload keys that a redaction rule names. Spelling does not count: `private_key` means `privateKey`, `Private-Key` and
 * `PRIVATE KEY`, too. `*` stands for any run, `?` for one character. `user.name` means the key `name` right inside `user`.
 */
import type { PathSegment } from '../../../../shared/query/index.ts'
import { wildcardPattern } from '../../../../shared/redaction/index.ts'
import type { RedactionRule } from './profile.ts'

/** Longest key that is looked at, in UTF-16 units; of a longer one the end. */
const MAX_KEY = 256

/** Keys whose last-step rules are kept; a hostile log may bring any number of them. */
const KEPT_KEYS = 4_096

interface KeyPattern {
  readonly rule: RedactionRule
  /** The last key first. */
  readonly steps: readonly RegExp[]
}

/** Whether a text can name a key. */
export function isKeyPattern(text: string): boolean {
  return text.length <= MAX_KEY && stepsOf(text).every((step) => /[^*?]/.test(step)) && stepsOf(text).length > 0
}

export class KeyMatcher {
  private readonly patterns: readonly KeyPattern[]
  /** The patterns whose last step a key is, in the order of their rules. */
  private readonly kept = new Map<string, readonly KeyPattern[]>()

  constructor(rules: readonly RedactionRule[]) {
    this.patterns = rules.flatMap((rule) =>
      rule.keys.map((key) => ({ rule, steps: stepsOf(key).reverse().map(wildcardPattern) })),
    )
  }

  get isEmpty(): boolean {
    return this.patterns.length === 0
  }

  /** The first rule that means what stands at a path, whose last segment is `key`; null where none does. */
  ruleAt(path: readonly PathSegment[], key: string): RedactionRule | null {
    let candidates = this.kept.get(key)
    if (candidates === undefined) {
      const steps = stepsOf(key.slice(-MAX_KEY))
      const last = steps[steps.length - 1] ?? ''
      candidates = this.patterns.filter((pattern) => pattern.steps[0].test(last))
      if (this.kept.size >= KEPT_KEYS) this.kept.clear()
      this.kept.set(key, candidates)
    }
    if (candidates.length === 0) return null
    let steps: readonly string[] | undefined
    for (const pattern of candidates) {
      if (pattern.steps.length === 1) return pattern.rule
      steps ??= reversedSteps(path, key)
      const all = steps
      if (pattern.steps.length <= all.length && pattern.steps.every((step, i) => step.test(all[i]))) return pattern.rule
    }
    return null
  }
}

/** The keys of a path, the last first; positions in arrays do not count. */
function reversedSteps(path: readonly PathSegment[], key: string): string[] {
  const keys = path.flatMap((segment) => (segment.kind === 'key' ? stepsOf(segment.key.slice(-MAX_KEY)) : []))
  return (keys.length > 0 ? keys : stepsOf(key.slice(-MAX_KEY))).reverse()
}

/** A key with dots is several: `user.name` of a flattened record and `{user: {name: …}}` are told by the same rule. */
function stepsOf(key: string): string[] {
  return key
    .toLowerCase()
    .split('.')
    .map((step) => step.replace(/[^\p{L}\p{N}*?]+/gu, ''))
    .filter((step) => step !== '')
}
