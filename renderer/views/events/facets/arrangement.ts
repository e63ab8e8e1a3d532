/** Which facets stand where and which are open: what the user arranged, else what serves most questions. */
import type { ColumnInfo } from '../../../../shared/api/index.ts'
import type { Json } from '../../../../shared/failure.ts'

export interface Arrangement {
  /** Fields in order; those not named follow in the order of the case. */
  readonly order: readonly string[]
  /** Fields that are open or closed against what is usual. */
  readonly open: { readonly [field: string]: boolean }
}

export const unarranged: Arrangement = { order: [], open: {} }

/** Who did what to what, how it ended, from where; then the rest. */
const usual: readonly string[] = [
  'action',
  'actor',
  'outcome',
  'operation',
  'actorType',
  'resourceType',
  'ip',
  'tag',
  'category',
  'severity',
  'tenant',
  'resourceName',
  'resourceId',
  'onBehalfOf',
  'source',
  'exhibit',
  'status',
  'method',
  'bookmark',
]

/** Facets open before anybody opens or closes one. */
const USUALLY_OPEN = 8

/** Fields that can be counted, in order, and whether each is open. */
export function arranged(
  columns: readonly ColumnInfo[],
  { order, open }: Arrangement,
): readonly { readonly field: string; readonly isOpen: boolean }[] {
  const fields = columns.filter((column) => column.facet).map((column) => column.id)
  const rank = new Map(
    [...usual, ...fields.filter((field) => !usual.includes(field))].map((field, place) => [field, place]),
  )
  const plain = fields.toSorted((one, other) => (rank.get(one) ?? 0) - (rank.get(other) ?? 0))
  const usuallyOpen = new Set(plain.slice(0, USUALLY_OPEN))
  const named = order.filter((field) => plain.includes(field))
  return [...named, ...plain.filter((field) => !named.includes(field))].map((field) => ({
    field,
    isOpen: Object.hasOwn(open, field) ? open[field] : usuallyOpen.has(field),
  }))
}

/** A field moved by one place or to the top. `shown`: the order on screen. */
export function moved(
  arrangement: Arrangement,
  shown: readonly string[],
  field: string,
  where: 'up' | 'down' | 'top',
): Arrangement {
  const from = shown.indexOf(field)
  const to = where === 'top' ? 0 : Math.max(0, Math.min(shown.length - 1, from + (where === 'up' ? -1 : 1)))
  const order = shown.filter((other) => other !== field)
  order.splice(to, 0, field)
  return { ...arrangement, order }
}

export function toggledOpen(arrangement: Arrangement, field: string, isOpen: boolean): Arrangement {
  return { ...arrangement, open: { ...arrangement.open, [field]: isOpen } }
}

export function arrangementFrom(kept: Json): Arrangement {
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return unarranged
  const { order, open } = kept as { readonly [key: string]: Json }
  return {
    order: Array.isArray(order) ? order.filter((field): field is string => typeof field === 'string') : [],
    open:
      typeof open === 'object' && open !== null && !Array.isArray(open)
        ? Object.fromEntries(
            Object.entries(open).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
          )
        : {},
  }
}
