/** Puts credentials on requests: fixed ones, or tokens that a server gives for some time (RFC 6749 §4.4). */
import { type Failure, FailureError, fail } from '../../../shared/failure.ts'
import type { HttpClient } from './httpClient.ts'
import { type SecretStore, secretOf, Veil } from './secrets.ts'
import type { FilledSource } from './source.ts'

type Header = readonly [string, string]

/** A token is renewed this long before it ends, in milliseconds. */
const MARGIN_MS = 30_000

/** Fails with `source/secret-missing` where the source needs a secret that is not there. */
export async function requireSecret(source: FilledSource, secrets: SecretStore): Promise<void> {
  await new Authoriser(source, secrets, new Veil()).load()
}

export class Authoriser {
  private readonly source: FilledSource
  private readonly secrets: SecretStore
  private readonly veil: Veil
  private token: { readonly text: string; readonly endsAt: number } | null = null

  constructor(source: FilledSource, secrets: SecretStore, veil: Veil) {
    this.source = source
    this.secrets = secrets
    this.veil = veil
  }

  /** Makes the veil know the source's secret before anything is asked. Fails with `source/secret-missing`. */
  async load(): Promise<void> {
    const { auth } = this.source
    if (auth.kind !== 'none') await this.secret(auth.secret)
  }

  /** Whether a request that was refused may be tried again with another token. */
  get canRenew(): boolean {
    return this.source.auth.kind === 'oauth2'
  }

  /** Forgets the token in use. */
  renew(): void {
    this.token = null
  }

  /** The headers of a request. Fails with `source/secret-missing`, `pull/refused`, and as `HttpClient.send` does. */
  async headers(client: HttpClient, nowMs: number, signal: AbortSignal): Promise<readonly Header[]> {
    const { auth } = this.source
    switch (auth.kind) {
      case 'none':
        return []
      case 'bearer':
        return [['Authorization', `${auth.scheme} ${await this.secret(auth.secret)}`]]
      case 'header':
        return [[auth.header, await this.secret(auth.secret)]]
      case 'basic': {
        const secret = await this.secret(auth.secret)
        this.veil.addPair(auth.secret, auth.user, secret)
        return [['Authorization', basic(auth.user, secret)]]
      }
      case 'oauth2':
        return [['Authorization', `Bearer ${await this.accessToken(client, nowMs, signal)}`]]
    }
  }

  private async secret(name: string): Promise<string> {
    const { id } = this.source.spec
    const secret = await secretOf(this.secrets, this.source.spec, name)
    if (secret === null || secret === '') {
      fail({
        code: 'source/secret-missing',
        message: `The secret “${name}” of the source ${id} is missing`,
        kept: 'Nothing was asked.',
        next: this.secrets.whereTo(id, name),
        facts: { source: id, secret: name },
      })
    }
    if (/[^\t\x20-\x7e\x80-\xff]/.test(secret))
      fail({
        code: 'source/secret-missing',
        message: `The secret “${name}” holds characters that no header may`,
        next: 'Look for a line end at its end.',
      })
    this.veil.add(name, secret)
    return secret
  }

  private async accessToken(client: HttpClient, nowMs: number, signal: AbortSignal): Promise<string> {
    const { auth } = this.source
    if (auth.kind !== 'oauth2') throw new Error('only OAuth 2 has tokens')
    if (this.token !== null && nowMs < this.token.endsAt - MARGIN_MS) return this.token.text
    const secret = await this.secret(auth.secret)
    this.veil.addPair(auth.secret, auth.clientId, secret)
    const form = new URLSearchParams({ grant_type: 'client_credentials' })
    if (auth.clientIn === 'body') {
      form.set('client_id', auth.clientId)
      form.set('client_secret', secret)
    }
    if (auth.scope !== null) form.set('scope', auth.scope)
    if (auth.audience !== null) form.set('audience', auth.audience)
    const url = URL.parse(auth.tokenUrl)
    if (url === null) fail(noToken(auth.tokenUrl, null))
    const answer = await client.send(
      {
        method: 'POST',
        url,
        headers: [
          ['Accept', 'application/json'],
          ['Content-Type', 'application/x-www-form-urlencoded'],
          // RFC 6749 §2.3.1: both parts are encoded as in a form first.
          ...(auth.clientIn === 'basic'
            ? [['Authorization', basic(encodeURIComponent(auth.clientId), encodeURIComponent(secret))] as const]
            : []),
        ],
        body: form.toString(),
      },
      signal,
    )
    const token = tokenFrom(answer.body)
    if (answer.status !== 200 || token === null) {
      // A server in trouble is asked again, one that refuses is not.
      if (answer.status >= 500 || answer.status === 429)
        throw new FailureError({ ...noToken(url.host, answer.status), code: 'pull/unreachable' })
      fail(noToken(url.host, answer.status))
    }
    this.veil.add('access-token', token.text)
    this.token = { text: token.text, endsAt: nowMs + token.seconds * 1000 }
    return token.text
  }
}

function basic(user: string, secret: string): string {
  return `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
}

/** RFC 6749 §5.1; a token whose end is not told is taken for an hour, and renewed when it is refused. */
function tokenFrom(body: Buffer): { readonly text: string; readonly seconds: number } | null {
  try {
    const { access_token: text, expires_in: seconds } = JSON.parse(body.toString('utf8')) as {
      access_token?: unknown
      expires_in?: unknown
    }
    if (typeof text !== 'string' || text === '') return null
    return { text, seconds: typeof seconds === 'number' && seconds > 0 ? seconds : 3_600 }
  } catch {
    return null
  }
}

function noToken(host: string, status: number | null): Failure {
  return {
    code: 'pull/refused',
    message: `${host} gave no access token${status === null ? '' : ` (HTTP ${status})`}`,
    kept: 'What was pulled before.',
    next: 'Check client id, secret and scope.',
    facts: { status },
  }
}
