/** Facets as a panel wants them: each field counted without the filter's own clauses on it, values narrowed by a text. */
import type { FacetInfo, FacetsRequest } from '../../shared/api/index.ts'
import { isBesideField } from '../../shared/fields.ts'
import { allOf, dividedClauses } from '../../shared/query/index.ts'
import { clockOf, type OpenCase } from './openCase.ts'
import { type Rows, rowCount } from './store/index.ts'

/** The facets of `fields`, ids of this case, in that order. */
export async function facetAnswer(
  file: OpenCase,
  request: FacetsRequest,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<FacetInfo[]> {
  const rowsOf = request.ignoreOwnClauses === true ? await rowsPerField(file, request, fields, signal) : undefined
  const all =
    rowsOf !== undefined && fields.every((field) => rowsOf.has(field)) ? undefined : await file.rows(request, signal)
  const groups = new Map<Rows, string[]>()
  for (const field of fields) {
    const rows = rowsOf?.get(field) ?? all
    if (rows === undefined) continue
    groups.set(rows, [...(groups.get(rows) ?? []), field])
  }
  const found = new Map<string, FacetInfo>()
  for (const [rows, group] of groups) {
    for (const facet of await facetsAmong(file, request, group, rows, signal)) found.set(facet.field, facet)
  }
  return fields.flatMap((field) => found.get(field) ?? [])
}

/** For fields that the filter speaks of: the rows without that. What all of them share is asked once. */
async function rowsPerField(
  file: OpenCase,
  request: FacetsRequest,
  fields: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Rows>> {
  const rowsOf = new Map<string, Rows>()
  const filter = file.filterOf(request)
  const spokenOf = fields.filter((field) => dividedClauses(filter, field).own.length > 0)
  if (spokenOf.length === 0) return rowsOf
  const clock = clockOf(request)
  const shared = spokenOf.reduce((left, field) => allOf(dividedClauses(left, field).others), filter)
  // Without the field's own clauses the filter may no longer speak of duplicates; what it asked for holds.
  const duplicates = file.includesDuplicates(request)
  const base = await file.rows({ ...request, ...clock, filter: shared, duplicates }, signal)
  for (const field of spokenOf) {
    const left = spokenOf.filter((other) => other !== field).flatMap((other) => dividedClauses(filter, other).own)
    rowsOf.set(field, await file.state().evaluator.among(allOf(left), base, clock, signal))
  }
  return rowsOf
}

async function facetsAmong(
  file: OpenCase,
  { top, search = '', ...request }: FacetsRequest,
  fields: readonly string[],
  rows: Rows,
  signal: AbortSignal,
): Promise<FacetInfo[]> {
  const { facets, store, evaluator, beside } = file.state()
  const facetsOf: FacetInfo[] = fields
    .filter(isBesideField)
    .map((field) => beside.facet(field, rows, store.size, top, search))
  const columns = fields.filter((field) => !isBesideField(field))
  if (search === '') return [...facetsOf, ...facets.facets(columns, rows, top, file.othersOf(rows))]
  const clock = clockOf(request)
  const pattern = `*${search.replace(/[*?\\]/g, '\\$&')}*`
  for (const field of columns) {
    // Rows are what a search is exact about, wherever their values stand.
    const valued = await evaluator.among({ kind: 'exists', field }, rows, clock, signal)
    const matching = await evaluator.among({ kind: 'like', field, pattern }, valued, clock, signal)
    const [facet] = facets.facets([field], matching, top, file.othersOf(matching))
    facetsOf.push({ ...facet, missing: rowCount(rows) - rowCount(valued) })
  }
  return facetsOf
}
