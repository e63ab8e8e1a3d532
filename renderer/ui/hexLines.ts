/** Bytes as a hex dump: offset, sixteen bytes, and what of them prints. `startByte`: offset of the first one. */
export function hexLines(bytes: Uint8Array, startByte: number): string {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16)
    const hex = Array.from(row, (byte) => byte.toString(16).padStart(2, '0')).join(' ')
    const text = Array.from(row, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('')
    lines.push(`${(startByte + at).toString().padStart(12)}  ${hex.padEnd(47)}  ${text}`)
  }
  return lines.join('\n')
}
