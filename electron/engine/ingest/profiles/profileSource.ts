/**
 * What a profile says once its YAML has been checked: plain, serialisable data without defaults left open.
 *
 * Lists of pairs stand where YAML has mappings with free keys, so a key such as `__proto__` is only data.
 * The meaning of every key is told in `docs/profiles.md`.
 */
import type { RecordKind } from '../record.ts'

export const valueForms = ['string', 'ip', 'lower', 'upper', 'json', 'first-line', 'list'] as const

/** How a value found at a path becomes text. */
export type ValueForm = (typeof valueForms)[number]

/** One test on one key of a `when`. `key` is a path, an alias, or `@` and a field or column id. */
export type ConditionSource =
  | { readonly key: string; readonly test: 'exists' | 'missing' }
  /** Wildcard patterns, case ignored; any may match. A list is walked: one matching element is enough. */
  | { readonly key: string; readonly test: 'like' | 'unlike'; readonly patterns: readonly string[] }
  /** Closed numeric range [from, to]; a bound that is null is open. */
  | { readonly key: string; readonly test: 'between'; readonly from: number | null; readonly to: number | null }

/** All conditions must hold; an empty list always holds. */
export type WhenSource = readonly ConditionSource[]

/** `is` gives a fixed value, otherwise `from`/`template` are read as in a field. */
export interface RuleSource {
  readonly when: WhenSource
  readonly is: string | null
  readonly from: readonly string[]
  readonly template: string | null
}

/** Order of evaluation: `rules`, `from`, `template` (then `extract`, `map`), `otherwise`. */
export interface ValueSource {
  /** Canonical field id or the id of a column. */
  readonly id: string
  readonly rules: readonly RuleSource[]
  readonly from: readonly string[]
  readonly template: string | null
  readonly as: ValueForm
  /** Regular expression; its first group (or the whole match) is the value, no match is no value. */
  readonly extract: string | null
  /** Words of the system (case ignored) and what they become. */
  readonly map: readonly (readonly [string, string | null])[]
  readonly otherwise: string | null
}

export const columnTypes = ['text', 'number', 'ip'] as const

/** How values of a column are sorted and compared. */
export type ColumnType = (typeof columnTypes)[number]

export interface ColumnSource extends ValueSource {
  readonly label: string
  readonly type: ColumnType
}

export interface TimeSource {
  readonly from: readonly string[]
  /** Joins a date and a clock that stand apart, `{Date} {Time}`; tried before `from`. Profiles in older cases have none. */
  readonly template?: string | null
  /** Path of the year that was assumed for texts without one; tried with the text. Profiles in older cases have none. */
  readonly year?: string | null
  /** `iso`, `epoch`, `epoch-s` … `epoch-ns`, `auto`, or a pattern of shared/time. */
  readonly format: string
  /** IANA zone or `UTC` of texts without a zone, where the vendor documents it; null where nobody says. */
  readonly zone: string | null
  /** The format was chosen between possible readings without proof; each event gets the remark `time-guessed`. */
  readonly ambiguous: boolean
}

export interface RecogniseSource {
  readonly format: RecordKind
  readonly require: readonly string[]
  readonly anyOf: readonly string[]
  readonly forbid: readonly string[]
  readonly match: readonly (readonly [string, string])[]
  readonly score: number
  /** Path of the real record inside an envelope; an object, or JSON in a string. */
  readonly unwrap: string | null
}

export interface CategorySource {
  readonly id: string
  readonly label: string
  readonly when: WhenSource
}

/** Where a record holds states before and after. */
export type ChangeSource =
  | { readonly kind: 'pair'; readonly before: string; readonly after: string }
  | {
      readonly kind: 'list'
      readonly list: string
      readonly name: string
      readonly before: string
      readonly after: string
    }
  | { readonly kind: 'map'; readonly map: string }

export const openForms = ['json', 'pairs', 'struct', 'cef'] as const

/** What the texts at some paths hold, to be opened before anything else is read. */
export interface OpenSource {
  readonly from: readonly string[]
  readonly as: (typeof openForms)[number]
  /** `pairs` only: what stands between two pairs, and between key and value. */
  readonly between: string
  readonly equals: string
}

export interface SampleSource {
  readonly format: RecordKind
  readonly record: string
  /** Expected values by field or column id; null: the event must have none. */
  readonly event: readonly (readonly [string, string | null])[]
}

/** Each record is a session; which of the profile's own columns say more about it. Null: none does. */
export interface SessionsSource {
  readonly displayName: string | null
  readonly lastActivity: string | null
  readonly expires: string | null
}

/**
 * What the vendor's own exports leave out or say twice. `rows` and `days` are the tightest that an auditor usually meets;
 * the lists tell ways of exporting and plans apart. A case may hold profiles of a time before there were lists.
 */
export interface LimitsSource {
  /** Rows that one export or query gives at most. */
  readonly rows: number | null
  /** Days after which the vendor no longer has the records. */
  readonly days: number | null
  readonly note: string | null
  readonly exports?: readonly { readonly of: string; readonly rows: number }[]
  readonly retention?: readonly { readonly of: string; readonly days: number }[]
  /** Records that the vendor is known to give more than once; `same` are the fields and columns in which they agree. */
  readonly repeats?: readonly { readonly what: string; readonly same: readonly string[] }[]
}

/** A page of the vendor that the mapping was written from. */
export interface FollowsSource {
  readonly page: string
  /** Of the product, the schema or the page, as the vendor counts; null where the page names none. */
  readonly version: string | null
  /** Day on which the page was read, `2026-01-31`. */
  readonly read: string | null
}

export interface ProfileSource {
  readonly schema: 1
  readonly id: string
  readonly version: number
  readonly title: string
  readonly vendor: string
  /** Value of the event field `source`. */
  readonly source: string
  readonly documentation: readonly string[]
  /** What of it the mapping follows. A case may hold profiles of a time before there was this, and `open`. */
  readonly follows?: readonly FollowsSource[]
  /** Fields are not stated but guessed per exhibit. */
  readonly guess: boolean
  readonly recognise: readonly RecogniseSource[]
  /** What collectors wrap around records is taken off; false in profiles that cases hold of a time before that was done. */
  readonly carried?: boolean
  /** Dotted paths of arrays inside a wrapping object, tried in order. */
  readonly records: readonly string[]
  /** Keys are matched ignoring case and everything that is no letter or digit: CSV headers, JSON keys. */
  readonly looseHeaders: boolean
  readonly looseKeys: boolean
  readonly aliases: readonly (readonly [string, readonly string[]])[]
  /** Texts that are opened, in order: a later one may lie inside an earlier one. */
  readonly open?: readonly OpenSource[]
  /** Alternatives; the first that has a readable time wins. */
  readonly time: readonly TimeSource[]
  readonly fields: readonly ValueSource[]
  readonly columns: readonly ColumnSource[]
  readonly categories: readonly CategorySource[]
  readonly changes: readonly ChangeSource[]
  readonly badges: readonly (readonly [string, string])[]
  readonly secrets: readonly string[]
  readonly limits: LimitsSource | null
  /** Null: the records are events. A case may hold profiles of a time before there was this. */
  readonly sessions?: SessionsSource | null
  readonly samples: readonly SampleSource[]
}
