/** The texts of a bag (RFC 8493): manifests and bag-info, written and read. Pure. */

/** `bagit.txt` (RFC 8493 §2.1.1). */
export const BAGIT_TEXT = 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n'

/** A file and its SHA-256 in lower-case hexadecimal; the path from the bag's folder. */
export interface ManifestEntry {
  readonly path: string
  readonly sha256: string
}

/** Text of a manifest, by path; CR, LF and % in paths are percent-encoded (RFC 8493 §2.1.3). */
export function manifestText(entries: readonly ManifestEntry[]): string {
  const sorted = entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  return sorted.map(({ path, sha256 }) => `${sha256}  ${encodedPath(path)}\n`).join('')
}

/** Entries of a manifest; `wrongLines` (from 1) are none, or name a path for the second time. */
export function entriesOfManifest(text: string): {
  readonly entries: readonly ManifestEntry[]
  readonly wrongLines: readonly number[]
} {
  const entries = new Map<string, ManifestEntry>()
  const wrongLines: number[] = []
  const lines = text.split(/\r\n|\n|\r/)
  if (lines.at(-1) === '') lines.pop()
  lines.forEach((line, i) => {
    // One or more blanks or tabs in between; `*` before the name is what sha256sum -b writes.
    const found = /^([0-9A-Fa-f]{64})[ \t]+\*?(?:\.\/)?(.+)$/.exec(line)
    const path = found === null ? null : decodedPath(found[2])
    if (found === null || path === null || entries.has(path)) wrongLines.push(i + 1)
    else entries.set(path, { path, sha256: found[1].toLowerCase() })
  })
  return { entries: [...entries.values()], wrongLines }
}

/** Text of bag-info (RFC 8493 §2.2.2): a line per label; line ends inside values become blanks. */
export function bagInfoText(values: readonly (readonly [label: string, value: string])[]): string {
  return values.map(([label, value]) => `${label}: ${value.replace(/\s+/g, ' ').trim()}\n`).join('')
}

/** Labels and values of a bag-info, with continued lines joined; labels in lower case, as case does not count. */
export function valuesOfBagInfo(text: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const line of text.replace(/(\r\n|\n|\r)[ \t]+/g, ' ').split(/\r\n|\n|\r/)) {
    const found = /^([^\s:][^:]*?)[ \t]*:[ \t]*(.*)$/.exec(line)
    if (found !== null) values.set(found[1].toLowerCase(), found[2])
  }
  return values
}

/** `Payload-Oxum`: bytes and number of the payload's files. */
export function payloadOxum(bytes: number, files: number): string {
  return `${bytes}.${files}`
}

function encodedPath(path: string): string {
  return path.replace(/[\r\n%]/g, (character) => (character === '%' ? '%25' : character === '\r' ? '%0D' : '%0A'))
}

/** Null for a % that begins no such code. */
function decodedPath(text: string): string | null {
  if (/%(?!25|0[ADad])/.test(text)) return null
  return text.replace(/%(25|0[ADad])/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
