/**
 * A case opened for asking: its columns, and the answers to recent questions, which paging asks again and again.
 * When somebody has added events to the case, everything derived from them is made anew; what people add to events is
 * looked at apart from that, so that a bookmark costs nothing of it.
 */
import { fieldById, type Field, isBesideField } from '../../shared/fields.ts'
import { fail, FailureError } from '../../shared/failure.ts'
import type { Filter } from '../../shared/filter.ts'
import { CaseBeside, isDuplicateField } from './caseBeside.ts'
import { parseQuery } from '../../shared/query/index.ts'
import type { Question, SortBy } from '../../shared/api/index.ts'
import { AnnotationIndex } from './annotate/index.ts'
import { type CaseFile, CasePages, CaseWriter, openCase } from './case/index.ts'
import {
  type Clock,
  EventReadAhead,
  FacetCounter,
  FilterEvaluator,
  HistogramCounter,
  KeptAnswers,
  type RowOrder,
  RowSorter,
  StackedHistogramCounter,
} from './query/index.ts'
import { RecordPayloads } from './ingest/index.ts'
import { SampleIndex } from './sampling/index.ts'
import { ColumnStore, otherRows, type Rows, rowCount, subtractRows } from './store/index.ts'

/** Answers, and orders of them, that are kept for paging; at most some 5 MB each of ten million events. */
const CACHED_ANSWERS = 8

/** Everything derived from one state of the case's events. */
interface CaseState {
  /** Differs whenever events or columns do. */
  readonly events: string
  readonly store: ColumnStore
  readonly evaluator: FilterEvaluator
  readonly facets: FacetCounter
  readonly histograms: HistogramCounter
  readonly stacked: StackedHistogramCounter
  readonly sorter: RowSorter
  readonly readAhead: EventReadAhead
  readonly payloads: RecordPayloads
  /** What is kept beside the events: annotations, and which are duplicates. */
  readonly beside: CaseBeside
  readonly answers: KeptAnswers<Rows>
  readonly orders: KeptAnswers<RowOrder>
}

export class OpenCase {
  readonly path: string
  private readonly file: CaseFile
  private readonly pages: CasePages
  private readonly writer: CaseWriter
  /** What people added to the events, as it is now. */
  readonly annotations: AnnotationIndex
  private derived: CaseState | undefined
  private version: number | undefined
  private readonly others = new WeakMap<Rows, Rows>()

  /** `version`: of this build, for the custody log of a case that another one wrote. */
  constructor(path: string, version?: string) {
    this.path = path
    this.file = openCase(path)
    this.pages = new CasePages(path)
    this.writer = new CaseWriter(path, version)
    this.annotations = new AnnotationIndex(this.file.db, new SampleIndex(this.file.db))
  }

  get db(): CaseFile['db'] {
    return this.file.db
  }

  /** Columns, evaluator and so on, for the case as it is now. */
  state(): CaseState {
    const version = this.db.pragma('data_version', { simple: true }) as number
    if (this.derived !== undefined && this.version === version) return this.derived
    this.version = version
    const events = eventsState(this.db)
    if (this.derived?.events !== events) {
      const store = new ColumnStore(this.db)
      const payloads = new RecordPayloads(this.db)
      const beside = new CaseBeside(this.db, this.annotations)
      const facets = new FacetCounter(this.db, store)
      this.derived = {
        events,
        store,
        payloads,
        beside,
        evaluator: new FilterEvaluator(
          this.db,
          store,
          (exhibit, record, keys) => payloads.payload(exhibit, record, keys),
          beside,
        ),
        facets,
        histograms: new HistogramCounter(store),
        stacked: new StackedHistogramCounter(this.db, store, facets),
        sorter: new RowSorter(this.db, store),
        readAhead: new EventReadAhead(this.db, this.pages),
        answers: new KeptAnswers(CACHED_ANSWERS),
        orders: new KeptAnswers(CACHED_ANSWERS),
      }
    }
    return this.derived
  }

  /** The rows that answer a question, ascending. Every answer there is follows from these. */
  async rows(question: Question, signal: AbortSignal): Promise<Rows> {
    const { answers, beside } = this.state()
    const duplicates = beside.duplicates()
    if (this.includesDuplicates(question) || rowCount(duplicates) === 0) return this.matching(question, signal)
    const key = `${this.keyOf(this.filterOf(question), clockOf(question))} without duplicates`
    return answers.get(key, signal, async () => subtractRows(await this.matching(question, signal), duplicates))
  }

  /** How many events match a question and are left out of its answer, as they came in before. */
  async leftOut(question: Question, signal: AbortSignal): Promise<number> {
    if (this.includesDuplicates(question) || rowCount(this.state().beside.duplicates()) === 0) return 0
    return rowCount(await this.matching(question, signal)) - rowCount(await this.rows(question, signal))
  }

  /** Whether duplicates are part of the answer: where that is asked for, or the filter speaks of them itself. */
  includesDuplicates(question: Question): boolean {
    return question.duplicates ?? speaksOf(this.filterOf(question), isDuplicateField)
  }

  private matching(question: Question, signal: AbortSignal): Promise<Rows> {
    const { answers, evaluator } = this.state()
    const filter = this.filterOf(question)
    const clock = clockOf(question)
    return answers.get(this.keyOf(filter, clock), signal, () => evaluator.rows(filter, clock, signal))
  }

  /** The rows that answer a question, in the order asked for. Fails with `query/*`. */
  ordered(question: Question, sort: SortBy, signal: AbortSignal): Promise<RowOrder> {
    const { orders, sorter } = this.state()
    const field = this.orderField(sort.field)
    const key = `${this.keyOf(this.filterOf(question), clockOf(question))} ${this.includesDuplicates(question)} ${field} ${sort.descending}`
    const order = { ...sort, field }
    return orders.get(key, signal, async () => sorter.sorted(await this.rows(question, signal), order, signal))
  }

  /** The rows that do not answer, where they are fewer than those that do; made once per answer. */
  othersOf(rows: Rows): Rows | undefined {
    const { size } = this.state().store
    const count = rowCount(rows)
    if (count * 2 <= size || count === size) return undefined
    let others = this.others.get(rows)
    if (others === undefined) {
      others = otherRows(rows, size)
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

  /** Changes the case; see `CaseWriter.write`. */
  write<T>(signal: AbortSignal, work: (db: CaseFile['db'], signal: AbortSignal) => T | Promise<T>): Promise<T> {
    return this.writer.write(signal, work)
  }

  /** Ends a change that is under way, undone, and leaves the case as one file where nobody else has it open. */
  async close(): Promise<void> {
    this.pages.close()
    this.file.close()
    await this.writer.close()
  }

  /** Fails with `query/bad-value` for a field whose values have no order, as an event may have several. */
  private orderField(name: string): string {
    const id = this.columnId(name)
    if (!isBesideField(id)) return id
    fail({
      code: 'query/bad-value',
      message: `Events cannot be put in the order of “${id}”`,
      where: { field: id },
      next: `Filter for them instead: \`${id}:*\`.`,
    })
  }

  /** What tells one answer from another. */
  private keyOf(filter: Filter, clock: Clock): string {
    const text = JSON.stringify(filter)
    const now = text.includes('now') ? clock.nowMicros : ''
    return `${text} ${clock.zone} ${now} ${speaksOf(filter, isBesideField) ? this.annotations.revision() : ''}`
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

/** What everything derived from the events rests on. An import raises the generation with each exhibit. */
function eventsState(db: CaseFile['db']): string {
  const state = db
    .prepare(
      `SELECT (SELECT value FROM meta WHERE key = 'generation') || ' ' || ifnull((SELECT max(id) FROM event), 0) || ' ' ||
         (SELECT count(*) FROM exhibit) || ' ' || (SELECT count(*) FROM field)`,
    )
    .pluck()
    .get()
  return String(state)
}

function speaksOf(filter: Filter, isMeant: (field: string) => boolean): boolean {
  if (filter.kind === 'and' || filter.kind === 'or') return filter.of.some((part) => speaksOf(part, isMeant))
  if (filter.kind === 'not') return speaksOf(filter.of, isMeant)
  return 'field' in filter && isMeant(filter.field)
}
