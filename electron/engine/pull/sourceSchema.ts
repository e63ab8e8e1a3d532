/** Checks the YAML of a source, strictly and completely, and gives it as a {@link SourceSpec} or as failures with lines. */
import type { Failure } from '../../../shared/failure.ts'
import { isTimeZone } from '../../../shared/time/index.ts'
import { type Cursor, openYaml } from '../base/index.ts'
import { parsePath } from '../ingest/index.ts'
import { readAuth, readBound, readDuration, readPaging } from './sourceParts.ts'
import { type LimitsSource, type ParameterSource, type RetrySource, SOURCE_SCHEMA, type SourceSpec } from './source.ts'

export type ParsedSource =
  | { readonly ok: true; readonly value: SourceSpec }
  | { readonly ok: false; readonly failures: readonly Failure[] }

/** Longest body that is taken, unless a source says otherwise. */
const MAX_BODY_BYTES = 64 * 1024 * 1024

const idPattern = /^[a-z0-9][a-z0-9-]{0,63}$/
const parameterPattern = /^[a-zA-Z][a-zA-Z0-9_]{0,63}$/
const headerPattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

const rootKeys = [
  ...['schema', 'from', 'id', 'version', 'title', 'vendor', 'documentation', 'baseUrl', 'parameters', 'path', 'query'],
  ...[
    'headers',
    'auth',
    'paging',
    'since',
    'until',
    'incremental',
    'records',
    'profile',
    'timezone',
    'retry',
    'timeout',
  ],
  ...['maxBodyBytes', 'proxy', 'caFile', 'allowHttp', 'limits', 'set'],
]

/**
 * Checks one text. `base` gives the source that `from:` names: what the text does not state is taken from there. Failures are
 * `source/invalid`, one per problem, with the place in the YAML (`where.field`) and the line.
 */
export function parseSource(
  yamlText: string,
  fileName: string,
  base: (id: string) => SourceSpec | undefined = () => undefined,
): ParsedSource {
  const { root, problems } = openYaml(yamlText)
  const value = root === null ? null : readSource(root, base)
  if (value !== null && problems.found.length === 0) return { ok: true, value }
  return {
    ok: false,
    failures: problems.found.map(({ path, line, message }) => ({
      code: 'source/invalid',
      message: `The source is not valid: ${path === '' ? '' : `${path}: `}${message}`,
      where: { path: fileName, line, ...(path === '' ? {} : { field: path }) },
      next: 'The manual’s page on pulling lists every key.',
    })),
  }
}

function readSource(root: Cursor, baseOf: (id: string) => SourceSpec | undefined): SourceSpec | null {
  const map = root.object(rootKeys)
  const from = map.get('from')?.text()
  const base = from === undefined ? undefined : baseOf(from)
  if (from !== undefined && base === undefined) map.get('from')?.problem(`there is no source “${from}”`)
  const need = (key: string): Cursor | undefined => {
    const cursor = map.get(key)
    if (cursor === undefined && base === undefined) root.problem(`“${key}” is missing`)
    return cursor
  }
  const schema = map.get('schema')
  if (schema === undefined) root.problem('“schema” is missing')
  else if (schema.number() !== SOURCE_SCHEMA) schema.problem(`must be ${SOURCE_SCHEMA}; a newer Vouch may know others`)
  const id = map.get('id')?.text()
  if (id === undefined) root.problem('“id” is missing')
  else if (!idPattern.test(id)) map.get('id')?.problem('must be lower-case letters, digits and dashes, at most 64')
  const parameters = readParameters(map.get('parameters'), map.get('set'), base?.parameters ?? [])
  const paging = readPaging(need('paging'), base?.paging)
  const since = readBound(map.get('since'), base?.since ?? null)
  const until = readBound(map.get('until'), base?.until ?? null)
  const records = readRecords(need('records'), base?.records)
  const incremental = readIncremental(map.get('incremental'), base?.incremental)
  if (paging?.kind === 'time-window' && (since === null || until === null))
    (map.get('paging') ?? root).problem('a time window needs both “since” and “until”')
  if (incremental.by === 'time' && (since === null || records.time === null))
    (map.get('incremental') ?? root).problem('by time needs “since” and “records.time”')
  if (records.paths.length === 0) (map.get('records') ?? root).problem('“path” names no place')
  if (incremental.by === 'cursor' && !['cursor', 'link', 'next-url'].includes(paging?.kind ?? ''))
    (map.get('incremental') ?? root).problem('by cursor needs paging by cursor, link or next-url')
  const baseUrl = need('baseUrl')?.text() ?? base?.baseUrl ?? ''
  checkUrl(map.get('baseUrl'), baseUrl)
  checkUrl(map.get('proxy'), map.get('proxy')?.textOrNull() ?? '')
  const timezone = map.get('timezone')?.text() ?? base?.timezone ?? null
  if (timezone !== null && !isTimeZone(timezone)) map.get('timezone')?.problem('is no IANA time zone')
  const auth = readAuth(need('auth'), base?.auth)
  if (auth === null || paging === null || id === undefined) return null
  return {
    schema: SOURCE_SCHEMA,
    id,
    from: base?.id ?? null,
    version: map.get('version')?.number() ?? base?.version ?? 1,
    title: need('title')?.text() ?? base?.title ?? id,
    vendor: map.get('vendor')?.text() ?? base?.vendor ?? '',
    documentation: map.get('documentation')?.texts() ?? base?.documentation ?? [],
    baseUrl,
    parameters,
    path: map.get('path')?.text() ?? base?.path ?? '',
    query: readPairs(map.get('query')) ?? base?.query ?? [],
    headers: readHeaders(map.get('headers')) ?? base?.headers ?? [],
    auth,
    paging,
    since,
    until,
    incremental,
    records,
    profile: readNullable(map.get('profile'), base?.profile ?? null),
    timezone,
    retry: readRetry(map.get('retry'), base?.retry),
    timeoutMs: readDuration(map.get('timeout')) ?? base?.timeoutMs ?? 60_000,
    maxBodyBytes: map.get('maxBodyBytes')?.number() ?? base?.maxBodyBytes ?? MAX_BODY_BYTES,
    proxy: readNullable(map.get('proxy'), base?.proxy ?? null),
    caFile: readNullable(map.get('caFile'), base?.caFile ?? null),
    allowHttp: map.get('allowHttp')?.boolean() ?? base?.allowHttp ?? false,
    limits: readLimits(map.get('limits')) ?? base?.limits ?? null,
  }
}

/** A base with `{parameters}` still in it cannot be judged before they have values. */
function checkUrl(cursor: Cursor | undefined, text: string): void {
  if (text === '' || cursor === undefined || text.includes('{')) return
  const url = URL.parse(text)
  if (url === null || !['http:', 'https:'].includes(url.protocol)) cursor.problem('must be an http or https address')
  else if (url.username !== '' || url.password !== '') cursor.problem('must hold no user and password')
  else if (url.search !== '' || url.hash !== '')
    cursor.problem('must end before “?” and “#”; parameters go under “query”')
}

function readNullable(cursor: Cursor | undefined, otherwise: string | null): string | null {
  if (cursor === undefined) return otherwise
  return cursor.textOrNull() ?? null
}

function readPairs(cursor: Cursor | undefined): [string, string][] | null {
  if (cursor === undefined) return null
  return cursor.entries().flatMap(([key, value]): [string, string][] => {
    const text = value.textOrNull()
    if (text === null) value.problem('must be a text')
    return typeof text === 'string' ? [[key, text]] : []
  })
}

function readHeaders(cursor: Cursor | undefined): [string, string][] | null {
  const pairs = readPairs(cursor)
  for (const [name, value] of pairs ?? []) {
    if (!headerPattern.test(name)) cursor?.problem(`“${name}” is no name of a header`)
    if (/[^\t\x20-\x7e]/.test(value)) cursor?.problem(`the value of ${name} holds characters that no header may`)
    if (/^(authorization|cookie|proxy-authorization)$/i.test(name))
      cursor?.problem(`${name} holds a secret; it belongs under “auth”`)
  }
  return pairs
}

/** Parameters of the base, with the values that `set` gives them. */
function readParameters(
  cursor: Cursor | undefined,
  set: Cursor | undefined,
  inherited: readonly ParameterSource[],
): ParameterSource[] {
  const own = (cursor?.entries() ?? []).map(([name, value]) => {
    if (!parameterPattern.test(name)) value.problem('a name of a parameter is letters, digits and _')
    const map = value.object(['title', 'default'])
    return { name, title: map.get('title')?.text() ?? name, default: map.get('default')?.textOrNull() ?? null }
  })
  const all = [...inherited.filter(({ name }) => !own.some((other) => other.name === name)), ...own]
  const values = new Map(
    (set?.entries() ?? []).map(([name, value]) => {
      if (!all.some((parameter) => parameter.name === name)) value.problem(`there is no parameter “${name}”`)
      return [name, value.textOrNull() ?? null] as const
    }),
  )
  return all.map((parameter) => ({ ...parameter, default: values.get(parameter.name) ?? parameter.default }))
}

function readRecords(cursor: Cursor | undefined, base: SourceSpec['records'] | undefined): SourceSpec['records'] {
  const map = cursor?.object(['path', 'lines', 'id', 'time', 'ignore'])
  const paths = map?.get('path')?.texts()
  const pathOf = (key: 'id' | 'time'): string | null => {
    const at = map?.get(key)
    const text = at === undefined ? (base?.[key] ?? null) : (at.textOrNull() ?? null)
    if (text !== null && parsePath(text) === null) at?.problem('is no path')
    return text
  }
  return {
    paths: paths?.map((path) => (path === '' ? [] : path.split('.'))) ?? base?.paths ?? [[]],
    lines: map?.get('lines')?.boolean() ?? base?.lines ?? false,
    id: pathOf('id'),
    time: pathOf('time'),
    ignore: map?.get('ignore')?.texts() ?? base?.ignore ?? [],
  }
}

function readIncremental(
  cursor: Cursor | undefined,
  base: SourceSpec['incremental'] | undefined,
): SourceSpec['incremental'] {
  const map = cursor?.object(['by', 'overlap'])
  return {
    by: map?.get('by')?.oneOf(['time', 'cursor', 'none']) ?? base?.by ?? 'none',
    overlapMs: readDuration(map?.get('overlap')) ?? base?.overlapMs ?? 300_000,
  }
}

function readRetry(cursor: Cursor | undefined, base: RetrySource | undefined): RetrySource {
  const map = cursor?.object(['attempts', 'first', 'most', 'longestWait'])
  const attempts = map?.get('attempts')?.number() ?? base?.attempts ?? 6
  if (!Number.isSafeInteger(attempts) || attempts < 1 || attempts > 100)
    map?.get('attempts')?.problem('must be a whole number from 1 to 100')
  return {
    attempts,
    firstMs: readDuration(map?.get('first')) ?? base?.firstMs ?? 1_000,
    mostMs: readDuration(map?.get('most')) ?? base?.mostMs ?? 60_000,
    longestWaitMs: readDuration(map?.get('longestWait')) ?? base?.longestWaitMs ?? 900_000,
  }
}

function readLimits(cursor: Cursor | undefined): LimitsSource | null {
  if (cursor === undefined) return null
  const map = cursor.object(['retentionDays', 'rowsPerQuery', 'requestsPerMinute', 'notes'])
  return {
    retentionDays: map.get('retentionDays')?.number() ?? null,
    rowsPerQuery: map.get('rowsPerQuery')?.number() ?? null,
    requestsPerMinute: map.get('requestsPerMinute')?.number() ?? null,
    notes: map.get('notes')?.text() ?? null,
  }
}
