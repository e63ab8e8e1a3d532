/** What a pull keeps, what it never keeps, and what it refuses; over real HTTP on 127.0.0.1. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import Database from 'better-sqlite3'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { createCase } from '../../../../../electron/engine/case/index.ts'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { FaultyServer, logRecord, type ServerOptions, sourceYaml } from './faultyServer.ts'
import { givenSecret, numbersIn, pull, QuickClock, SECRET } from './pulling.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-pull-'))
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let cases = 0
function newCase(): string {
  cases++
  return join(folder, `case-${cases}.vouch`)
}

async function serving(options: Partial<ServerOptions> & Pick<ServerOptions, 'kind'>): Promise<FaultyServer> {
  const server = await FaultyServer.start({ records: Array.from({ length: 50 }, (_, n) => logRecord(n)), ...options })
  open.push(server)
  return server
}

/** A server that answers as told; its address. */
async function answering(answer: RequestListener): Promise<string> {
  const server: Server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close() {
      server.closeAllConnections()
      server.close()
    },
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function rows<T>(path: string, sql: string): T[] {
  const db = new Database(path, { readonly: true })
  try {
    return db.prepare<[], T>(sql).all()
  } finally {
    db.close()
  }
}

describe('what is kept', () => {
  test('every body byte for byte, with its request, status, headers, times and hash', async () => {
    const server = await serving({ kind: 'cursor' })
    const path = newCase()
    const done = await pull({ case: path, yaml: sourceYaml('cursor', server.url) })
    expect(done).toMatchObject({
      ok: true,
      value: { requests: 3, records: 50, events: 50, known: 0, exhibits: ['E001'] },
    })
    const kept = rows<{ start: number; size: number; sha256: Buffer; url: string; headers: string; status: number }>(
      path,
      'SELECT start_byte AS start, size_bytes AS size, sha256, url, headers, status FROM pull_response ORDER BY id',
    )
    expect(kept.map(({ url }) => url)).toEqual([
      `${server.url}/v1/audit?limit=20`,
      `${server.url}/v1/audit?limit=20&cursor=20`,
      `${server.url}/v1/audit?limit=20&cursor=40`,
    ])
    const [exhibit] = rows<{ path: string; size: number }>(path, 'SELECT path, size_bytes AS size FROM exhibit')
    expect(exhibit.path).toBe(`${server.url}/v1/audit?limit=20`)
    const engine = createEngine({ version: 'vouch test', profileDirs: [] })
    open.push(engine)
    for (const [i, { start, size, sha256, status, headers }] of kept.entries()) {
      const request = { case: path, exhibit: 'E001', startByte: start, endByte: start + size }
      const bytes = await engine.call('case.bytes', request)
      if (!bytes.ok) throw new Error('no bytes')
      const body = Buffer.from(bytes.value.bytes)
      expect(createHash('sha256').update(body).digest()).toEqual(sha256)
      expect((JSON.parse(body.toString()) as { data: unknown[] }).data).toHaveLength(i < 2 ? 20 : 10)
      expect(status).toBe(200)
      expect(JSON.parse(headers)).toContainEqual(['content-type', 'application/json'])
    }
    expect(kept.at(-1)).toMatchObject({ start: exhibit.size - (kept.at(-1)?.size ?? 0) })
    expect(await numbersIn(path)).toHaveLength(50)
  })

  test('answers that gave nothing, too, with their bodies', async () => {
    let asked = 0
    const url = await answering((_request, response) => {
      asked++
      if (asked === 1) response.writeHead(500, { 'x-trace': 't1' }).end('<h1>Oops</h1>')
      else if (asked === 2) response.writeHead(200).end('{"data":[{"id":')
      else response.writeHead(200).end('{"data":[]}')
    })
    const path = newCase()
    expect(await pull({ case: path, yaml: sourceYaml('cursor', url) })).toMatchObject({
      ok: true,
      value: { faults: 2 },
    })
    const kept = rows<{ body: Buffer; fault: string | null; status: number }>(
      path,
      'SELECT body, fault, status FROM pull_response ORDER BY id',
    )
    expect(kept.map(({ body }) => zstdDecompressSync(body).toString())).toEqual([
      '<h1>Oops</h1>',
      '{"data":[{"id":',
      '{"data":[]}',
    ])
    expect(kept.map(({ fault }) => fault)).toEqual(['HTTP 500', 'it is no JSON, or cut short', null])
  })

  test('a case that was tampered with is found out: a row, a body', async () => {
    const server = await serving({ kind: 'cursor', faultRate: 1, faults: ['error'] })
    const path = newCase()
    await pull({ case: path, yaml: sourceYaml('cursor', server.url).replace('attempts: 30', 'attempts: 2') })
    const engine = createEngine({ version: 'vouch test', profileDirs: [] })
    open.push(engine)
    const findings = async (): Promise<readonly string[]> => {
      const report = await engine.call('case.verify', { case: path })
      return report.ok ? report.value.findings.map(({ code }) => code) : [report.failure.code]
    }
    expect(await findings()).toEqual([])
    const db = new Database(path)
    db.exec("UPDATE pull_response SET url = 'http://elsewhere.example.com/' WHERE id = 1")
    expect(await findings()).toEqual(['verify/pull-differs'])
    db.prepare('UPDATE pull_response SET body = ? WHERE id = 2').run(zstdCompressSync('another body'))
    expect(await findings()).toEqual(['verify/pull-differs', 'verify/pull-differs'])
    db.close()
  })
})

describe('records that come again', () => {
  test('overlap between runs is known, counted, and no event again', async () => {
    const records = Array.from({ length: 50 }, (_, n) => logRecord(n))
    const server = await serving({ kind: 'cursor', records })
    const path = newCase()
    const yaml = sourceYaml('cursor', server.url)
    await pull({ case: path, yaml })
    for (let n = 50; n < 55; n++) records.push(logRecord(n))
    const second = await pull({ case: path, yaml })
    // The newest was 49; ten seconds of overlap give 39 to 49 once more.
    expect(second).toMatchObject({ ok: true, value: { events: 5, known: 11, records: 16 } })
    expect(await numbersIn(path)).toEqual(records.map((_, n) => n))
    expect(rows(path, "SELECT * FROM gap WHERE kind = 'pulled-before'")).toHaveLength(11)
  })

  test('keys in another order are the same record; another content under the same id is not', async () => {
    const record = logRecord(1)
    const records = [record]
    const server = await serving({ kind: 'cursor', records })
    const path = newCase()
    const yaml = sourceYaml('cursor', server.url)
    await pull({ case: path, yaml })
    records[0] = Object.fromEntries(Object.entries(record).reverse()) as typeof record
    expect(await pull({ case: path, yaml })).toMatchObject({ value: { events: 0, known: 1 } })
    records[0] = { ...record, actor: 'somebody-else@example.com' }
    expect(await pull({ case: path, yaml })).toMatchObject({ value: { events: 1, known: 0 } })
  })

  test('without an id: the same content twice in one answer is two events, in the next pull none', async () => {
    const { id: _, ...anonymous } = logRecord(1)
    const server = await serving({ kind: 'cursor', records: [anonymous, anonymous, logRecord(2)] })
    const path = newCase()
    const yaml = sourceYaml('cursor', server.url)
    expect(await pull({ case: path, yaml })).toMatchObject({ value: { events: 3, known: 0 } })
    expect(await pull({ case: path, yaml })).toMatchObject({ value: { events: 0, known: 3 } })
  })

  test('numbers that a double cannot hold tell records apart', async () => {
    const url = await answering((_request, response) =>
      response.end('{"data":[{"n":9007199254740993,"action":"a"},{"n":9007199254740992,"action":"a"}]}'),
    )
    const path = newCase()
    expect(await pull({ case: path, yaml: sourceYaml('cursor', url) })).toMatchObject({
      value: { events: 2, known: 0 },
    })
  })

  test('an event from the future does not end all pulls', async () => {
    const records = [logRecord(1), logRecord(2, { time: '2099-01-01T00:00:00.000Z' })]
    const server = await serving({ kind: 'cursor', records })
    const path = newCase()
    const yaml = sourceYaml('cursor', server.url)
    await pull({ case: path, yaml })
    records.push(logRecord(3, { time: '2026-05-01T10:07:00.000Z' }))
    expect(await pull({ case: path, yaml })).toMatchObject({ value: { events: 1 } })
  })

  test('a stretch that is asked for leaves no hole: the next pull still begins at the beginning', async () => {
    const server = await serving({ kind: 'cursor' })
    const path = newCase()
    const yaml = sourceYaml('cursor', server.url)
    const at = (n: number): number => Date.UTC(2026, 4, 1, 10, 0, n) * 1000
    const stretch = await pull({ case: path, yaml, wish: { sinceUs: at(30), untilUs: at(40) } })
    expect(stretch).toMatchObject({ value: { events: 11, newest: null } })
    expect(await pull({ case: path, yaml })).toMatchObject({ value: { events: 39, known: 11 } })
    expect(await numbersIn(path)).toHaveLength(50)
  })

  test('from the beginning once more: all is known', async () => {
    const server = await serving({ kind: 'offset' })
    const path = newCase()
    const yaml = sourceYaml('offset', server.url)
    await pull({ case: path, yaml })
    expect(await pull({ case: path, yaml, wish: { full: true } })).toMatchObject({ value: { events: 0, known: 50 } })
  })

  test('a quiet pull that finds nothing new enters nothing', async () => {
    const server = await serving({ kind: 'cursor' })
    const path = newCase()
    const yaml = sourceYaml('cursor', server.url)
    await pull({ case: path, yaml })
    const before = readFileSync(path)
    expect(await pull({ case: path, yaml, quiet: true })).toMatchObject({ value: { events: 0, run: null } })
    expect(rows(path, 'SELECT id FROM pull_run')).toHaveLength(1)
    expect(rows(path, 'SELECT seq FROM custody_entry')).toHaveLength(5)
    expect(readFileSync(path).length).toBe(before.length)
  })
})

describe('secrets', () => {
  test('stand in no byte of the case, no failure and no report, in no form', async () => {
    const url = await answering((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://127.0.0.1')
      const cursor = searchParams.get('cursor')
      const headers = {
        'set-cookie': `session=${SECRET}`,
        'x-echo': String(request.headers.authorization),
        link: `<http://127.0.0.1/?access_token=${encodeURIComponent(SECRET)}>; rel="self"`,
      }
      if (cursor === null) response.writeHead(200, headers).end(JSON.stringify({ data: [logRecord(1)], next: 'c2' }))
      else response.writeHead(403, headers).end('no')
    })
    const path = newCase()
    const done = await pull({ case: path, yaml: sourceYaml('cursor', url, `query: { api_key: sent-in-clear-9931 }`) })
    expect(done).toMatchObject({ ok: false, failure: { code: 'pull/refused' } })
    const everything = Buffer.concat([readFileSync(path), Buffer.from(JSON.stringify(done))]).toString('latin1')
    const inRows = JSON.stringify([
      rows(path, 'SELECT * FROM pull_response'),
      rows(path, 'SELECT * FROM pull_stream'),
      rows(path, 'SELECT * FROM pull_run'),
      rows(path, 'SELECT facts FROM custody_entry'),
    ])
    const forms = [SECRET, encodeURIComponent(SECRET), Buffer.from(SECRET).toString('base64').replace(/=+$/, '')]
    for (const form of forms) {
      expect(everything.includes(form)).toBe(false)
      expect(inRows.includes(form)).toBe(false)
    }
    expect(inRows).toContain('api_key=[removed]')
    expect(inRows).toContain('x-echo')
  })

  test('an answer that repeats one is not kept, and ends the pull', async () => {
    const url = await answering((request, response) =>
      response.end(JSON.stringify({ data: [{ id: 1, header: request.headers.authorization }] })),
    )
    const path = newCase()
    expect(await pull({ case: path, yaml: sourceYaml('cursor', url) })).toMatchObject({
      ok: false,
      failure: { code: 'pull/secret-echoed' },
    })
    expect(readFileSync(path).includes(SECRET)).toBe(false)
    expect(rows(path, 'SELECT sha256, body FROM pull_response')).toEqual([{ sha256: null, body: null }])
  })

  test('a missing one is said with the place to put it, and nothing is asked', async () => {
    const server = await serving({ kind: 'cursor' })
    const secrets = { ...givenSecret, get: async () => null, whereTo: () => 'Set the variable X.' }
    expect(await pull({ case: newCase(), yaml: sourceYaml('cursor', server.url), secrets })).toMatchObject({
      failure: { code: 'source/secret-missing', next: 'Set the variable X.' },
    })
    expect(server.requests).toEqual([])
  })
})

describe('tokens of OAuth 2', () => {
  test('one that ends in the middle is replaced by a new one', async () => {
    let given = 0
    let pages = 0
    const url = await answering((request, response) => {
      if (request.method === 'POST') {
        given++
        response.end(JSON.stringify({ access_token: `access-${given}-0123456789`, expires_in: 3600 }))
        return
      }
      pages++
      const token = (request.headers.authorization ?? '').replace('Bearer ', '')
      if (token !== `access-${pages > 1 ? 2 : 1}-0123456789`) return void response.writeHead(401).end('{}')
      const isFirst = !(request.url ?? '').includes('cursor=')
      response.end(JSON.stringify({ data: [logRecord(isFirst ? 1 : 2)], next: isFirst ? 'c2' : null }))
    })
    const path = newCase()
    const yaml = sourceYaml('cursor', url).replace(
      'auth: { kind: bearer }',
      `auth: { kind: oauth2, tokenUrl: '${url}/token', clientId: me }`,
    )
    expect(await pull({ case: path, yaml })).toMatchObject({ ok: true, value: { events: 2, faults: 1 } })
    expect(given).toBe(2)
    const bytes = readFileSync(path)
    for (const secret of [SECRET, 'access-1-0123456789', 'access-2-0123456789'])
      expect(bytes.includes(secret)).toBe(false)
  })
})

describe('waits', () => {
  test.each([
    ['Retry-After in seconds', { 'retry-after': '7' }, 7_000],
    ['Retry-After as a date', { 'retry-after': 'Fri, 01 May 2026 10:06:30 GMT' }, 30_000],
    [
      'a used-up limit with its reset in epoch seconds',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.UTC(2026, 4, 1, 10, 6, 12) / 1000) },
      12_000,
    ],
    [
      'Okta’s headers',
      { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': String(Date.UTC(2026, 4, 1, 10, 7) / 1000) },
      60_000,
    ],
  ])('%s', async (_, headers, ms) => {
    let asked = 0
    const url = await answering((_request, response) => {
      asked++
      if (asked === 1) response.writeHead(429, headers as { [name: string]: string }).end()
      else response.end('{"data":[]}')
    })
    const clock = new QuickClock()
    expect(await pull({ case: newCase(), yaml: sourceYaml('cursor', url), clock })).toMatchObject({ ok: true })
    expect(clock.waits).toEqual([ms])
  })

  test('longer than the source allows: the pull ends and says so', async () => {
    const url = await answering((_request, response) => response.writeHead(429, { 'retry-after': '3600' }).end())
    const done = await pull({ case: newCase(), yaml: sourceYaml('cursor', url) })
    expect(done).toMatchObject({ failure: { code: 'pull/rate-limited', facts: { waitMs: 3_600_000 } } })
  })
})

describe('walls', () => {
  test('credentials never go to another origin: redirects and next pages that lead away are refused', async () => {
    const elsewhere = await serving({ kind: 'cursor' })
    const away = await answering((_request, response) =>
      response.writeHead(302, { location: `${elsewhere.url}/x` }).end(),
    )
    const next = await answering((_request, response) =>
      response.end(JSON.stringify({ data: [logRecord(1)], next_url: `${elsewhere.url}/v1/audit` })),
    )
    for (const yaml of [sourceYaml('cursor', away), sourceYaml('next-url', next)])
      expect(await pull({ case: newCase(), yaml })).toMatchObject({ failure: { code: 'pull/redirect-refused' } })
    expect(elsewhere.requests).toEqual([])
  })

  test('a redirect within the origin is followed', async () => {
    const url = await answering((request, response) => {
      if (request.url?.startsWith('/v1/')) response.writeHead(307, { location: '/v2/audit' }).end()
      else response.end('{"data":[]}')
    })
    expect(await pull({ case: newCase(), yaml: sourceYaml('cursor', url) })).toMatchObject({ ok: true })
  })

  test('http to another machine is refused before anything is sent', async () => {
    const yaml = sourceYaml('cursor', 'http://192.0.2.1')
    expect(await pull({ case: newCase(), yaml })).toMatchObject({ failure: { code: 'pull/insecure' } })
  })

  test('a body beyond the bound ends the pull', async () => {
    const url = await answering((_request, response) => response.end(`{"data":[],"fill":"${'x'.repeat(5_000)}"}`))
    const yaml = sourceYaml('cursor', url, 'maxBodyBytes: 1000')
    expect(await pull({ case: newCase(), yaml })).toMatchObject({ failure: { code: 'pull/too-large' } })
  })

  test('a cancelled pull keeps the pages that had come, and the next one goes on', async () => {
    const server = await serving({ kind: 'cursor' })
    const path = newCase()
    const yaml = sourceYaml('cursor', server.url)
    const stop = new AbortController()
    // The third request is answered by nobody.
    const clock = new QuickClock()
    const wait = clock.wait.bind(clock)
    server.options.faults = ['rate-limit']
    let waits = 0
    clock.wait = async (ms, signal) => {
      waits++
      stop.abort()
      return wait(ms, signal)
    }
    server.options.random = () => (server.requests.length === 3 && waits === 0 ? 0 : 0.999)
    server.options.faultRate = 0.5
    expect(await pull({ case: path, yaml, clock, signal: stop.signal })).toMatchObject({
      failure: { code: 'usage/cancelled' },
    })
    expect(await numbersIn(path)).toHaveLength(40)
    expect(await pull({ case: path, yaml })).toMatchObject({ value: { isResumed: true, events: 10, known: 0 } })
    expect(await numbersIn(path)).toHaveLength(50)
  })

  test.each([
    ['followed before', true],
    ['new', false],
  ])(
    'of two pulls at a time one is told that the other was faster; no event is there twice: a stream %s',
    async (_, isOld) => {
      const server = await serving({ kind: 'cursor' })
      const path = newCase()
      const yaml = sourceYaml('cursor', server.url)
      if (isOld) await pull({ case: path, yaml })
      else createCase(path, 'vouch test').close()
      server.options.records.push(...Array.from({ length: 20 }, (_, n) => logRecord(50 + n)))
      const both = await Promise.all([pull({ case: path, yaml }), pull({ case: path, yaml })])
      const codes = both.map((done) => (done.ok ? 'done' : done.failure.code)).sort()
      expect(['done,pull/overtaken', 'case/locked,done', 'done,done']).toContain(codes.join())
      expect(await numbersIn(path)).toEqual(Array.from({ length: 70 }, (_, n) => n))
    },
  )
})
