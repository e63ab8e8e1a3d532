/** What the requests of many entries have in common. */
import type { Question, SortBy } from '../../api/index.ts'
import type { Bound, Filter } from '../../filter.ts'
import { either, flag, list, nested, object, oneOf, optional, type Shape, text, variants, whole } from '../shape.ts'

/** Longest path, name of a field, zone and the like, in UTF-16 code units. */
export const shortText = text(32_768)

/** Query text and notes; what is too long for them is said by who reads them. */
export const longText = text(4 * 1024 * 1024)

/** Paths of one import, fields of one question and the like. */
export const MAX_ITEMS = 100_000

/** Events of one change. */
export const MAX_EVENTS = 10_000_000

/** Levels of a filter or a setting's value inside each other; texts of queries reach 100. */
export const MAX_DEPTH = 500

export const texts = list(shortText, MAX_ITEMS)
export const nothing = object<Record<string, never>>({})
export const ofCase = { case: shortText }

const bound = object<Bound>({ value: shortText, inclusive: flag })

export const filterShape: Shape<Filter> = nested<Filter>(MAX_DEPTH, (inner) => {
  const field = { field: shortText }
  return variants<Filter, 'kind'>('kind', {
    all: object({ kind: oneOf(['all']) }),
    and: object({ kind: oneOf(['and']), of: list(inner, MAX_ITEMS) }),
    or: object({ kind: oneOf(['or']), of: list(inner, MAX_ITEMS) }),
    not: object({ kind: oneOf(['not']), of: inner }),
    text: object({ kind: oneOf(['text']), text: longText, phrase: flag, prefix: flag }),
    is: object({ kind: oneOf(['is']), ...field, value: longText, exact: flag }),
    like: object({ kind: oneOf(['like']), ...field, pattern: longText }),
    matches: object({ kind: oneOf(['matches']), ...field, regexp: longText }),
    exists: object({ kind: oneOf(['exists']), ...field }),
    network: object({ kind: oneOf(['network']), ...field, network: shortText }),
    range: object<Extract<Filter, { readonly kind: 'range' }>>({
      kind: oneOf(['range']),
      ...field,
      from: optional(bound),
      to: optional(bound),
    }),
  })
})

export const questionKeys = {
  case: shortText,
  filter: either(filterShape, longText),
  nowMicros: optional(whole),
  zone: optional(shortText),
  duplicates: optional(flag),
}
export const question = object<Question>(questionKeys)
export const sort = object<SortBy>({ field: shortText, descending: flag })
