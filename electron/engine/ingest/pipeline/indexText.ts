/**
 * The text of events that goes into the full-text index: what no dictionary holds.
 *
 * A value that stands in a field's dictionary is found by looking through the dictionary, once per query; indexing it
 * again for every event would cost three times the tokens. So the index takes the payload's leaf values that are not
 * the event's own field values, which are gathered here, and the field values that stand inline, which the writing
 * thread adds (`textInserter.ts`). Values are kept apart by a mark that is a word of its own, so that a phrase never
 * spans two values.
 */
import type { Json } from '../../../../shared/failure.ts'
import { foldAsciiForIndex, foldForIndex } from '../../../../shared/query/index.ts'
import { textPlace } from '../../base/index.ts'

/** Stands between two values; U+0080 is a token of its own to the index and never part of a word. */
export const VALUE_MARK = ' \u0080 '

/** Stands between two events. NUL is never part of an index text. */
const EVENT_PART = '\0'
const EVENT_MARK = VALUE_MARK + EVENT_PART + VALUE_MARK

/** The texts of events that {@link IndexText.take} gave as one. */
export function eventTexts(joined: string): readonly string[] {
  return joined.split(EVENT_MARK)
}

/** Chains in which own values are looked up, a power of two. */
const CHAINS = 256

export class IndexText {
  /** Of all events so far. One long list is made one text faster than many short ones. */
  private parts: string[] = []
  private partsBefore = 0
  private readonly own: string[] = []
  /** First own value of each chain of the event `eventOfChain` names, and the next of each own value: -1 for none. */
  private readonly firstOfChain = new Int32Array(CHAINS)
  private readonly eventOfChain = new Float64Array(CHAINS)
  private readonly nextInChain: number[] = []
  private event = 0
  private isAscii = false
  private hasTrue = false
  private hasFalse = false

  /** Starts the next event. `isAscii`: all texts of its record are known to be ASCII without NUL. */
  begin(isAscii: boolean): void {
    if (this.event > 0) this.end()
    this.event++
    this.isAscii = isAscii
    this.own.length = 0
    this.hasTrue = false
    this.hasFalse = false
  }

  /** One of the event's field values. Call before `addPayload`. */
  addField(value: string): void {
    const chain = textPlace(value, CHAINS)
    const isFirst = this.eventOfChain[chain] !== this.event
    this.nextInChain[this.own.length] = isFirst ? -1 : this.firstOfChain[chain]
    this.eventOfChain[chain] = this.event
    this.firstOfChain[chain] = this.own.length
    this.own.push(value)
  }

  /** The leaf values of the record. */
  addPayload(payload: Json): void {
    if (typeof payload === 'string') this.addLeaf(payload)
    else if (typeof payload === 'number') this.addLeaf(String(payload))
    else if (typeof payload === 'boolean') this.addBoolean(payload)
    else if (Array.isArray(payload)) for (const item of payload) this.addPayload(item)
    else if (payload !== null) for (const key in payload) this.addPayload((payload as { [key: string]: Json })[key])
  }

  /** The texts of all events as one, see {@link eventTexts}. */
  take(): string {
    this.endValues()
    const { parts } = this
    this.parts = []
    this.event = 0
    return parts.join(VALUE_MARK)
  }

  private end(): void {
    this.endValues()
    this.parts.push(EVENT_PART)
    this.partsBefore = this.parts.length
  }

  /** The text of an event without values is empty, and it has one. */
  private endValues(): void {
    if (this.parts.length === this.partsBefore) this.parts.push('')
  }

  private addLeaf(leaf: string): void {
    if (leaf === '' || this.isOwn(leaf)) return
    this.parts.push(this.folded(leaf))
  }

  private folded(text: string): string {
    return this.isAscii ? foldAsciiForIndex(text) : foldForIndex(text)
  }

  private isOwn(leaf: string): boolean {
    const chain = textPlace(leaf, CHAINS)
    if (this.eventOfChain[chain] !== this.event) return false
    for (let at = this.firstOfChain[chain]; at >= 0; at = this.nextInChain[at]) if (this.own[at] === leaf) return true
    return false
  }

  /** `true` and `false` once per event. */
  private addBoolean(leaf: boolean): void {
    if (leaf ? this.hasTrue : this.hasFalse) return
    if (leaf) this.hasTrue = true
    else this.hasFalse = true
    this.parts.push(leaf ? 'true' : 'false')
  }
}
