/**
 * The seal of a pack's ZIP: its comment is the SHA-256, hexadecimal, of all bytes before the comment. The hashes in the bag
 * are over the files' contents; this one also tells when a byte between them was changed, such as in a header or in the last
 * bits of compressed data, which mean nothing. It guards against accidents, not against forgers; for those is the signature.
 */
import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'

/** Length of the comment, in bytes. */
export const SEAL_LENGTH = 64

/** What stands in its place until the bytes before are known. */
export const SEAL_PLACE = '0'.repeat(SEAL_LENGTH)

/** Puts the seal in the place of the last bytes of what goes through. */
export class ZipSealer extends Transform {
  private readonly hash = createHash('sha256')
  private held = Buffer.alloc(0)

  override _transform(chunk: Buffer, _: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    const bytes = Buffer.concat([this.held, chunk])
    const end = Math.max(0, bytes.length - SEAL_LENGTH)
    this.held = bytes.subarray(end)
    this.hash.update(bytes.subarray(0, end))
    done(null, bytes.subarray(0, end))
  }

  override _flush(done: (error: null, chunk: Buffer) => void): void {
    done(null, Buffer.from(this.hash.digest('hex'), 'latin1'))
  }
}
