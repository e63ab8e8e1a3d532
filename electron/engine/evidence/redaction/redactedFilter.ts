/**
 * The question of an export as it may be told outside: values of redacted columns as their rule says, all others with their
 * patterns replaced. What is typed to be found anywhere, or in the payload, could be anybody's name, so it is masked where
 * the profile has rules about fields or keys; patterns of redacted columns are, too.
 */
import { fieldById } from '../../../../shared/fields.ts'
import type { Bound, Filter } from '../../../../shared/filter.ts'
import { MASKED } from '../../../../shared/redaction/index.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import { replacementOf } from './replacements.ts'
import type { PreparedRules } from './rules.ts'

export function redactedFilter(
  filter: Filter,
  rules: PreparedRules,
  pseudonyms: Pseudonyms | null,
  textOf: (text: string) => string,
): Filter {
  const isNaming = rules.columns.length > 0 || !rules.keys.isEmpty
  const redacted = (clause: Filter): Filter => {
    switch (clause.kind) {
      case 'all':
      case 'exists':
        return clause
      case 'and':
      case 'or':
        return { ...clause, of: clause.of.map(redacted) }
      case 'not':
        return { ...clause, of: redacted(clause.of) }
      case 'text':
        return isNaming
          ? { ...clause, text: MASKED, phrase: true, prefix: false }
          : { ...clause, text: textOf(clause.text) }
      case 'is':
        return { ...clause, value: wholeOf(clause.field, clause.value) }
      case 'like':
        return asShown(clause, clause.pattern)
      case 'matches':
        return asShown(clause, clause.regexp)
      case 'network':
        return asShown(clause, clause.network)
      case 'range':
        return { ...clause, ...bound('from', clause), ...bound('to', clause) }
    }
  }
  /** A pattern or network as it is, or, where anything of it may not be told, what may in quotes. */
  const asShown = <C extends Filter & { readonly field: string }>(clause: C, typed: string): Filter => {
    const shown = partOf(clause.field, typed)
    return shown === typed ? clause : { kind: 'is', field: clause.field, value: shown, exact: true }
  }
  const bound = (
    end: 'from' | 'to',
    clause: { readonly field: string; readonly from?: Bound; readonly to?: Bound },
  ): { readonly from?: Bound; readonly to?: Bound } => {
    const found = clause[end]
    return found === undefined ? {} : { [end]: { ...found, value: partOf(clause.field, found.value) } }
  }
  const wholeOf = (field: string, value: string): string => {
    const rule = isPayload(field) ? null : rules.columnRule(idOf(field))
    return rule === null ? partOf(field, value) : (replacementOf(value, rule, pseudonyms) ?? MASKED)
  }
  const partOf = (field: string, text: string): string => {
    if (isPayload(field)) return isNaming ? MASKED : textOf(text)
    if (rules.columnRule(idOf(field)) !== null) return MASKED
    return rules.isExempt(idOf(field)) ? text : textOf(text)
  }
  return redacted(filter)
}

function idOf(field: string): string {
  return fieldById(field)?.id ?? field
}

function isPayload(field: string): boolean {
  return /^payload[.[]/i.test(field)
}
