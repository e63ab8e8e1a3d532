/** Answers to `app://vouch/…`: the built page and its files, with the same headers as on loopback. */
import { guardHeaders, type Page } from '../app/index.ts'
import { isAppAddress } from './appAddress.ts'

export interface AppRequest {
  readonly url: string
  readonly method: string
}

/** The file of that address; index.html gets a nonce of its own each time. 404 for all else, 405 for another method. */
export function appResponse(page: Page, request: AppRequest): Response {
  if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'Only GET')
  if (!isAppAddress(request.url)) return plain(404, 'Not found')
  const { pathname } = new URL(request.url)
  if (pathname === '/' || pathname === '/index.html') {
    const index = page.index()
    if (index === null) return plain(404, 'The page is not built yet: run `npm run build`.')
    return answer(200, index.html, 'text/html; charset=utf-8', index.nonce)
  }
  const file = page.file(pathname)
  // Copied, as the bytes of a Response must not be shared with another.
  return file === undefined ? plain(404, 'Not found') : answer(200, new Uint8Array(file.bytes), file.type, null)
}

function plain(status: number, text: string): Response {
  return answer(status, `${text}\n`, 'text/plain; charset=utf-8', null)
}

function answer(status: number, body: string | Uint8Array<ArrayBuffer>, type: string, nonce: string | null): Response {
  // All of it comes from memory or the app's archive; a second copy in a browser's cache would be of no use.
  const headers = { ...guardHeaders(undefined, nonce), 'Content-Type': type, 'Cache-Control': 'no-store' }
  return new Response(body, { status, headers })
}
