/** Follows a walk through JSON and knows at each value which rule names a key above it: all below such a key is meant. */
import type { PathSegment } from '../../../../shared/query/index.ts'
import type { KeyMatcher } from './keyPath.ts'
import type { RedactionRule } from './profile.ts'

export class KeyContext {
  private readonly keys: KeyMatcher
  private readonly base: RedactionRule | null
  private readonly baseLength: number
  /** By the length of the path that ends in the key. */
  private readonly rules: (RedactionRule | null)[] = []

  /** `base`: the rule that means the whole text, whose path has `baseLength` segments. */
  constructor(keys: KeyMatcher, base: RedactionRule | null, baseLength: number) {
    this.keys = keys
    this.base = base
    this.baseLength = baseLength
  }

  /** The walk comes to the key that `path` ends in. */
  enter(path: readonly PathSegment[], key: string): void {
    const above = this.at(path, path.length - 1)
    const own = this.keys.ruleAt(path, key)
    this.rules[path.length] = own === null || (above !== null && above.order < own.order) ? above : own
  }

  /** The rule for a value at `path`. */
  at(path: readonly PathSegment[], length = path.length): RedactionRule | null {
    for (let end = length; end > this.baseLength; end--)
      if (path[end - 1].kind === 'key') return this.rules[end] ?? null
    return this.base
  }
}
