/** Nothing but pulls reaches a network: by what files import, and by what a whole session does. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../..')

/** Who may: the client of pulls, and the server on 127.0.0.1, which connects to nobody. */
const allowed = ['electron/engine/pull/', 'electron/hosts/loopback/']

/** Single files, each with its reason. */
const exceptions: { readonly [file: string]: string } = {
  'electron/hosts/start/electronBinary.ts':
    '`npm start` in a checkout fetches Electron’s program; it is no part of what is installed',
  'resources/samples/generator/hostile.ts': 'a text that an attacker might write',
}

const modules =
  /(?:\bfrom|\bimport|\brequire)\s*\(?\s*['"](?:node:)?(?:net|https?|http2|tls|dgram|dns|undici|ws|inspector)(?:\/[^'"]*)?['"]/
const globals =
  /(?<![.\w'"`-])(?:fetch|XMLHttpRequest|EventSource|WebSocket|WebTransport|RTCPeerConnection)\s*\(|\bsendBeacon\s*\(/

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tsx?|cts|mjs|js)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
}

function codeOf(file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
}

describe('what files import', () => {
  const files = ['shared', 'electron', 'resources'].flatMap(sources)

  test('the walk finds the client and the server, so it cannot pass by finding nothing', () => {
    const found = files.filter((file) => modules.test(codeOf(file)))
    expect(found).toContain('electron/engine/pull/httpClient.ts')
    expect(found).toContain('electron/hosts/loopback/server.ts')
  })

  test('modules of the network stand only in pull and loopback', () => {
    const broken = files.filter((file) => {
      const code = codeOf(file)
      return (modules.test(code) || globals.test(code)) && !allowed.some((part) => file.startsWith(part))
    })
    expect(broken.filter((file) => !(file in exceptions))).toEqual([])
  })

  test('within pull, one file opens connections', () => {
    const found = files.filter((file) => file.startsWith('electron/engine/pull/') && modules.test(codeOf(file)))
    expect(found).toEqual(['electron/engine/pull/httpClient.ts'])
  })

  test('the page opens its one socket to where it came from', () => {
    const found = sources('renderer').filter((file) =>
      /\bnew WebSocket\s*\(|(?<![.\w])fetch\s*\(|XMLHttpRequest|EventSource|sendBeacon/.test(codeOf(file)),
    )
    expect(found.filter((file) => !pageFiles.includes(file))).toEqual([])
  })
})

/** Files of the page that speak to the server it was loaded from; the content security policy lets them reach no other. */
const pageFiles = ['renderer/state/connection.ts', 'renderer/state/dropped.ts']

describe('what a session does', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-offline-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** Fails loudly where anybody connects, listens, resolves a name or sends a datagram; threads take it along. */
  const hook = join(folder, 'hook.mjs')
  writeFileSync(
    hook,
    `import net from 'node:net'
import dns from 'node:dns'
import dgram from 'node:dgram'
import { appendFileSync } from 'node:fs'
const told = (what) => { appendFileSync(process.env.VOUCH_TEST_TOLD, what + '\\n'); throw new Error('network: ' + what) }
net.Socket.prototype.connect = function () { told('connect') }
net.Server.prototype.listen = function () { told('listen') }
dgram.Socket.prototype.send = function () { told('send') }
dgram.Socket.prototype.bind = function () { told('bind') }
for (const name of ['lookup', 'resolve', 'resolve4', 'resolve6']) { dns[name] = () => told(name); dns.promises[name] = () => told(name) }
globalThis.fetch = () => told('fetch')
`,
  )
  const told = join(folder, 'told.txt')

  function vouch(...words: string[]): string {
    const flags = ['--disable-warning=ExperimentalWarning', '--import', pathToFileURL(hook).href]
    return execFileSync(process.execPath, [...flags, join(root, 'electron/hosts/cli/main.ts'), ...words], {
      encoding: 'utf8',
      env: {
        ...process.env,
        VOUCH_TEST_TOLD: told,
        VOUCH_PROFILES: '',
        VOUCH_SOURCES: '',
        VOUCH_SECRET_GENERIC_TOKEN: 'not-a-token',
      },
      stdio: 'pipe',
    })
  }

  test('import, query, export, verify, profiles and the list of sources open no socket', () => {
    writeFileSync(told, '')
    const log = join(folder, 'log.ndjson')
    writeFileSync(log, '{"timestamp":"2026-01-02T03:04:05Z","user":"alice","action":"login"}\n')
    const path = join(folder, 'case.vouch')
    vouch('import', log, '--case', path)
    vouch('query', '--case', path, 'action:login')
    vouch('export', '--case', path, '--format', 'csv', '--out', join(folder, 'out.csv'))
    vouch('verify', path, log)
    vouch('profiles', 'explain', log)
    vouch('pull', 'list')
    expect(readFileSync(told, 'utf8')).toBe('')
  })

  test('the hook works: a pull is caught by it', () => {
    writeFileSync(told, '')
    const path = join(folder, 'pulled.vouch')
    expect(() => vouch('pull', 'generic', '--case', path, '--set', 'url=http://127.0.0.1:9/audit')).toThrow()
    expect(readFileSync(told, 'utf8')).toContain('connect')
  })
})
