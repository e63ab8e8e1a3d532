/**
 * A log behind a real HTTP server on 127.0.0.1 that pages in every way, and breaks in every way, by a seed: resets, 429,
 * 500, silence, bad JSON, another page size, the page before come twice, tokens that end. What it serves is known, so a
 * test can tell a lost event from a doubled one.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type PagingKind = 'offset' | 'page' | 'cursor' | 'link' | 'next-url' | 'time-window'

export const pagingKinds: readonly PagingKind[] = ['offset', 'page', 'cursor', 'link', 'next-url', 'time-window']

export interface LogRecord {
  readonly id?: string
  readonly time: string
  readonly actor: string
  readonly action: string
  readonly [key: string]: unknown
}

export const faultKinds = [
  ...([
    'reset',
    'cut',
    'rate-limit',
    'error',
    'silence',
    'bad-json',
    'no-list',
    'size',
    'repeat',
    'unauthorised',
  ] as const),
]
export type FaultKind = (typeof faultKinds)[number]

export interface ServerOptions {
  readonly kind: PagingKind
  readonly records: LogRecord[]
  /** Chance of a fault per request; may change. */
  faultRate?: number
  faults?: readonly FaultKind[]
  random?: () => number
  /** Told of every request. */
  onRequest?: () => void
  /** Tokens that are good; a request without one of them is refused. */
  readonly tokens?: Set<string>
}

/** Numbers in [0, 1) that follow from a seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Record `n` of a made-up log, a second after the one before. */
export function logRecord(n: number, more: { readonly [key: string]: unknown } = {}): LogRecord {
  return {
    id: `evt-${n}`,
    time: new Date(Date.UTC(2026, 4, 1, 10) + n * 1000).toISOString(),
    actor: `user${n % 7}@example.com`,
    action: ['key.created', 'key.revoked', 'login'][n % 3],
    n,
    ...more,
  }
}

/** Requests left without an answer, per server. */
const MAX_SILENCES = 3

interface Served {
  readonly list: readonly LogRecord[]
  readonly head: { readonly [key: string]: unknown }
  readonly link: string | null
}

export class FaultyServer {
  /** Every request that came: path with query, and its headers. */
  readonly requests: { readonly url: string; readonly headers: IncomingMessage['headers'] }[] = []
  readonly options: ServerOptions
  private readonly server: Server
  private last: { readonly text: string; readonly headers: { readonly [name: string]: string } } | null = null
  private sizeNow: number | null = null
  private silences = 0

  private constructor(options: ServerOptions) {
    this.options = options
    this.server = createServer((request, response) => void this.answer(request, response))
  }

  static async start(options: ServerOptions): Promise<FaultyServer> {
    const made = new FaultyServer(options)
    await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve))
    return made
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { random = Math.random, faultRate = 0, faults = faultKinds, tokens } = this.options
    const url = new URL(request.url ?? '/', this.url)
    this.requests.push({ url: request.url ?? '', headers: request.headers })
    this.options.onRequest?.()
    if (tokens !== undefined && !tokens.has((request.headers.authorization ?? '').replace(/^Bearer /, ''))) {
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"error":"invalid_token"}')
      return
    }
    const fault = random() < faultRate ? faults[Math.floor(random() * faults.length)] : null
    if (fault === 'reset') return void request.socket.destroy()
    // Until the client has had enough; each one costs its whole time-out.
    if (fault === 'silence' && this.silences++ < MAX_SILENCES) return
    if (fault === 'rate-limit') return void response.writeHead(429, { 'retry-after': '1' }).end('{"error":"slow down"}')
    if (fault === 'error') return void response.writeHead(500).end('<h1>Oops</h1>')
    if (fault === 'unauthorised' && tokens !== undefined) {
      tokens.clear()
      return void response.writeHead(401).end('{}')
    }
    if (fault === 'no-list') return void response.writeHead(200).end('{"message":"try again later"}')
    if (fault === 'size') this.sizeNow = 4 + Math.floor(random() * 40)
    if (fault === 'repeat' && this.last !== null) {
      return void response.writeHead(200, { ...this.last.headers }).end(this.last.text)
    }
    const { list, head, link } = this.page(url)
    const isArray = this.options.kind === 'link'
    const text = isArray ? JSON.stringify(list) : JSON.stringify({ ...head, data: list })
    const headers: { [name: string]: string } = { 'content-type': 'application/json', 'set-cookie': 'sid=0123456789' }
    if (link !== null) headers.link = `<${link}>; rel="next"`
    if (fault === 'bad-json') return void response.writeHead(200, headers).end(text.slice(0, text.length >> 1))
    if (fault === 'cut') {
      response.writeHead(200, { ...headers, 'content-length': String(Buffer.byteLength(text)) })
      response.write(text.slice(0, text.length >> 1), () => request.socket.destroy())
      return
    }
    this.last = { text, headers }
    response.writeHead(200, headers).end(text)
  }

  /** Oldest first for cursors, newest first for offsets, as vendors do. */
  private page(url: URL): Served {
    const query = url.searchParams
    const since = query.get('since')
    const until = query.get('until')
    const from = since === null ? Number.NEGATIVE_INFINITY : Date.parse(since)
    const to = until === null ? Number.POSITIVE_INFINITY : Date.parse(until)
    const matching = this.options.records.filter(({ time }) => Date.parse(time) >= from && Date.parse(time) <= to)
    const size = Math.min(Number(query.get('limit') ?? 20), this.sizeNow ?? Number.POSITIVE_INFINITY)
    const newestFirst = [...matching].reverse()
    switch (this.options.kind) {
      case 'offset': {
        const offset = Number(query.get('offset') ?? 0)
        return { list: newestFirst.slice(offset, offset + size), head: {}, link: null }
      }
      case 'page': {
        const page = Number(query.get('page') ?? 1)
        return { list: newestFirst.slice((page - 1) * size, page * size), head: {}, link: null }
      }
      case 'time-window':
        return { list: matching.slice(0, size), head: { total: matching.length }, link: null }
      default: {
        const at = Number(query.get('cursor') ?? 0)
        const next = at + size < matching.length ? String(at + size) : null
        const address = new URL(url)
        if (next !== null) address.searchParams.set('cursor', next)
        const link = next === null ? null : address.href
        return { list: matching.slice(at, at + size), head: { next, next_url: link }, link }
      }
    }
  }
}

/** The YAML of a source for that server. */
export function sourceYaml(kind: PagingKind, url: string, more = ''): string {
  const paging = {
    offset: '{ kind: offset, offset: offset, limit: limit, size: 20 }',
    page: '{ kind: page, page: page, limit: limit, size: 20 }',
    cursor: '{ kind: cursor, parameter: cursor, path: next, limit: limit, size: 20 }',
    link: '{ kind: link, limit: limit, size: 20 }',
    'next-url': '{ kind: next-url, path: next_url, limit: limit, size: 20 }',
    'time-window': '{ kind: time-window, window: 60s, total: total, limit: limit, size: 20 }',
  }[kind]
  return `schema: 1
id: made-${kind}
title: A made-up log
baseUrl: ${url}
path: /v1/audit
auth: { kind: bearer }
paging: ${paging}
since: { parameter: since${kind === 'time-window' ? ', default: 10m' : ''} }
until: { parameter: until }
incremental: { by: time, overlap: 10s }
records: { path: ${kind === 'link' ? '""' : 'data'}, id: id, time: time }
retry: { attempts: 30, first: 1ms, most: 2ms }
timeout: 500ms
${more}`
}
