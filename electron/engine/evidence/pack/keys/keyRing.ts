/**
 * The keys that packs can be signed with: the user's own SSH keys, and those that Vouch made, which lie in its folder of
 * settings. What was unlocked stays in the memory of this process; passphrases are never kept.
 */
import { chmod, mkdir, open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { KeyInfo } from '../../../../../shared/api/index.ts'
import { fail, FailureError } from '../../../../../shared/failure.ts'
import { fingerprint, keyFacts, newKey, publicLine, type SigningKey, signingKey } from './sshKey.ts'

/** Longest key file that is read; real ones have some 500 bytes. */
const MAX_KEY_BYTES = 64 * 1024

/** Files of a folder that are looked at for keys. */
const MAX_FILES = 500

export interface KeyFolders {
  /** Where Vouch keeps the keys it makes; need not exist. */
  readonly own: string
  /** The user's SSH keys; need not exist. */
  readonly ssh: string
}

export class KeyRing {
  private readonly folders: KeyFolders | null
  /** By path. */
  private readonly unlocked = new Map<string, SigningKey>()

  /** Null: there is no folder to look in or to put keys in; keys can be named by path. */
  constructor(folders: KeyFolders | null) {
    this.folders = folders
  }

  /** The Ed25519 keys in both folders, Vouch's own first; files that are none are passed over. */
  async list(): Promise<KeyInfo[]> {
    const found: KeyInfo[] = []
    for (const folder of this.folders === null ? [] : [this.folders.own, this.folders.ssh]) {
      for (const name of (await namesIn(folder)).slice(0, MAX_FILES)) {
        const info = await this.infoOrNull(join(folder, name))
        if (info !== null) found.push(info)
      }
    }
    return found
  }

  /** Makes a key and puts it, and its public half, in Vouch's folder. Fails with `key/not-saved`. */
  async create(passphrase: string | null): Promise<KeyInfo> {
    if (this.folders === null) fail({ code: 'key/not-saved', message: 'This Vouch has no folder for keys' })
    const { text, publicBlob } = newKey('vouch', passphrase)
    const folder = this.folders.own
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = await putNew(folder, text, `${publicLine(publicBlob)} vouch\n`)
      return await this.info(path)
    } catch (error) {
      if (!isSystemError(error)) throw error
      throw new FailureError(
        { code: 'key/not-saved', message: `The key could not be saved: ${error.code}`, where: { path: folder } },
        { cause: error },
      )
    }
  }

  /** Opens a key and keeps it. Fails with `key/*`. */
  async unlock(path: string, passphrase: string | null): Promise<KeyInfo> {
    const key = signingKey(await keyText(path), path, passphrase)
    this.unlocked.set(resolve(path), key)
    return this.info(path)
  }

  /** The key at that path, to sign with. Fails with `key/*`, `key/locked` where it was not unlocked before. */
  async signingKey(path: string): Promise<SigningKey> {
    return this.unlocked.get(resolve(path)) ?? signingKey(await keyText(path), path, null)
  }

  private async infoOrNull(path: string): Promise<KeyInfo | null> {
    try {
      return await this.info(path)
    } catch (error) {
      if (error instanceof FailureError) return null
      throw error
    }
  }

  private async info(path: string): Promise<KeyInfo> {
    const { publicBlob, isEncrypted } = keyFacts(await keyText(path), path)
    return {
      path,
      name: basename(path),
      fingerprint: fingerprint(publicBlob),
      publicKey: publicLine(publicBlob),
      origin: this.folders !== null && resolve(path).startsWith(resolve(this.folders.own)) ? 'own' : 'ssh',
      isEncrypted,
      isUnlocked: !isEncrypted || this.unlocked.has(resolve(path)),
    }
  }
}

/** Under the first name that is free: nothing is written over. */
async function putNew(folder: string, text: string, publicText: string): Promise<string> {
  for (let n = 1; ; n++) {
    const path = join(folder, n === 1 ? 'vouch_ed25519' : `vouch_ed25519_${n}`)
    try {
      await writeNew(path, text, 0o600)
    } catch (error) {
      if (isSystemError(error) && error.code === 'EEXIST') continue
      throw error
    }
    await writeNew(`${path}.pub`, publicText, 0o644)
    return path
  }
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  const handle = await open(path, 'wx', mode)
  try {
    // Whatever the process's mask: others never read a private key.
    await chmod(path, mode)
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Names of files that may be private keys. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !/\.pub$|^known_hosts|^authorized_keys|^config$/.test(name)).sort()
  } catch (error) {
    if (isSystemError(error)) return []
    throw error
  }
}

/** Fails with `key/not-found`, `key/damaged`. */
async function keyText(path: string): Promise<string> {
  try {
    const facts = await stat(path)
    if (!facts.isFile() || facts.size > MAX_KEY_BYTES)
      fail({ code: 'key/damaged', message: 'This is no OpenSSH private key', where: { path } })
    return await readFile(path, 'utf8')
  } catch (error) {
    if (!isSystemError(error)) throw error
    const reason = error.code === 'ENOENT' ? 'there is no such file' : String(error.code)
    fail({ code: 'key/not-found', message: `The key cannot be read: ${reason}`, where: { path } })
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === 'string'
}
