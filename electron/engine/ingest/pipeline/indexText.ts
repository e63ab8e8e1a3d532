/**
 * The text of an event that goes into the full-text index: what no dictionary holds.
 *
 * A value that stands in a field's dictionary is found by looking through the dictionary, once per query; indexing it
 * again for every event would cost three times the tokens. So the index takes the payload's leaf values that are not
 * the event's own field values, and the field values that stand inline. Values are kept apart by a mark that is a
 * word of its own, so that a phrase never spans two values.
 */
import type { Json } from '../../../../shared/failure.ts'
import { foldForIndex } from '../../../../shared/query/index.ts'
import { isInline } from '../../store/index.ts'

/** Stands between two values; U+0080 is a token of its own to the index and never part of a word. */
const VALUE_MARK = ' \u0080 '

export class IndexText {
  private parts: string[] = []
  private own: string[] = []
  /** Bit `length & 31` is set for each own value: most leaves differ from all of them in length. */
  private ownLengths = 0
  private hasTrue = false
  private hasFalse = false

  /** Starts the next event. */
  begin(): void {
    this.parts.length = 0
    this.own.length = 0
    this.ownLengths = 0
    this.hasTrue = false
    this.hasFalse = false
  }

  /** One of the event's field values, with its code. Call before `addPayload`. */
  addField(value: string, code: number): void {
    this.own.push(value)
    this.ownLengths |= 1 << (value.length & 31)
    if (isInline(code)) this.parts.push(foldForIndex(value))
  }

  /** The leaf values of the record. */
  addPayload(payload: Json): void {
    if (typeof payload === 'string') this.addLeaf(payload)
    else if (typeof payload === 'number') this.addLeaf(String(payload))
    else if (typeof payload === 'boolean') this.addBoolean(payload)
    else if (Array.isArray(payload)) for (const item of payload) this.addPayload(item)
    else if (payload !== null) for (const key in payload) this.addPayload((payload as { [key: string]: Json })[key])
  }

  text(): string {
    return this.parts.join(VALUE_MARK)
  }

  private addLeaf(leaf: string): void {
    if (leaf === '') return
    if ((this.ownLengths & (1 << (leaf.length & 31))) !== 0 && this.own.includes(leaf)) return
    this.parts.push(foldForIndex(leaf))
  }

  /** `true` and `false` once per event. */
  private addBoolean(leaf: boolean): void {
    if (leaf ? this.hasTrue : this.hasFalse) return
    if (leaf) this.hasTrue = true
    else this.hasFalse = true
    this.parts.push(leaf ? 'true' : 'false')
  }
}
