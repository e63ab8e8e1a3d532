/** The query language: text ⇄ filter, words of the text search, networks. Manual: `docs/query-language.md`. */
export { type Completion, completionAt, tokenizeQuery } from './complete.ts'
export {
  clausesOf,
  negated,
  sameFilter,
  type TimeRange,
  timeRangeOf,
  withClause,
  withoutClause,
  withTimeRange,
} from './edit.ts'
export {
  type Address,
  addressInNetwork,
  compareAddresses,
  type Network,
  parseAddress,
  parseNetwork,
} from './network.ts'
export { normalizeFilter } from './normalize.ts'
export { MAX_QUERY_DEPTH, MAX_QUERY_LENGTH, type ParsedQuery, parseQuery } from './parse.ts'
export { allOf, type DividedClauses, dividedClauses } from './ownClauses.ts'
export { type PathSegment, payloadField, payloadPath } from './payloadPath.ts'
export { printQuery } from './print.ts'
export { type KnownField, type QueryScan, scanQuery, type QueryToken, type QueryTokenKind } from './scan.ts'
export { foldAsciiForIndex, foldedText, foldForIndex, holdsPhrase, type Phrase, wordsOf } from './words.ts'
