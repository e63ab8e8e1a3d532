/**
 * Filter → rows. Clauses of an AND are asked cheapest first, each only of the rows the ones before it left; so a
 * narrow time range makes everything after it cheap.
 */
import type { Database } from 'better-sqlite3'
import { fieldById, isBesideField } from '../../../shared/fields.ts'
import { fail } from '../../../shared/failure.ts'
import type { Filter } from '../../../shared/filter.ts'
import {
  type ColumnStore,
  EXHIBIT_COLUMN,
  hasRow,
  inlineCode,
  intersectRows,
  lowerBound,
  type Rows,
  rowCount,
  scanCode,
  scanHits,
  scanInline,
  scanTable,
  scanTimes,
  select,
  subtractRows,
  uniteRows,
} from '../store/index.ts'
import { payloadPath } from '../../../shared/query/index.ts'
import { type BesideFields, nothingBeside } from './besideFields.ts'
import { candidateWords } from './candidateWords.ts'
import { codeTable, columnHits, sharedHits } from './columnHits.ts'
import { InlineValues } from './inlineValues.ts'
import { type PayloadSource, PayloadSearch } from './payloadSearch.ts'
import { TextIndex } from './textIndex.ts'
import { type Clock, commonInterval, type Interval, isTimeInterval, timeInterval } from './timeClause.ts'
import { type FieldClause, valueTest } from './valueTest.ts'

export class FilterEvaluator {
  private readonly store: ColumnStore
  private readonly text: TextIndex
  private readonly inline: InlineValues
  private readonly payloads: PayloadSearch
  private readonly beside: BesideFields
  private ascendingTimes: boolean | undefined

  /** `payloadOf` decodes verbatim records, for clauses on paths into them; `beside` knows what people added to events. */
  constructor(db: Database, store: ColumnStore, payloadOf: PayloadSource, beside: BesideFields = nothingBeside) {
    this.store = store
    this.inline = new InlineValues(db)
    this.text = new TextIndex(db, store, this.inline)
    this.payloads = new PayloadSearch(db, payloadOf)
    this.beside = beside
  }

  /** Rows that match, ascending. Fails with `query/unknown-field`, `query/bad-value`; rejects with the signal's reason. */
  rows(filter: Filter, clock: Clock, signal: AbortSignal): Promise<Rows> {
    return this.among(filter, { start: 0, end: this.store.size }, clock, signal)
  }

  /** As `rows`, of these rows alone. */
  async among(filter: Filter, rows: Rows, clock: Clock, signal: AbortSignal): Promise<Rows> {
    if (filter.kind === 'all' || rowCount(rows) === 0) return rows
    if (filter.kind === 'and') return this.all(filter.of, rows, clock, signal)
    const hits = columnHits(filter, this.store)
    if (hits !== null) return scanHits(hits, rows)
    switch (filter.kind) {
      case 'or': {
        let found: Rows = new Uint32Array(0)
        for (const clause of filter.of) found = uniteRows(found, await this.among(clause, rows, clock, signal))
        return found
      }
      case 'not':
        return subtractRows(rows, await this.among(filter.of, rows, clock, signal))
      case 'text':
        return this.text.phraseRows(filter.text, filter.prefix, rows, signal)
      default:
        return this.fieldRows(filter, rows, clock, signal)
    }
  }

  /** Times first, as one interval; then the columns, together; then the rest, cheapest first. */
  private async all(clauses: readonly Filter[], rows: Rows, clock: Clock, signal: AbortSignal): Promise<Rows> {
    const intervals = clauses.filter(isTimeInterval)
    const columns = clauses.filter((clause) => !isTimeInterval(clause))
    const { hits, others } = sharedHits(columns, this.store)
    let left = intervals.length === 0 ? rows : this.timesWithin(commonInterval(intervals, clock), rows)
    if (hits !== null) left = scanHits(hits, left)
    for (const clause of others.sort((a, b) => costOf(a) - costOf(b)))
      left = await this.among(clause, left, clock, signal)
    return left
  }

  private async fieldRows(clause: FieldClause, rows: Rows, clock: Clock, signal: AbortSignal): Promise<Rows> {
    if (payloadPath(clause.field) !== null) {
      const words = candidateWords(clause)
      const candidates = words === null ? rows : await this.text.wordRows(words, rows, signal)
      return this.payloads.rows(clause, candidates, signal)
    }
    const id = fieldById(clause.field)?.id ?? this.ownFieldId(clause.field)
    if (id === 'time') return this.timeRows(clause, rows, clock)
    if (isBesideField(id)) return intersectRows(this.beside.matching(id, valueTest(clause, 'text')), rows)
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
      candidates = scanInline(codes, words === null ? rows : await this.text.wordRows(words, rows, signal))
    }
    return uniteRows(inDictionary, await this.inline.matching(clause.field, test, candidates, signal))
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
    return intersectRows({ start, end }, rows)
  }

  private idRows(clause: FieldClause, rows: Rows): Rows {
    if (clause.kind === 'is') {
      const row = Number(clause.value) - 1
      // A value matches whole: `id:01` is no event.
      return String(row + 1) === clause.value && hasRow(rows, row) ? Uint32Array.of(row) : new Uint32Array(0)
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
