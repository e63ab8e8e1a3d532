/** Which columns the grid shows, and how wide, before and after the user arranges them. */
import type { CaseInfo, ViewColumn } from '../../../../shared/api/index.ts'

/** Widths in CSS pixels of what is short by nature. */
const widths: { readonly [column: string]: number } = {
  // Room for microseconds.
  time: 198,
  actor: 180,
  action: 190,
  operation: 96,
  outcome: 96,
  actorType: 84,
  severity: 84,
  resourceType: 120,
  resourceName: 180,
  resourceId: 150,
  ip: 118,
  status: 64,
  method: 72,
  exhibit: 64,
  record: 80,
  id: 80,
  category: 120,
  source: 120,
  tag: 120,
  bookmark: 80,
  message: 320,
}

export const DEFAULT_WIDTH = 140

export function widthOf({ id, width }: ViewColumn): number {
  return width ?? (Object.hasOwn(widths, id) ? widths[id] : DEFAULT_WIDTH)
}

/** Columns a case starts with, in this order, as far as it has values for them. */
const candidates = ['actor', 'action', 'outcome', 'resourceType', 'resourceName', 'resourceId', 'ip', 'source'] as const

export const candidateFields: readonly string[] = candidates

/** Columns of a case nobody has arranged yet. */
export function suggestedColumns(info: CaseInfo): readonly ViewColumn[] {
  const values = (field: string): number => info.columns.find((column) => column.id === field)?.dictionarySize ?? 0
  const shown = candidates.filter((field) => {
    if (field === 'source') return values(field) > 1
    // One way to name the object is enough at first.
    if (field === 'resourceId') return values(field) > 0 && values('resourceName') === 0
    return values(field) > 0
  })
  return ['time', ...shown].map((id) => ({ id, width: null, pinned: null }))
}

/** The columns to show: as arranged, else as suggested; so, too, where a view names none. */
export function shownColumns(arranged: readonly ViewColumn[] | null, info: CaseInfo): readonly ViewColumn[] {
  const known = knownColumns(arranged ?? [], info)
  return known.length === 0 ? suggestedColumns(info) : known
}

/** Without columns the case does not have (a view from elsewhere may name them), and without doubles. */
export function knownColumns(columns: readonly ViewColumn[], info: CaseInfo): readonly ViewColumn[] {
  const known = new Set(info.columns.map((column) => column.id))
  return columns.filter(({ id }, place) => known.has(id) && columns.findIndex((other) => other.id === id) === place)
}
