/** Checks the YAML of a profile, strictly and completely, and gives it as {@link ProfileSource} or as failures. */
import type { Failure } from '../../../../shared/failure.ts'
import { fieldById, mappedFields } from '../../../../shared/fields.ts'
import { isTimeZone, timeFormatProblem } from '../../../../shared/time/index.ts'
import { recordKinds } from '../record.ts'
import { parsePath } from './path.ts'
import {
  type CategorySource,
  type ChangeSource,
  type ColumnSource,
  columnTypes,
  type OpenSource,
  openForms,
  type ProfileSource,
  type RecogniseSource,
  type SampleSource,
  type SessionsSource,
  type TimeSource,
} from './profileSource.ts'
import { isRegExp, readValue, readWhen, templateParts, valueKeys } from './profileValueSchema.ts'
import { type Cursor, openYaml, type Problem } from '../../base/index.ts'
import { readFollows, readLimits } from './vendorFacts.ts'

export type LoadedProfile =
  | { readonly ok: true; readonly value: ProfileSource }
  | { readonly ok: false; readonly failures: readonly Failure[] }

const rootKeys = [
  'schema',
  'id',
  'version',
  'title',
  'vendor',
  'source',
  'documentation',
  'follows',
  'guess',
  'recognise',
  'records',
  'csv',
  'json',
  'aliases',
  'open',
  'fields',
  'columns',
  'categories',
  'changes',
  'badges',
  'secrets',
  'limits',
  'sessions',
  'samples',
]

const idPattern = /^[a-z0-9][a-z0-9-]{0,63}$/
const columnIdPattern = /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/

/**
 * Checks one profile text. Failures are `profile/invalid`, one per problem, with path in the YAML (`where.field`)
 * and line. Samples are not mapped here (see `checkProfile`).
 */
export function parseProfile(yamlText: string, fileName: string): LoadedProfile {
  const { root, problems } = openYaml(yamlText)
  const value = root === null ? null : readProfile(root)
  if (value !== null && problems.found.length === 0) return { ok: true, value }
  return { ok: false, failures: problems.found.map((problem) => failureFromProblem(problem, fileName)) }
}

function failureFromProblem(problem: Problem, fileName: string): Failure {
  const at = problem.path === '' ? '' : `${problem.path}: `
  return {
    code: 'profile/invalid',
    message: `profile ${fileName} is not valid: ${at}${problem.message}`,
    where: { path: fileName, line: problem.line, ...(problem.path === '' ? {} : { field: problem.path }) },
    kept: 'the other profiles',
    next: 'correct the profile and try it with `vouch profiles test`',
    facts: { problem: problem.message },
  }
}

function readProfile(root: Cursor): ProfileSource | null {
  const map = root.object(rootKeys)
  const schema = map.get('schema')
  if (schema === undefined) root.problem('schema: 1 is missing')
  else if (schema.number() !== 1) schema.problem('this version of Vouch reads schema 1 only')
  const text = (key: string): string => {
    const cursor = map.get(key)
    if (cursor === undefined) root.problem(`${key} is missing`)
    return cursor?.text() ?? ''
  }
  const id = text('id')
  if (id !== '' && !idPattern.test(id)) map.get('id')?.problem('must be lower-case letters, digits and hyphens')
  const version = map.get('version')
  if (version === undefined) root.problem('version is missing')
  const versionNumber = version?.number() ?? 0
  if (version !== undefined && (!Number.isInteger(versionNumber) || versionNumber < 1))
    version.problem('must be a whole number from 1')

  const guess = map.get('guess')?.boolean() ?? false
  const aliasMap = map.get('aliases')
  const aliases = aliasMap?.entries().map(([key, value]) => [key, readPaths(value)] as const) ?? []
  const columnsAt = map.get('columns')?.list() ?? []
  const columnIds = new Set<string>()
  for (const cursor of columnsAt) {
    for (const [key, value] of cursor.isMap ? cursor.entries() : []) {
      if (key !== 'id') continue
      const columnId = value.text() ?? ''
      if (!columnIdPattern.test(columnId)) value.problem('must be letters, digits and _ and begin with a letter')
      else if (fieldById(columnId) !== undefined)
        value.problem(`"${columnId}" is a canonical field; state it under fields`)
      else if (columnIds.has(columnId)) value.problem(`column "${columnId}" is there twice`)
      columnIds.add(columnId)
    }
  }

  const { time, fields } = readFields(map.get('fields'), columnIds)
  if (!guess && map.get('fields') === undefined) root.problem('fields is missing')
  const samplesAt = map.get('samples')
  const samples = samplesAt?.list().map((cursor) => readSample(cursor, columnIds)) ?? []
  return {
    schema: 1,
    id,
    version: versionNumber,
    title: text('title'),
    vendor: text('vendor'),
    source: text('source'),
    documentation: map.get('documentation')?.texts() ?? [],
    follows: map.get('follows')?.list().map(readFollows) ?? [],
    guess,
    recognise: readRecognise(map.get('recognise'), root),
    carried: true,
    records: readPaths(map.get('records')),
    looseHeaders: readLoose(map.get('csv'), 'headers'),
    looseKeys: readLoose(map.get('json'), 'keys'),
    aliases,
    open: map.get('open')?.list().map(readOpen) ?? [],
    time,
    fields,
    columns: columnsAt.map((cursor) => readColumn(cursor, columnIds)),
    categories:
      map
        .get('categories')
        ?.list()
        .map((cursor) => readCategory(cursor, columnIds)) ?? [],
    changes: map.get('changes')?.list().flatMap(readChange) ?? [],
    badges: readTextMap(map.get('badges')),
    secrets: map.get('secrets')?.texts() ?? [],
    limits: readLimits(map.get('limits'), columnIds),
    sessions: readSessions(map.get('sessions'), columnIds),
    samples,
  }
}

function readLoose(cursor: Cursor | undefined, key: string): boolean {
  const loose = cursor?.object([key]).get(key)
  return loose?.oneOf(['loose', 'exact']) === 'loose'
}

function readPaths(cursor: Cursor | undefined): readonly string[] {
  if (cursor === undefined) return []
  const paths = cursor.texts()
  for (const path of paths) if (parsePath(path) === null) cursor.problem(`"${path}" is not a path`)
  return paths
}

function readPath(cursor: Cursor | undefined): string | null {
  const path = cursor?.text() ?? null
  if (path !== null && parsePath(path) === null) cursor?.problem(`"${path}" is not a path`)
  return path
}

/** A path alone means JSON at that path. */
function readOpen(cursor: Cursor): OpenSource {
  if (!cursor.isMap) return { from: readPaths(cursor), as: 'json', between: ',', equals: '=' }
  const map = cursor.object(['from', 'as', 'between', 'equals'])
  if (map.get('from') === undefined) cursor.problem('from is missing')
  const as = map.get('as')?.oneOf(openForms) ?? 'json'
  const ofPairs = (key: string, usual: string): string => {
    const at = map.get(key)
    if (at !== undefined && as !== 'pairs') at.problem('counts only with as: pairs')
    return at?.text() ?? usual
  }
  return { from: readPaths(map.get('from')), as, between: ofPairs('between', ','), equals: ofPairs('equals', '=') }
}

function readFields(cursor: Cursor | undefined, columnIds: ReadonlySet<string>) {
  const fields: ProfileSource['fields'][number][] = []
  let time: readonly TimeSource[] = []
  const seen = new Set<string>()
  for (const [key, value] of cursor?.entries() ?? []) {
    if (key === 'time') {
      time = value.isList ? value.list().map(readTime) : [readTime(value)]
      continue
    }
    const field = mappedFields.find((candidate) => candidate.id === key)
    if (field === undefined) {
      value.problem(`unknown field "${key}"; a column of its own goes under columns`)
      continue
    }
    seen.add(key)
    fields.push(readValue(value, value.object(valueKeys), field, columnIds))
  }
  return { time, fields }
}

function readTime(cursor: Cursor): TimeSource {
  const map = cursor.object(['from', 'template', 'year', 'format', 'zone'])
  if (map.get('from') === undefined && map.get('template') === undefined) cursor.problem('from is missing')
  const format = map.get('format')?.text() ?? 'auto'
  const problem = timeFormatProblem(format)
  if (problem !== null) map.get('format')?.problem(`"${format}" cannot be used: ${problem}`)
  const zone = map.get('zone')?.text() ?? null
  if (zone !== null && !isTimeZone(zone)) map.get('zone')?.problem(`"${zone}" is no time zone (UTC or an IANA name)`)
  return {
    from: readPaths(map.get('from')),
    template: readTimeTemplate(map.get('template')),
    year: readPath(map.get('year')),
    format,
    zone,
    ambiguous: false,
  }
}

function readTimeTemplate(cursor: Cursor | undefined): string | null {
  const template = cursor?.text() ?? null
  if (cursor === undefined || template === null) return null
  const parts = templateParts(template)
  if (parts === null) cursor.problem('has a brace without its partner')
  for (const { reference } of parts ?? []) {
    if (reference !== null && parsePath(reference) === null) cursor.problem(`"${reference}" is not a path`)
  }
  return template
}

function readColumn(cursor: Cursor, columnIds: ReadonlySet<string>): ColumnSource {
  const map = cursor.object(['id', 'label', 'type', ...valueKeys])
  const id = map.get('id')?.text()
  if (map.get('id') === undefined) cursor.problem('id is missing')
  const type = map.get('type')?.oneOf(columnTypes) ?? 'text'
  const value = readValue(cursor, map, { id: id ?? '', type }, columnIds)
  return { ...value, label: map.get('label')?.text() ?? id ?? '', type }
}

function readCategory(cursor: Cursor, columnIds: ReadonlySet<string>): CategorySource {
  const map = cursor.object(['id', 'label', 'when'])
  const id = map.get('id')?.text()
  if (map.get('id') === undefined) cursor.problem('id is missing')
  return { id: id ?? '', label: map.get('label')?.text() ?? id ?? '', when: readWhen(map.get('when'), columnIds) }
}

function readRecognise(cursor: Cursor | undefined, root: Cursor): readonly RecogniseSource[] {
  if (cursor === undefined) {
    root.problem('recognise is missing')
    return []
  }
  const alternatives = cursor.list()
  if (alternatives.length === 0) cursor.problem('at least one alternative is needed')
  return alternatives.map((alternative) => {
    const map = alternative.object(['format', 'require', 'anyOf', 'forbid', 'match', 'score', 'unwrap'])
    const format = map.get('format')
    if (format === undefined) alternative.problem('format is missing')
    const match = readTextMap(map.get('match'))
    for (const [key, pattern] of match) {
      if (parsePath(key) === null) map.get('match')?.problem(`"${key}" is not a path`)
      if (!isRegExp(pattern)) map.get('match')?.problem(`"${pattern}" is not a regular expression`)
    }
    const unwrap = map.get('unwrap')?.text() ?? null
    if (unwrap !== null && parsePath(unwrap) === null) map.get('unwrap')?.problem(`"${unwrap}" is not a path`)
    return {
      format: format?.oneOf(recordKinds) ?? 'json',
      require: readPaths(map.get('require')),
      anyOf: readPaths(map.get('anyOf')),
      forbid: readPaths(map.get('forbid')),
      match,
      score: map.get('score')?.number() ?? 50,
      unwrap,
    }
  })
}

function readChange(cursor: Cursor): readonly ChangeSource[] {
  const map = cursor.object(['before', 'after', 'list', 'name', 'map'])
  const path = (key: string): string => {
    const paths = readPaths(map.get(key))
    if (paths.length !== 1) cursor.problem(`${key} must be one path`)
    return paths[0] ?? ''
  }
  if (map.has('map')) return [{ kind: 'map', map: path('map') }]
  if (map.has('list'))
    return [{ kind: 'list', list: path('list'), name: path('name'), before: path('before'), after: path('after') }]
  return [{ kind: 'pair', before: path('before'), after: path('after') }]
}

function readTextMap(cursor: Cursor | undefined): readonly (readonly [string, string])[] {
  return cursor?.entries().map(([key, value]) => [key, value.text() ?? ''] as const) ?? []
}

function readSessions(cursor: Cursor | undefined, columnIds: ReadonlySet<string>): SessionsSource | null {
  if (cursor === undefined) return null
  const map = cursor.object(['displayName', 'lastActivity', 'expires'])
  const column = (key: string): string | null => {
    const id = map.get(key)?.text() ?? null
    if (id !== null && !columnIds.has(id)) map.get(key)?.problem(`"${id}" is no column of this profile`)
    return id
  }
  return { displayName: column('displayName'), lastActivity: column('lastActivity'), expires: column('expires') }
}

function readSample(cursor: Cursor, columnIds: ReadonlySet<string>): SampleSource {
  const map = cursor.object(['format', 'record', 'event'])
  for (const key of ['format', 'record', 'event']) if (!map.has(key)) cursor.problem(`${key} is missing`)
  const event: [string, string | null][] = []
  for (const [key, value] of map.get('event')?.entries() ?? []) {
    const known = key === 'time' || columnIds.has(key) || mappedFields.some((field) => field.id === key)
    if (!known) value.problem(`unknown field "${key}"`)
    const expected = value.textOrNull()
    if (expected !== undefined) event.push([key, expected])
  }
  return { format: map.get('format')?.oneOf(recordKinds) ?? 'json', record: map.get('record')?.text() ?? '', event }
}
