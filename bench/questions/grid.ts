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

/** Columns that the filters use beside those of the facets. */
export const FILTERED_COLUMNS = ['region', 'service', 'errorCode', 'readOnly'] as const

/** How many filters are asked, and with which seed they are made. */
export const FILTERS = 50
export const SEED = 7
