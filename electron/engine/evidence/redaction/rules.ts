/** A profile's rules, prepared for going through events. */
import { fieldById } from '../../../../shared/fields.ts'
import { PAYLOAD_COLUMN } from '../../../../shared/api/index.ts'
import { isSecretValue, type SecretKeyRules } from '../../../../shared/redaction/index.ts'
import { KeyMatcher } from './keyPath.ts'
import type { RedactionProfile, RedactionRule } from './profile.ts'
import { TextPatterns } from './textPatterns.ts'

/** Columns that Vouch fills: they say what a row is and where it comes from, and nothing that the log says. */
const OWN_COLUMNS = new Set(['id', 'time', 'source', 'exhibit', 'record', 'bookmark'])

export class PreparedRules {
  readonly profile: RedactionProfile
  readonly keys: KeyMatcher
  readonly patterns: TextPatterns
  /** The rule about Vouch's own finding of secrets; null where the profile has none. */
  readonly secrets: RedactionRule | null
  /** The rule that means the whole record; null where none does. */
  readonly payload: RedactionRule | null
  /** Columns that rules name. Their values have to be known of every event, whether they are exported or not. */
  readonly columns: readonly string[]
  private readonly ruleOfColumn = new Map<string, RedactionRule>()

  constructor(profile: RedactionProfile) {
    this.profile = profile
    this.keys = new KeyMatcher(profile.rules)
    this.patterns = new TextPatterns(profile.rules)
    this.secrets = profile.rules.find((rule) => rule.secrets) ?? null
    for (const rule of profile.rules) {
      for (const column of [...rule.fields, ...rule.columns])
        if (!this.ruleOfColumn.has(column)) this.ruleOfColumn.set(column, rule)
    }
    this.payload = this.ruleOfColumn.get(PAYLOAD_COLUMN) ?? null
    this.columns = [...this.ruleOfColumn.keys()].filter((column) => column !== PAYLOAD_COLUMN)
  }

  /** The rule that names a column, or, of a format's own column, the key of its name. */
  columnRule(column: string): RedactionRule | null {
    const named = this.ruleOfColumn.get(column)
    if (named !== undefined) return named
    return fieldById(column) === undefined && column !== PAYLOAD_COLUMN
      ? this.keys.ruleAt([{ kind: 'key', key: column }], column)
      : null
  }

  /** Whether a column says nothing that could have to be redacted: Vouch's own words. */
  isExempt(column: string): boolean {
    return OWN_COLUMNS.has(column) || (fieldById(column)?.values !== undefined && !this.ruleOfColumn.has(column))
  }

  /** The rule about secrets where a text under `key` is one by its key; null where it is none. */
  secretRule(keys: SecretKeyRules, key: string, text: string): RedactionRule | null {
    return this.secrets !== null && keys.ruleOf(key).kind !== null && isSecretValue(text) ? this.secrets : null
  }
}
