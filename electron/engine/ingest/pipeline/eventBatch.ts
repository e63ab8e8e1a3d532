/** Gathers the events of one run of records as columns, ready to be sent to the writing thread. */
import { utcTimeText } from '../../../../shared/time/index.ts'
import { isInline, NO_VALUE } from '../../store/index.ts'
import { type KeySeeds, putKey, textKey } from '../duplicates/eventKey.ts'
import type { MappedEvent, Payload } from '../profiles/index.ts'
import type { DictionaryBuilder } from './dictionaryBuilder.ts'
import { IndexText } from './indexText.ts'
import { type EventBatch, NO_TIME_TEXT, OTHER_TIME_TEXT } from './messages.ts'

/** Events whose values are given codes at a time; what they hold still lies in the processor's nearer caches. */
const ENCODED_ROWS = 256

export class EventBatchBuilder {
  private readonly dictionaries: readonly DictionaryBuilder[]
  private readonly constants: readonly (string | null)[]
  /** The profile's outputs of the latest events, whose codes are not looked up yet. */
  private readonly rows: (readonly (string | null)[])[] = []
  private readonly codes: readonly Uint32Array[]
  private readonly inline: readonly string[][]
  private readonly records: Float64Array
  private readonly times: Float64Array
  private readonly timeForms: Int8Array
  private readonly timeTexts: string[] = []
  private readonly indexText = new IndexText()
  private readonly keys: Uint32Array
  private readonly seeds: KeySeeds
  /** Whether records refer to what stands elsewhere, so that their bytes are not their content. */
  private readonly isSheet: boolean
  private readonly idColumn: number
  private count = 0

  /**
   * For at most `capacity` events. `dictionaries` follow the profile's outputs; further ones take the value of
   * `constants` at their place for every event.
   */
  constructor(
    capacity: number,
    dictionaries: readonly DictionaryBuilder[],
    constants: readonly (string | null)[],
    seeds: KeySeeds,
    isSheet: boolean,
  ) {
    this.keys = new Uint32Array(capacity * 2)
    this.seeds = seeds
    this.isSheet = isSheet
    this.idColumn = dictionaries.findIndex((dictionary) => dictionary.field === 'eventId')
    this.dictionaries = dictionaries
    this.constants = constants
    this.codes = dictionaries.map(() => new Uint32Array(capacity))
    this.inline = dictionaries.map(() => [])
    this.records = new Float64Array(capacity)
    this.times = new Float64Array(capacity)
    this.timeForms = new Int8Array(capacity)
  }

  /** `isAscii`: all texts of the payload are known to be ASCII without NUL. */
  add(record: number, event: MappedEvent, payload: Payload, isAscii: boolean): void {
    const i = this.count++
    this.records[i] = record
    this.addTime(i, event)
    this.indexText.begin(isAscii)
    // The database holds UTF-8, which has no lone surrogates: what is stored and what is hashed must be the same text.
    // A profile's own texts have none (`yamlCursor.ts`).
    const values = isAscii ? event.values : event.values.map((value) => value?.toWellFormed() ?? null)
    this.rows.push(values)
    for (const value of values) if (value !== null) this.indexText.addField(value)
    for (const value of this.constants) if (value !== null) this.indexText.addField(value)
    if (this.isSheet && (this.idColumn < 0 || values[this.idColumn] === null))
      putKey(this.keys, i, textKey(JSON.stringify(payload), this.seeds.content))
    this.indexText.addPayload(payload)
    if (this.rows.length === ENCODED_ROWS) this.encodeRows()
  }

  /** What was gathered. The builder is spent afterwards: its buffers go with the result. */
  take(): EventBatch {
    const { count } = this
    this.encodeRows()
    return {
      eventCount: count,
      eventRecords: this.records.subarray(0, count),
      times: this.times.subarray(0, count),
      timeForms: this.timeForms.subarray(0, count),
      timeTexts: this.timeTexts,
      keys: this.keys.subarray(0, count * 2),
      columns: this.dictionaries
        .map((dictionary, c) => ({
          field: dictionary.field,
          codes: this.codes[c].subarray(0, count),
          ...dictionary.takeNew(),
          ...joined(this.inline[c]),
        }))
        .filter((column) => column.codes.some((code) => code !== NO_VALUE)),
      texts: this.indexText.take(),
    }
  }

  /** Values to codes, column by column: what one dictionary holds stays near. */
  private encodeRows(): void {
    for (let c = 0; c < this.dictionaries.length; c++) this.encode(c)
    this.rows.length = 0
  }

  private encode(c: number): void {
    const dictionary = this.dictionaries[c]
    const codes = this.codes[c]
    const inline = this.inline[c]
    const constant = this.constants[c]
    const first = this.count - this.rows.length
    for (let i = 0; i < this.rows.length; i++) {
      const value = constant ?? this.rows[i][c]
      if (value === null) continue
      const code = dictionary.code(value)
      codes[first + i] = code
      if (isInline(code)) inline.push(value)
      // Of ids that stand inline, which are nearly all, the writing thread makes the keys.
      else if (c === this.idColumn) putKey(this.keys, first + i, textKey(value, this.seeds.id))
    }
  }

  private addTime(i: number, event: MappedEvent): void {
    this.times[i] = event.time ?? Number.NaN
    if (event.timeText === null) {
      this.timeForms[i] = NO_TIME_TEXT
      return
    }
    const digits = utcTimeText(event.timeText)
    this.timeForms[i] = digits >= 0 ? digits : OTHER_TIME_TEXT
    if (digits < 0) this.timeTexts.push(event.timeText.toWellFormed())
  }
}

/** Texts as one: a thread passes one long text on faster than many short ones. */
function joined(values: readonly string[]): { inlineText: string; inlineEnds: Uint32Array } {
  const inlineEnds = new Uint32Array(values.length)
  let end = 0
  for (let i = 0; i < values.length; i++) {
    end += values[i].length
    inlineEnds[i] = end
  }
  return { inlineText: values.join(''), inlineEnds }
}
