/**
 * Time-stamps by RFC 3161: the request that somebody takes to an authority of his choice, and what its reply says. Whether
 * the authority is to be trusted and did sign the reply is checked with `openssl ts -verify`, which knows the certificates.
 */
import { equalBytes } from '../../integrity/index.ts'

/** SHA-256 as an AlgorithmIdentifier (RFC 5754 §2). */
const SHA256_ID = Buffer.from('300d06096086480165030402010500', 'hex')
const SHA256_OID = SHA256_ID.subarray(2, 13)
const TST_INFO_OID = Buffer.from('060b2a864886f70d0109100104', 'hex')

/** Longest reply that is read; real ones with their certificates have some 5 KB. */
export const MAX_REPLY_BYTES = 1 << 20

/**
 * A TimeStampReq (RFC 3161 §2.4.1) for a SHA-256 digest, asking for the authority's certificate. Without a nonce: the reply
 * is kept, so an old one that is played back would only say that the bytes are older.
 */
export function timeStampRequest(sha256: Uint8Array): Buffer {
  const imprint = der(0x30, Buffer.concat([SHA256_ID, der(0x04, sha256)]))
  return der(0x30, Buffer.concat([der(0x02, Uint8Array.of(1)), imprint, der(0x01, Uint8Array.of(0xff))]))
}

export type ReplyCheck =
  /** `at`: ISO 8601 UTC, as the authority states it. */
  { readonly ok: true; readonly at: string } | { readonly ok: false; readonly problem: string }

/** Whether a TimeStampResp (RFC 3161 §2.4.2) is granted and is for this SHA-256 digest; see above for what is not checked. */
export function checkReply(reply: Uint8Array, sha256: Uint8Array): ReplyCheck {
  try {
    const response = only(reply, 0x30)
    const [status, token] = [response.next(0x30), response]
    const code = status.next(0x02).bytes
    if (code.length !== 1 || code[0] > 1) return { ok: false, problem: 'the authority did not grant it' }
    const content = token.next(0x30)
    content.next(0x06)
    const signed = content.next(0xa0).next(0x30)
    signed.next(0x02)
    signed.next(0x31)
    const inner = signed.next(0x30)
    if (!equalBytes(inner.next(0x06).whole, TST_INFO_OID)) return { ok: false, problem: 'it holds no time-stamp' }
    const info = only(inner.next(0xa0).next(0x04).bytes, 0x30)
    info.next(0x02)
    info.next(0x06)
    const imprint = info.next(0x30)
    const algorithm = imprint.next(0x30).next(0x06).whole
    const digest = imprint.next(0x04).bytes
    info.next(0x02)
    const time = Buffer.from(info.next(0x18).bytes).toString('latin1')
    if (!equalBytes(algorithm, SHA256_OID) || !equalBytes(digest, sha256))
      return { ok: false, problem: 'it is for something else' }
    const at = isoTime(time)
    return at === null ? { ok: false, problem: 'its time cannot be read' } : { ok: true, at }
  } catch (error) {
    if (error instanceof DerFault) return { ok: false, problem: 'it is no time-stamp reply' }
    throw error
  }
}

class DerFault extends Error {}

/** An element of DER (X.690 §10): its content, read element by element. */
class Element {
  readonly bytes: Uint8Array
  /** With tag and length. */
  readonly whole: Uint8Array
  private at = 0

  constructor(whole: Uint8Array, contentAt: number) {
    this.whole = whole
    this.bytes = whole.subarray(contentAt)
  }

  /** The next element, which must have this tag. */
  next(tag: number): Element {
    const { bytes } = this
    if (bytes[this.at] !== tag) throw new DerFault()
    let length = bytes[this.at + 1]
    let contentAt = this.at + 2
    if (length >= 0x80) {
      const count = length - 0x80
      if (count < 1 || count > 3) throw new DerFault()
      length = 0
      for (let i = 0; i < count; i++) length = length * 256 + bytes[contentAt++]
    }
    if (!(contentAt + length <= bytes.length)) throw new DerFault()
    const found = new Element(bytes.subarray(this.at, contentAt + length), contentAt - this.at)
    this.at = contentAt + length
    return found
  }
}

function only(bytes: Uint8Array, tag: number): Element {
  return new Element(bytes, 0).next(tag)
}

/** `20261128130501Z`, perhaps with a fraction (RFC 3161 §2.4.2). */
function isoTime(text: string): string | null {
  const found = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(text)
  if (found === null) return null
  const [, year, month, day, hour, minute, second, fraction = ''] = found
  return `${year}-${month}-${day}T${hour}:${minute}:${second}${fraction}Z`
}

function der(tag: number, content: Uint8Array): Buffer {
  // What we write is short: one byte of length will do.
  return Buffer.concat([Uint8Array.of(tag, content.length), content])
}
