/**
 * Which encoding the start of a file is in, and what files that hold no text are.
 */
import { isAscii, isUtf8 } from 'node:buffer'
import type { Encoding } from '../record.ts'

export interface SniffedEncoding {
  readonly encoding: Encoding
  /** Bytes of the byte order mark; 0 without one. */
  readonly markBytes: number
  readonly why: string
}

const PROBE_BYTES = 4096

/** The encoding of `bytes`; `isWhole`: there is nothing behind them that could complete a character. */
export function sniffEncoding(bytes: Uint8Array, isWhole: boolean): SniffedEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { encoding: 'utf-8', markBytes: 3, why: 'UTF-8 with a byte order mark' }
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { encoding: 'utf-16le', markBytes: 2, why: 'UTF-16 LE with a byte order mark' }
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return { encoding: 'utf-16be', markBytes: 2, why: 'UTF-16 BE with a byte order mark' }
  }
  const wide = wideEncoding(bytes.subarray(0, PROBE_BYTES))
  if (wide !== null) {
    return {
      encoding: wide,
      markBytes: 0,
      why: `UTF-16 ${wide === 'utf-16le' ? 'LE' : 'BE'} by its NUL bytes, without a byte order mark`,
    }
  }
  if (isAscii(bytes)) return { encoding: 'utf-8', markBytes: 0, why: 'plain ASCII, read as UTF-8' }
  if (isUtf8(isWhole ? bytes : withoutCutCharacter(bytes))) return { encoding: 'utf-8', markBytes: 0, why: 'UTF-8' }
  const { multibyte, invalid } = countUtf8(bytes)
  if (multibyte > invalid) {
    return { encoding: 'utf-8', markBytes: 0, why: `UTF-8 with ${invalid} invalid bytes at its start` }
  }
  return { encoding: 'windows-1252', markBytes: 0, why: 'bytes that are not UTF-8, read as Windows-1252' }
}

/** UTF-16 shows in ASCII text as a NUL in every other byte. */
function wideEncoding(head: Uint8Array): Encoding | null {
  const units = Math.floor(head.length / 2)
  if (units < 2) return null
  const nuls = [0, 0]
  for (let at = 0; at < units * 2; at++) if (head[at] === 0) nuls[at % 2]++
  if (nuls[1] > units * 0.6 && nuls[0] < units * 0.1) return 'utf-16le'
  if (nuls[0] > units * 0.6 && nuls[1] < units * 0.1) return 'utf-16be'
  return null
}

/** Without up to three bytes of a character that the end of the probe cut in two. */
function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back)
    if (byte < 0x80) break
  }
  return bytes
}

function countUtf8(bytes: Uint8Array): { multibyte: number; invalid: number } {
  let multibyte = 0
  let invalid = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte < 0x80) continue
    const more = byte >= 0xf0 && byte < 0xf5 ? 3 : byte >= 0xe0 ? 2 : byte >= 0xc2 ? 1 : 0
    let followed = 0
    while (followed < more && (bytes[at + 1 + followed] & 0xc0) === 0x80) followed++
    if (more > 0 && byte < 0xf5 && followed === more) {
      multibyte++
      at += more
    } else invalid++
  }
  return { multibyte, invalid }
}

const signatures: readonly (readonly [string, readonly number[]])[] = [
  ['a 7-Zip archive', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['a RAR archive', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
  ['an xz archive', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['a bzip2 archive', [0x42, 0x5a, 0x68]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a Windows event log (EVTX)', [0x45, 0x6c, 0x66, 0x46, 0x69, 0x6c, 0x65, 0x00]],
  ['a SQLite database', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
  ['a Parquet file', [0x50, 0x41, 0x52, 0x31]],
  ['an Avro file', [0x4f, 0x62, 0x6a, 0x01]],
  ['an old Excel workbook or other OLE file', [0xd0, 0xcf, 0x11, 0xe0]],
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a Windows program', [0x4d, 0x5a, 0x90, 0x00]],
  ['a program (ELF)', [0x7f, 0x45, 0x4c, 0x46]],
  ['an LZ4 archive', [0x04, 0x22, 0x4d, 0x18]],
]

/** What a file that is no text is, for people; null where it may be text. Not for UTF-16, which is full of NULs. */
export function binaryKind(bytes: Uint8Array): string | null {
  for (const [kind, signature] of signatures) {
    if (signature.every((byte, at) => bytes[at] === byte)) return kind
  }
  const head = bytes.subarray(0, 64 * 1024)
  let controls = 0
  for (const byte of head)
    if (byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 0x1b && byte !== 0x1e)
      controls++
  return controls > head.length * 0.1 ? 'binary data' : null
}
