/** Gathers the events of one run of records as columns, ready to be sent to the writing thread. */
import { utcTimeText } from '../../../../shared/time/index.ts'
import { isInline, NO_VALUE } from '../../store/index.ts'
import { type KeySeeds, putKey, textKey } from '../duplicates/eventKey.ts'
import type { MappedEvent, Payload } from '../profiles/index.ts'
import type { DictionaryBuilder } from './dictionaryBuilder.ts'
import { IndexText } from './indexText.ts'
import { type EventBatch, NO_TIME_TEXT, OTHER_TIME_TEXT } from './messages.ts'

export class EventBatchBuilder {
  private readonly dictionaries: readonly DictionaryBuilder[]
  private readonly constants: readonly (string | null)[]
  private readonly codes: readonly Uint32Array[]
  private readonly inline: readonly string[][]
  private readonly records: Float64Array
  private readonly times: Float64Array
  private readonly timeForms: Int8Array
  private readonly timeTexts: string[] = []
  private readonly texts: string[] = []
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
    const { values } = event
    for (let c = 0; c < this.dictionaries.length; c++) {
      const stated = c < values.length ? values[c] : this.constants[c]
      if (stated === null) continue
      // The database holds UTF-8, which has no lone surrogates: what is stored and what is hashed must be the same text.
      // A profile's own texts have none (`yamlCursor.ts`).
      const value = isAscii ? stated : stated.toWellFormed()
      const code = this.dictionaries[c].code(value)
      this.codes[c][i] = code
      if (isInline(code)) this.inline[c].push(value)
      this.indexText.addField(value, code)
    }
    const eventId = this.idColumn < 0 ? null : values[this.idColumn]
    if (eventId !== null) {
      // Of those that stand inline, which are nearly all, the writing thread makes the keys.
      if (!isInline(this.codes[this.idColumn][i])) putKey(this.keys, i, textKey(eventId.toWellFormed(), this.seeds.id))
    } else if (this.isSheet) putKey(this.keys, i, textKey(JSON.stringify(payload), this.seeds.content))
    this.indexText.addPayload(payload)
    this.texts.push(this.indexText.text())
  }

  /** What was gathered. The builder is spent afterwards: its buffers go with the result. */
  take(): EventBatch {
    const { count } = this
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
      texts: this.texts.join('\0'),
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
