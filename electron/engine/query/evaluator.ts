/**
 * Filter → rows. Clauses of an AND are asked cheapest first, each only of the rows the ones before it left; so a
 * narrow time range makes everything after it cheap.
 */
import type { Database } from 'better-sqlite3'
import { fieldById } from '../../../shared/fields.ts'
import { fail } from '../../../shared/failure.ts'
import type { Filter } from '../../../shared/filter.ts'
import {
  type CodeTable,
  complement,
  type ColumnStore,
  difference,
  EXHIBIT_COLUMN,
  inlineCode,
  isSpan,
  lowerBound,
  type Rows,
  rowCount,
  rowSetOf,
  scanCode,
  scanInline,
  scanTable,
  scanTables,
  scanTimes,
  select,
  union,
} from '../store/index.ts'
import { payloadPath } from '../../../shared/query/index.ts'
import { candidateWords } from './candidateWords.ts'
import { InlineValues } from './inlineValues.ts'
import { type PayloadSource, PayloadSearch } from './payloadSearch.ts'
import { TextIndex } from './textIndex.ts'
import { type Clock, commonInterval, type Interval, isTimeInterval, timeInterval } from './timeClause.ts'
import { type FieldClause, type ValueTest, valueTest } from './valueTest.ts'

export class FilterEvaluator {
  private readonly store: ColumnStore
  private readonly text: TextIndex
  private readonly inline: InlineValues
  private readonly payloads: PayloadSearch
  private ascendingTimes: boolean | undefined

  /** `payloadOf` decodes verbatim records, for clauses on paths into them. */
  constructor(db: Database, store: ColumnStore, payloadOf: PayloadSource) {
    this.store = store
    this.text = new TextIndex(db, store)
    this.inline = new InlineValues(db)
    this.payloads = new PayloadSearch(db, payloadOf)
  }

  /** Rows that match, ascending. Fails with `query/unknown-field`, `query/bad-value`; rejects with the signal's reason. */
  rows(filter: Filter, clock: Clock, signal: AbortSignal): Promise<Rows> {
    return this.among(filter, { start: 0, end: this.store.size }, clock, signal)
  }

  private async among(filter: Filter, rows: Rows, clock: Clock, signal: AbortSignal): Promise<Rows> {
    if (filter.kind === 'all' || rowCount(rows) === 0) return rows
    switch (filter.kind) {
      case 'and':
        return this.all(filter.of, rows, clock, signal)
      case 'or': {
        let found = new Uint32Array(0)
        for (const clause of filter.of) {
          const more = rowSetOf(await this.among(clause, rows, clock, signal))
          found = union(found, more) as Uint32Array<ArrayBuffer>
        }
        return found
      }
      case 'not': {
        const table = this.tableOf(filter)
        if (table !== null) return scanTable(table.codes, table.table, rows)
        return without(rows, await this.among(filter.of, rows, clock, signal), this.store.size)
      }
      case 'text':
        return this.text.phraseRows(filter.text, filter.prefix, rows)
      default:
        return this.fieldRows(filter, rows, clock, signal)
    }
  }

  /** Times first, as one interval; then the columns, together; then the rest, cheapest first. */
  private async all(clauses: readonly Filter[], rows: Rows, clock: Clock, signal: AbortSignal): Promise<Rows> {
    const intervals: FieldClause[] = []
    const tables: CodeTable[] = []
    const others: Filter[] = []
    for (const clause of clauses) {
      const table = this.tableOf(clause)
      if (isTimeInterval(clause)) intervals.push(clause)
      else if (table !== null) tables.push(table)
      else others.push(clause)
    }
    let left = intervals.length === 0 ? rows : this.timesWithin(commonInterval(intervals, clock), rows)
    if (tables.length > 0 && rowCount(left) > 0) left = scanTables(tables, left)
    for (const clause of others.sort((a, b) => costOf(a) - costOf(b)))
      left = await this.among(clause, left, clock, signal)
    return left
  }

  /** Which codes a clause on one column, or its negation, wants; null where codes alone do not tell. */
  private tableOf(filter: Filter): CodeTable | null {
    const clause = filter.kind === 'not' ? filter.of : filter
    if (!('field' in clause) || payloadPath(clause.field) !== null) return null
    const id = fieldById(clause.field)?.id ?? clause.field
    const type = id === EXHIBIT_COLUMN ? 'text' : this.store.fields.get(id)?.type
    if (type === undefined) return null
    const { codes, values, hasInline } = this.store.column(id)
    if (hasInline) return null
    const test = clause.kind === 'exists' ? () => true : valueTest({ ...clause, field: id }, type)
    const table = codeTable(values, test)
    // An event without a value (code 0) matches no clause, and so every negated one.
    return { codes, table: filter.kind === 'not' ? table.map((hit) => 1 - hit) : table }
  }

  private async fieldRows(clause: FieldClause, rows: Rows, clock: Clock, signal: AbortSignal): Promise<Rows> {
    if (payloadPath(clause.field) !== null) {
      const words = candidateWords(clause)
      const candidates = words === null ? rows : this.text.wordRows(words, rows)
      return this.payloads.rows(clause, candidates, signal)
    }
    const id = fieldById(clause.field)?.id ?? this.ownFieldId(clause.field)
    if (id === 'time') return this.timeRows(clause, rows, clock)
    if (id === 'id') return this.idRows(clause, rows)
    if (id === EXHIBIT_COLUMN) return this.valueRows({ ...clause, field: id }, 'text', rows, signal)
    if (id === 'record') return this.inline.matching('record', valueTest(clause, 'integer'), rows, signal)
    const field = this.store.fields.get(id)
    if (field === undefined) return new Uint32Array(0)
    return this.valueRows({ ...clause, field: id }, field.type, rows, signal)
  }

  private async valueRows(
    clause: FieldClause,
    type: Parameters<typeof valueTest>[1],
    rows: Rows,
    signal: AbortSignal,
  ): Promise<Rows> {
    const { codes, values, hasInline } = this.store.column(clause.field)
    if (clause.kind === 'exists') return select(rows, (row) => codes[row] !== 0)
    const test = valueTest(clause, type)
    const table = codeTable(values, test)
    const inDictionary = table.includes(1) ? scanTable(codes, table, rows) : new Uint32Array(0)
    if (!hasInline) return inDictionary
    let candidates: Rows
    if (clause.kind === 'is') candidates = scanCode(codes, inlineCode(clause.value), rows)
    else {
      const words = candidateWords(clause)
      candidates = scanInline(codes, words === null ? rows : this.text.wordRows(words, rows))
    }
    return union(inDictionary, await this.inline.matching(clause.field, test, candidates, signal))
  }

  private timeRows(clause: FieldClause, rows: Rows, clock: Clock): Rows {
    if (clause.kind !== 'exists') return this.timesWithin(timeInterval(clause, clock), rows)
    const times = this.store.times()
    return select(rows, (row) => !Number.isNaN(times[row]))
  }

  /** Rows whose time lies in [from, to). */
  private timesWithin({ from, to }: Interval, rows: Rows): Rows {
    const times = this.store.times()
    if (!this.timesAscend()) return scanTimes(times, this.store.timeBounds(), from, to, rows)
    const start = lowerBound(times, from)
    const end = Math.max(start, lowerBound(times, to))
    if (isSpan(rows)) {
      const cut = { start: Math.max(start, rows.start), end: Math.min(end, rows.end) }
      return cut.start < cut.end ? cut : new Uint32Array(0)
    }
    return rows.subarray(lowerBound(rows, start), lowerBound(rows, end))
  }

  private idRows(clause: FieldClause, rows: Rows): Rows {
    if (clause.kind === 'is') {
      const row = Number(clause.value) - 1
      // A value matches whole: `id:01` is no event.
      return String(row + 1) === clause.value ? select(rows, (candidate) => candidate === row) : new Uint32Array(0)
    }
    const test = valueTest(clause, 'integer')
    return select(rows, (row) => test(String(row + 1)))
  }

  private ownFieldId(name: string): string {
    for (const id of this.store.fields.keys()) if (id.toLowerCase() === name.toLowerCase()) return id
    fail({ code: 'query/unknown-field', message: `This case has no field “${name}”`, where: { field: name } })
  }

  private timesAscend(): boolean {
    this.ascendingTimes ??= ascends(this.store.times())
    return this.ascendingTimes
  }
}

/** Whether every time is there and none is earlier than the one before it. */
export function ascends(times: Float64Array): boolean {
  for (let i = 0; i < times.length; i++)
    if (!(times[i] >= (i === 0 ? Number.NEGATIVE_INFINITY : times[i - 1]))) return false
  return true
}

/** 1 for each dictionary code whose text passes. */
function codeTable(values: readonly string[], test: ValueTest): Uint8Array {
  const table = new Uint8Array(values.length)
  for (let code = 1; code < values.length; code++) if (test(values[code])) table[code] = 1
  return table
}

/** Those of `rows` that are not in `out`. */
function without(rows: Rows, out: Rows, size: number): Rows {
  if (rowCount(out) === 0) return rows
  if (isSpan(rows) && rows.start === 0 && rows.end === size) return complement(rowSetOf(out), size)
  return difference(rowSetOf(rows), rowSetOf(out))
}

/** Rough cost of asking a clause of many rows; only the order matters. */
function costOf(filter: Filter): number {
  switch (filter.kind) {
    case 'all':
      return 0
    case 'text':
      return 5
    case 'not':
      return costOf(filter.of)
    case 'and':
    case 'or':
      return Math.max(...filter.of.map(costOf), 0)
    default:
      if (payloadPath(filter.field) !== null) return 9
      if (filter.field === 'time') return 1
      return filter.kind === 'is' || filter.kind === 'exists' ? 2 : 3
  }
}
