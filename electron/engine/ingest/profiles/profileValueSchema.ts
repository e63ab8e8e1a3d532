/** Checks the part of a profile that says where one value comes from: `from`, `template`, `rules`, `map`, `when`. */
import { type Field, fieldById } from '../../../../shared/fields.ts'
import { parsePath } from './path.ts'
import {
  type ConditionSource,
  type RuleSource,
  type ValueSource,
  valueForms,
  type WhenSource,
} from './profileSource.ts'
import type { Cursor } from '../../base/index.ts'

export const valueKeys = ['from', 'template', 'rules', 'value', 'as', 'extract', 'map', 'otherwise']

/** What is needed to know of the field a value is for. */
export type TargetField = Pick<Field, 'id' | 'type' | 'values'>

/** Reads a value definition; `map` holds its checked keys (`value: x` is short for `otherwise: x` with nothing else). */
export function readValue(
  cursor: Cursor,
  map: ReadonlyMap<string, Cursor>,
  target: TargetField,
  columnIds: ReadonlySet<string>,
): ValueSource {
  const from = readReferences(map.get('from'), columnIds)
  const template = readTemplate(map.get('template'), columnIds)
  const rules =
    map
      .get('rules')
      ?.list()
      .map((rule) => readRule(rule, target, columnIds)) ?? []
  const constant = map.get('value')
  const otherwiseAt = map.get('otherwise') ?? constant
  if (from.length === 0 && template === null && rules.length === 0 && constant === undefined)
    cursor.problem('says nothing: one of from, template, rules or value is needed')
  const words =
    map
      .get('map')
      ?.entries()
      .map(([word, value]) => [word, readWord(value, target)] as const) ?? []
  const extract = map.get('extract')?.text() ?? null
  if (extract !== null && !isRegExp(extract)) map.get('extract')?.problem('is not a regular expression')
  return {
    id: target.id,
    rules,
    from,
    template,
    as: map.get('as')?.oneOf(valueForms) ?? (target.type === 'ip' ? 'ip' : 'string'),
    extract,
    map: words,
    otherwise: otherwiseAt === undefined ? null : readWord(otherwiseAt, target),
  }
}

/** Reads a `when`; a missing one always holds. */
export function readWhen(cursor: Cursor | undefined, columnIds: ReadonlySet<string>): WhenSource {
  return cursor?.entries().flatMap(([key, value]) => readCondition(key, value, columnIds)) ?? []
}

function readCondition(key: string, cursor: Cursor, columnIds: ReadonlySet<string>): readonly ConditionSource[] {
  checkReference(key, cursor, columnIds)
  if (!cursor.isMap) {
    const patterns = cursor.texts()
    const [only] = patterns
    if (patterns.length === 1 && (only === 'exists' || only === 'missing')) return [{ key, test: only }]
    return [{ key, test: 'like', patterns }]
  }
  const map = cursor.object(['from', 'to', 'not'])
  const not = map.get('not')
  if (not !== undefined) return [{ key, test: 'unlike', patterns: not.texts() }]
  const from = map.get('from')?.number() ?? null
  const to = map.get('to')?.number() ?? null
  if (from === null && to === null) cursor.problem('must have from, to or not')
  return [{ key, test: 'between', from, to }]
}

function readRule(cursor: Cursor, target: TargetField, columnIds: ReadonlySet<string>): RuleSource {
  const map = cursor.object(['when', 'is', 'from', 'template'])
  const is = map.get('is')
  const from = readReferences(map.get('from'), columnIds)
  const template = readTemplate(map.get('template'), columnIds)
  if (is === undefined && from.length === 0 && template === null) cursor.problem('needs is, from or template')
  return {
    when: readWhen(map.get('when'), columnIds),
    is: is === undefined ? null : readWord(is, target),
    from,
    template,
  }
}

/** A fixed value; where the field has a closed vocabulary it must be a word of it. */
function readWord(cursor: Cursor, target: TargetField): string | null {
  const word = cursor.textOrNull() ?? null
  if (word !== null && target.values !== undefined && !target.values.includes(word))
    cursor.problem(`"${word}" is no ${target.id}; known: ${target.values.join(', ')}`)
  return word
}

function readReferences(cursor: Cursor | undefined, columnIds: ReadonlySet<string>): readonly string[] {
  const references = cursor?.texts() ?? []
  for (const reference of references) if (cursor !== undefined) checkReference(reference, cursor, columnIds)
  return references
}

/** A path, or `@` and a field or column. */
function checkReference(reference: string, cursor: Cursor, columnIds: ReadonlySet<string>): void {
  if (!reference.startsWith('@')) {
    if (parsePath(reference) === null) cursor.problem(`"${reference}" is not a path`)
    return
  }
  const id = reference.slice(1)
  if (id === 'time' || (fieldById(id)?.id !== id && !columnIds.has(id)))
    cursor.problem(`"${reference}" is no field or column that can be referred to`)
}

function readTemplate(cursor: Cursor | undefined, columnIds: ReadonlySet<string>): string | null {
  const template = cursor?.text() ?? null
  if (template === null || cursor === undefined) return null
  const parts = templateParts(template)
  if (parts === null) cursor.problem('has a brace without its partner')
  for (const part of parts ?? []) if (part.reference !== null) checkReference(part.reference, cursor, columnIds)
  return template
}

/** Pieces of `text {path} text`; null where the braces do not match. Each piece is either text or a reference. */
export function templateParts(
  template: string,
): readonly { readonly text: string; readonly reference: string | null }[] | null {
  const parts: { text: string; reference: string | null }[] = []
  let at = 0
  while (at < template.length) {
    const open = template.indexOf('{', at)
    const end = open < 0 ? template.length : open
    if (template.slice(at, end).includes('}')) return null
    if (end > at) parts.push({ text: template.slice(at, end), reference: null })
    if (open < 0) break
    const close = template.indexOf('}', open)
    if (close < 0) return null
    parts.push({ text: '', reference: template.slice(open + 1, close) })
    at = close + 1
  }
  return parts
}

/** Whether a text compiles as a regular expression. */
export function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern, 'u')
    return true
  } catch {
    return false
  }
}
