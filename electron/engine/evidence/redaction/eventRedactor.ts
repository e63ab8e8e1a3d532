/**
 * One event on its way out of the house. What the rules mean in it is known before; each value, text, JSON text and record
 * is then gone through, and whatever of that stands in it is replaced. A last look makes sure that nothing survived.
 */
import { PAYLOAD_COLUMN } from '../../../../shared/api/index.ts'
import type { PathSegment } from '../../../../shared/query/index.ts'
import {
  applied,
  type Edit,
  JSON_START,
  type JsonToken,
  type JsonVisitor,
  MASKED,
  MAX_INSIDE,
  unitPlaces,
  walkJson,
} from '../../../../shared/redaction/index.ts'
import { KeyContext } from './keyContext.ts'
import type { Learner } from './learner.ts'
import type { RedactionRule } from './profile.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import { replacementInText, replacementOf, withoutOverlaps } from './replacements.ts'
import { isNoValue } from './spelling.ts'
import type { Tally } from './tally.ts'

/** What is told about a key in the report: as long as it tells of nothing else. */
const TELLING_KEY = /^[\w$@.:/ -]{1,64}$/

const MASKED_JSON = JSON.stringify(MASKED)

/** Says where a value stands, for the report; `key`: the nearest key above it. */
type Place = (key: string | null) => string

export class EventRedactor {
  private readonly learner: Learner
  private readonly pseudonyms: Pseudonyms | null
  private readonly tally: Tally
  private readonly counted = new Set<RedactionRule>()
  private readonly given = new Map<string, string | null>()
  /** Whether the event could not be looked through, so that nothing of the log is given. */
  private readonly isWithheld: boolean
  private isChanged = false

  constructor(learner: Learner, pseudonyms: Pseudonyms | null, tally: Tally) {
    this.learner = learner
    this.pseudonyms = pseudonyms
    this.tally = tally
    this.isWithheld = learner.isLost || learner.values.isFull
    tally.events++
    if (!this.isWithheld) return
    tally.withheldEvents++
    this.change()
  }

  /** A cell of a column, redacted; null: it has no value, or none that is given. */
  cell(column: string, text: string | null): string | null {
    if (text === null || this.learner.rules.isExempt(column)) return text
    const known = this.given.get(column)
    if (known !== undefined || this.given.has(column)) return known ?? null
    const cell = column === PAYLOAD_COLUMN ? this.payload(text) : this.value(column, text)
    this.given.set(column, cell)
    return cell
  }

  /** A value that stands in a column, redacted, where several are told of it; null: none is given. */
  value(column: string, text: string): string | null {
    if (this.learner.rules.isExempt(column)) return text
    if (this.isWithheld) return MASKED
    const forced = this.learner.rules.columnRule(column)
    const rule = this.ruleOf(text, forced)
    if (rule !== null) return this.replaced(text, rule, column)
    const path: readonly PathSegment[] = [{ kind: 'key', key: column }]
    const out = applied(
      text,
      this.textEdits(text, path, forced, 0, () => column),
    )
    return this.survivesIn(out) ? MASKED : out
  }

  /** JSON text of the event, redacted; a text that is no JSON gives `"[REDACTED]"`. */
  json(text: string): string {
    const edits = this.isWithheld ? null : this.edits(text, [], null, 0, (key) => this.keyPlace(key))
    const out = edits === null ? MASKED_JSON : applied(text, edits)
    return this.survivesIn(out) ? MASKED_JSON : out
  }

  /** As `json`, of a value that stood at `path` in the payload. */
  part(text: string, path: readonly PathSegment[], place: string): string {
    let base: RedactionRule | null = null
    for (const [i, segment] of path.entries()) {
      if (segment.kind === 'key') base ??= this.learner.rules.keys.ruleAt(path.slice(0, i + 1), segment.key)
    }
    const edits = this.isWithheld ? null : this.edits(text, path, base, 0, () => place)
    const out = edits === null ? MASKED_JSON : applied(text, edits)
    return this.survivesIn(out) ? MASKED_JSON : out
  }

  /** Any other text about the event, redacted; `place` is what the report calls it. */
  text(text: string, place: string): string {
    if (this.isWithheld) return MASKED
    const rule = this.learner.values.ruleOf(text)
    if (rule !== undefined) return this.replaced(text, rule, place) ?? ''
    const out = applied(
      text,
      this.textEdits(text, [], null, 0, () => place),
    )
    return this.survivesIn(out) ? MASKED : out
  }

  /** Edits of JSON text of the record as it was received; null where it is none. */
  jsonEdits(text: string, path: readonly PathSegment[], key: string | null = null): readonly Edit[] | null {
    const all = { start: 0, end: text.length }
    if (this.isWithheld) return [{ ...all, text: MASKED_JSON }]
    const whole = this.learner.rules.payload
    if (whole !== null) return [{ ...all, text: this.replaced(text, whole, 'record') === null ? 'null' : MASKED_JSON }]
    const base = key === null ? null : this.learner.rules.keys.ruleAt(path, key)
    return this.edits(text, path, base, 0, recordPlace)
  }

  /** Edits of a cell of the record as it was received, under the column `key`. */
  memberEdits(text: string, path: readonly PathSegment[], key: string): readonly Edit[] {
    const all = { start: 0, end: text.length }
    if (this.isWithheld) return [{ ...all, text: MASKED }]
    const forced = this.learner.rules.payload ?? this.learner.rules.keys.ruleAt(path, key)
    const rule = this.ruleOf(text, forced)
    if (rule !== null) return [{ ...all, text: this.replaced(text, rule, 'record') ?? '' }]
    return this.textEdits(text, path, forced, 0, recordPlace)
  }

  /** Whether something that was to be redacted stands in a text all the same. */
  survivesIn(text: string): boolean {
    return this.learner.values.survivesIn(text)
  }

  /** The rule that replaces a whole value; words that stand for no value get no pseudonym. */
  ruleOf(value: string, forced: RedactionRule | null): RedactionRule | null {
    const known = this.learner.values.ruleOf(value)
    if (known !== undefined) return known
    if (forced === null || value === '') return null
    return forced.action === 'pseudonymise' && isNoValue(value) ? null : forced
  }

  /** What stands for a whole value, counted; null: nothing. */
  replaced(value: string, rule: RedactionRule, place: string): string | null {
    this.count(rule, place)
    return replacementOf(value, rule, this.pseudonyms)
  }

  /** The name of a key in the report. */
  keyPlace(key: string | null): string {
    if (key === null || !TELLING_KEY.test(key)) return PAYLOAD_COLUMN
    const { rules, values } = this.learner
    const isTelling =
      values.ruleOf(key) !== undefined || values.hits(key).length > 0 || rules.patterns.hits(key).length > 0
    return isTelling ? PAYLOAD_COLUMN : `${PAYLOAD_COLUMN}.${key}`
  }

  /** Edits of a JSON text, in order; null where it is none. */
  edits(
    text: string,
    path: readonly PathSegment[],
    base: RedactionRule | null,
    inside: number,
    place: Place,
  ): Edit[] | null {
    const context = new KeyContext(this.learner.rules.keys, base, path.length)
    const replacer = new JsonReplacer(this, text, context, inside, place)
    return walkJson(text, replacer, path) ? replacer.edits : null
  }

  /** Edits of a text that is no whole value to be replaced, in order. */
  textEdits(
    text: string,
    path: readonly PathSegment[],
    base: RedactionRule | null,
    inside: number,
    place: Place,
  ): Edit[] {
    if (JSON_START.test(text)) {
      if (inside >= MAX_INSIDE) return [{ start: 0, end: text.length, text: MASKED }]
      const edits = this.edits(text, path, base, inside + 1, place)
      if (edits !== null) return edits
    }
    const { rules, values } = this.learner
    const hits = withoutOverlaps([...rules.patterns.hits(text), ...values.hits(text)])
    return hits.map((hit) => {
      this.count(hit.rule, place(lastKey(path)))
      return { start: hit.start, end: hit.end, text: replacementInText(text, hit, this.pseudonyms) }
    })
  }

  private payload(text: string): string | null {
    const rule = this.learner.rules.payload
    if (rule === null || this.isWithheld) return this.json(text)
    return this.replaced(text, rule, PAYLOAD_COLUMN) === null ? null : MASKED_JSON
  }

  private count(rule: RedactionRule, place: string): void {
    this.tally.add(rule, place)
    this.change()
    if (this.counted.has(rule)) return
    this.counted.add(rule)
    this.tally.addEvent(rule)
  }

  private change(): void {
    if (!this.isChanged) this.tally.redactedEvents++
    this.isChanged = true
  }
}

const recordPlace: Place = () => 'record'

function lastKey(path: readonly PathSegment[]): string | null {
  for (let i = path.length - 1; i >= 0; i--) {
    const segment = path[i]
    if (segment.kind === 'key') return segment.key
  }
  return null
}

/** Gathers the edits of one JSON text, so that everything else stays as it is, character for character. */
class JsonReplacer implements JsonVisitor {
  readonly edits: Edit[] = []
  private readonly event: EventRedactor
  private readonly json: string
  private readonly context: KeyContext
  private readonly inside: number
  private readonly place: Place

  constructor(event: EventRedactor, json: string, context: KeyContext, inside: number, place: Place) {
    this.event = event
    this.json = json
    this.context = context
    this.inside = inside
    this.place = place
  }

  key(token: JsonToken, path: readonly PathSegment[]): void {
    this.context.enter(path, token.text)
    const rule = this.event.ruleOf(token.text, null)
    if (rule === null) this.within(token, path, null)
    else this.put(token.start + 1, token.end - 1, this.event.replaced(token.text, rule, this.place(null)) ?? '')
  }

  scalar(token: JsonToken, key: string | null, path: readonly PathSegment[]): void {
    const { start, end, kind } = token
    const forced = this.context.at(path)
    const value = kind === 'string' ? token.text : this.json.slice(start, end)
    if (value === 'null' && kind === 'word') return
    // True and false are told apart by their key alone.
    const rule = kind === 'word' ? wordRule(forced) : this.event.ruleOf(value, forced)
    if (rule === null) {
      if (kind === 'string') this.within(token, path, forced)
      return
    }
    const replacement = this.event.replaced(value, rule, this.place(key))
    this.put(start, end, replacement === null ? 'null' : JSON.stringify(replacement))
  }

  enter(): number {
    return 0
  }

  leave(): void {
    // What a name beside a value tells was learnt before.
  }

  /** Edits of a string's decoded text become edits of its spelling. */
  private within(token: JsonToken, path: readonly PathSegment[], forced: RedactionRule | null): void {
    const edits = this.event.textEdits(token.text, path, forced, this.inside, this.place)
    if (edits.length === 0) return
    const raw = this.json.slice(token.start, token.end)
    const places = raw.includes('\\') ? unitPlaces(raw, token.start) : null
    const at = (unit: number): number => (places === null ? token.start + 1 + unit : places[unit])
    for (const edit of edits) this.put(at(edit.start), at(edit.end), JSON.stringify(edit.text).slice(1, -1))
  }

  private put(start: number, end: number, text: string): void {
    this.edits.push({ start, end, text })
  }
}

function wordRule(forced: RedactionRule | null): RedactionRule | null {
  return forced === null || forced.action === 'pseudonymise' ? null : forced
}
