/**
 * Finds and masks the secrets of one event, everywhere it is seen: in values, in JSON text as it was received, in JSON inside
 * texts. What to mask is said as edits of a text, so that all else stays as it is, byte for byte.
 */
import type { SecretInfo } from '../api/events.ts'
import type { Json } from '../failure.ts'
import { type PathSegment, payloadField } from '../query/index.ts'
import { applied, type Edit, MASKED } from './edits.ts'
import { walkJson } from './jsonWalk.ts'
import { type KeyRule, SecretKeyRules } from './keyRules.ts'
import { type FinderRules, SecretFinder } from './secretFinder.ts'
import { isSecretValue } from './secretKeys.ts'
import { secretsInText, type TextSecret, withoutOverlaps } from './secretText.ts'

/** Shortest secret that is looked for where nothing else tells of it, in UTF-16 units. */
export const MIN_REPEATED = 8

/** Secrets of one event that are looked for elsewhere in it. */
const MAX_REPEATED = 256

/** Secrets of one event that are told about. */
const MAX_TOLD = 1_000

/** JSON inside a text inside JSON …, so often. */
export const MAX_INSIDE = 8

/** How a text that is JSON may begin. */
export const JSON_START = /^\s*[[{]\s*["[{]/

export class Redactor implements FinderRules {
  /** Where secrets stand, in the order they were found. */
  readonly secrets: SecretInfo[] = []
  private readonly keys: SecretKeyRules
  private readonly repeated = new Set<string>()
  private readonly told = new Set<string>()
  private readonly whole = new Set<string>()

  /** `profileKeys`: wildcards of payload keys, from the event's profile. */
  constructor(profileKeys: readonly string[] = []) {
    this.keys = new SecretKeyRules(profileKeys)
  }

  /** Takes up the secrets of a payload, to know them wherever else they stand. */
  learn(payload: Json): void {
    this.jsonEdits(JSON.stringify(payload), [])
  }

  /** The payload with its secrets masked. */
  payload(payload: Json): Json {
    return this.value(payload)
  }

  /** A value taken out of the payload, under `key`, masked: also where it is a whole secret of the payload, however short. */
  part(value: Json, key: string | null): Json {
    const text = JSON.stringify(value)
    const finder = new SecretFinder(this, text, 0, null, this.whole)
    return this.silently(() => (walkJson(text, finder, [], key) ? parsed(text, finder.edits) : MASKED))
  }

  /** Any other text about the event, masked. */
  text(text: string): string {
    return applied(
      text,
      this.textEdits(text, () => undefined, null, 0),
    )
  }

  /** Any other value about the event, masked. */
  value(value: Json): Json {
    const text = JSON.stringify(value)
    return this.silently(() => {
      const edits = this.jsonEdits(text, [])
      return edits === null ? MASKED : parsed(text, edits)
    })
  }

  /** Runs over what has been told about, or has no path of its own. */
  private silently<T>(run: () => T): T {
    const { length } = this.secrets
    const result = run()
    this.secrets.length = length
    return result
  }

  /** A field's text masked; `field` is its id. */
  field(text: string, field: string): string {
    const rule = this.ruleOf(field)
    if (rule.kind !== null && isSecretValue(text)) {
      this.tell(field, rule.rule, text)
      return MASKED
    }
    if (this.isPiece(text)) return MASKED
    return applied(
      text,
      this.textEdits(text, (found) => this.tell(field, found.rule, text.slice(found.start, found.end)), null, 0),
    )
  }

  /** Edits of JSON text, in order; null where it is none. `key` is what the whole stands under. */
  jsonEdits(text: string, path: readonly PathSegment[], key: string | null = null, inside = 0): Edit[] | null {
    const finder = new SecretFinder(this, text, inside)
    return walkJson(text, finder, path, key) ? finder.edits : null
  }

  /** Edits of a text that stands under `key`, at `path`. */
  memberEdits(text: string, path: readonly PathSegment[], key: string): Edit[] {
    const { kind, rule } = this.ruleOf(key)
    if (kind !== null && isSecretValue(text)) {
      this.tell(payloadField(path), rule, text)
      return [{ start: 0, end: text.length, text: MASKED }]
    }
    const tell = (found: TextSecret): void =>
      this.tell(payloadField(path), found.rule, text.slice(found.start, found.end))
    return this.textEdits(text, tell, path, 0)
  }

  /** Edits of a text that is no JSON as a whole, or may be: then of what is in it. */
  textEdits(
    text: string,
    tell: (found: TextSecret) => void,
    path: readonly PathSegment[] | null,
    inside: number,
  ): Edit[] {
    if (JSON_START.test(text)) {
      // Nobody writes so; whoever does may have something to hide.
      if (inside >= MAX_INSIDE) return [{ start: 0, end: text.length, text: MASKED }]
      const edits = this.jsonEdits(text, path ?? [], null, inside + 1)
      if (edits !== null) return edits
    }
    const found = secretsInText(text)
    for (const secret of found) tell(secret)
    const again = this.repeatedIn(text).filter(
      (next) => !found.some(({ start, end }) => next.start < end && next.end > start),
    )
    for (const secret of again) tell(secret)
    return withoutOverlaps([...found, ...again]).map(({ start, end }) => ({ start, end, text: MASKED }))
  }

  /** The secrets that are long enough to be told from other texts. */
  get known(): ReadonlySet<string> {
    return this.repeated
  }

  /** Whether one of them stands in a text. */
  survivesIn(text: string): boolean {
    for (const secret of this.repeated) if (text.includes(secret)) return true
    return false
  }

  /** What values under a key are, and by which rule. */
  ruleOf(key: string): KeyRule {
    return this.keys.ruleOf(key)
  }

  /** Whether what stands under a key, or at a path that ends in it, is a secret. */
  isSecretKey(key: string): boolean {
    return this.ruleOf(key).kind !== null
  }

  tell(path: string, rule: string, secret: string): void {
    // The id of a key is said in many places that are not about the key.
    const isTelling = secret.length >= MIN_REPEATED && rule !== 'aws-access-key'
    if (this.whole.size < MAX_TOLD) this.whole.add(secret)
    if (isTelling && this.repeated.size < MAX_REPEATED) this.repeated.add(secret)
    const line = `${path}\n${rule}`
    if (this.told.has(line) || this.told.size >= MAX_TOLD) return
    this.told.add(line)
    this.secrets.push({ path, rule })
  }

  /** Whether a profile may have cut a text out of a known secret; a small part of a long one (a cookie's user) is none. */
  private isPiece(text: string): boolean {
    if (text.length < MIN_REPEATED) return false
    const wanted = text.toLowerCase()
    for (const secret of this.repeated)
      if (text.length * 2 >= secret.length && secret.toLowerCase().includes(wanted)) return true
    return false
  }

  private repeatedIn(text: string): TextSecret[] {
    const found: TextSecret[] = []
    for (const secret of this.repeated) {
      for (let at = text.indexOf(secret); at >= 0; at = text.indexOf(secret, at + secret.length))
        found.push({ start: at, end: at + secret.length, rule: 'repeated' })
    }
    return found
  }
}

function parsed(text: string, edits: readonly Edit[]): Json {
  return JSON.parse(applied(text, edits)) as Json
}
