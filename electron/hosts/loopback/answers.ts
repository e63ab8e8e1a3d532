/** Answers to requests, each with the headers that stand guard. */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Failure } from '../../../shared/failure.ts'
import { guardHeaders } from '../app/index.ts'

/** A request with the place for its answer. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
}

export type Headers = { readonly [name: string]: string }

/** Answers with these headers and body. `nonce`: of the styles of the page that is sent. */
export function send(
  { request, response }: Exchange,
  status: number,
  headers: Headers,
  body: string | Uint8Array,
  nonce: string | null = null,
): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, {
    ...guardHeaders(request.headers.host, nonce),
    ...(status === 304 ? {} : { 'Content-Length': bytes.length }),
    // A body that nobody has read would be taken for the next request.
    ...(request.complete || request.method === 'GET' ? {} : { Connection: 'close' }),
    ...headers,
  })
  response.end(request.method === 'HEAD' ? undefined : bytes)
}

export function sendText(exchange: Exchange, status: number, text: string): void {
  const headers = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' }
  send(exchange, status, headers, `${text}\n`)
}

export function sendJson(exchange: Exchange, status: number, value: unknown): void {
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' }
  send(exchange, status, headers, JSON.stringify(value))
}

/** The HTTP status of a failure. */
export function statusOf({ code }: Failure): number {
  switch (code) {
    case 'host/too-large':
      return 413
    case 'host/busy':
      return 503
    case 'host/not-saved':
      return 507
    default:
      return 400
  }
}

/** Answers a connection that has no response object (an upgrade, a request that cannot be read), and ends it. */
export function refuseSocket(socket: Duplex, status: number): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  // The other side may never end its half.
  socket.once('finish', () => socket.destroy())
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
