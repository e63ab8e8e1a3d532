/**
 * Secrets of sources in the system's key store: a file of the user's whose values only the system can read (Keychain, DPAPI,
 * libsecret by Electron's `safeStorage`). Knows no Electron. Where the system has no store, nothing is kept.
 */
import { type Failure, fail } from '../../../shared/failure.ts'
import { readJsonFile, writeJsonFile } from '../app/index.ts'

/** What the system does; `safeStorage` in the app. */
export interface SystemCrypt {
  isAvailable(): boolean
  encrypt(text: string): Buffer
  decrypt(bytes: Buffer): string
}

const FORMAT = 1

export class KeyStore {
  private readonly path: string
  private readonly crypt: SystemCrypt

  constructor(path: string, crypt: SystemCrypt) {
    this.path = path
    this.crypt = crypt
  }

  get isAvailable(): boolean {
    return this.crypt.isAvailable()
  }

  /** Null where none is kept under that name, or the system does not give it any more. */
  read(source: string, name: string): string | null {
    const value = this.values().get(keyOf(source, name))
    if (value === undefined || !this.isAvailable) return null
    try {
      return this.crypt.decrypt(Buffer.from(value, 'base64'))
    } catch {
      return null // kept by another user or on another machine; whoever needs it says that it is missing
    }
  }

  /** An empty text takes it away. Fails with `host/no-key-store`, `host/not-saved`. */
  keep(source: string, name: string, secret: string): void {
    if (!this.isAvailable) fail(noKeyStore)
    const values = this.values()
    values.delete(keyOf(source, name))
    if (secret !== '') values.set(keyOf(source, name), this.crypt.encrypt(secret).toString('base64'))
    writeJsonFile(this.path, { format: FORMAT, values: Object.fromEntries(values) })
  }

  private values(): Map<string, string> {
    return readJsonFile(this.path, valuesFrom) ?? new Map()
  }
}

function keyOf(source: string, name: string): string {
  return `${source}/${name}`
}

function valuesFrom(value: unknown): Map<string, string> | undefined {
  const { format, values } = (value ?? {}) as { format?: unknown; values?: unknown }
  if (format !== FORMAT || typeof values !== 'object' || values === null || Array.isArray(values)) return undefined
  return new Map(Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string'))
}

const noKeyStore: Failure = {
  code: 'host/no-key-store',
  message: 'This system has no key store that Vouch could use',
  kept: 'Nothing was written.',
  next: 'Give the secret as an environment variable; its name stands beside the source.',
}
