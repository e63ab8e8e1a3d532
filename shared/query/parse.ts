/**
 * Query text into a filter. Recursive descent over the tokens of `scan.ts`; the only recursion is one level per
 * parenthesis and is bounded, everything else is loops, so the time grows with the length of the text.
 *
 *     or   = and { OR and }
 *     and  = not { [AND] not }
 *     not  = { NOT | - | ! } ( "(" or ")" | clause )
 */
import type { Failure, FailureCode, Json } from '../failure.ts'
import { type FieldType, fields } from '../fields.ts'
import { type Bound, everything, type Filter } from '../filter.ts'
import { nearestName } from './distance.ts'
import { readBare, readQuoted, readRegexp } from './escape.ts'
import { normalizeFilter } from './normalize.ts'
import { type KnownField, type QueryToken, scanQuery } from './scan.ts'
import {
  boundProblem,
  networkProblem,
  patternProblem,
  rangeProblem,
  regexpProblem,
  shown,
  type ValueProblem,
  valueProblem,
} from './valueCheck.ts'

export type ParsedQuery =
  | { readonly ok: true; readonly filter: Filter }
  | { readonly ok: false; readonly failure: Failure }

/** Longest query text, in UTF-16 code units. */
export const MAX_QUERY_LENGTH = 100_000

/** Deepest nesting of parentheses. */
export const MAX_QUERY_DEPTH = 100

/**
 * The filter of a query text, normalised; an empty text asks for everything.
 *
 * `knownField` gives the field of a name, whatever its case: canonical fields and the columns of the case. `columns` are further
 * names to suggest for a misspelt one. Never throws. Failures: `query/syntax`, `query/unknown-field` (facts: `name`, `suggestion` or null),
 * `query/bad-value` (facts: `field`); each with `where.column` (1-based, UTF-16 code units) and facts `length`, the extent
 * of the text concerned (at least 1; may lie just behind the end of the text).
 */
export function parseQuery(text: string, knownField: KnownField, columns: readonly string[] = []): ParsedQuery {
  if (text.length > MAX_QUERY_LENGTH) {
    const message = `The query is longer than ${MAX_QUERY_LENGTH} characters`
    return { ok: false, failure: failureAt('query/syntax', message, MAX_QUERY_LENGTH, text.length) }
  }
  const parser = new Parser(text, scanQuery(text, knownField).tokens, columns)
  try {
    return { ok: true, filter: normalizeFilter(parser.query()) }
  } catch (error) {
    if (error instanceof QueryMistake) return { ok: false, failure: error.failure }
    throw error
  }
}

/** Carries a failure out of the descent; never leaves this file. */
class QueryMistake extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.message)
    this.failure = failure
  }
}

function failureAt(
  code: FailureCode,
  message: string,
  start: number,
  end: number,
  next?: string,
  facts: { readonly [key: string]: Json } = {},
): Failure {
  return {
    code,
    message,
    where: { column: start + 1 },
    ...(next === undefined ? {} : { next }),
    facts: { length: Math.max(1, end - start), ...facts },
  }
}

/** The field whose values are being read. */
interface Subject {
  readonly field: string
  readonly type: FieldType | undefined
}

class Parser {
  private readonly text: string
  private readonly tokens: readonly QueryToken[]
  private readonly columns: readonly string[]
  private index = 0
  private depth = 0

  constructor(text: string, tokens: readonly QueryToken[], columns: readonly string[]) {
    this.text = text
    this.tokens = tokens
    this.columns = columns
  }

  query(): Filter {
    if (this.tokens.length === 0) return everything
    const filter = this.either(null)
    const rest = this.peek()
    if (rest !== undefined) this.wrong(rest, 'A closing parenthesis has no opening one')
    return filter
  }

  private either(subject: Subject | null): Filter {
    const of = [this.all(subject)]
    while (this.peek()?.kind === 'or') {
      this.index++
      of.push(this.all(subject))
    }
    return of.length === 1 ? of[0] : { kind: 'or', of }
  }

  private all(subject: Subject | null): Filter {
    const of = [this.negatable(subject)]
    while (true) {
      const token = this.peek()
      if (token === undefined || token.kind === 'or' || token.kind === 'close') break
      if (token.kind === 'and') this.index++
      of.push(this.negatable(subject))
    }
    return of.length === 1 ? of[0] : { kind: 'and', of }
  }

  private negatable(subject: Subject | null): Filter {
    let isNegated = false
    while (this.peek()?.kind === 'not') {
      this.take()
      isNegated = !isNegated
    }
    const filter = this.operand(subject)
    return isNegated ? { kind: 'not', of: filter } : filter
  }

  private operand(subject: Subject | null): Filter {
    const token = this.peek()
    if (token === undefined || token.kind === 'and' || token.kind === 'or' || token.kind === 'close') {
      return this.missingOperand(token)
    }
    this.take()
    if (token.kind === 'open') return this.group(token, subject)
    if (subject !== null) return this.valueClause(token, subject)
    if (token.kind === 'field') return this.fieldClause(token)
    return this.textClause(token)
  }

  private missingOperand(token: QueryToken | undefined): never {
    const before = this.tokens[this.index - 1]
    const place: QueryToken = token ?? { kind: 'close', start: this.text.length, end: this.text.length }
    if (before === undefined) this.wrong(place, `Something is missing before ${this.named(place)}`)
    if (before.kind === 'open' && token?.kind === 'close') this.wrong(place, 'There is nothing between the parentheses')
    if (before.kind === 'open' && token === undefined) this.wrong(before, 'The parenthesis is never closed')
    this.wrong(token === undefined ? before : place, `Something is missing behind ${this.named(before)}`)
  }

  private group(open: QueryToken, subject: Subject | null): Filter {
    if (++this.depth > MAX_QUERY_DEPTH) this.wrong(open, `More than ${MAX_QUERY_DEPTH} parentheses inside each other`)
    const filter = this.either(subject)
    if (this.peek()?.kind !== 'close') this.wrong(open, 'The parenthesis is never closed')
    this.index++
    this.depth--
    return filter
  }

  private textClause(token: QueryToken): Filter {
    if (token.kind === 'quoted') {
      const prefix = this.text[token.end - 1] === '*'
      const text = readQuoted(this.text, token.start + 1, token.end - (prefix ? 2 : 1))
      return { kind: 'text', text, phrase: true, prefix }
    }
    if (token.kind !== 'word') this.wrong(token, `${this.named(token)} has no meaning here`)
    const { value, wildcards, endsWithStar } = readBare(this.text, token.start, token.end)
    if (wildcards === 0) return { kind: 'text', text: value, phrase: false, prefix: false }
    if (wildcards === value.length || (value === '*:*' && wildcards === 2)) return everything
    if (wildcards > 1 || !endsWithStar) {
      const next = `Write it as the value of a field, such as message:*${value.replace(/^\*+|\*+$/g, '')}*, or put \\ before a sign that is meant itself`
      this.bad(token, { message: 'In text, a wildcard can only be a * at the end of a word', next }, null)
    }
    return { kind: 'text', text: value.slice(0, -1), phrase: false, prefix: true }
  }

  private fieldClause(token: QueryToken): Filter {
    const field = token.field ?? ''
    if (token.isUnknown) this.unknownField(token, field)
    const subject = { field, type: token.type }
    const operator = this.take()
    const value = this.peek()
    if (value === undefined || !['value', 'quoted', 'regexp', 'open', 'rangeOpen', 'operator'].includes(value.kind)) {
      return this.missingValue(operator, field)
    }
    this.take()
    if (this.textOf(operator) !== ':') return this.comparison(operator, value, subject)
    if (value.kind === 'open') return this.group(value, subject)
    return this.valueClause(value, subject)
  }

  private missingValue(operator: QueryToken, field: string): never {
    this.wrong(
      operator,
      `A value is missing behind ${field}${this.textOf(operator)}`,
      `${field}:* asks whether it has any`,
    )
  }

  private unknownField(token: QueryToken, name: string): never {
    const suggestion = name.toLowerCase() === 'payload' ? null : nearestName(name, this.knownNames())
    const next =
      name.toLowerCase() === 'payload'
        ? 'Name a path in the record: payload.after.role:admin'
        : suggestion === null
          ? `For a key of the record write payload.${name}: – for text with a colon in it, quote it`
          : `Did you mean ${suggestion}? For a key of the record write payload.${name}: – for text, quote it`
    const facts = { name, suggestion }
    throw new QueryMistake(
      failureAt('query/unknown-field', `There is no field "${shown(name)}"`, token.start, token.end, next, facts),
    )
  }

  private *knownNames(): Iterable<string> {
    for (const field of fields) yield field.id
    yield* this.columns
  }

  /** `token` is taken already. */
  private valueClause(token: QueryToken, subject: Subject): Filter {
    const { field, type } = subject
    switch (token.kind) {
      case 'quoted': {
        const value = readQuoted(this.text, token.start + 1, token.end - 1)
        this.check(token, valueProblem(value, type), field)
        return { kind: 'is', field, value, exact: true }
      }
      case 'regexp': {
        const regexp = readRegexp(this.text, token.start + 1, token.end - 1)
        this.check(token, patternProblem(type) ?? regexpProblem(regexp), field)
        return { kind: 'matches', field, regexp }
      }
      case 'rangeOpen':
        return this.range(token, subject)
      case 'operator': {
        const value = this.peek()
        if (value === undefined || (value.kind !== 'value' && value.kind !== 'quoted')) {
          return this.missingValue(token, field)
        }
        this.take()
        return this.comparison(token, value, subject)
      }
      case 'value':
        return this.bareClause(token, subject)
      default:
        return this.wrong(token, `${this.named(token)} has no meaning here`)
    }
  }

  private bareClause(token: QueryToken, { field, type }: Subject): Filter {
    const word = readBare(this.text, token.start, token.end)
    if (word.wildcards === 0) {
      if (type === 'ip' && word.hasSlash) {
        this.check(token, networkProblem(word.value), field)
        return { kind: 'network', field, network: word.value }
      }
      this.check(token, valueProblem(word.value, type), field)
      return { kind: 'is', field, value: word.value, exact: false }
    }
    if (word.wildcards === word.value.length && !word.value.includes('?')) return { kind: 'exists', field }
    this.check(token, patternProblem(type), field)
    return { kind: 'like', field, pattern: word.pattern }
  }

  /** Operator and value are taken already. */
  private comparison(operator: QueryToken, token: QueryToken, { field, type }: Subject): Filter {
    if (token.kind !== 'value' && token.kind !== 'quoted') {
      this.wrong(token, `${this.textOf(operator)} takes one value`, `Write ${field}${this.textOf(operator)}value`)
    }
    const sign = this.textOf(operator)
    const bound = { value: this.boundValue(token), inclusive: sign.length === 2 }
    this.check(token, boundProblem(bound.value, type), field)
    return sign[0] === '>' ? { kind: 'range', field, from: bound } : { kind: 'range', field, to: bound }
  }

  /** `token`, the opening bracket, is taken already. */
  private range(open: QueryToken, { field, type }: Subject): Filter {
    const hint = `Write ${field}:[from TO to], with * for an open end and { } to leave a bound out`
    const from = this.rangeBound(open, hint)
    if (this.peek()?.kind !== 'to') this.wrong(this.peek() ?? open, 'TO is missing between the two bounds', hint)
    this.take()
    const to = this.rangeBound(open, hint)
    const close = this.peek()
    if (close?.kind !== 'rangeClose') this.wrong(open, 'The range is never closed', hint)
    this.index++
    const next = this.text.charAt(close.end)
    if (next !== '' && !/[\s)]/.test(next)) this.wrong(close, 'A blank is missing behind the range')
    const lower = this.boundOf(from, this.textOf(open) === '[')
    const upper = this.boundOf(to, this.textOf(close) === ']')
    if (lower !== undefined) this.check(from, boundProblem(lower.value, type), field)
    if (upper !== undefined) this.check(to, boundProblem(upper.value, type), field)
    if (lower !== undefined && upper !== undefined) {
      this.check({ ...open, end: close.end }, rangeProblem(lower, upper, type), field)
    }
    return { kind: 'range', field, from: lower, to: upper }
  }

  private rangeBound(open: QueryToken, hint: string): QueryToken {
    const token = this.peek()
    if (token === undefined) this.wrong(open, 'The range is never closed', hint)
    if (token.kind !== 'value' && token.kind !== 'quoted') this.wrong(token, 'A bound of the range is missing', hint)
    return this.take()
  }

  private boundOf(token: QueryToken, inclusive: boolean): Bound | undefined {
    if (this.textOf(token) === '*') return undefined
    return { value: this.boundValue(token), inclusive }
  }

  private boundValue(token: QueryToken): string {
    if (token.kind === 'quoted') return readQuoted(this.text, token.start + 1, token.end - 1)
    const { value, wildcards } = readBare(this.text, token.start, token.end)
    if (wildcards > 0) {
      const next = 'Write the bound in full, or quote it where the sign itself is meant'
      this.bad(token, { message: 'A bound of a range takes no wildcards', next }, null)
    }
    return value
  }

  private peek(): QueryToken | undefined {
    return this.tokens[this.index]
  }

  /** The next token, which must exist; a token that says what is wrong with it ends the parse. */
  private take(): QueryToken {
    const token = this.tokens[this.index++]
    if (token.problem !== undefined) this.wrong(token, token.problem)
    return token
  }

  private textOf(token: QueryToken): string {
    return this.text.slice(token.start, token.end)
  }

  private named(token: QueryToken): string {
    return token.start === token.end ? 'the end' : `"${shown(this.textOf(token))}"`
  }

  private check(token: QueryToken, problem: ValueProblem | null, field: string | null): void {
    if (problem !== null) this.bad(token, problem, field)
  }

  private bad(token: QueryToken, problem: ValueProblem, field: string | null): never {
    throw new QueryMistake(
      failureAt(
        'query/bad-value',
        problem.message,
        token.start,
        token.end,
        problem.next,
        field === null ? {} : { field },
      ),
    )
  }

  private wrong(token: QueryToken, message: string, next?: string): never {
    throw new QueryMistake(failureAt('query/syntax', message, token.start, token.end, next))
  }
}
