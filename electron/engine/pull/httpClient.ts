/**
 * The one network client of the product: a request, its answer, every bound. Node's own HTTP, because it can go through a
 * proxy, trust further authorities and hand over headers as they came, without a dependency.
 */
import { Agent as HttpAgent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import { getCACertificates } from 'node:tls'
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'
import { type Failure, FailureError, fail } from '../../../shared/failure.ts'

export interface HttpRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: readonly (readonly [string, string])[]
  readonly body?: string
}

export interface HttpAnswer {
  readonly status: number
  /** In order, names as received. */
  readonly headers: readonly (readonly [string, string])[]
  /** Content encodings taken off. */
  readonly body: Buffer
}

export interface HttpOptions {
  /** For the whole of a request, in milliseconds. */
  readonly timeoutMs: number
  readonly maxBodyBytes: number
  /** URL of a proxy; null: none. */
  readonly proxy: string | null
  /** PEM of further authorities; null: none. */
  readonly ca: string | null
  /** Whether `http://` to other machines is allowed. */
  readonly allowHttp: boolean
}

/** Errors of TLS that no second try mends. */
const UNTRUSTED =
  /^(CERT_|DEPTH_ZERO_|ERR_TLS_|ERR_SSL_|SELF_SIGNED|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/

export class HttpClient {
  private readonly options: HttpOptions
  private readonly http: HttpAgent
  private readonly https: HttpsAgent

  constructor(options: HttpOptions) {
    this.options = options
    const { proxy, ca } = options
    const common = {
      keepAlive: true,
      maxSockets: 1,
      ...(proxy === null ? {} : { proxyEnv: { HTTP_PROXY: proxy, HTTPS_PROXY: proxy } }),
    }
    this.http = new HttpAgent(common)
    this.https = new HttpsAgent({
      ...common,
      // Stated, so that no environment variable turns it off.
      rejectUnauthorized: true,
      ...(ca === null ? {} : { ca: [...getCACertificates('default'), ca] }),
    })
  }

  /**
   * The answer, whatever its status. Redirects are not followed. Fails with `pull/insecure`, `pull/untrusted`,
   * `pull/too-large`, and with `pull/unreachable` where no whole answer came (a further try may help). Rejects with the
   * signal's reason.
   */
  async send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    signal.throwIfAborted()
    this.requireSecure(request.url)
    const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>()
    const sent = this.begin(request)
    const timer = setTimeout(() => sent.destroy(new TimeOut()), this.options.timeoutMs)
    const abort = (): void => void sent.destroy(new Error('aborted'))
    signal.addEventListener('abort', abort, { once: true })
    sent.on('error', reject)
    sent.on('response', (answer) => this.receive(answer, sent).then(resolve, reject))
    sent.end(request.body)
    try {
      return await promise
    } catch (error) {
      signal.throwIfAborted()
      throw error instanceof FailureError
        ? error
        : new FailureError(this.failureOf(error, request.url), { cause: error })
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
    }
  }

  close(): void {
    this.http.destroy()
    this.https.destroy()
  }

  private begin({ method, url, headers, body }: HttpRequest): ClientRequest {
    const all = [...headers, ...(body === undefined ? [] : [['content-length', String(Buffer.byteLength(body))]])]
    const options = { method, headers: Object.fromEntries(all) }
    return url.protocol === 'https:'
      ? httpsRequest(url, { ...options, agent: this.https })
      : httpRequest(url, { ...options, agent: this.http })
  }

  private async receive(answer: IncomingMessage, sent: ClientRequest): Promise<HttpAnswer> {
    const { maxBodyBytes } = this.options
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of answer) {
      size += (chunk as Buffer).length
      if (size > maxBodyBytes) {
        sent.destroy()
        fail(tooLarge(maxBodyBytes))
      }
      chunks.push(chunk as Buffer)
    }
    if (!answer.complete) throw new Error('the answer broke off')
    const { rawHeaders } = answer
    const headers: [string, string][] = []
    for (let i = 0; i < rawHeaders.length; i += 2) headers.push([rawHeaders[i], rawHeaders[i + 1]])
    const body = decoded(Buffer.concat(chunks), answer.headers['content-encoding'], maxBodyBytes)
    return { status: answer.statusCode ?? 0, headers, body }
  }

  private requireSecure(url: URL): void {
    if (url.protocol === 'https:' || this.options.allowHttp || isLoopback(url.hostname)) return
    fail({
      code: 'pull/insecure',
      message: `${url.protocol}//${url.host} is not encrypted`,
      kept: 'Nothing was sent.',
      next: 'Use the https address; only where there is none, say `allowHttp: true` in the source.',
    })
  }

  private failureOf(error: unknown, { host }: URL): Failure {
    const system = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (UNTRUSTED.test(system))
      return {
        code: 'pull/untrusted',
        message: `The certificate of ${host} is not trusted (${system})`,
        kept: 'Nothing was sent.',
        next: 'Name the authority’s PEM file under `caFile:` in the source.',
        facts: { system },
      }
    const why = error instanceof TimeOut ? 'no whole answer in time' : system || 'the answer broke off'
    return {
      code: 'pull/unreachable',
      message: `${host} gave no whole answer (${why})`,
      next: 'Pull again; it goes on where it stopped.',
      facts: { system: error instanceof TimeOut ? 'timeout' : system },
    }
  }
}

class TimeOut extends Error {}

/** Whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

/** A server may compress although it was asked not to. Throws, as for a broken answer, where the encoding is broken. */
function decoded(bytes: Buffer, encoding: string | undefined, maxOutputLength: number): Buffer {
  const bounds = { maxOutputLength }
  switch ((encoding ?? '').trim().toLowerCase()) {
    case '':
    case 'identity':
      return bytes
    case 'gzip':
    case 'x-gzip':
      return gunzipSync(bytes, bounds)
    case 'deflate':
      return inflateSync(bytes, bounds)
    case 'br':
      return brotliDecompressSync(bytes, bounds)
    default:
      throw new Error('an encoding that is not known')
  }
}

function tooLarge(maxBodyBytes: number): Failure {
  return {
    code: 'pull/too-large',
    message: `The answer is longer than ${maxBodyBytes} bytes`,
    kept: 'What was pulled before it.',
    next: 'Ask for smaller pages (`paging.size`), or allow more with `maxBodyBytes:`.',
    facts: { maxBodyBytes },
  }
}
