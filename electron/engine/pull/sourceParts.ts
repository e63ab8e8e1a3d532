/** Reads the parts of a source that come in kinds: authentication, paging, bounds, durations. */
import type { Cursor } from '../base/index.ts'
import { type AuthSource, type BoundSource, type PagingSource, timeForms } from './source.ts'

const secretPattern = /^[a-z][a-z0-9-]{0,31}$/

/** Null where a problem was noted. A text that states `auth` states all of it. */
export function readAuth(cursor: Cursor | undefined, base: AuthSource | undefined): AuthSource | null {
  if (cursor === undefined) return base ?? null
  const keys = ['kind', 'secret', 'scheme', 'user', 'header', 'tokenUrl', 'clientId', 'scope', 'audience', 'clientIn']
  const map = cursor.object(keys)
  const kind = map.get('kind')?.oneOf(['none', 'bearer', 'basic', 'header', 'oauth2'] as const)
  const need = (key: string): string => {
    const text = map.get(key)?.text()
    if (text === undefined) cursor.problem(`“${key}” is missing`)
    return text ?? ''
  }
  const secret = (otherwise: string): string => {
    const name = map.get('secret')?.text() ?? otherwise
    if (!secretPattern.test(name))
      map.get('secret')?.problem('must be the name of a secret (lower-case letters, digits, dashes), never the secret')
    return name
  }
  switch (kind) {
    case 'none':
      return { kind }
    case 'bearer':
      return { kind, secret: secret('token'), scheme: map.get('scheme')?.text() ?? 'Bearer' }
    case 'basic':
      return { kind, user: need('user'), secret: secret('password') }
    case 'header':
      return { kind, header: need('header'), secret: secret('token') }
    case 'oauth2':
      return {
        kind,
        tokenUrl: need('tokenUrl'),
        clientId: need('clientId'),
        secret: secret('client-secret'),
        scope: map.get('scope')?.text() ?? null,
        audience: map.get('audience')?.text() ?? null,
        clientIn: map.get('clientIn')?.oneOf(['body', 'basic'] as const) ?? 'body',
      }
    case undefined:
      if (map.get('kind') === undefined) cursor.problem('“kind” is missing')
      return null
  }
}

const MAX_PAGE_SIZE = 1_000_000

/** Null where a problem was noted. A text that states `paging` states all of it. */
export function readPaging(cursor: Cursor | undefined, base: PagingSource | undefined): PagingSource | null {
  if (cursor === undefined) return base ?? null
  const keys = ['kind', 'offset', 'limit', 'size', 'page', 'first', 'parameter', 'path', 'hasMore', 'untilEmpty']
  const map = cursor.object([...keys, 'window', 'least', 'total'])
  const kind = map.get('kind')?.oneOf(['none', 'offset', 'page', 'cursor', 'link', 'next-url', 'time-window'] as const)
  const need = (key: string): string => {
    const text = map.get(key)?.text()
    if (text === undefined) cursor.problem(`“${key}” is missing`)
    return text ?? ''
  }
  const limit = map.get('limit')?.text() ?? null
  const size = map.get('size')?.number() ?? 100
  if (!Number.isSafeInteger(size) || size < 1 || size > MAX_PAGE_SIZE)
    map.get('size')?.problem(`must be a whole number from 1 to ${MAX_PAGE_SIZE}`)
  const untilEmpty = map.get('untilEmpty')?.boolean() ?? false
  switch (kind) {
    case 'none':
      return { kind }
    case 'offset':
      return { kind, offset: need('offset'), limit: need('limit'), size }
    case 'page':
      return { kind, page: need('page'), limit, size, first: map.get('first')?.number() ?? 1 }
    case 'cursor': {
      const hasMore = map.get('hasMore')?.text() ?? null
      return { kind, parameter: need('parameter'), path: need('path'), limit, size, hasMore, untilEmpty }
    }
    case 'link':
      return { kind, limit, size, untilEmpty }
    case 'next-url':
      return { kind, path: need('path'), limit, size, untilEmpty }
    case 'time-window': {
      const windowMs = readDuration(map.get('window'))
      if (windowMs === undefined || windowMs < 1_000) cursor.problem('“window” must be a duration of a second or more')
      const leastMs = readDuration(map.get('least')) ?? 1_000
      return { kind, windowMs: windowMs ?? 1_000, leastMs, total: map.get('total')?.text() ?? null, limit, size }
    }
    case undefined:
      if (map.get('kind') === undefined) cursor.problem('“kind” is missing')
      return null
  }
}

export function readBound(cursor: Cursor | undefined, base: BoundSource | null): BoundSource | null {
  if (cursor === undefined) return base
  const map = cursor.object(['parameter', 'form', 'prefix', 'default'])
  const parameter = map.get('parameter')?.text()
  if (parameter === undefined) cursor.problem('“parameter” is missing')
  return {
    parameter: parameter ?? '',
    form: map.get('form')?.oneOf(timeForms) ?? 'iso',
    prefix: map.get('prefix')?.text() ?? '',
    defaultMs: readDuration(map.get('default')) ?? null,
  }
}

const units: { readonly [unit: string]: number } = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Milliseconds of `500ms`, `30s`, `5m`, `2h`, `90d`; undefined where there is none, or a problem was noted. */
export function readDuration(cursor: Cursor | undefined): number | undefined {
  const text = cursor?.textOrNull()
  if (typeof text !== 'string') return undefined
  const match = /^(\d{1,9})(ms|s|m|h|d)$/.exec(text)
  if (match !== null) return Number(match[1]) * units[match[2]]
  cursor?.problem('must be a duration such as 500ms, 30s, 5m, 2h or 90d')
  return undefined
}
