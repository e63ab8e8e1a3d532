/**
 * Signatures over files as OpenSSH makes and checks them (`ssh-keygen -Y`): format SSHSIG, version 1, as `PROTOCOL.sshsig`
 * of OpenSSH has it. Made with SHA-512; read with SHA-256, too.
 */
import { createHash, sign, verify } from 'node:crypto'
import { KEY_TYPE, type SigningKey, verifyingKey } from './sshKey.ts'
import { counted, fromArmour, toArmour, uint32, WireFault, WireReader } from './sshWire.ts'

const MAGIC = 'SSHSIG'
const VERSION = 1
const ARMOUR = 'SSH SIGNATURE'

/** What a signature says about itself, and whether it is one over the message. */
export type SignatureCheck =
  | { readonly ok: true; readonly publicBlob: Buffer }
  /** `publicBlob` where it could be read. */
  | { readonly ok: false; readonly problem: string; readonly publicBlob: Buffer | null }

/** The armoured signature of `message` for use in `namespace`. The same key and message give the same text (RFC 8032). */
export function signatureText(message: Uint8Array, namespace: string, { key, publicBlob }: SigningKey): string {
  const signature = sign(null, signedData(message, namespace, 'sha512'), key)
  const bytes = Buffer.concat([
    Buffer.from(MAGIC),
    uint32(VERSION),
    counted(publicBlob),
    counted(namespace),
    counted(''),
    counted('sha512'),
    counted(Buffer.concat([counted(KEY_TYPE), counted(signature)])),
  ])
  return toArmour(bytes, ARMOUR)
}

/** Checks an armoured signature of `message`; whose key it is, is for the reader to compare. */
export function checkSignature(text: string, message: Uint8Array, namespace: string): SignatureCheck {
  let publicBlob: Buffer | null = null
  const wrong = (problem: string): SignatureCheck => ({ ok: false, problem, publicBlob })
  try {
    const reader = new WireReader(fromArmour(text, ARMOUR))
    reader.expect(MAGIC)
    if (reader.uint32() !== VERSION) return wrong('it is of another version')
    publicBlob = Buffer.from(reader.bytesCounted())
    const stated = reader.text()
    reader.bytesCounted()
    const hash = reader.text()
    const inner = new WireReader(reader.bytesCounted())
    const type = inner.text()
    const signature = inner.bytesCounted()
    if (reader.rest > 0 || inner.rest > 0) return wrong('there is more in it than a signature')
    if (stated !== namespace) return wrong(`it is for “${stated}”, not for “${namespace}”`)
    if (hash !== 'sha256' && hash !== 'sha512') return wrong(`it was made over ${hash}`)
    const key = verifyingKey(publicBlob)
    if (key === null || type !== KEY_TYPE) return wrong('it was not made with an Ed25519 key')
    if (!verify(null, signedData(message, namespace, hash), key, signature)) return wrong('it is over something else')
    return { ok: true, publicBlob }
  } catch (error) {
    if (error instanceof WireFault) return wrong(error.message)
    throw error
  }
}

function signedData(message: Uint8Array, namespace: string, hash: 'sha256' | 'sha512'): Buffer {
  return Buffer.concat([
    Buffer.from(MAGIC),
    counted(namespace),
    counted(''),
    counted(hash),
    counted(createHash(hash).update(message).digest()),
  ])
}
