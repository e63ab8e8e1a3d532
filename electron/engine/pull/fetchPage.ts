/**
 * One page: asked for until it comes whole, with waits where the server wants them or trouble asks for them. Every answer
 * on the way is told, so that none is kept from the record.
 */
import { createHash } from 'node:crypto'
import { type Failure, FailureError, fail } from '../../../shared/failure.ts'
import type { PulledResponse } from '../case/index.ts'
import type { Authoriser } from './authorise.ts'
import type { BodyReader, ReadBody } from './body.ts'
import type { HttpAnswer, HttpClient } from './httpClient.ts'
import type { Veil } from './secrets.ts'
import type { FilledSource } from './source.ts'
import { pagingParameters } from './walk.ts'
import { askedWaitMs, backOffMs, type Clock, headerOf } from './waits.ts'

/** Redirects followed for one page; they stay at the same origin. */
const MAX_REDIRECTS = 5
/** Tokens asked for anew for one page. */
const MAX_RENEWALS = 2
/** Longest body kept of an answer that gave nothing. */
const MAX_FAULT_BYTES = 1024 * 1024

export interface FetchedPage {
  readonly body: Buffer
  readonly read: Extract<ReadBody, { ok: true }>
  readonly headers: readonly (readonly [string, string])[]
  readonly url: URL
  /** Without its place and counts. */
  readonly response: PulledResponse
}

export interface PageFetcherOptions {
  readonly source: FilledSource
  readonly client: HttpClient
  readonly authoriser: Authoriser
  readonly reader: BodyReader
  readonly veil: Veil
  readonly clock: Clock
  /** Told of every answer that gave no records, and of every request without an answer. */
  onFault(response: PulledResponse): void
  /** Told before a wait. */
  onWait(ms: number, why: string): void
}

/** A status that no further try mends; the walk may begin anew after it. */
export class Refused extends FailureError {
  readonly status: number
  constructor(status: number, failure: Failure) {
    super(failure)
    this.status = status
  }
}

export class PageFetcher {
  private readonly options: PageFetcherOptions
  private readonly harmless: ReadonlySet<string>
  /** The server said, with the last page, to wait until then. */
  private notBefore = 0

  constructor(options: PageFetcherOptions) {
    this.options = options
    this.harmless = pagingParameters(options.source.spec.paging)
  }

  /** The page at `url`. Fails with `pull/*`, `source/secret-missing`; rejects with the signal's reason. */
  async page(url: URL, signal: AbortSignal): Promise<FetchedPage> {
    const { clock, authoriser, source } = this.options
    const { retry } = source.spec
    let at = url
    let failures = 0
    let renewals = 0
    let redirects = 0
    let waitedMs = 0
    const wait = async (ms: number, why: string): Promise<void> => {
      this.options.onWait(ms, why)
      await clock.wait(ms, signal)
    }
    for (;;) {
      const early = this.notBefore - clock.now()
      if (early > 0) {
        if (early > retry.longestWaitMs) fail(rateLimited(at.host, early, retry.longestWaitMs))
        await wait(early, 'the limit of requests is used up')
      }
      const outcome = await this.attempt(at, signal)
      switch (outcome.kind) {
        case 'page':
          return outcome.page
        case 'redirect':
          if (++redirects > MAX_REDIRECTS || outcome.to.origin !== url.origin) fail(redirected(url, outcome.to))
          at = outcome.to
          continue
        case 'unauthorised':
          if (!authoriser.canRenew || ++renewals > MAX_RENEWALS) throw outcome.failure
          authoriser.renew()
          continue
        case 'wait':
          waitedMs += outcome.ms
          if (waitedMs > retry.longestWaitMs) fail(rateLimited(at.host, waitedMs, retry.longestWaitMs))
          await wait(outcome.ms, 'the server asked for it')
          continue
        case 'trouble':
          if (++failures >= retry.attempts) throw outcome.failure
          await wait(outcome.ms ?? backOffMs(failures, retry, clock.random()), outcome.failure.failure.message)
      }
    }
  }

  private async attempt(url: URL, signal: AbortSignal): Promise<Outcome> {
    const { client, authoriser, reader, veil, clock, source } = this.options
    const requestedAt = new Date().toISOString()
    let answer: HttpAnswer
    try {
      const credentials = await authoriser.headers(client, clock.now(), signal)
      const headers = [
        ['Accept', 'application/json'] as const,
        ['Accept-Encoding', 'identity'] as const,
        ['User-Agent', 'vouch'] as const,
        ...source.spec.headers,
        ...credentials,
      ]
      answer = await client.send({ method: 'GET', url, headers }, signal)
    } catch (error) {
      if (!(error instanceof FailureError) || signal.aborted) throw error
      this.fault(url, requestedAt, null, error.failure.message)
      if (error.failure.code !== 'pull/unreachable') throw error
      return { kind: 'trouble', failure: error, ms: null }
    }
    const { status, headers, body } = answer
    if (veil.isIn(body)) {
      this.fault(url, requestedAt, { ...answer, body: null }, 'it repeats the secret')
      fail(echoed(url))
    }
    if (status >= 200 && status < 300) {
      const read = status === 204 ? reader.nothing() : await reader.read(body, signal)
      if (read.ok) {
        this.notBefore = clock.now() + (askedWaitMs(headers, clock.now()) ?? 0)
        const response = this.told(url, requestedAt, answer, null)
        return { kind: 'page', page: { body, read, headers, url, response } }
      }
      this.fault(url, requestedAt, answer, read.why)
      return { kind: 'trouble', failure: new FailureError(badBody(url, read.why)), ms: null }
    }
    this.fault(url, requestedAt, answer, `HTTP ${status}`)
    return this.afterStatus(url, status, headers)
  }

  private afterStatus(url: URL, status: number, headers: HttpAnswer['headers']): Outcome {
    const location = headerOf(headers, 'location')
    const to = location === undefined ? null : URL.parse(location, url.href)
    if (status >= 300 && status < 400 && to !== null) return { kind: 'redirect', to }
    const asked = askedWaitMs(headers, this.options.clock.now())
    // GitHub says 403 where others say 429.
    if ((status === 429 || status === 403) && asked !== null) return { kind: 'wait', ms: asked }
    const failure = new Refused(status, refused(url, status))
    if (status === 401) return { kind: 'unauthorised', failure }
    if (status === 408 || status === 429 || status >= 500) {
      const { longestWaitMs } = this.options.source.spec.retry
      return { kind: 'trouble', failure, ms: asked === null ? null : Math.min(asked, longestWaitMs) }
    }
    throw failure
  }

  private fault(url: URL, requestedAt: string, answer: Told | null, fault: string): void {
    this.options.onFault(this.told(url, requestedAt, answer, fault))
  }

  private told(url: URL, requestedAt: string, answer: Told | null, fault: string | null): PulledResponse {
    const { veil } = this.options
    const body = answer?.body ?? null
    const isKept = body !== null && body.length > 0 && body.length <= MAX_FAULT_BYTES
    return {
      startByte: null,
      sizeBytes: body?.length ?? 0,
      sha256: body === null ? null : createHash('sha256').update(body).digest('hex'),
      body: fault !== null && isKept ? body : null,
      method: 'GET',
      url: veil.address(url, this.harmless),
      status: answer?.status ?? null,
      headers: veil.headers(answer?.headers ?? []),
      requestedAt,
      answeredAt: new Date().toISOString(),
      fault: fault === null ? null : veil.cover(fault),
      records: 0,
      known: 0,
    }
  }
}

type Told = Pick<HttpAnswer, 'status' | 'headers'> & { readonly body: Buffer | null }

type Outcome =
  | { readonly kind: 'page'; readonly page: FetchedPage }
  | { readonly kind: 'redirect'; readonly to: URL }
  | { readonly kind: 'unauthorised'; readonly failure: FailureError }
  | { readonly kind: 'wait'; readonly ms: number }
  /** `ms`: as the server asks; null: by back-off. */
  | { readonly kind: 'trouble'; readonly failure: FailureError; readonly ms: number | null }

const KEPT = 'What was pulled before; the next pull goes on from there.'

function badBody({ host }: URL, why: string): Failure {
  return {
    code: 'pull/bad-body',
    message: `What ${host} answers is not what the source says: ${why}`,
    kept: KEPT,
    next: 'Pull again; if it stays so, compare `records:` of the source with the vendor’s documentation.',
  }
}

function refused({ host }: URL, status: number): Failure {
  const credentials = status === 401 || status === 403
  return {
    code: 'pull/refused',
    message: `${host} refuses the request (HTTP ${status})`,
    kept: KEPT,
    next: credentials
      ? 'Check the secret and what it may read.'
      : status >= 500 || status === 429
        ? 'Pull again later.'
        : 'Check base URL, path and parameters of the source.',
    facts: { status },
  }
}

function rateLimited(host: string, ms: number, mostMs: number): Failure {
  return {
    code: 'pull/rate-limited',
    message: `${host} wants no request for ${Math.ceil(ms / 1000)} s; the source allows ${Math.floor(mostMs / 1000)} s`,
    kept: KEPT,
    next: 'Pull again later, or raise `retry.longestWait` in the source.',
    facts: { waitMs: ms, longestWaitMs: mostMs },
  }
}

function redirected(from: URL, to: URL): Failure {
  return {
    code: 'pull/redirect-refused',
    message: `${from.host} leads to ${to.origin}, where its secret must not go`,
    kept: KEPT,
    next: 'If that is the right system, state its address as `baseUrl`.',
  }
}

function echoed({ host }: URL): Failure {
  return {
    code: 'pull/secret-echoed',
    message: `An answer of ${host} holds the secret it was asked with`,
    kept: 'What was pulled before. The answer is not kept, as a case must hold no secrets.',
    next: 'Replace the secret by another one, and pull again.',
  }
}
