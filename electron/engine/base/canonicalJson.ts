/**
 * One text for one JSON value: the JSON Canonicalization Scheme (RFC 8785).
 *
 * Hashes over facts (custody entries) must come out the same on every machine and in every language, so the text
 * that is hashed follows a published rule and not the order in which some code happened to build an object.
 */
import { fail, type Json } from '../../../shared/failure.ts'

/** Deepest nesting of objects and arrays that is written; the recursion stays far from the end of the stack. */
export const CANONICAL_MAX_DEPTH = 1000

/**
 * Canonical text of `value` (RFC 8785 §3.2): no blanks, keys in ascending order of their UTF-16 code units, numbers
 * and strings as ECMAScript writes them. Encode it as UTF-8 before hashing.
 *
 * `integrity/not-canonical` for what I-JSON cannot hold: NaN, infinities, lone surrogates, anything that is no JSON,
 * and nesting beyond {@link CANONICAL_MAX_DEPTH}; `facts.reason` says which, `where.field` says at which path.
 */
export function canonicalJson(value: Json): string {
  return textOf(value, [])
}

type Path = (string | number)[]

function textOf(value: Json, path: Path): string {
  switch (typeof value) {
    case 'string':
      return textOfString(value, path)
    case 'number':
      return Number.isFinite(value) ? JSON.stringify(value) : refuse('number-not-finite', path)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (path.length >= CANONICAL_MAX_DEPTH) return refuse('too-deep', path)
      return isArray(value) ? textOfArray(value, path) : textOfObject(value, path)
    default:
      return refuse('not-json', path)
  }
}

function textOfString(value: string, path: Path): string {
  // JSON.stringify would write a lone surrogate as an escape; RFC 8785 §3.2.2.2 demands a stop.
  return value.isWellFormed() ? JSON.stringify(value) : refuse('lone-surrogate', path)
}

function textOfArray(values: readonly Json[], path: Path): string {
  let text = '['
  for (let index = 0; index < values.length; index++) {
    path.push(index)
    text += (index === 0 ? '' : ',') + textOf(values[index], path)
    path.pop()
  }
  return `${text}]`
}

function textOfObject(values: { readonly [key: string]: Json }, path: Path): string {
  let text = '{'
  // Array.prototype.sort without a comparator orders by UTF-16 code units, as RFC 8785 §3.2.3 asks.
  for (const key of Object.keys(values).sort()) {
    path.push(key)
    text += `${(text === '{' ? '' : ',') + textOfString(key, path)}:${textOf(values[key], path)}`
    path.pop()
  }
  return `${text}}`
}

function refuse(reason: 'number-not-finite' | 'lone-surrogate' | 'not-json' | 'too-deep', path: Path): never {
  const shown = path.slice(0, 20).map((segment) => String(segment).toWellFormed().slice(0, 80))
  return fail({
    code: 'integrity/not-canonical',
    message: `The value has no canonical JSON text (${reason})`,
    where: { field: shown.join('.') + (path.length > 20 ? '…' : '') },
    facts: { reason },
  })
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}
