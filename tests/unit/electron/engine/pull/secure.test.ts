/** TLS and proxies, with a certificate that openssl makes: checked always, further authorities by file, CONNECT through a proxy. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createProxy } from 'node:http'
import { createServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { logRecord, sourceYaml } from './faultyServer.ts'
import { pull, SECRET } from './pulling.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-tls-'))
const key = join(folder, 'key.pem')
const certificate = join(folder, 'cert.pem')
const open: { close(): unknown }[] = []
let hasOpenssl = true

beforeAll(() => {
  try {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    const files = ['-keyout', key, '-out', certificate]
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:P-256',
        '-nodes',
        '-days',
        '2',
        ...files,
        ...subject,
      ],
      {
        stdio: 'ignore',
      },
    )
  } catch {
    hasOpenssl = false
  }
})
afterEach(() => {
  for (const each of open.splice(0)) each.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A log over TLS; its port, and the credentials it was sent. */
async function secureLog(): Promise<{ readonly port: number; readonly seen: (string | undefined)[] }> {
  const seen: (string | undefined)[] = []
  const server = createServer({ key: readFileSync(key), cert: readFileSync(certificate) }, (request, response) => {
    seen.push(request.headers.authorization)
    response.end(JSON.stringify({ data: [logRecord(1)] }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close() {
      server.closeAllConnections()
      server.close()
    },
  })
  return { port: (server.address() as AddressInfo).port, seen }
}

function yaml(port: number, more = ''): string {
  return sourceYaml('cursor', `https://localhost:${port}`, more).replace('timeout: 500ms', 'timeout: 20s')
}

test('a certificate that nobody vouches for is refused, whatever the environment says; nothing is sent', async ({
  skip,
}) => {
  if (!hasOpenssl) skip('openssl is not here')
  const { port, seen } = await secureLog()
  const before = process.env.NODE_TLS_REJECT_UNAUTHORIZED
  process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0'
  try {
    expect(await pull({ case: join(folder, 'a.vouch'), yaml: yaml(port) })).toMatchObject({
      failure: { code: 'pull/untrusted' },
    })
  } finally {
    if (before === undefined) delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
    else process.env.NODE_TLS_REJECT_UNAUTHORIZED = before
  }
  expect(seen).toEqual([])
})

test('the source’s own authority is trusted', async ({ skip }) => {
  if (!hasOpenssl) skip('openssl is not here')
  const { port, seen } = await secureLog()
  const done = await pull({ case: join(folder, 'b.vouch'), yaml: yaml(port, `caFile: ${certificate}`) })
  expect(done).toMatchObject({ ok: true, value: { events: 1 } })
  expect(seen).toEqual([`Bearer ${SECRET}`])
})

test('through a proxy only an encrypted tunnel goes', async ({ skip }) => {
  if (!hasOpenssl) skip('openssl is not here')
  const { port } = await secureLog()
  const asked: string[] = []
  let passed = ''
  const proxy = createProxy()
  proxy.on('connect', (request, client, head) => {
    asked.push(request.url ?? '')
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n')
      server.write(head)
      client.on('data', (chunk: Buffer) => {
        passed += chunk.toString('latin1')
      })
      server.pipe(client)
      client.pipe(server)
    })
    for (const socket of [server, client]) socket.on('error', () => undefined)
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  open.push({
    close() {
      proxy.closeAllConnections()
      proxy.close()
    },
  })
  const address = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const more = `caFile: ${certificate}\nproxy: ${address}`
  const done = await pull({ case: join(folder, 'c.vouch'), yaml: yaml(port, more) })
  expect(done).toMatchObject({ ok: true, value: { events: 1 } })
  expect(asked).toEqual([`localhost:${port}`])
  expect(passed.length).toBeGreaterThan(0)
  expect(passed).not.toContain(SECRET)
})

test('a file of authorities that is not there is said', async () => {
  const path = join(folder, 'none.pem')
  expect(
    await pull({ case: join(folder, 'd.vouch'), yaml: yaml(9, `caFile: ${path}`) }).catch((error: unknown) => error),
  ).toMatchObject({
    failure: { code: 'source/invalid', where: { path } },
  })
})
