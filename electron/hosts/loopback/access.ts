/**
 * Who may ask: only pages this very run has served, in the browser of whoever saw its address. Every request and upgrade
 * is judged here, before anything else looks at it.
 *
 * - The **token** of the printed address is good while the server runs; it is exchanged for a cookie and leaves the
 *   address bar with the redirect.
 * - A **ticket** is such a token for one use within a minute: the address given to a browser's command line can be seen by
 *   other users of the machine.
 * - The **cookie** is a third secret: HttpOnly, SameSite=Strict, named after the port, since cookies know no ports.
 * - `Host` must be this server's own, so a name that was rebound to 127.0.0.1 gets nowhere; `Origin` and `Sec-Fetch-Site`
 *   must be its own, so pages of other sites and other ports get nowhere, cookie or not.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Time a ticket is good for, in milliseconds. */
const TICKET_MS = 60_000

/** What a request may do. */
export type Verdict =
  | { readonly kind: 'allowed' }
  /** It brought the token: give it the cookie and send it to `/`. */
  | { readonly kind: 'welcome'; readonly cookie: string }
  | { readonly kind: 'refused'; readonly why: string }

export interface AskedFor {
  readonly method: string
  /** Path of the address, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly isUpgrade: boolean
}

export class Access {
  private readonly port: number
  private readonly secret = newSecret()
  private readonly session = newSecret()
  private readonly tickets = new Map<string, number>()

  constructor(port: number) {
    this.port = port
  }

  /** The token of this run, 32 random bytes in base64url. */
  get token(): string {
    return this.secret
  }

  /** A token for one use. */
  newTicket(): string {
    const ticket = newSecret()
    this.tickets.set(ticket, Date.now() + TICKET_MS)
    return ticket
  }

  /** Judges a request by its head. */
  judge(asked: AskedFor): Verdict {
    const { headers, method, path, query, isUpgrade } = asked
    const host = headers.host ?? ''
    if (host !== `127.0.0.1:${this.port}` && host !== `localhost:${this.port}`) return refused('another host is meant')
    const origin = headers.origin
    if (origin !== undefined ? origin !== `http://${host}` : isUpgrade || method === 'POST')
      return refused('another page asks')
    const token = query.get('token')
    const isPage = path === '/' && !isUpgrade && (method === 'GET' || method === 'HEAD')
    if (isPage && token !== null) {
      if (method !== 'GET' || !this.takes(token)) return refused('the token is not the one of this run')
      return { kind: 'welcome', cookie: `${this.cookieName}=${this.session}; HttpOnly; SameSite=Strict; Path=/` }
    }
    const site = headers['sec-fetch-site']
    // A page may be opened from anywhere, in a tab of its own; what it then loads is asked for by itself.
    const isTab = isPage && headers['sec-fetch-dest'] === 'document'
    if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isTab) return refused('another site asks')
    if (!this.hasCookie(headers.cookie)) return refused('there is no cookie of this run')
    return { kind: 'allowed' }
  }

  private get cookieName(): string {
    return `vouch-${this.port}`
  }

  private takes(token: string): boolean {
    let isGood = equalSecrets(token, this.secret)
    const now = Date.now()
    for (const [ticket, until] of this.tickets) {
      const isThis = equalSecrets(token, ticket)
      if (isThis && now <= until) isGood = true
      if (isThis || now > until) this.tickets.delete(ticket)
    }
    return isGood
  }

  /** Another page of this machine may have set a cookie of the same name on a narrower path, so all are looked at. */
  private hasCookie(header = ''): boolean {
    const start = `${this.cookieName}=`
    return header
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.startsWith(start))
      .some((part) => equalSecrets(part.slice(start.length), this.session))
  }
}

function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** Takes the same time wherever they differ: digests are compared, and those are of one length. */
function equalSecrets(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function refused(why: string): Verdict {
  return { kind: 'refused', why }
}
