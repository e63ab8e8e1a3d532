/** Which keys hold secrets: told by their names, or stated by the profile of the event. */
import { isAboutKey, MAX_KEY, type SecretKind, secretKind } from './secretKeys.ts'

/** Keys whose rule is kept; a hostile log may bring any number of them. */
const KEPT_KEYS = 4_096

export interface KeyRule {
  readonly kind: SecretKind
  /** `key-name` or `profile`. */
  readonly rule: string
}

export class SecretKeyRules {
  private readonly wildcards: readonly { readonly isExact: boolean; readonly pattern: RegExp }[]
  private readonly kept = new Map<string, KeyRule>()

  /** `profileKeys`: wildcards of payload keys, from the event's profile. */
  constructor(profileKeys: readonly string[] = []) {
    this.wildcards = profileKeys.map((key) => ({ isExact: !/[*?]/.test(key), pattern: wildcardPattern(key) }))
  }

  /** What values under a key are, and by which rule. */
  ruleOf(key: string): KeyRule {
    let rule = this.kept.get(key)
    if (rule === undefined) {
      const kind = secretKind(key)
      const isStated =
        kind === null &&
        this.wildcards.some(
          ({ isExact, pattern }) => pattern.test(key.slice(-MAX_KEY)) && (isExact || !isAboutKey(key)),
        )
      rule = isStated ? { kind: 'text', rule: 'profile' } : { kind, rule: 'key-name' }
      if (this.kept.size >= KEPT_KEYS) this.kept.clear()
      this.kept.set(key, rule)
    }
    return rule
  }
}

/** Case is ignored; `*` any run, `?` one character. */
export function wildcardPattern(wildcard: string): RegExp {
  const source = wildcard
    .replace(/\*+/g, '*')
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[^]*')
    .replace(/\?/g, '[^]')
  return new RegExp(`^${source}$`, 'iu')
}
