/**
 * Where secrets come from, and how they are kept out of everything that is kept. A secret lives in memory while a pull
 * runs: the case, logs, failures and kept requests hold its name or `[removed]`.
 */
import { type Failure, FailureError, fail } from '../../../shared/failure.ts'
import { secretKind } from '../../../shared/redaction/index.ts'

/** Gives secrets by the id of their source and their name. The desktop's lies in the system's key store. */
export interface SecretStore {
  /** Null: there is none. */
  get(source: string, name: string): Promise<string | null>
  /** Whether `keep` can keep one. */
  canKeep(): Promise<boolean>
  /** Keeps it; an empty text takes it away. Fails with `host/no-key-store`. */
  keep(source: string, name: string, secret: string): Promise<void>
  /** Where a user puts it, in words, for the failure that says it is missing. */
  whereTo(source: string, name: string): string
}

/** Stands where a secret stood. */
export const REMOVED = '[removed]'

/** Shorter ones stand in ordinary text by chance, so they cannot be kept out. */
const LEAST_LENGTH = 4

/** The secret of a source: its own, else that of the source it builds on; null: neither has one. */
export async function secretOf(
  store: SecretStore,
  { id, from }: { readonly id: string; readonly from: string | null },
  name: string,
): Promise<string | null> {
  const own = await store.get(id, name)
  return own !== null && own !== '' ? own : from === null ? null : store.get(from, name)
}

/** Name of the environment variable of a secret: `VOUCH_SECRET_GITHUB_TOKEN`. */
export function secretVariable(source: string, name: string): string {
  return `VOUCH_SECRET_${source}_${name}`.toUpperCase().replaceAll('-', '_')
}

/** Secrets from environment variables, for the command line and loopback. */
export function environmentSecrets(environment: { readonly [name: string]: string | undefined }): SecretStore {
  return {
    get: async (source, name) => environment[secretVariable(source, name)] ?? null,
    canKeep: async () => false,
    keep: async (source, name) =>
      fail({
        code: 'host/no-key-store',
        message: 'This host has no key store',
        next: `Set the environment variable ${secretVariable(source, name)}.`,
      }),
    whereTo: (source, name) => `Set the environment variable ${secretVariable(source, name)}.`,
  }
}

/** The secrets of one pull, as far as they are known, and every form in which they may stand in text. */
export class Veil {
  /** Each form with its mark: the secret's name, and which of its forms it is. */
  private readonly forms = new Map<string, string>()

  /** Fails with `source/secret-missing` where it is too short to be kept out of anything. */
  add(name: string, secret: string): void {
    if (secret.length < LEAST_LENGTH) fail(tooShort(name))
    const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), ...base64Forms(secret)]
    for (const [n, form] of forms.entries()) if (!this.forms.has(form)) this.forms.set(form, `⟦${name}:${n}⟧`)
  }

  /** Basic credentials stand in one piece. */
  addPair(name: string, user: string, secret: string): void {
    this.add(name, secret)
    for (const [n, form] of base64Forms(`${user}:${secret}`).entries()) this.forms.set(form, `⟦${name}:pair${n}⟧`)
  }

  /** Whether the bytes hold a secret in any form. */
  isIn(bytes: Uint8Array): boolean {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    return [...this.forms.keys()].some((form) => buffer.includes(form))
  }

  /** The text with `[removed]` in place of every secret. */
  cover(text: string): string {
    return this.replaced(text, () => REMOVED)
  }

  /** The error without secrets in what it says; what is no failure passes unchanged. */
  coveredError(error: unknown): unknown {
    if (!(error instanceof FailureError)) return error
    return new FailureError(JSON.parse(this.cover(JSON.stringify(error.failure))) as Failure)
  }

  /** The text with a mark in place of every secret, which `unmarked` takes back. */
  marked(text: string): string {
    return this.replaced(text, (mark) => mark)
  }

  /** The text of `marked`, with the secrets as they are now; a mark of none that is known stays. */
  unmarked(text: string): string {
    const byMark = new Map([...this.forms].map(([form, mark]) => [mark, form]))
    return text.replace(/⟦[a-z0-9-]+:[a-z0-9]+⟧/g, (mark) => byMark.get(mark) ?? mark)
  }

  /** The address as it may be kept: no secrets, and no values of parameters that are named like secrets. */
  address(url: URL, harmless: ReadonlySet<string>): string {
    const copy = new URL(url)
    copy.username = ''
    copy.password = ''
    copy.hash = ''
    for (const name of new Set(copy.searchParams.keys()))
      if (!harmless.has(name) && secretKind(name) !== null) copy.searchParams.set(name, REMOVED)
    return this.cover(copy.href).replaceAll(encodeURIComponent(REMOVED), REMOVED)
  }

  /** Headers as they may be kept. */
  headers(headers: readonly (readonly [string, string])[]): [string, string][] {
    return headers.map(([name, value]) => [
      name,
      isSecretHeader(name) ? REMOVED : this.cover(addressesCovered(value, this)),
    ])
  }

  private replaced(text: string, by: (mark: string) => string): string {
    let out = text
    // Longest first: a form may stand inside another.
    const forms = [...this.forms].sort((a, b) => b[0].length - a[0].length)
    for (const [form, mark] of forms) out = out.replaceAll(form, () => by(mark))
    return out
  }
}

/** `Link` and `Location` hold addresses, whose parameters may be secrets by their names. */
function addressesCovered(value: string, veil: Veil): string {
  return value.replace(/https?:\/\/[^\s<>"]+/g, (text) => {
    const url = URL.parse(text)
    return url === null ? text : veil.address(url, new Set())
  })
}

function isSecretHeader(name: string): boolean {
  return (
    /^(set-cookie2?|cookie|authorization|proxy-authorization|authentication-info)$/i.test(name) ||
    secretKind(name) !== null
  )
}

/** Of Base64 only what does not depend on its neighbours: a text inside a longer one may begin at any of three places. */
function base64Forms(text: string): string[] {
  const bytes = Buffer.from(text)
  const whole = bytes.toString('base64').replace(/=+$/, '')
  return whole.length < 8 ? [] : [whole, bytes.toString('base64url')]
}

function tooShort(name: string): Failure {
  return {
    code: 'source/secret-missing',
    message: `The secret “${name}” is shorter than ${LEAST_LENGTH} characters`,
    next: 'Give the whole secret.',
  }
}
