/** What is taken out of an export before it leaves the house, and the report about it. */

/** What is done with a value: it is gone, `[REDACTED]` stands in its place, or a pseudonym that only the case can explain. */
export type RedactionAction = 'remove' | 'mask' | 'pseudonymise'

export interface RedactionRuleInfo {
  readonly id: string
  readonly action: RedactionAction
  /** What it is about, in words: `fields actor, ip; keys password; patterns email`. */
  readonly about: string
}

/** A redaction profile, as it is chosen. */
export interface RedactionProfileInfo {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly description: string
  /** SHA-256 of the profile's text, hexadecimal. */
  readonly sha256: string
  readonly rules: readonly RedactionRuleInfo[]
}

export interface RedactedPlace {
  /** A column's id, `payload.` and a key, `record`, or `payload` where a key could say too much. */
  readonly place: string
  readonly count: number
}

export interface RedactionRuleReport extends RedactionRuleInfo {
  /** Values replaced. */
  readonly count: number
  /** Events in which it replaced any. */
  readonly events: number
  /** Where, the most frequent first; at most 200, all others as `(other places)`. */
  readonly places: readonly RedactedPlace[]
}

/** What was redacted, how often, by which rule. It holds no value that was redacted. */
export interface RedactionReport {
  /** `id@version`. */
  readonly profile: string
  readonly title: string
  /** SHA-256 of the profile's text, hexadecimal. */
  readonly profileSha256: string
  /** Events looked at; of an export of sessions, sessions, each with all of its events. */
  readonly events: number
  /** Events in which anything was replaced. */
  readonly redactedEvents: number
  /** Values replaced. */
  readonly count: number
  /** Events of which nothing was given but what Vouch itself says, as they could not be looked through. */
  readonly withheldEvents: number
  readonly rules: readonly RedactionRuleReport[]
}

/** A value and the digits of its pseudonyms in exports of a case, whatever stands before them. */
export interface PseudonymInfo {
  readonly value: string
  readonly digits: string
}
