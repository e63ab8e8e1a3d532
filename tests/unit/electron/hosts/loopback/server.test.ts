/** The loopback server at work: calls, dropped files, downloads, and how it bears rude clients and its own end. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startLoopback } from '../../../../../electron/hosts/loopback/index.ts'
import type { AppApi } from '../../../../../shared/api/index.ts'
import { allOf, dataOf, LoopbackRoom } from './room.ts'

let room: LoopbackRoom
beforeEach(async () => {
  room = new LoopbackRoom()
  await room.start({ maxUploadBytes: 100_000 })
})
afterEach(async () => {
  await room.close()
  expect(room.bugs).toEqual([])
})

async function ask<K extends keyof AppApi>(entry: K, request: AppApi[K]['request']): Promise<AppApi[K]['reply']> {
  const caller = await room.caller()
  const result = await caller.call(entry, request)
  await caller.close()
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

const upload = (name: string, body: string, headers: { [name: string]: string | null } = {}) =>
  room.ask(`/upload?name=${encodeURIComponent(name)}`, headers, { method: 'POST', body })

interface Taken {
  readonly ok: true
  readonly value: { readonly path: string; readonly name: string }
}

/** A case of a few records. */
async function madeCase(): Promise<string> {
  const source = join(room.dir, 'log.ndjson')
  const lines = Array.from({ length: 20 }, (_, i) =>
    JSON.stringify({ timestamp: `2026-01-02T03:04:${String(i).padStart(2, '0')}Z`, user: 'alice', action: `a${i}` }),
  )
  writeFileSync(source, `${lines.join('\n')}\n`)
  const path = join(room.dir, 'case.vouch')
  await ask('case.import', { case: path, paths: [source] })
  return path
}

const until = async (isSo: () => boolean): Promise<void> => {
  while (!isSo()) await pause(5)
}

describe('a dropped file', () => {
  test('is taken over byte for byte, imported under its own name, and gone with the server', async () => {
    const body = '{"timestamp":"2026-01-02T03:04:05Z","user":"alice","action":"login"}\n'
    const answer = await upload('my log.ndjson', body)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8'])
    const { ok, value } = dataOf<Taken>(answer)
    expect([ok, value.name, readFileSync(value.path, 'utf8')]).toEqual([true, 'my log.ndjson', body])
    const names = { [value.path]: value.name }
    const report = await ask('case.import', { case: join(room.dir, 'new.vouch'), paths: [value.path], names })
    expect(report.files).toMatchObject([{ kind: 'imported', path: 'my log.ndjson', events: 1 }])
    const folder = dirname(dirname(value.path))
    await room.server.close()
    expect(existsSync(folder)).toBe(false)
  })

  test.each([
    ['1717200000123', '2024-06-01T00:00:00.123Z'],
    ['-86400000', '1969-12-31T00:00:00.000Z'],
  ])('last changed at %s is as old as that', async (modified, expected) => {
    const answer = await room.ask(`/upload?name=a.log&modified=${modified}`, {}, { method: 'POST', body: 'x' })
    expect(statSync(dataOf<Taken>(answer).value.path).mtime.toISOString()).toBe(expected)
  })

  test.each(['', 'NaN', '1e9', '8640000000000001', '99999999999999999999'])(
    'last changed at %j, which is no time, is as old as its copy',
    async (modified) => {
      const before = Date.now()
      const answer = await room.ask(`/upload?name=a.log&modified=${modified}`, {}, { method: 'POST', body: 'x' })
      // File systems cut what they keep of a time.
      expect(statSync(dataOf<Taken>(answer).value.path).mtimeMs).toBeGreaterThan(before - 1_000)
    },
  )

  test.each([
    ['../../../etc/passwd', 'passwd'],
    ['..\\..\\boot.ini', 'boot.ini'],
    ['C:\\logs\\audit.csv', 'audit.csv'],
    ['.bashrc', '.bashrc'],
    ['..', '..'],
    ['', 'file'],
    ['/', 'file'],
    ['a\0b\n\u001b[31m.json', 'a\0b\n\u001b[31m.json'],
    ['CON', 'CON'],
    ['-rf', '-rf'],
    ['\u202egpj.exe', '\u202egpj.exe'],
    ['журнал аудита.json', 'журнал аудита.json'],
    [`${'長'.repeat(500)}.json`, `${'長'.repeat(500)}.json`],
  ])('named %j lies in a folder of its own under a harmless name', async (name, recorded) => {
    const { ok, value } = dataOf<Taken>(await upload(name, 'x'))
    expect([ok, value.name]).toEqual([true, recorded])
    expect(basename(value.path)).toMatch(/^file(-[\p{L}\p{N}][\p{L}\p{N}._-]*)?$/u)
    expect(Buffer.byteLength(basename(value.path))).toBeLessThan(255)
    expect(basename(dirname(dirname(value.path)))).toMatch(/^vouch-uploads-/)
    expect(readdirSync(dirname(value.path))).toEqual([basename(value.path)])
  })

  test('without a name is refused', async () => {
    const answer = await room.ask('/upload', {}, { method: 'POST', body: 'x' })
    expect([answer.status, dataOf(answer)]).toEqual([
      400,
      { ok: false, failure: expect.objectContaining({ code: 'usage/bad-argument' }) },
    ])
  })

  test('larger than allowed is refused before it is read, or when it is found out; nothing stays', async () => {
    const first = dataOf<Taken>(await upload('small', 'x'))
    const folder = dirname(dirname(first.value.path))
    const stated = await upload('large', '', { 'content-length': '100001' })
    const chunk = `${(50_000).toString(16)}\r\n${'x'.repeat(50_000)}\r\n`
    const chunked = await upload('large', `${chunk.repeat(3)}0\r\n\r\n`, {
      'content-length': null,
      'transfer-encoding': 'chunked',
    })
    for (const answer of [stated, chunked]) {
      expect([answer.status, dataOf(answer)]).toEqual([
        413,
        { ok: false, failure: expect.objectContaining({ code: 'host/too-large', facts: { maxBytes: 100_000 } }) },
      ])
    }
    await until(() => readdirSync(folder).length === 1)
  })

  test('that breaks off leaves nothing behind', async () => {
    const first = dataOf<Taken>(await upload('small', 'x'))
    const folder = dirname(dirname(first.value.path))
    const socket = room.connect()
    const head = `POST /upload?name=half HTTP/1.1\r\nHost: ${room.host}\r\nOrigin: http://${room.host}\r\n`
    socket.write(`${head}Cookie: ${await room.cookie()}\r\nContent-Length: 1000\r\n\r\nhalf of it`)
    await until(() => readdirSync(folder).length === 2)
    socket.destroy()
    await until(() => readdirSync(folder).length === 1)
  })
})

describe('a finished export', () => {
  test('can be downloaded, byte for byte, by its name; nothing else can', async () => {
    const made = await madeCase()
    const out = join(room.dir, "évents 'of' (May)*.csv")
    const request = { case: made, filter: '', format: 'csv', out } as const
    expect((await room.ask(`/download?path=${encodeURIComponent(out)}`)).status).toBe(404)
    const report = await ask('rows.export', request)
    const answer = await room.ask(`/download?path=${encodeURIComponent(out)}`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-length')).toBe(String(report.sizeBytes))
    expect(Buffer.from(answer.body, 'latin1')).toEqual(readFileSync(out))
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="export"; filename*=UTF-8''%C3%A9vents%20%27of%27%20%28May%29%2a.csv`,
    )
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    const head = await room.ask(`/download?path=${encodeURIComponent(out)}`, {}, { method: 'HEAD' })
    expect([head.status, head.body]).toEqual([200, ''])
    for (const other of [made, join(room.dir, 'secret.txt'), `${out}x`])
      expect((await room.ask(`/download?path=${encodeURIComponent(other)}`)).status).toBe(404)
  })

  test('of a job can be downloaded once the job was seen to be done', async () => {
    const made = await madeCase()
    const out = join(room.dir, 'job.ndjson')
    const request = { case: made, filter: '', format: 'ndjson', out } as const
    await ask('jobs.start', { work: { entry: 'rows.export', request } })
    let since: number | null = null
    for (;;) {
      const seen: AppApi['jobs.watch']['reply'] = await ask('jobs.watch', { since, waitMs: 5_000 })
      since = seen.revision
      if (seen.jobs.every(({ state }) => state.kind === 'done')) break
    }
    expect((await room.ask(`/download?path=${encodeURIComponent(out)}`)).body).toBe(readFileSync(out, 'latin1'))
  })
})

describe('a WebSocket', () => {
  test('with a frame above the bound is closed; the server goes on', async () => {
    const socket = await room.socket()
    const closed = new Promise<number>((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    socket.send(Buffer.alloc(50 * 1024 * 1024, 0x20), { binary: false })
    expect([1006, 1009]).toContain(await closed)
    expect((await ask('host.info', {})).kind).toBe('loopback')
  })

  test.each<[string, string | Uint8Array]>([
    ['bytes', new Uint8Array([1, 2, 3])],
    ['no JSON', 'hello'],
    ['no frame', '{"kind":"call","id":1,"entry":"host.info","request":{}}'],
    ['a polluting frame', '{"message":{},"apart":[{"at":["__proto__","x"],"bytes":"AAAA"}]}'],
  ])('that sends %s is told so, and may go on', async (_name, data) => {
    const socket = await room.socket()
    const first = new Promise<string>((resolve) => socket.once('message', (message) => resolve(String(message))))
    socket.send(data)
    expect(JSON.parse(await first)).toMatchObject({ message: { kind: 'refused' } })
    const second = new Promise<string>((resolve) => socket.once('message', (message) => resolve(String(message))))
    socket.send('{"message":{"kind":"call","id":1,"entry":"host.info","request":{}},"apart":[]}')
    expect(JSON.parse(await second)).toMatchObject({ message: { kind: 'reply', id: 1, result: { ok: true } } })
    socket.close()
  })

  test('beyond the sixty-fourth is turned away until another ends', async () => {
    const sockets = await Promise.all(Array.from({ length: 64 }, () => room.socket()))
    expect(await room.upgrade('/api')).toBe(503)
    sockets[0].close()
    await new Promise((resolve) => sockets[0].once('close', resolve))
    expect(await room.upgrade('/api')).toBe(101)
    for (const socket of sockets) socket.close()
  })
})

describe('a rude client', () => {
  const talks: [string, string][] = [
    ['says nothing', ''],
    ['sends half a head', 'GET / HTTP/1.1\r\nHost: x'],
    ['sends half a body', `POST /upload?name=x HTTP/1.1\r\nContent-Length: 99\r\n\r\n`],
    ['sends nonsense', '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03'],
    ['closes its half at once', 'GET / HTTP/1.1\r\n'],
  ]

  test.each(talks)('that %s keeps nobody else waiting, nor the end', async (_name, text) => {
    const sockets = Array.from({ length: 20 }, () => room.connect())
    for (const socket of sockets) socket.write(text, 'latin1')
    sockets[0].end()
    expect((await room.ask('/')).status).toBe(200)
    expect((await ask('host.info', {})).kind).toBe('loopback')
    await room.server.close()
    for (const socket of sockets) socket.destroy()
  })

  test('that sends an endless head is cut off', async () => {
    const socket = room.connect()
    const all = allOf(socket)
    socket.write(`GET / HTTP/1.1\r\nHost: ${room.host}\r\nX: ${'x'.repeat(40_000)}`)
    expect((await all).toString('latin1')).toMatch(/^HTTP\/1.1 4\d\d |^$/)
  })

  test('that never reads its download does not stop the end', async () => {
    const made = await madeCase()
    const out = join(room.dir, 'large.csv')
    await ask('rows.export', { case: made, filter: '', format: 'csv', out })
    writeFileSync(out, Buffer.alloc(30_000_000, 0x41))
    const socket = room.connect()
    socket.pause()
    socket.write(
      `GET /download?path=${encodeURIComponent(out)} HTTP/1.1\r\nHost: ${room.host}\r\nCookie: ${await room.cookie()}\r\n\r\n`,
    )
    await new Promise((resolve) => socket.once('readable', resolve))
    await room.server.close()
    socket.destroy()
  })
})

describe('the end', () => {
  test('closes WebSockets, cancels their calls, frees the port', async () => {
    const caller = await room.caller()
    const watched = await caller.call('jobs.watch', { since: null, waitMs: 0 })
    if (!watched.ok) throw new Error('no revision')
    const waiting = caller.call('jobs.watch', { since: watched.value.revision, waitMs: 25_000 })
    await room.server.close()
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'host/no-connection' } })
    const refused = await new Promise<string | undefined>((resolve) => {
      connect(room.port, '127.0.0.1').once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
    })
    expect(refused).toBe('ECONNREFUSED')
  })

  test('comes also to a WebSocket that does not say goodbye', async () => {
    const socket = await room.socket()
    socket.pause()
    await room.server.close()
    socket.terminate()
  })
})

test('a port in use is a failure that names it', async () => {
  const caller = await room.caller()
  const started = startLoopback({ caller, renderer: room.renderer, port: room.port, onBug: () => undefined })
  await expect(started).rejects.toMatchObject({
    failure: { code: 'usage/bad-argument', message: `Port ${room.port} is in use by another program` },
  })
  await caller.close()
})

test('without a built page it says what to do', async () => {
  const empty = join(room.dir, 'empty')
  mkdirSync(empty)
  const other = new LoopbackRoom()
  await other.start({ renderer: empty })
  expect(await other.ask('/')).toMatchObject({ status: 503, body: expect.stringContaining('npm run build') })
  expect((await other.ask('/main.js')).status).toBe(404)
  await other.close()
})
