/** The data types that SSH's formats are made of (RFC 4251 §5): numbers of 32 bits and counted strings of bytes. */

/** A number, 4 bytes, the highest first. */
export function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A string: its length in bytes and its bytes; texts as UTF-8. */
export function counted(value: string | Uint8Array): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint32(bytes.length), bytes])
}

/** Reads such data front to back. Whatever does not lie within the bytes throws {@link WireFault}. */
export class WireReader {
  private readonly bytes: Buffer
  private at = 0

  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** Bytes not read yet. */
  get rest(): number {
    return this.bytes.length - this.at
  }

  take(length: number): Buffer {
    if (length > this.rest) throw new WireFault(`${length} bytes are stated where ${this.rest} are left`)
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  uint32(): number {
    return this.take(4).readUInt32BE()
  }

  bytesCounted(): Buffer {
    return this.take(this.uint32())
  }

  text(): string {
    return this.bytesCounted().toString('utf8')
  }

  /** The bytes must begin with this text. */
  expect(text: string): void {
    if (this.take(Math.min(text.length, this.rest)).toString('latin1') !== text)
      throw new WireFault(`it does not begin with ${JSON.stringify(text)}`)
  }
}

/** Bytes that are not what they should be; whoever reads makes a failure of it. */
export class WireFault extends Error {}

/** Bytes in armour: base64 between a line BEGIN and a line END. Throws {@link WireFault}. */
export function fromArmour(text: string, kind: string): Buffer {
  const found = new RegExp(`^-----BEGIN ${kind}-----\\r?\\n([A-Za-z0-9+/=\\r\\n]+)-----END ${kind}-----\\s*$`).exec(
    text.trimStart(),
  )
  if (found === null) throw new WireFault(`it is no ${kind}`)
  return Buffer.from(found[1], 'base64')
}

/** In armour, with lines of 70 characters, as OpenSSH writes them. */
export function toArmour(bytes: Uint8Array, kind: string): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,70}/g) ?? []
  return `-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----\n`
}
