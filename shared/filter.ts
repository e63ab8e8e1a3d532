/**
 * The filter: what is asked of a case. Chips, facet clicks, the time brush and the query text all edit this tree.
 *
 * Matching rules, the same everywhere:
 * - a bare value matches the whole field value, ignoring case; `exact` (quoted in query text) also minds the case;
 * - `*` in a bare value stands for any run of characters, `?` for one; in `pattern`, `\` makes the next of `*`, `?`
 *   and `\` mean itself;
 * - `field:*` asks whether the field has a value;
 * - text terms match words: runs of letters and digits, ignoring case and accents, in any field or payload value;
 *   a phrase matches those words one after the other inside one value; a trailing `*` matches the beginning of a word;
 * - `payload.a.b` names a path into the record; an array matches where one of its elements does; segments are keys,
 *   numbers are array positions (`payloadPath` in `shared/query` reads such a name).
 */

/** Field id of `shared/fields.ts`, a profile's own column, or `payload.` followed by a path. */
export type FieldName = string

export type Filter =
  | { readonly kind: 'all' }
  | { readonly kind: 'and'; readonly of: readonly Filter[] }
  | { readonly kind: 'or'; readonly of: readonly Filter[] }
  | { readonly kind: 'not'; readonly of: Filter }
  /** Words anywhere. `phrase`: quoted. `prefix`: the last word may go on. */
  | { readonly kind: 'text'; readonly text: string; readonly phrase: boolean; readonly prefix: boolean }
  | { readonly kind: 'is'; readonly field: FieldName; readonly value: string; readonly exact: boolean }
  | { readonly kind: 'like'; readonly field: FieldName; readonly pattern: string }
  /** RE2 syntax, found anywhere in the value, in linear time. */
  | { readonly kind: 'matches'; readonly field: FieldName; readonly regexp: string }
  | { readonly kind: 'exists'; readonly field: FieldName }
  /** Addresses inside an IPv4 or IPv6 network in CIDR notation. */
  | { readonly kind: 'network'; readonly field: FieldName; readonly network: string }
  /** Bounds are texts as typed (times may be relative: `now-7d`); a missing bound is open. */
  | { readonly kind: 'range'; readonly field: FieldName; readonly from?: Bound; readonly to?: Bound }

export interface Bound {
  readonly value: string
  readonly inclusive: boolean
}

export const everything: Filter = { kind: 'all' }
