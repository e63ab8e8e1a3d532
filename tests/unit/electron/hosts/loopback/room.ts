/** The real server over a page and an engine made for a test, and raw sockets to speak with it. */
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { appCaller, createHost } from '../../../../../electron/hosts/app/index.ts'
import {
  type LoopbackOptions,
  type LoopbackServer,
  startLoopback,
} from '../../../../../electron/hosts/loopback/index.ts'
import type { AppApi, Caller, Engine } from '../../../../../shared/api/index.ts'
import { callerOverWire, socketWire } from '../../../../../shared/wire/index.ts'

export const indexHtml =
  '<!doctype html><meta name="style-nonce" content="__STYLE_NONCE__"><style nonce="__STYLE_NONCE__"></style>'

/** An answer, taken apart. Names of headers in lower case. */
export interface RawAnswer {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  /** A code unit per byte. */
  readonly body: string
}

/** The data of a JSON answer. */
export function dataOf<T>({ body }: RawAnswer): T {
  return JSON.parse(Buffer.from(body, 'latin1').toString('utf8')) as T
}

export class LoopbackRoom {
  readonly dir = mkdtempSync(join(tmpdir(), 'vouch-loopback-'))
  readonly renderer = join(this.dir, 'dist', 'renderer')
  readonly engine: Engine = createEngine({ version: 'vouch test', profileDirs: [] })
  readonly bugs: unknown[] = []
  private started: LoopbackServer | undefined
  private cookieOfRun: string | undefined

  async start(options: Partial<LoopbackOptions> = {}): Promise<void> {
    mkdirSync(join(this.renderer, 'assets'), { recursive: true })
    writeFileSync(join(this.renderer, 'index.html'), indexHtml)
    writeFileSync(join(this.renderer, 'assets', 'main-a1.js'), 'export const answer = 42\n')
    writeFileSync(join(this.renderer, 'assets', 'main-a1.css'), 'body{}')
    writeFileSync(join(this.renderer, 'assets', 'font.woff2'), Buffer.from([0, 1, 2, 255]))
    writeFileSync(join(this.renderer, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    writeFileSync(join(this.renderer, 'odd.xyz'), '<script>alert(1)</script>')
    writeFileSync(join(this.dir, 'secret.txt'), 'TOP SECRET')
    const host = createHost(this.engine, {
      kind: 'loopback',
      version: 'vouch test',
      startCase: null,
      configFolder: join(this.dir, 'config'),
    })
    const caller = appCaller(this.engine, host)
    const onBug = (error: unknown): void => void this.bugs.push(error)
    this.started = await startLoopback({ caller, renderer: this.renderer, port: 0, onBug, ...options })
  }

  get server(): LoopbackServer {
    if (this.started === undefined) throw new Error('Not started')
    return this.started
  }

  get port(): number {
    return this.server.port
  }

  get host(): string {
    return `127.0.0.1:${this.port}`
  }

  get token(): string {
    return new URL(this.server.address).searchParams.get('token') ?? ''
  }

  /** `name=value` of the cookie that the token gives. */
  async cookie(): Promise<string> {
    if (this.cookieOfRun === undefined) {
      const { headers } = await this.ask(`/?token=${this.token}`, { cookie: null })
      this.cookieOfRun = (headers.get('set-cookie') ?? '').split(';')[0]
    }
    return this.cookieOfRun
  }

  /** A request over a socket of its own, with the headers of a page of ours but for those given; null leaves one out. */
  async ask(
    path: string,
    headers: { readonly [name: string]: string | null } = {},
    { method = 'GET', body = '' }: { method?: string; body?: string } = {},
  ): Promise<RawAnswer> {
    const usual: { [name: string]: string | null } = { host: this.host, connection: 'close' }
    if (headers.cookie === undefined) usual.cookie = await this.cookie()
    if (method === 'POST') {
      usual.origin = `http://${this.host}`
      usual['content-length'] = String(Buffer.byteLength(body))
    }
    const lines = Object.entries({ ...usual, ...headers }).flatMap(([name, value]) =>
      value === null ? [] : [`${name}: ${value}`],
    )
    return this.raw([`${method} ${path} HTTP/1.1`, ...lines, '', body].join('\r\n'))
  }

  /** Whatever is sent, and what comes back until the server ends the connection. */
  async raw(text: string | Uint8Array): Promise<RawAnswer> {
    const socket = this.connect()
    socket.write(text)
    return answerFrom(await allOf(socket))
  }

  connect(): Socket {
    const socket = connect(this.port, '127.0.0.1')
    socket.on('error', () => socket.destroy())
    return socket
  }

  /** The first line's status of an upgrade; 101 where there is a WebSocket. */
  async upgrade(path: string, headers: { readonly [name: string]: string | null } = {}): Promise<number> {
    const all: { [name: string]: string | null } = {
      host: this.host,
      origin: `http://${this.host}`,
      cookie: await this.cookie(),
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
      ...headers,
    }
    const lines = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]))
    const socket = this.connect()
    socket.write([`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n'))
    const first = await new Promise<string>((resolve) => {
      socket.once('data', (data) => resolve(data.toString('latin1')))
      socket.once('close', () => resolve('HTTP/1.1 000 '))
    })
    socket.destroy()
    return Number(first.slice(9, 12))
  }

  /** An open WebSocket, as a page of ours has it. */
  async socket(): Promise<WebSocket> {
    const socket = new WebSocket(`ws://${this.host}/api`, {
      headers: { cookie: await this.cookie(), origin: `http://${this.host}` },
    })
    await once(socket, 'open')
    return socket
  }

  async caller(): Promise<Caller<AppApi>> {
    return callerOverWire<AppApi>(socketWire(await this.socket()))
  }

  async close(): Promise<void> {
    await this.started?.close()
    await this.engine.close()
    rmSync(this.dir, { recursive: true, force: true })
  }
}

export function allOf(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = []
  return new Promise((resolve) => {
    socket.on('data', (part) => parts.push(part))
    socket.once('close', () => resolve(Buffer.concat(parts)))
  })
}

function answerFrom(bytes: Buffer): RawAnswer {
  const text = bytes.toString('latin1')
  const end = text.indexOf('\r\n\r\n')
  const [first = '', ...lines] = text.slice(0, end < 0 ? undefined : end).split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  return { status: Number(first.slice(9, 12)), headers, body: end < 0 ? '' : text.slice(end + 4) }
}
