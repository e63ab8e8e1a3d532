/** The WebSockets of this server: each carries calls of one page. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { AppApi, Caller } from '../../../shared/api/index.ts'
import { appRequests, MAX_REPLY_LENGTH, MAX_REQUEST_LENGTH, serveWire, socketWire } from '../../../shared/wire/index.ts'

/** Pages at once. */
const MAX_SOCKETS = 64

/** Largest frame that comes in, in bytes: what a page may send at most, all of it three bytes a code unit. */
export const MAX_FRAME_BYTES = 3 * MAX_REQUEST_LENGTH

/** Time between two pings, in milliseconds; a page that has not answered one by the next is gone. */
const PING_MS = 30_000

/** Time a page has to say goodbye when the server stops, in milliseconds. */
const GOODBYE_MS = 500

export class Sockets {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  })
  private readonly caller: Caller<AppApi>
  private readonly onBug: (error: unknown, entry: string) => void
  private readonly served = new Set<Promise<void>>()
  private readonly silent = new WeakSet<WebSocket>()
  private readonly pings: NodeJS.Timeout

  constructor(caller: Caller<AppApi>, onBug: (error: unknown, entry: string) => void) {
    this.caller = caller
    this.onBug = onBug
    this.pings = setInterval(() => this.ping(), PING_MS)
    this.pings.unref()
  }

  get isFull(): boolean {
    return this.server.clients.size >= MAX_SOCKETS
  }

  /** Takes over a request that was judged and allowed. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.server.handleUpgrade(request, socket, head, (client) => {
      client.on('pong', () => this.silent.delete(client))
      const work = serveWire(this.caller, socketWire(client, MAX_REPLY_LENGTH), {
        requests: appRequests,
        onBug: this.onBug,
      })
      this.served.add(work)
      void work.finally(() => this.served.delete(work))
    })
  }

  /** Closes all; their calls are cancelled. Resolves when the last call has ended. */
  async close(): Promise<void> {
    clearInterval(this.pings)
    for (const client of this.server.clients) client.close(1001, 'Vouch stops')
    const late = setTimeout(() => {
      for (const client of this.server.clients) client.terminate()
    }, GOODBYE_MS)
    await Promise.all(this.served)
    clearTimeout(late)
  }

  private ping(): void {
    for (const client of this.server.clients) {
      if (this.silent.has(client)) client.terminate()
      else {
        this.silent.add(client)
        client.ping()
      }
    }
  }
}
