/** The walls of the loopback server, tried from outside with raw sockets. */
import { symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { indexHtml, LoopbackRoom } from './room.ts'

const room = new LoopbackRoom()
beforeAll(() => room.start())
afterAll(async () => {
  expect(room.bugs).toEqual([])
  await room.close()
})

const guards = [
  'content-security-policy',
  'x-content-type-options',
  'referrer-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'permissions-policy',
]

describe('the token', () => {
  test('is 32 random bytes, another one each run', async () => {
    expect(Buffer.from(room.token, 'base64url').length).toBe(32)
    const other = new LoopbackRoom()
    await other.start()
    expect(other.token).not.toBe(room.token)
    const { status } = await room.ask(`/?token=${other.token}`, { cookie: null })
    await other.close()
    expect(status).toBe(403)
  })

  test('becomes a cookie that scripts and other sites never see, and leaves the address', async () => {
    const { status, headers, body } = await room.ask(`/?token=${room.token}`, { cookie: null })
    expect([status, headers.get('location'), body]).toEqual([303, '/', ''])
    expect(headers.get('set-cookie')).toMatch(
      new RegExp(`^vouch-${room.port}=[\\w-]{43}; HttpOnly; SameSite=Strict; Path=/$`),
    )
    expect(headers.get('set-cookie')).not.toContain(room.token)
    expect(headers.get('cache-control')).toBe('no-store')
  })

  test('is good again and again; a ticket once', async () => {
    expect((await room.ask(`/?token=${room.token}`, { cookie: null })).status).toBe(303)
    const { pathname, search } = new URL(room.server.launchAddress())
    expect((await room.ask(`/${search}x`, { cookie: null })).status).toBe(403)
    expect((await room.ask(pathname + search, { cookie: null })).status).toBe(303)
    expect((await room.ask(pathname + search, { cookie: null })).status).toBe(403)
  })

  test.each(['', 'x', '%00', '__proto__'])('“%s” is none', async (token) => {
    expect((await room.ask(`/?token=${token}`, { cookie: null })).status).toBe(403)
  })

  test('but for one sign is none, in either half', async () => {
    for (const at of [0, 42]) {
      const wrong = `${room.token.slice(0, at)}${room.token[at] === 'A' ? 'B' : 'A'}${room.token.slice(at + 1)}`
      expect((await room.ask(`/?token=${wrong}`, { cookie: null })).status).toBe(403)
    }
  })

  test('is taken on the page alone, not with POST or HEAD', async () => {
    expect((await room.ask(`/assets/main-a1.js?token=${room.token}`, { cookie: null })).status).toBe(403)
    expect((await room.ask(`/?token=${room.token}`, { cookie: null }, { method: 'POST' })).status).toBe(403)
    expect((await room.ask(`/?token=${room.token}`, { cookie: null }, { method: 'HEAD' })).status).toBe(403)
    expect(await room.upgrade(`/api?token=${room.token}`, { cookie: null })).toBe(403)
  })
})

describe('without the cookie of this run', () => {
  const paths = ['/', '/index.html', '/assets/main-a1.js', '/icon.svg', '/nosuch', '/download?path=x', '/api']

  test.each(paths)('%s says 403 and gives nothing away', async (path) => {
    const { status, body, headers } = await room.ask(path, { cookie: null })
    expect(status).toBe(403)
    expect(body).not.toMatch(/doctype|answer|svg/)
    for (const guard of guards) expect(headers.has(guard)).toBe(true)
  })

  test.each([
    ['of another run', () => `vouch-${room.port}=${'A'.repeat(43)}`],
    ['that is empty', () => `vouch-${room.port}=`],
    ['with the token in it', () => `vouch-${room.port}=${room.token}`],
    ['of another name', async () => (await room.cookie()).replace('vouch', 'other')],
    ['cut short', async () => (await room.cookie()).slice(0, -1)],
    ['drawn long', async () => `${await room.cookie()}x`],
  ])('a cookie %s is none', async (_name, cookie) => {
    expect((await room.ask('/', { cookie: await cookie() })).status).toBe(403)
    expect(await room.upgrade('/api', { cookie: await cookie() })).toBe(403)
  })

  test('another cookie of the same name does not shut out the real one', async () => {
    const cookie = `a=b; vouch-${room.port}=forged; ${await room.cookie()}`
    expect((await room.ask('/', { cookie })).status).toBe(200)
  })

  test('there is no upload and no WebSocket', async () => {
    expect((await room.ask('/upload?name=x', { cookie: null }, { method: 'POST', body: 'x' })).status).toBe(403)
    expect(await room.upgrade('/api', { cookie: null })).toBe(403)
  })
})

describe('another name', () => {
  const names = [
    'evil.example.com',
    'rebound.example.com:PORT',
    'localhost',
    '127.0.0.1',
    '127.0.0.1:1',
    'localhost:PORT.evil.example.com',
    'evil.example.com#127.0.0.1:PORT',
    '127.0.0.1:PORT@evil.example.com',
    '[::1]:PORT',
    '0.0.0.0:PORT',
    '127.1:PORT',
    '2130706433:PORT',
    '',
  ]

  test.each(names)('Host: %s is refused, cookie or not', async (name) => {
    const host = name.replace('PORT', String(room.port))
    expect((await room.ask('/', { host })).status).toBe(403)
    expect((await room.ask(`/?token=${room.token}`, { host })).status).toBe(403)
    expect(await room.upgrade('/api', { host, origin: `http://${host}` })).toBe(403)
  })

  test('none at all, or two, is no request', async () => {
    expect((await room.ask('/', { host: null })).status).toBe(400)
    const twice = `GET / HTTP/1.1\r\nHost: ${room.host}\r\nHost: evil.example.com\r\nConnection: close\r\n\r\n`
    expect([400, 403]).toContain((await room.raw(twice)).status)
  })

  test('as a whole address, as a proxy would ask, is refused', async () => {
    expect((await room.ask('http://evil.example.com/')).status).toBe(400)
    expect((await room.ask(`http://${room.host}/`)).status).toBe(400)
  })

  test('is never written back into a policy', async () => {
    const { headers } = await room.ask('/', { host: "x; script-src 'unsafe-inline'" })
    expect(headers.get('content-security-policy')).not.toContain('unsafe-inline')
  })

  test('localhost with the port is ours, too', async () => {
    const host = `localhost:${room.port}`
    const { status, headers } = await room.ask('/', { host })
    expect(status).toBe(200)
    expect(headers.get('content-security-policy')).toContain(`connect-src 'self' ws://${host};`)
  })
})

describe('another page', () => {
  const origins = [
    'https://evil.example.com',
    'null',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'https://127.0.0.1:PORT',
    'http://localhost:PORT',
    'http://127.0.0.1:PORT.evil.example.com',
    '',
  ]

  test.each(origins)('Origin: %s is refused in spite of the cookie', async (name) => {
    const origin = name.replace('PORT', String(room.port))
    expect((await room.ask('/assets/main-a1.js', { origin })).status).toBe(403)
    expect((await room.ask('/upload?name=x', { origin }, { method: 'POST', body: 'x' })).status).toBe(403)
    expect(await room.upgrade('/api', { origin })).toBe(403)
  })

  test('that hides its origin can neither upload nor open a WebSocket', async () => {
    expect((await room.ask('/upload?name=x', { origin: null }, { method: 'POST', body: 'x' })).status).toBe(403)
    expect(await room.upgrade('/api', { origin: null })).toBe(403)
  })

  test.each(['cross-site', 'same-site'])('of a %s gets no file, but may lead to the page in a tab', async (site) => {
    const from = (dest: string) => ({ 'sec-fetch-site': site, 'sec-fetch-dest': dest, 'sec-fetch-mode': 'navigate' })
    expect((await room.ask('/assets/main-a1.js', from('script'))).status).toBe(403)
    expect((await room.ask('/', from('iframe'))).status).toBe(403)
    expect((await room.ask('/', from('document'))).status).toBe(200)
    expect(await room.upgrade('/api', from('websocket'))).toBe(403)
  })

  test('our own is let in', async () => {
    expect(await room.upgrade('/api', { 'sec-fetch-site': 'same-origin' })).toBe(101)
    expect((await room.ask('/assets/main-a1.js', { 'sec-fetch-site': 'same-origin' })).status).toBe(200)
  })
})

describe('the page', () => {
  test('comes with a strict policy and a nonce of its own each time', async () => {
    const answers = await Promise.all([room.ask('/'), room.ask('/')])
    const nonces = answers.map(({ status, headers, body }) => {
      expect([status, headers.get('content-type'), headers.get('cache-control')]).toEqual([
        200,
        'text/html; charset=utf-8',
        'no-store',
      ])
      const nonce = /content="([^"]+)"/.exec(body)?.[1] ?? ''
      expect(body).toBe(indexHtml.replaceAll('__STYLE_NONCE__', nonce))
      expect(headers.get('content-security-policy')).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data:; font-src 'self'; ` +
          `connect-src 'self' ws://${room.host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      expect(Buffer.from(nonce, 'base64').length).toBe(16)
      return nonce
    })
    expect(nonces[0]).not.toBe(nonces[1])
  })

  test.each([
    ['/assets/main-a1.js', 'text/javascript; charset=utf-8', 'export const answer = 42\n'],
    ['/assets/main-a1.css', 'text/css; charset=utf-8', 'body{}'],
    ['/assets/font.woff2', 'font/woff2', '\0\x01\x02\xff'],
    ['/icon.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['/odd.xyz', 'application/octet-stream', '<script>alert(1)</script>'],
  ])('%s has its type, the guards, and is asked for again by its tag', async (path, type, body) => {
    const answer = await room.ask(path)
    expect([answer.status, answer.headers.get('content-type'), answer.body]).toEqual([200, type, body])
    for (const guard of guards) expect(answer.headers.has(guard)).toBe(true)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    const again = await room.ask(path, { 'if-none-match': answer.headers.get('etag') ?? '' })
    expect([again.status, again.body]).toEqual([304, ''])
    const other = await room.ask(path, { 'if-none-match': '"other"' })
    expect(other.status).toBe(200)
  })

  test('HEAD tells the length and sends nothing', async () => {
    const { status, headers, body } = await room.ask('/icon.svg', {}, { method: 'HEAD' })
    expect([status, headers.get('content-length'), body]).toEqual([200, '41', ''])
  })

  test('built anew is served anew', async () => {
    writeFileSync(join(room.renderer, 'assets', 'main-b2.js'), 'new')
    expect((await room.ask('/assets/main-b2.js')).status).toBe(404)
    utimesSync(join(room.renderer, 'index.html'), 1, 1)
    await room.ask('/')
    expect((await room.ask('/assets/main-b2.js')).body).toBe('new')
  })
})

describe('no address leads outside the page', () => {
  beforeAll(async () => {
    symlinkSync(join(room.dir, 'secret.txt'), join(room.renderer, 'link.txt'))
    symlinkSync(room.dir, join(room.renderer, 'up'))
    utimesSync(join(room.renderer, 'index.html'), 2, 2)
    await room.ask('/')
  })

  test.each([
    '/../../secret.txt',
    '/assets/../../../secret.txt',
    '/%2e%2e/%2e%2e/secret.txt',
    '/..%2f..%2fsecret.txt',
    '/..%5c..%5csecret.txt',
    '/..\\..\\secret.txt',
    '//secret.txt',
    '/./secret.txt',
    '/assets/..;/..;/secret.txt',
    '/link.txt',
    '/up/secret.txt',
    '/secret.txt%00.js',
    '/etc/passwd',
    '//etc/passwd',
    '/file:///etc/passwd',
    '/__proto__',
    '/constructor',
    '/assets',
    '/assets/',
    '/index.html',
    '/download?path=/etc/passwd',
    '/download?path=../../secret.txt',
    '/download',
  ])('%s', async (path) => {
    const { status, body } = await room.ask(path)
    expect([status, body]).toEqual([404, expect.stringMatching(/^(There is nothing here|No export of this run)/)])
  })

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE'])('%s is not for here', async (method) => {
    expect((await room.ask('/icon.svg', {}, { method })).status).toBe(405)
  })

  test.each(['/', '/icon.svg', '/download', '/api'])('POST %s is not for here', async (path) => {
    expect((await room.ask(path, {}, { method: 'POST', body: 'x' })).status).toBe(405)
  })

  test('CONNECT and upgrades to anything else end the connection', async () => {
    const { status } = await room.raw(`CONNECT evil.example.com:443 HTTP/1.1\r\nHost: ${room.host}\r\n\r\n`)
    expect([0, 400, 403, 405]).toContain(status)
    for (const path of ['/', '/upload', '/api/', '/api/x', '//api']) expect(await room.upgrade(path)).toBe(404)
    expect(await room.upgrade('/api', { upgrade: 'h2c' })).toBe(400)
  })
})

describe('other machines', () => {
  test('cannot even connect', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .filter((address) => address !== undefined && !address.internal)
    for (const address of [...outside, { address: '127.0.0.2' }, { address: '::1' }]) {
      const connected = await new Promise<boolean>((resolve) => {
        const socket = connect(room.port, address?.address)
        socket.once('connect', () => resolve(true))
        socket.once('error', () => resolve(false))
      })
      expect([address?.address, connected]).toEqual([address?.address, false])
    }
  })
})
