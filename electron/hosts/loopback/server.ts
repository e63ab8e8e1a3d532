/** The app over HTTP on 127.0.0.1: its page, its calls, files dropped on it and files it has written. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { AppApi, Caller } from '../../../shared/api/index.ts'
import { type Failure, FailureError } from '../../../shared/failure.ts'
import { Access, type AskedFor } from './access.ts'
import { type Exchange, refuseSocket, send, sendText } from './answers.ts'
import { FinishedExports } from './exports.ts'
import { Page } from '../app/index.ts'
import { answerRoute, type Routes } from './routes.ts'
import { Sockets } from './sockets.ts'
import { Uploads } from './uploads.ts'

/** Time for a request's head, in milliseconds. */
const HEAD_MS = 10_000

/** Time a connection may say and take nothing, in milliseconds. */
const IDLE_MS = 120_000

/** Connections at once; a page uses a handful. */
const MAX_CONNECTIONS = 256

export interface LoopbackOptions {
  readonly caller: Caller<AppApi>
  /** Folder of the built renderer. */
  readonly renderer: string
  /** 0: any that is free. */
  readonly port: number
  /** Largest dropped file, in bytes. */
  readonly maxUploadBytes?: number
  /** Told of what should not have happened. */
  readonly onBug: (error: unknown, what: string) => void
}

export interface LoopbackServer {
  readonly port: number
  /** For people: good as often as they like while the server runs. */
  readonly address: string
  /** For a browser's command line: good once, for a minute. */
  launchAddress(): string
  /** Closes every connection, cancels its calls and removes dropped files. The caller stays open. */
  close(): Promise<void>
}

/** Listens on 127.0.0.1 alone. Fails with `usage/bad-argument` where the port cannot be had. */
export async function startLoopback(options: LoopbackOptions): Promise<LoopbackServer> {
  // Files may be dropped over slow tunnels, so no time is set for a whole request; silence ends it.
  const server = createServer({ requestTimeout: 0, headersTimeout: HEAD_MS, connectionsCheckingInterval: HEAD_MS / 2 })
  server.maxConnections = MAX_CONNECTIONS
  server.timeout = IDLE_MS
  await listening(server, options.port)
  const { port } = server.address() as AddressInfo
  const access = new Access(port)
  const loopback = new Loopback(server, access, options)
  const addressWith = (token: string): string => `http://127.0.0.1:${port}/?token=${token}`
  return {
    port,
    address: addressWith(access.token),
    launchAddress: () => addressWith(access.newTicket()),
    close: () => loopback.close(),
  }
}

class Loopback {
  private readonly server: Server
  private readonly access: Access
  private readonly routes: Routes
  private readonly sockets: Sockets
  private readonly onBug: LoopbackOptions['onBug']

  constructor(server: Server, access: Access, { caller, renderer, maxUploadBytes, onBug }: LoopbackOptions) {
    this.server = server
    this.access = access
    const exports = new FinishedExports()
    this.routes = { page: new Page(renderer), uploads: new Uploads(maxUploadBytes), exports }
    this.sockets = new Sockets(exports.heardThrough(caller), onBug)
    this.onBug = onBug
    server.on('request', (request, response) => void this.answer({ request, response }))
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head))
    server.on('clientError', (_error, socket) => refuseSocket(socket, 400))
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    this.server.closeAllConnections()
    await this.sockets.close()
    await closed
    await this.routes.uploads.close()
  }

  private async answer(exchange: Exchange): Promise<void> {
    const { request, response } = exchange
    try {
      await this.judged(exchange)
    } catch (error) {
      this.onBug(error, `${request.method} ${request.url?.split('?')[0].slice(0, 200)}`)
      if (response.headersSent) response.destroy()
      else sendText(exchange, 500, 'Something went wrong inside Vouch; this is a mistake of ours.')
    }
  }

  private async judged(exchange: Exchange): Promise<void> {
    const asked = askedFor(exchange.request, false)
    if (asked === null) {
      sendText(exchange, 400, 'This address cannot be read.')
      return
    }
    const verdict = this.access.judge(asked)
    switch (verdict.kind) {
      case 'allowed':
        return answerRoute(this.routes, exchange, asked.path, asked.query)
      case 'welcome':
        return send(exchange, 303, { 'Set-Cookie': verdict.cookie, Location: '/', 'Cache-Control': 'no-store' }, '')
      case 'refused':
        return sendText(
          exchange,
          403,
          `Not for you: ${verdict.why}.\nOpen the address that Vouch has printed when it started.`,
        )
    }
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const asked = askedFor(request, true)
    const refusal = asked === null ? 400 : this.upgradeRefusal(asked)
    if (refusal === null) this.sockets.accept(request, socket, head)
    else refuseSocket(socket, refusal)
  }

  /** HTTP status of why there is no WebSocket, or null. */
  private upgradeRefusal(asked: AskedFor): number | null {
    if (this.access.judge(asked).kind !== 'allowed') return 403
    if (asked.path !== '/api' || asked.method !== 'GET') return 404
    return this.sockets.isFull || !this.server.listening ? 503 : null
  }
}

/** What is asked for, or null where the address is no path (a proxy's `http://…`, `*`). */
function askedFor({ method = '', url = '', headers }: IncomingMessage, isUpgrade: boolean): AskedFor | null {
  if (!url.startsWith('/')) return null
  const [path] = url.split('?', 1)
  return { method, path, query: new URLSearchParams(url.slice(path.length + 1)), headers, isUpgrade }
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new FailureError(cannotListen(port, error))))
    server.listen(port, '127.0.0.1', resolve)
  })
}

function cannotListen(port: number, { code, message }: NodeJS.ErrnoException): Failure {
  return {
    code: 'usage/bad-argument',
    message:
      code === 'EADDRINUSE' ? `Port ${port} is in use by another program` : `Port ${port} cannot be had: ${message}`,
    next: 'Choose another one, or none: then any that is free is taken.',
    facts: { port, system: code ?? null },
  }
}
