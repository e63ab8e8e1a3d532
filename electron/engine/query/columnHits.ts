/**
 * Filters on columns as questions to their codes, so that a whole tree of them is answered in one pass over the columns
 * it names. Clauses on the same column become one table.
 */
import { fieldById, isBesideField } from '../../../shared/fields.ts'
import type { Filter } from '../../../shared/filter.ts'
import { payloadPath } from '../../../shared/query/index.ts'
import {
  allHits,
  anyHits,
  type CodeArray,
  type ColumnStore,
  EXHIBIT_COLUMN,
  type Hits,
  noHits,
  tableHits,
} from '../store/index.ts'
import { type FieldClause, type ValueTest, valueTest } from './valueTest.ts'

/** Which codes of one column are wanted: 1 for those, else 0. */
interface CodeTable {
  readonly codes: CodeArray
  readonly table: Uint8Array
}

/** The rows that a filter wants, told by codes alone; null where codes do not tell. Fails as `valueTest`. */
export function columnHits(filter: Filter, store: ColumnStore): Hits | null {
  const asked = askedOf(filter, store)
  return asked === null ? null : hitsOf(asked)
}

/** As `columnHits`, the rows that every one of the filters wants; and the filters that codes do not answer. */
export function sharedHits(filters: readonly Filter[], store: ColumnStore): { hits: Hits | null; others: Filter[] } {
  const asked: (CodeTable | Hits)[] = []
  const others: Filter[] = []
  for (const filter of filters) {
    const found = askedOf(filter, store)
    if (found === null) others.push(filter)
    else asked.push(found)
  }
  return { hits: asked.length === 0 ? null : hitsOf(together(asked, 'and', store.size)), others }
}

function askedOf(filter: Filter, store: ColumnStore): CodeTable | Hits | null {
  switch (filter.kind) {
    case 'all':
    case 'text':
      return null
    case 'and':
    case 'or': {
      const of: (CodeTable | Hits)[] = []
      for (const clause of filter.of) {
        const asked = askedOf(clause, store)
        if (asked === null) return null
        of.push(asked)
      }
      return of.length === 0 ? null : together(of, filter.kind, store.size)
    }
    case 'not': {
      const asked = askedOf(filter.of, store)
      if (asked === null) return null
      return 'table' in asked ? { codes: asked.codes, table: asked.table.map((hit) => 1 - hit) } : noHits(asked)
    }
    default:
      return tableOf(filter, store)
  }
}

/** One table per column, and one question of them all; requires at least one. */
function together(of: readonly (CodeTable | Hits)[], how: 'and' | 'or', size: number): CodeTable | Hits {
  const tables = new Map<CodeArray, Uint8Array>()
  const hits: Hits[] = []
  for (const asked of of) {
    if (!('table' in asked)) {
      hits.push(asked)
      continue
    }
    const { codes, table } = asked
    const known = tables.get(codes)
    if (known === undefined) tables.set(codes, table)
    else
      tables.set(
        codes,
        known.map((hit, code) => (how === 'and' ? hit & table[code] : hit | table[code])),
      )
  }
  const [first] = tables
  if (hits.length === 0 && tables.size === 1) return { codes: first[0], table: first[1] }
  for (const [codes, table] of tables) hits.push(tableHits(codes, table))
  return how === 'and' ? allHits(hits, size) : anyHits(hits)
}

function hitsOf(asked: CodeTable | Hits): Hits {
  return 'table' in asked ? tableHits(asked.codes, asked.table) : asked
}

function tableOf(clause: FieldClause, store: ColumnStore): CodeTable | null {
  if (payloadPath(clause.field) !== null) return null
  const id = fieldById(clause.field)?.id ?? clause.field
  const type = id === EXHIBIT_COLUMN ? 'text' : store.fields.get(id)?.type
  // A profile's column may have the name of something that people add; the name means that.
  if (type === undefined || isBesideField(id)) return null
  const { codes, values, hasInline } = store.column(id)
  if (hasInline) return null
  const test = clause.kind === 'exists' ? () => true : valueTest({ ...clause, field: id }, type)
  return { codes, table: codeTable(values, test) }
}

/** 1 for each dictionary code whose text passes. An event without a value (code 0) matches no clause. */
export function codeTable(values: readonly string[], test: ValueTest): Uint8Array {
  const table = new Uint8Array(values.length)
  for (let code = 1; code < values.length; code++) if (test(values[code])) table[code] = 1
  return table
}
