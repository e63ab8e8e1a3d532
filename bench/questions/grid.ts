/** What the window asks of a case: its columns, its facets, its timeline. */

export const GRID_COLUMNS = [
  'time',
  'actor',
  'action',
  'operation',
  'outcome',
  'category',
  'resourceType',
  'resourceId',
  'resourceName',
  'tenant',
  'ip',
  'userAgent',
  'requestId',
  'message',
] as const

export const PAGE_ROWS = 200

export const FACETS = [
  'action',
  'actor',
  'outcome',
  'operation',
  'category',
  'resourceType',
  'ip',
  'userAgent',
] as const

/** Values shown per facet. */
export const FACET_TOP = 10

export const HISTOGRAM_BINS = 400
