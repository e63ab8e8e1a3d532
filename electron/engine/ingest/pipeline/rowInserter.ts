/**
 * Inserts event rows. Binding a value costs more than storing it, NULLs included, and rows of one kind have values in the
 * same columns: so a shape of row that comes back gets a statement of its own, with just the values it has. Other rows
 * take one statement for all columns of their batch.
 */
import type { Database, Statement } from 'better-sqlite3'
import { INLINE_BIT, type InlineValues, inlineValue, NO_UUID, NO_VALUE, storedInline } from '../../store/index.ts'
import { NO_TIME_TEXT, OTHER_TIME_TEXT, type EventBatch } from './messages.ts'

/** A shape gets a statement when it is met for this time. */
const ROWS_BEFORE_STATEMENT = 8
/** Statements of shapes kept; hostile input has a new shape in every row. */
const MAX_STATEMENTS = 256
/** The tree of shapes is begun anew before a batch once it has more steps than this. */
const MAX_STEPS = 16_384

/** Ways in which a value is written. */
const NUMBER = 0
const TEXT = 1
const UUID = 2
const WAYS = 3
/**
 * better-sqlite3 binds numbers as REAL, which an ANY column keeps: they are cast. A UUID stands as its 16 bytes, see
 * `store/inlineText.ts`.
 */
const SQL_OF_WAY = ['CAST(? AS INTEGER)', '?', "unhex(?, '-')"] as const

const ALWAYS = ['id', 'exhibit_id', 'record']
const TIME = 'time_us'
const TIME_TEXT = 'time_text'

type Bound = number | bigint | string | Buffer | null

/** A step from value to value of a row; where a row ends, it stands for the row's shape. */
interface Step {
  readonly before: Step | undefined
  /** Number of the column × `WAYS` + way of its value; -1 before the first. */
  readonly key: number
  /** The step taken last from here, and all others. */
  latest: Step | undefined
  others: Map<number, Step> | undefined
  rows: number
  statement: Statement | undefined
}

export class RowInserter {
  private readonly db: Database
  private readonly columns: string[] = []
  private readonly numbers = new Map<string, number>()
  private readonly wide = new Map<string, Statement>()
  private root = newStep(undefined, -1)
  private steps = 0
  private statements = 0

  constructor(db: Database) {
    this.db = db
  }

  /**
   * Inserts the events of a batch, the first as `firstId`, the others behind it; `inline` are the inline values of its
   * columns. Call inside a transaction.
   */
  insert(batch: EventBatch, inline: readonly InlineValues[], firstId: number, exhibitId: number): void {
    if (this.steps > MAX_STEPS) this.reset()
    const { eventCount, eventRecords, times, timeForms, timeTexts, columns } = batch
    const timeKey = this.numberOf(TIME) * WAYS
    const timeTextKey = this.numberOf(TIME_TEXT) * WAYS
    const keys = columns.map((column) => this.numberOf(column.field) * WAYS)
    const nextInline = new Uint32Array(columns.length)
    const row: Bound[] = []
    let nextTimeText = 0
    for (let i = 0; i < eventCount; i++) {
      let shape = this.root
      row.length = 0
      row.push(firstId + i, exhibitId, eventRecords[i])
      if (!Number.isNaN(times[i])) {
        row.push(times[i])
        shape = this.step(shape, timeKey + NUMBER)
      }
      const form = timeForms[i]
      if (form === OTHER_TIME_TEXT) {
        row.push(timeTexts[nextTimeText++])
        shape = this.step(shape, timeTextKey + TEXT)
      } else if (form !== NO_TIME_TEXT) {
        row.push(form)
        shape = this.step(shape, timeTextKey + NUMBER)
      }
      for (let c = 0; c < columns.length; c++) {
        const code = columns[c].codes[i]
        if (code === NO_VALUE) continue
        let way = NUMBER
        if (code < INLINE_BIT) row.push(code)
        else {
          const n = nextInline[c]++
          way = inline[c].uuids[n] === NO_UUID ? TEXT : UUID
          row.push(inlineValue(inline[c], n))
        }
        shape = this.step(shape, keys[c] + way)
      }
      const statement = shape.statement ?? this.statementOf(shape)
      // As arguments: better-sqlite3 takes longer to read them out of an array.
      if (statement !== undefined) statement.run(...row)
      else this.insertWide(batch, shape, row)
    }
  }

  /** Forgets all statements, after a rollback may have taken columns away. */
  reset(): void {
    this.root = newStep(undefined, -1)
    this.steps = 0
    this.statements = 0
    this.wide.clear()
  }

  private numberOf(column: string): number {
    let number = this.numbers.get(column)
    if (number === undefined) {
      number = this.columns.length
      this.columns.push(column)
      this.numbers.set(column, number)
    }
    return number
  }

  private step(from: Step, key: number): Step {
    if (from.latest?.key === key) return from.latest
    let to = from.others?.get(key)
    if (to === undefined) {
      to = newStep(from, key)
      this.steps++
      from.others ??= new Map()
      from.others.set(key, to)
    }
    from.latest = to
    return to
  }

  /** The statement of a shape, once it was met often enough. */
  private statementOf(shape: Step): Statement | undefined {
    if (++shape.rows < ROWS_BEFORE_STATEMENT || this.statements >= MAX_STATEMENTS) return undefined
    this.statements++
    const keys = keysOf(shape)
    const ways = [...ALWAYS.map(() => NUMBER), ...keys.map((key) => key % WAYS)]
    shape.statement = this.prepare([...ALWAYS, ...keys.map((key) => this.columnOf(key))], ways)
    return shape.statement
  }

  /** Inserts the values `row` of a shape by way of all columns of the batch. */
  private insertWide({ timeTexts, columns }: EventBatch, shape: Step, row: readonly Bound[]): void {
    const names = [TIME, TIME_TEXT, ...columns.map((column) => column.field)]
    const isText = [false, timeTexts.length > 0, ...columns.map((column) => column.inlineEnds.length > 0)]
    const sqlKey = names.map((name, c) => `${name} ${isText[c]}`).join()
    let statement = this.wide.get(sqlKey)
    if (statement === undefined) {
      if (this.wide.size >= MAX_STATEMENTS) this.wide.clear()
      const ways = [...ALWAYS.map(() => NUMBER), ...isText.map((text) => (text ? TEXT : NUMBER))]
      statement = this.prepare([...ALWAYS, ...names], ways)
      this.wide.set(sqlKey, statement)
    }
    const values: Bound[] = [...row.slice(0, ALWAYS.length), ...names.map(() => null)]
    keysOf(shape).forEach((key, at) => {
      const place = names.indexOf(this.columnOf(key))
      const value = row[ALWAYS.length + at]
      // In a column that also holds texts nothing is cast.
      const isBare = isText[place] && typeof value === 'number'
      values[ALWAYS.length + place] = isBare ? BigInt(value) : key % WAYS === UUID ? storedInline(String(value)) : value
    })
    statement.run(...values)
  }

  private columnOf(key: number): string {
    return this.columns[Math.floor(key / WAYS)]
  }

  private prepare(names: readonly string[], ways: readonly number[]): Statement {
    const list = names.map((name) => `"${name}"`).join(', ')
    return this.db.prepare(`INSERT INTO event (${list}) VALUES (${ways.map((way) => SQL_OF_WAY[way]).join(', ')})`)
  }
}

function newStep(before: Step | undefined, key: number): Step {
  return { before, key, latest: undefined, others: undefined, rows: 0, statement: undefined }
}

/** The steps that lead to a shape, first to last. */
function keysOf(shape: Step): number[] {
  const keys: number[] = []
  for (let step: Step | undefined = shape; step?.before !== undefined; step = step.before) keys.push(step.key)
  return keys.reverse()
}
