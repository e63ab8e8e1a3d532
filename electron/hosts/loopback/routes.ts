/** What is behind the addresses of this server, for requests that were judged and allowed. */
import { pipeline } from 'node:stream/promises'
import type { Result } from '../../../shared/failure.ts'
import { type Exchange, send, sendJson, sendText, statusOf } from './answers.ts'
import type { FinishedExports } from './exports.ts'
import { guardHeaders, type Page } from '../app/index.ts'
import type { Uploads } from './uploads.ts'

export interface Routes {
  readonly page: Page
  readonly uploads: Uploads
  readonly exports: FinishedExports
}

/** Answers a request for `path`. */
export async function answerRoute(
  { page, uploads, exports }: Routes,
  exchange: Exchange,
  path: string,
  query: URLSearchParams,
): Promise<void> {
  const { method } = exchange.request
  const isRead = method === 'GET' || method === 'HEAD'
  if (path === '/upload' ? method !== 'POST' : !isRead) sendText(exchange, 405, 'This cannot be done here.')
  else if (path === '/upload') await takeUpload(uploads, exchange, query.get('name'), query.get('modified'))
  else if (path === '/download') await sendExport(exports, exchange, query.get('path') ?? '')
  else if (path === '/') sendIndex(page, exchange)
  else sendFile(page, exchange, path)
}

function sendIndex(page: Page, exchange: Exchange): void {
  const index = page.index()
  if (index === null) {
    sendText(exchange, 503, 'The page is not built yet: run `npm run build`.')
    return
  }
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' }
  send(exchange, 200, headers, index.html, index.nonce)
}

function sendFile(page: Page, exchange: Exchange, path: string): void {
  const file = page.file(path)
  if (file === undefined) {
    sendText(exchange, 404, 'There is nothing here.')
    return
  }
  const headers = { ETag: file.etag, 'Cache-Control': 'private, no-cache' }
  if (exchange.request.headers['if-none-match'] === file.etag) send(exchange, 304, headers, '')
  else send(exchange, 200, { ...headers, 'Content-Type': file.type }, file.bytes)
}

const nameMissing: Result<never> = {
  ok: false,
  failure: { code: 'usage/bad-argument', message: 'The name of the file is missing' },
}

/** Answers with a `Result` of where the file lies now and the name to record for it. */
async function takeUpload(
  uploads: Uploads,
  exchange: Exchange,
  name: string | null,
  modified: string | null,
): Promise<void> {
  const taken = name === null ? nameMissing : await uploads.take(exchange.request, name, millisFrom(modified))
  sendJson(exchange, taken.ok ? 200 : statusOf(taken.failure), taken)
}

/** Milliseconds since 1970 as a browser tells them; null where it tells none, or no time that there is. */
function millisFrom(text: string | null): number | null {
  if (text === null || !/^-?\d{1,15}$/.test(text)) return null
  return Number.isNaN(new Date(Number(text)).getTime()) ? null : Number(text)
}

async function sendExport(exports: FinishedExports, exchange: Exchange, path: string): Promise<void> {
  const found = await exports.open(path)
  if (found === null) {
    sendText(exchange, 404, 'No export of this run has written such a file.')
    return
  }
  const { request, response } = exchange
  const { file, sizeBytes, name } = found
  response.writeHead(200, {
    ...guardHeaders(request.headers.host, null),
    'Content-Type': 'application/octet-stream',
    'Content-Length': sizeBytes,
    'Content-Disposition': `attachment; filename="export"; filename*=UTF-8''${encoded(name)}`,
    'Cache-Control': 'no-store',
  })
  if (request.method === 'HEAD' || sizeBytes === 0) {
    await file.close()
    response.end()
    return
  }
  try {
    // What is written meanwhile is not part of what was promised.
    await pipeline(file.createReadStream({ start: 0, end: sizeBytes - 1 }), response)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error
    // The browser went away, or the disk gave out: the length that was promised tells the browser that it has not all.
    response.destroy()
  }
}

/** RFC 8187 §3.2.1: percent-encoded but for attr-char. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
}
