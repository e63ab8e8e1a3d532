/**
 * Query text into tokens. One pass, left to right, never fails: what is wrong is said by the token concerned, so
 * that the parser can report it and a text box can mark it.
 */
import type { Field, FieldType } from '../fields.ts'
import { bareEnd, isBlank, isKeyword, quoteEnd, regexpEnd } from './escape.ts'
import { payloadField, scanPayloadPath } from './payloadPath.ts'

export type QueryTokenKind =
  /** A field's name. */
  | 'field'
  /** `:` `>` `>=` `<` `<=` */
  | 'operator'
  /** A bare word that is looked for anywhere. */
  | 'word'
  /** A bare value of a field, also in a range. */
  | 'value'
  | 'quoted'
  | 'regexp'
  | 'and'
  | 'or'
  | 'not'
  | 'open'
  | 'close'
  | 'rangeOpen'
  | 'rangeClose'
  | 'to'

/** A token at [start, end) of the text, in UTF-16 code units from 0. Blanks belong to no token. */
export interface QueryToken {
  readonly kind: QueryTokenKind
  readonly start: number
  readonly end: number
  /** What is wrong with it, as a sentence. */
  readonly problem?: string
  /** `field`: its name in canonical form; as typed where the field is unknown. */
  readonly field?: string
  /** `field`: its type; absent for payload paths, whose values may be anything, and for unknown fields. */
  readonly type?: FieldType
  /** `field`: whether there is no such field. */
  readonly isUnknown?: boolean
  /** The field whose values stand at this place, directly behind its operator or in its parentheses or range. */
  readonly ofField?: string
}

/** Tokens, and the field whose value could be typed at the end of the text; null where a new word would begin there. */
export interface QueryScan {
  readonly tokens: readonly QueryToken[]
  readonly openField: string | null
}

/** The field of a name, whatever its case; undefined where there is none. */
export type KnownField = (name: string) => Field | undefined

const plainName = /[\p{L}_@$][\p{L}\p{N}_.@$-]*/uy
const looksLikeField = /^[A-Za-z_][\w.-]*$/

/** All tokens of a query text, in order, without overlap. */
export function scanQuery(text: string, knownField: KnownField): QueryScan {
  return new Scanner(text, knownField).scan()
}

class Scanner {
  private readonly text: string
  private readonly knownField: KnownField
  private readonly tokens: QueryToken[] = []
  /** One entry per open parenthesis: the field whose values it holds, as in `actor:(a OR b)`, or null. */
  private readonly groups: (string | null)[] = []
  /** The field of the operator read last. */
  private subject: string | null = null
  private at = 0
  private place: 'term' | 'value' | 'range' = 'term'

  constructor(text: string, knownField: KnownField) {
    this.text = text
    this.knownField = knownField
  }

  scan(): QueryScan {
    const { text } = this
    while (true) {
      const before = this.at
      while (isBlank(text.charCodeAt(this.at))) this.at++
      if (this.at >= text.length) return { tokens: this.tokens, openField: this.openField() }
      if (this.place === 'range') this.scanInRange()
      else this.scanTerm(this.at > before)
    }
  }

  private openField(): string | null {
    return this.place === 'term' ? (this.groups.at(-1) ?? null) : this.subject
  }

  private scanInRange(): void {
    const unit = this.text[this.at]
    if (unit === ']' || unit === '}') {
      this.push('rangeClose', 1)
      this.place = 'term'
    } else if (unit === '"') this.scanQuoted(' ]}')
    else if (unit === '(' || unit === ')') this.place = 'term'
    else {
      const end = bareEnd(this.text, this.at, ']}"()')
      this.push(this.text.slice(this.at, end) === 'TO' ? 'to' : 'value', end - this.at)
    }
  }

  private scanTerm(isSpaced: boolean): void {
    const { text, at } = this
    const unit = text[at]
    const isDirectValue = this.place === 'value'
    const isInGroup = (this.groups.at(-1) ?? null) !== null
    const isValue = isDirectValue || isInGroup
    if (unit === '(') {
      this.push('open', 1)
      this.groups.push(isDirectValue ? this.subject : (this.groups.at(-1) ?? null))
      this.place = 'term'
      return
    }
    if (unit === ')') {
      this.push('close', 1)
      this.groups.pop()
      this.place = 'term'
      return
    }
    if ((!isDirectValue || isSpaced) && this.scanKeyword()) return
    if (!isDirectValue && this.scanSign(isInGroup)) return
    if (unit === '"') {
      this.scanQuoted(' )')
      return
    }
    if (isValue) {
      if (unit === '<' || unit === '>') {
        this.pushComparison()
        return
      }
      if (unit === '[' || unit === '{') {
        this.push('rangeOpen', 1)
        if (!isDirectValue) this.subject = this.groups.at(-1) ?? null
        this.place = 'range'
        return
      }
      const slash = unit === '/' ? regexpEnd(text, at) : -1
      if (slash >= 0) {
        this.pushValue('regexp', slash + 1 - at)
        return
      }
    } else if (this.scanField()) return
    this.scanWord(isValue)
  }

  /** AND, OR, NOT, &&, ||. */
  private scanKeyword(): boolean {
    const { text, at } = this
    const pair = text.slice(at, at + 2)
    if (pair === '&&' || pair === '||') {
      this.push(pair === '&&' ? 'and' : 'or', 2)
      this.place = 'term'
      return true
    }
    const word = /^(?:AND|OR|NOT)(?=[\s()"]|$)/.exec(text.slice(at, at + 4))?.[0]
    if (word === undefined || !isKeyword(word)) return false
    this.push(word === 'AND' ? 'and' : word === 'OR' ? 'or' : 'not', word.length)
    this.place = 'term'
    return true
  }

  /** `-`, `!`; and `+`, which people know as "must have" and which changes nothing. */
  private scanSign(isInGroup: boolean): boolean {
    const unit = this.text[this.at]
    const next = this.text.charCodeAt(this.at + 1)
    const isFollowed = !Number.isNaN(next) && !isBlank(next)
    if (unit === '+' && isFollowed && !isInGroup) {
      this.at++
      return true
    }
    if (unit !== '-' && unit !== '!') return false
    this.push('not', 1, isFollowed ? undefined : `"${unit}" stands alone; put it right before what is to be left out`)
    return true
  }

  private scanQuoted(stops: string): void {
    const { text, at } = this
    const close = quoteEnd(text, at)
    const isValue = this.openField() !== null
    if (close < 0) {
      this.pushValue('quoted', text.length - at, 'The quote is never closed')
      return
    }
    const end = text[close + 1] === '*' ? close + 2 : close + 1
    const next = text.charCodeAt(end)
    const isAlone = Number.isNaN(next) || isBlank(next) || stops.includes(text[end])
    let problem = isAlone ? undefined : 'A blank is missing behind the closing quote'
    if (end > close + 1 && isValue) {
      problem =
        'A quoted value is taken exactly, so no * can follow it; leave the quotes away and write \\ before blanks'
    }
    this.pushValue('quoted', end - at, problem)
  }

  private pushComparison(): void {
    if (this.place === 'term') this.subject = this.openField() ?? this.subject
    this.push('operator', this.text[this.at + 1] === '=' ? 2 : 1)
    this.place = 'value'
  }

  private scanWord(isValue: boolean): void {
    const { text, at } = this
    const end = Math.max(bareEnd(text, at, '()"'), at + 1)
    const next = text[end]
    let problem: string | undefined
    if (next === '(' || next === '"')
      problem = `A ${next} stands inside a word; put a blank before it, or quote the whole`
    else if (!isValue && ':<>'.includes(text[at])) {
      problem = `A field name is missing before "${text[at]}"; quote the word to look for the sign itself`
    }
    this.pushValue(isValue ? 'value' : 'word', end - at, problem)
  }

  /** A field name with the operator behind it. */
  private scanField(): boolean {
    const { text, at } = this
    const path = scanPayloadPath(text, at)
    if (path !== null) {
      const end = path.problem === undefined ? path.end : bareEnd(text, path.end, ':<>()')
      const operatorAt = this.operatorBehind(end)
      if (operatorAt < 0 || (path.problem !== undefined && operatorAt !== end)) return false
      const token = { kind: 'field' as const, start: at, end, field: payloadField(path.segments) }
      this.pushField(path.problem === undefined ? token : { ...token, problem: path.problem }, operatorAt)
      return true
    }
    plainName.lastIndex = at
    const name = plainName.exec(text)?.[0]
    if (name === undefined) return false
    const end = at + name.length
    const operatorAt = this.operatorBehind(end)
    const field = this.knownField(name)
    if (operatorAt < 0) {
      if (field === undefined || text[end] !== '=') return false
      this.push('field', name.length, `Write ${field.id}: for "is", or quote the word to look for the sign =`)
      return true
    }
    if (field === undefined && (!looksLikeField.test(name) || isPlainColon(text, at, operatorAt))) return false
    this.pushField(
      field === undefined
        ? { kind: 'field', start: at, end, field: name, isUnknown: true }
        : { kind: 'field', start: at, end, field: field.id, type: field.type },
      operatorAt,
    )
    return true
  }

  private pushField(token: Readonly<QueryToken>, operatorAt: number): void {
    this.tokens.push(token)
    this.subject = token.field ?? null
    this.at = operatorAt
    if (this.text[this.at] === ':') {
      this.push('operator', 1)
      this.place = 'value'
    } else this.pushComparison()
  }

  /** A token that fills the place of a value, where this is one. */
  private pushValue(kind: QueryTokenKind, length: number, problem?: string): void {
    this.push(kind, length, problem)
    if (this.place === 'value') this.place = 'term'
  }

  /** Position of the operator behind a name and perhaps blanks; -1 where there is none. */
  private operatorBehind(end: number): number {
    let at = end
    while (isBlank(this.text.charCodeAt(at))) at++
    return at < this.text.length && ':<>'.includes(this.text[at]) ? at : -1
  }

  private push(kind: QueryTokenKind, length: number, problem?: string): void {
    const ofField = this.openField()
    this.tokens.push({
      kind,
      start: this.at,
      end: this.at + length,
      ...(problem === undefined ? {} : { problem }),
      ...(ofField === null ? {} : { ofField }),
    })
    this.at += length
  }
}

/** Whether the colon belongs to a word and names no field: `http://x`, `std::vector`, `C:\Users`. */
function isPlainColon(text: string, nameStart: number, colon: number): boolean {
  if (text[colon] !== ':') return false
  const next = text[colon + 1]
  if (next === ':' || (next === '/' && text[colon + 2] === '/')) return true
  return colon === nameStart + 1 && (next === '\\' || next === '/')
}
