/**
 * Recognises archives by their first bytes; names say nothing.
 */
import type { ContainerKind } from './sourceItem.ts'

/** Bytes that {@link containerKindFromHead} wants to see. */
export const HEAD_BYTES = 512

/** Which kind of container starts with `head` (up to 512 bytes), null where it is none that is opened. */
export function containerKindFromHead(head: Uint8Array): ContainerKind | null {
  if (head.length >= 3 && head[0] === 0x1f && head[1] === 0x8b && head[2] === 0x08) return 'gzip' // RFC 1952 §2.3.1
  if (isZstdFrame(head)) return 'zstd'
  if (head.length >= 4 && head[0] === 0x50 && head[1] === 0x4b) {
    const third = head[2] * 256 + head[3]
    // APPNOTE 4.3.7 local header, 4.3.16 end record of an empty archive, 8.5.3 spanning marker
    if (third === 0x0304 || third === 0x0506 || third === 0x0708) return 'zip'
  }
  return isTarHeader(head) ? 'tar' : null
}

/** Whether a Zstandard frame or skippable frame starts here (RFC 8878 §3.1.1, §3.1.2). */
export function isZstdFrame(head: Uint8Array): boolean {
  if (head.length < 4) return false
  const magic = (head[0] | (head[1] << 8) | (head[2] << 16) | (head[3] << 24)) >>> 0
  return magic === 0xfd2fb528 || magic >>> 4 === 0x184d2a5
}

/** Whether these 512 bytes are a tar header: its checksum fits (POSIX.1-1988 ustar, also older tar without a magic). */
export function isTarHeader(head: Uint8Array): boolean {
  if (head.length < 512 || head[0] === 0) return false
  let sum = 0
  for (let at = 0; at < 512; at++) sum += at >= 148 && at < 156 ? 0x20 : head[at]
  const text = Buffer.from(head.buffer, head.byteOffset + 148, 8).toString('latin1')
  const stated = /^[ \0]*([0-7]+)/.exec(text)
  return stated !== null && Number.parseInt(stated[1], 8) === sum
}
