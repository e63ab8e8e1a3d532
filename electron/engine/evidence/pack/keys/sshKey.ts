/**
 * Ed25519 keys as OpenSSH keeps them (`PROTOCOL.key` of OpenSSH, format openssh-key-v1), also under a passphrase, and their
 * public halves as lines of text. Other kinds of keys are refused by name.
 */
import {
  createDecipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  createCipheriv,
} from 'node:crypto'
import { pbkdf } from 'bcrypt-pbkdf'
import { fail } from '../../../../../shared/failure.ts'
import { counted, fromArmour, toArmour, uint32, WireFault, WireReader } from './sshWire.ts'

export const KEY_TYPE = 'ssh-ed25519'
const MAGIC = 'openssh-key-v1\0'
const ARMOUR = 'OPENSSH PRIVATE KEY'

/** Length of an Ed25519 public key and of the seed of a private one, in bytes (RFC 8032 §5.1.5). */
const KEY_BYTES = 32

/** Rounds for keys we make; OpenSSH's own number since 9.4. */
const ROUNDS = 24

/** More rounds than anybody uses would keep us busy for hours. */
const MAX_ROUNDS = 2_048

/** The private part is padded to whole blocks; those of no cipher have 8 bytes. */
const AES_BLOCK_BYTES = 16
const PLAIN_BLOCK_BYTES = 8

/** Ciphers of key files: key bytes, and what Node calls them. */
const ciphers: { readonly [name: string]: number } = {
  'aes128-ctr': 16,
  'aes192-ctr': 24,
  'aes256-ctr': 32,
  'aes128-cbc': 16,
  'aes192-cbc': 24,
  'aes256-cbc': 32,
}

/** What can be said of a key file without its passphrase. */
export interface KeyFacts {
  /** The public key, in SSH's wire format. */
  readonly publicBlob: Buffer
  readonly isEncrypted: boolean
}

/** A key one can sign with. */
export interface SigningKey {
  readonly publicBlob: Buffer
  readonly key: KeyObject
}

/** Reads the public part of a key file's text. Fails with `key/damaged`, `key/unsupported`. */
export function keyFacts(text: string, path: string): KeyFacts {
  const { cipher, publicBlob } = opened(text, path)
  requireEd25519(publicBlob, path)
  return { publicBlob, isEncrypted: cipher !== 'none' }
}

/** Reads a private key. Fails with `key/damaged`, `key/unsupported`, `key/locked`, `key/wrong-passphrase`. */
export function signingKey(text: string, path: string, passphrase: string | null): SigningKey {
  const file = opened(text, path)
  requireEd25519(file.publicBlob, path)
  const clear = decrypted(file, path, passphrase)
  return guarded(path, () => {
    const reader = new WireReader(clear)
    const [check, repeated] = [reader.uint32(), reader.uint32()]
    if (check !== repeated) {
      if (file.cipher === 'none') throw new WireFault('its check numbers differ')
      fail({
        code: 'key/wrong-passphrase',
        message: 'This passphrase does not open the key',
        where: { path },
        next: 'Try again; capitals count.',
      })
    }
    if (reader.text() !== KEY_TYPE) throw new WireFault('its private part is of another kind than its public one')
    const publicKey = reader.bytesCounted()
    const secret = reader.bytesCounted()
    if (publicKey.length !== KEY_BYTES || secret.length !== 2 * KEY_BYTES) throw new WireFault('it has another length')
    const seed = secret.subarray(0, KEY_BYTES)
    const key = createPrivateKey({
      key: { kty: 'OKP', crv: 'Ed25519', d: seed.toString('base64url'), x: publicKey.toString('base64url') },
      format: 'jwk',
    })
    // The public half in the file may be another's: then nothing that is signed could be verified.
    if (!publicBlobOf(rawPublicKey(key)).equals(file.publicBlob))
      throw new WireFault('its two halves do not belong together')
    return { publicBlob: file.publicBlob, key }
  })
}

/** Makes a new key: the text of its file, and its public half. Without a passphrase (null), whoever reads the file can sign. */
export function newKey(
  comment: string,
  passphrase: string | null,
): { readonly text: string; readonly publicBlob: Buffer } {
  const { privateKey } = generateKeyPairSync('ed25519')
  const { d } = privateKey.export({ format: 'jwk' })
  const publicKey = rawPublicKey(privateKey)
  const publicBlob = publicBlobOf(publicKey)
  const check = randomBytes(4)
  const secret = Buffer.concat([Buffer.from(String(d), 'base64url'), publicKey])
  const clear = Buffer.concat([check, check, counted(KEY_TYPE), counted(publicKey), counted(secret), counted(comment)])
  const blockBytes = passphrase === null ? PLAIN_BLOCK_BYTES : AES_BLOCK_BYTES
  const padding = Buffer.from(
    Array.from({ length: (blockBytes - (clear.length % blockBytes)) % blockBytes }, (_, i) => i + 1),
  )
  const padded = Buffer.concat([clear, padding])
  const { head, body } = passphrase === null ? plain(padded) : encrypted(padded, passphrase)
  const bytes = Buffer.concat([Buffer.from(MAGIC, 'latin1'), head, uint32(1), counted(publicBlob), counted(body)])
  return { text: toArmour(bytes, ARMOUR), publicBlob }
}

/** The public key as a line of `authorized_keys`, without comment and line end. */
export function publicLine(publicBlob: Uint8Array): string {
  return `${KEY_TYPE} ${Buffer.from(publicBlob).toString('base64')}`
}

/** `SHA256:…`, as `ssh-keygen -l` prints it. */
export function fingerprint(publicBlob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(publicBlob).digest('base64').replace(/=+$/, '')}`
}

/** The key that verifies what `publicBlob` signed; null where it is no Ed25519 key. */
export function verifyingKey(publicBlob: Uint8Array): KeyObject | null {
  try {
    const reader = new WireReader(publicBlob)
    if (reader.text() !== KEY_TYPE) return null
    const raw = reader.bytesCounted()
    if (raw.length !== KEY_BYTES || reader.rest > 0) return null
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })
  } catch (error) {
    if (error instanceof WireFault) return null
    throw error
  }
}

interface OpenedFile {
  readonly cipher: string
  readonly kdfOptions: Buffer
  readonly publicBlob: Buffer
  readonly body: Buffer
}

function opened(text: string, path: string): OpenedFile {
  if (/^-----BEGIN (RSA|DSA|EC|ENCRYPTED)? ?PRIVATE KEY-----/.test(text))
    unsupported(path, 'a key in another format than OpenSSH’s')
  return guarded(path, () => {
    const reader = new WireReader(fromArmour(text, ARMOUR))
    reader.expect(MAGIC)
    const cipher = reader.text()
    const kdf = reader.text()
    const kdfOptions = reader.bytesCounted()
    if (reader.uint32() !== 1) throw new WireFault('it does not hold one key')
    const publicBlob = reader.bytesCounted()
    const body = reader.bytesCounted()
    if ((cipher === 'none') !== (kdf === 'none')) throw new WireFault('its cipher does not go with its passphrase')
    if (cipher !== 'none' && (ciphers[cipher] === undefined || kdf !== 'bcrypt'))
      unsupported(path, `a key under ${cipher} and ${kdf}`)
    return { cipher, kdfOptions, publicBlob, body }
  })
}

function requireEd25519(publicBlob: Buffer, path: string): void {
  const type = guarded(path, () => new WireReader(publicBlob).text())
  if (type !== KEY_TYPE) unsupported(path, `a key of the kind ${type}`)
}

function decrypted({ cipher, kdfOptions, body }: OpenedFile, path: string, passphrase: string | null): Buffer {
  if (cipher === 'none') return body
  if (passphrase === null) {
    fail({
      code: 'key/locked',
      message: 'The key is under a passphrase',
      where: { path },
      next: 'On the command line: VOUCH_PASSPHRASE, or type it when asked. In the window: unlock the key.',
    })
  }
  return guarded(path, () => {
    const reader = new WireReader(kdfOptions)
    const salt = reader.bytesCounted()
    const rounds = reader.uint32()
    if (rounds < 1 || rounds > MAX_ROUNDS || body.length % AES_BLOCK_BYTES !== 0)
      throw new WireFault('its cipher is not used as it should be')
    const { key, iv } = keyAndIv(passphrase, salt, rounds, ciphers[cipher])
    const decipher = createDecipheriv(cipher.replace(/^aes(\d+)/, 'aes-$1'), key, iv)
    decipher.setAutoPadding(false)
    return Buffer.concat([decipher.update(body), decipher.final()])
  })
}

function plain(body: Buffer): { head: Buffer; body: Buffer } {
  return { head: Buffer.concat([counted('none'), counted('none'), counted('')]), body }
}

function encrypted(clear: Buffer, passphrase: string): { head: Buffer; body: Buffer } {
  const salt = randomBytes(16)
  const { key, iv } = keyAndIv(passphrase, salt, ROUNDS, 32)
  const cipher = createCipheriv('aes-256-ctr', key, iv)
  const options = Buffer.concat([counted(salt), uint32(ROUNDS)])
  return {
    head: Buffer.concat([counted('aes256-ctr'), counted('bcrypt'), counted(options)]),
    body: Buffer.concat([cipher.update(clear), cipher.final()]),
  }
}

function keyAndIv(passphrase: string, salt: Uint8Array, rounds: number, keyBytes: number): { key: Buffer; iv: Buffer } {
  const pass = Buffer.from(passphrase)
  const both = Buffer.alloc(keyBytes + AES_BLOCK_BYTES)
  // An empty passphrase or salt is all that it refuses.
  if (pbkdf(pass, pass.length, salt, salt.length, both, both.length, rounds) !== 0)
    throw new WireFault('its passphrase cannot be used')
  return { key: both.subarray(0, keyBytes), iv: both.subarray(keyBytes) }
}

function rawPublicKey(key: KeyObject): Buffer {
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  return Buffer.from(String(x), 'base64url')
}

function publicBlobOf(raw: Uint8Array): Buffer {
  return Buffer.concat([counted(KEY_TYPE), counted(raw)])
}

function guarded<T>(path: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof WireFault)) throw error
    fail({ code: 'key/damaged', message: `This is no OpenSSH private key: ${error.message}`, where: { path } })
  }
}

function unsupported(path: string, what: string): never {
  fail({
    code: 'key/unsupported',
    message: `Packs are signed with Ed25519 keys in OpenSSH’s format; this is ${what}`,
    where: { path },
    next: 'Make one with `ssh-keygen -t ed25519` or `vouch keys new`.',
  })
}
