/** A redaction profile: what is taken out of an export, by which rule, and what is put in its place. */
import type { RedactionAction, RedactionProfileInfo } from '../../../../shared/api/index.ts'

export interface RedactionRule {
  readonly id: string
  /** Place in the profile, from 0; of two rules that know a value the first decides. */
  readonly order: number
  readonly action: RedactionAction
  /** Beginning of its pseudonyms, before `-` and the digits. */
  readonly prefix: string
  /** Ids of canonical fields; `payload`: the whole record. */
  readonly fields: readonly string[]
  /** Ids of columns that profiles of formats have of their own. */
  readonly columns: readonly string[]
  /** Payload keys: a key or wildcard, or several with dots between, the last keys of a path. */
  readonly keys: readonly string[]
  /** Names of patterns; see `namedPatterns.ts`. */
  readonly patterns: readonly string[]
  /** RE2 syntax. */
  readonly regexps: readonly string[]
  /** Whether it is about all that Vouch itself takes for secrets where it shows events. */
  readonly secrets: boolean
}

export interface RedactionProfile {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly description: string
  /** SHA-256 of the profile's text, hexadecimal. */
  readonly sha256: string
  /** At least one. */
  readonly rules: readonly RedactionRule[]
}

/** `id@version`. */
export function profileName({ id, version }: RedactionProfile): string {
  return `${id}@${version}`
}

/** The profile for who chooses one. */
export function profileInfo(profile: RedactionProfile): RedactionProfileInfo {
  const { id, version, title, description, sha256, rules } = profile
  return {
    id,
    version,
    title,
    description,
    sha256,
    rules: rules.map((rule) => ({ id: rule.id, action: rule.action, about: aboutRule(rule) })),
  }
}

/** What a rule is about, in words. */
export function aboutRule({ fields, columns, keys, patterns, regexps, secrets }: RedactionRule): string {
  const lists = { fields, columns, keys, patterns, regexps }
  const parts = Object.entries(lists)
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => `${name} ${values.join(', ')}`)
  return [...parts, ...(secrets ? ['secrets'] : [])].join('; ')
}

/** Whether a pseudonym can be needed. */
export function needsPseudonyms({ rules }: RedactionProfile): boolean {
  return rules.some((rule) => rule.action === 'pseudonymise')
}
