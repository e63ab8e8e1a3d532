/**
 * A case opened for asking: its columns, and the answers to recent questions, which paging asks again and again.
 * When another process has changed the case, everything derived from it is made anew.
 */
import { fieldById, type Field } from '../../shared/fields.ts'
import { fail, FailureError } from '../../shared/failure.ts'
import type { Filter } from '../../shared/filter.ts'
import { parseQuery } from '../../shared/query/index.ts'
import type { Question, SortBy } from '../../shared/api/index.ts'
import { type CaseFile, openCase } from './case/index.ts'
import { FacetCounter, FilterEvaluator, HistogramCounter, RowSorter, type Clock } from './query/index.ts'
import { RecordPayloads } from './recordPayloads.ts'
import { ColumnStore, complement, type Rows, rowCount, rowSetOf } from './store/index.ts'

/** Answers kept for paging. */
const CACHED_ANSWERS = 4

/** Everything derived from one state of the case. */
interface CaseState {
  readonly version: number
  readonly store: ColumnStore
  readonly evaluator: FilterEvaluator
  readonly facets: FacetCounter
  readonly histograms: HistogramCounter
  readonly sorter: RowSorter
  readonly payloads: RecordPayloads
  readonly answers: Map<string, Promise<Rows>>
}

export class OpenCase {
  readonly path: string
  private readonly file: CaseFile
  private derived: CaseState | undefined
  private readonly others = new WeakMap<Rows, Rows>()

  constructor(path: string) {
    this.path = path
    this.file = openCase(path)
  }

  get db(): CaseFile['db'] {
    return this.file.db
  }

  /** Columns, evaluator and so on, for the case as it is now. */
  state(): CaseState {
    const version = this.db.pragma('data_version', { simple: true }) as number
    if (this.derived === undefined || this.derived.version !== version) {
      const store = new ColumnStore(this.db)
      const payloads = new RecordPayloads(this.db)
      this.derived = {
        version,
        store,
        payloads,
        evaluator: new FilterEvaluator(this.db, store, (exhibit, record, keys) =>
          payloads.payload(exhibit, record, keys),
        ),
        facets: new FacetCounter(this.db, store),
        histograms: new HistogramCounter(store),
        sorter: new RowSorter(this.db, store),
        answers: new Map(),
      }
    }
    return this.derived
  }

  /** The rows that answer a question, in the order asked for; ascending without one. */
  rows(question: Question, signal: AbortSignal, sort?: SortBy): Promise<Rows> {
    const state = this.state()
    const filter = this.filterOf(question)
    const clock = clockOf(question)
    const text = JSON.stringify(filter)
    const key = `${text} ${clock.zone} ${text.includes('now') ? clock.nowMicros : ''} ${sort === undefined ? '' : `${sort.field} ${sort.descending}`}`
    let answer = state.answers.get(key)
    if (answer === undefined) {
      answer =
        sort === undefined
          ? state.evaluator.rows(filter, clock, signal)
          : this.rows(question, signal).then((rows) =>
              state.sorter.sorted(rows, { ...sort, field: this.columnId(sort.field) }),
            )
      state.answers.set(key, answer)
      answer.catch(() => state.answers.delete(key))
      if (state.answers.size > CACHED_ANSWERS) state.answers.delete(state.answers.keys().next().value as string)
    } else {
      state.answers.delete(key)
      state.answers.set(key, answer)
    }
    return answer
  }

  /** The rows that do not answer, where they are fewer than those that do; made once per answer. */
  othersOf(rows: Rows): Rows | undefined {
    const { size } = this.state().store
    const count = rowCount(rows)
    if (count * 2 <= size || count === size) return undefined
    let others = this.others.get(rows)
    if (others === undefined) {
      others = complement(rowSetOf(rows), size)
      this.others.set(rows, others)
    }
    return others
  }

  async count(question: Question, signal: AbortSignal): Promise<number> {
    return rowCount(await this.rows(question, signal))
  }

  /** Id of a column that can be shown and sorted by. Fails with `query/unknown-field`. */
  columnId(name: string): string {
    const known = this.field(name)
    if (known !== undefined) return known.id
    fail({
      code: 'query/unknown-field',
      message: `This case has no field “${name}”`,
      where: { field: name },
      next: '`vouch info` lists the fields.',
    })
  }

  /** The filter of a question. Fails with `query/*`. */
  filterOf(question: Question): Filter {
    if (typeof question.filter !== 'string') return question.filter
    const own = [...this.state().store.fields.values()].filter((field) => field.isOwn).map((field) => field.id)
    const parsed = parseQuery(question.filter, (name) => this.field(name), own)
    if (!parsed.ok) throw new FailureError(parsed.failure)
    return parsed.filter
  }

  close(): void {
    this.file.close()
  }

  /** A canonical field, or a profile's own column in this case, whatever its case. */
  private field(name: string): Field | undefined {
    const canonical = fieldById(name)
    if (canonical !== undefined) return canonical
    for (const field of this.state().store.fields.values()) {
      if (field.id.toLowerCase() === name.toLowerCase()) {
        return {
          id: field.id,
          label: field.label,
          type: field.type,
          storage: field.storage,
          facet: true,
          description: 'From the profile.',
        }
      }
    }
    return undefined
  }
}

/** The clock of a question: what it states, else the wall's, and UTC. */
export function clockOf(question: Question): Clock {
  return { nowMicros: question.nowMicros ?? Date.now() * 1000, zone: question.zone ?? 'UTC' }
}
