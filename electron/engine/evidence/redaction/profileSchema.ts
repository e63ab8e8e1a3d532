/** Checks the YAML of a redaction profile, strictly and completely, and gives the profile or every problem with its line. */
import { createHash } from 'node:crypto'
import { RE2JS } from 're2js'
import { PAYLOAD_COLUMN, type RedactionAction } from '../../../../shared/api/index.ts'
import type { Failure } from '../../../../shared/failure.ts'
import { fieldById, fields as canonicalFields } from '../../../../shared/fields.ts'
import { type Cursor, openYaml, type Problem } from '../../base/index.ts'
import { isKeyPattern } from './keyPath.ts'
import { patternNames } from './namedPatterns.ts'
import type { RedactionProfile, RedactionRule } from './profile.ts'

export type ParsedRedaction =
  | { readonly ok: true; readonly value: RedactionProfile }
  | { readonly ok: false; readonly failure: Failure }

const rootKeys = ['schema', 'id', 'version', 'title', 'description', 'rules']
const selectors = ['fields', 'columns', 'keys', 'patterns', 'regexps', 'secrets']
const ruleKeys = ['id', 'action', 'prefix', ...selectors]
const actions: readonly RedactionAction[] = ['remove', 'mask', 'pseudonymise']

const idPattern = /^[a-z0-9][a-z0-9-]{0,63}$/
const prefixPattern = /^[a-z][a-z0-9-]{0,31}$/
const columnPattern = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

/** Rules of one profile, and values of one list, at most. */
const MAX_RULES = 100
const MAX_VALUES = 1_000

/** Problems that the failure's message names; all stand in `facts.problems`. */
const MAX_SHOWN = 5

/** Fields that Vouch itself says about an event; they tell what a row is and where it comes from. */
const ownFields = new Set(['id', 'time', 'source', 'exhibit', 'record', 'bookmark'])

/** The profile of a YAML text. The failure is `redaction/invalid`: `where.line` is the first problem's. */
export function parseRedaction(yamlText: string, path: string): ParsedRedaction {
  const { root, problems } = openYaml(yamlText)
  const profile = root === null ? null : readProfile(root, yamlText)
  if (profile !== null && problems.found.length === 0) return { ok: true, value: profile }
  return { ok: false, failure: failureOf(problems.found, path) }
}

function failureOf(found: readonly Problem[], path: string): Failure {
  const problems = [...found].sort((a, b) => a.line - b.line)
  const lines = problems.map(({ path: at, line, message }) => `line ${line}: ${at === '' ? '' : `${at}: `}${message}`)
  const more = lines.length - MAX_SHOWN
  return {
    code: 'redaction/invalid',
    message: `The redaction profile is not valid: ${lines.slice(0, MAX_SHOWN).join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
    where: { path, line: problems[0].line, ...(problems[0].path === '' ? {} : { field: problems[0].path }) },
    kept: 'Nothing was exported.',
    next: 'Correct the profile and try it with `vouch redaction test`.',
    facts: { problems: problems.map(({ path: at, line, message }) => ({ path: at, line, message })) },
  }
}

function readProfile(root: Cursor, text: string): RedactionProfile {
  const map = root.object(rootKeys)
  const required = (key: string): Cursor | undefined => {
    const cursor = map.get(key)
    if (cursor === undefined && root.isMap) root.problem(`${key} is missing`)
    return cursor
  }
  const schema = required('schema')
  if (schema !== undefined && schema.number() !== 1) schema.problem('this version of Vouch reads schema 1 only')
  const version = required('version')
  const number = version?.number() ?? 1
  if (!Number.isSafeInteger(number) || number < 1) version?.problem('must be a whole number from 1')
  return {
    id: idOf(required('id')),
    version: number,
    title: required('title')?.text() ?? '',
    description: map.get('description')?.text() ?? '',
    sha256: createHash('sha256').update(text).digest('hex'),
    rules: readRules(required('rules')),
  }
}

function readRules(cursor: Cursor | undefined): RedactionRule[] {
  if (cursor === undefined) return []
  const list = cursor.list()
  if (cursor.isList && list.length === 0) cursor.problem('at least one rule is needed')
  if (list.length > MAX_RULES) cursor.problem(`at most ${MAX_RULES} rules`)
  const seen = new Set<string>()
  return list.slice(0, MAX_RULES).map((item, order) => {
    const rule = readRule(item, order)
    if (rule.id !== '' && seen.has(rule.id)) item.problem(`a rule before has the id "${rule.id}", too`)
    seen.add(rule.id)
    return rule
  })
}

function readRule(cursor: Cursor, order: number): RedactionRule {
  const map = cursor.object(ruleKeys)
  if (map.get('id') === undefined && cursor.isMap) cursor.problem('id is missing')
  if (map.get('action') === undefined && cursor.isMap) cursor.problem('action is missing')
  const id = idOf(map.get('id'))
  const action = map.get('action')?.oneOf(actions) ?? 'mask'
  const prefix = map.get('prefix')
  if (prefix !== undefined && action !== 'pseudonymise') prefix.problem('only pseudonyms have a prefix')
  const prefixText = prefix?.text() ?? id
  if (prefixText !== '' && !prefixPattern.test(prefixText))
    (prefix ?? map.get('id'))?.problem('a prefix is a lower-case letter, then letters, digits and hyphens, 32 at most')
  if (!selectors.some((key) => map.has(key)) && cursor.isMap)
    cursor.problem(`says not what it is about: one of ${selectors.join(', ')} is needed`)
  return {
    id,
    order,
    action,
    prefix: prefixText,
    fields: values(map.get('fields'), (name) => fieldProblem(name, action)).map((name) => fieldById(name)?.id ?? name),
    columns: values(map.get('columns'), (name) =>
      columnPattern.test(name) ? null : `"${name}" is no name of a column`,
    ),
    keys: values(map.get('keys'), (key) => (isKeyPattern(key) ? null : `"${key}" is no key with letters or digits`)),
    patterns: values(map.get('patterns'), (name) =>
      patternNames.includes(name) ? null : `unknown pattern "${name}"; known: ${patternNames.join(', ')}`,
    ),
    regexps: values(map.get('regexps'), regexpProblem),
    secrets: readSecrets(map.get('secrets')),
  }
}

function readSecrets(cursor: Cursor | undefined): boolean {
  if (cursor === undefined) return false
  const isOn = cursor.boolean()
  if (isOn === false) cursor.problem('must be true, or left out')
  return isOn === true
}

function idOf(cursor: Cursor | undefined): string {
  const id = cursor?.text() ?? ''
  if (id !== '' && !idPattern.test(id)) cursor?.problem('must be lower-case letters, digits and hyphens, 64 at most')
  return id
}

/** The texts of a list, each checked where it stands. */
function values(cursor: Cursor | undefined, problemOf: (text: string) => string | null): string[] {
  if (cursor === undefined) return []
  const items = cursor.isList ? cursor.list() : [cursor]
  if (items.length === 0) cursor.problem('must not be empty')
  if (items.length > MAX_VALUES) cursor.problem(`at most ${MAX_VALUES} values`)
  const texts: string[] = []
  for (const item of items.slice(0, MAX_VALUES)) {
    const text = item.textOrNull()
    if (text === undefined) continue
    const problem = text === null || text === '' ? 'must be a text that is not empty' : problemOf(text)
    if (problem !== null) item.problem(problem)
    else if (text !== null) texts.push(text)
  }
  return texts
}

function fieldProblem(name: string, action: RedactionAction): string | null {
  if (name === PAYLOAD_COLUMN)
    return action === 'pseudonymise' ? 'a whole payload has no pseudonym; remove or mask it' : null
  const field = fieldById(name)
  if (field !== undefined && ownFields.has(field.id))
    return `"${field.id}" is said by Vouch, not by the log, and cannot be redacted; leave its column out`
  if (field !== undefined) return null
  const known = [...canonicalFields.map(({ id }) => id).filter((id) => !ownFields.has(id)), PAYLOAD_COLUMN]
  return `unknown field "${name}"; known: ${known.join(', ')}; a profile's own column goes under columns`
}

function regexpProblem(source: string): string | null {
  try {
    return RE2JS.compile(source).matcher('').matches() ? `"${source}" finds what is nothing` : null
  } catch {
    return `"${source}" is no regular expression (RE2 syntax: no look-around, no back-references)`
  }
}
