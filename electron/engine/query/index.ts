/** Filter → rows; facets, histogram, order, pages. */
export { EventReader, type EventRow, ownFieldText, timeTextOf } from './eventReader.ts'
export { FilterEvaluator } from './evaluator.ts'
export { type Facet, FacetCounter, type FacetValue } from './facets.ts'
export { type Histogram, HistogramCounter, histogram, timeSpan } from './histogram.ts'
export type { PayloadSource } from './payloadSearch.ts'
export { RowSorter, type SortOrder } from './sorter.ts'
export type { Clock } from './timeClause.ts'
