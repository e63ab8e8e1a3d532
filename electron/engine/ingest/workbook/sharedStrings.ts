/**
 * The texts that cells of a workbook refer to by number (`xl/sharedStrings.xml`), found again without holding them as
 * strings: the part's bytes stay as they are, with the place of each text beside them.
 */
import { XmlFault, XmlPull } from './xmlPull.ts'

/** Bytes of the part at most; it is held in memory while its sheets are read. `import/workbook-too-large`. */
export const MAX_STRINGS_BYTES = 128 * 1024 * 1024

/** Texts kept ready: words that come back are decoded once. */
const KEPT_TEXTS = 16_384
const MAX_KEPT_LENGTH = 256

export class SharedStrings {
  private readonly bytes: Buffer
  /** Where each `<si>` starts; one more for the end of the last. */
  private readonly starts: Uint32Array
  readonly count: number
  private readonly kept = new Map<number, string>()

  /** `bytes` is the part whole, UTF-8. Throws {@link XmlFault} where it has a document type declaration. */
  constructor(bytes: Uint8Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    if (this.bytes.includes('<!DOCTYPE') || this.bytes.includes('<!ENTITY'))
      throw new XmlFault('a document type declaration is not read', 0, true)
    const { starts, count } = placesOf(this.bytes)
    this.starts = starts
    this.count = count
  }

  /** Text number `index`, from 0; null where there is none. Throws {@link XmlFault} where it is no XML. */
  text(index: number): string | null {
    if (!Number.isSafeInteger(index) || index < 0 || index >= this.count) return null
    const known = this.kept.get(index)
    if (known !== undefined) return known
    const text = textOfItem(this.bytes.toString('utf8', this.starts[index], this.starts[index + 1]))
    if (text.length <= MAX_KEPT_LENGTH) {
      if (this.kept.size >= KEPT_TEXTS) this.kept.clear()
      this.kept.set(index, text)
    }
    return text
  }
}

/** Starts of the elements `<si>`, whatever their prefix, outside comments. */
function placesOf(bytes: Buffer): { starts: Uint32Array; count: number } {
  let starts = new Uint32Array(1024)
  let count = 0
  for (let at = bytes.indexOf('<'); at >= 0; ) {
    if (bytes[at + 1] === 0x21 || bytes[at + 1] === 0x3f) {
      const mark = bytes[at + 1] === 0x3f ? '?>' : bytes[at + 2] === 0x5b ? ']]>' : '-->'
      const end = bytes.indexOf(mark, at + 2)
      if (end < 0) break
      at = bytes.indexOf('<', end)
      continue
    }
    if (isItem(bytes, at)) {
      if (count + 1 >= starts.length) {
        const more = new Uint32Array(starts.length * 2)
        more.set(starts)
        starts = more
      }
      starts[count++] = at
    }
    at = bytes.indexOf('<', at + 1)
  }
  starts[count] = bytes.length
  return { starts, count }
}

/** Whether `<si` or `<x:si` starts here. */
function isItem(bytes: Buffer, at: number): boolean {
  let name = at + 1
  if (bytes[name] === 0x2f) return false
  // A prefix is short; looking further would cost for every tag.
  for (let i = name; i < name + 16 && i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === 0x3a) {
      name = i + 1
      break
    }
    if (byte === 0x3e || byte === 0x20 || byte === 0x2f) break
  }
  const behind = bytes[name + 2]
  return (
    bytes[name] === 0x73 &&
    bytes[name + 1] === 0x69 &&
    (behind === 0x3e || behind === 0x20 || behind === 0x2f || behind === 0x0a || behind === 0x0d || behind === 0x09)
  )
}

/** What stands in an `<si>` or an `<is>`: its texts and those of its runs; how it is pronounced (`rPh`) is left out. */
function textOfItem(xml: string): string {
  const pull = new XmlPull(xml)
  if (pull.next() !== 'start') throw new XmlFault('a text does not start with a tag', 0)
  return textInside(pull)
}

/** Text of the element that starts where `pull` stands: of its elements `t` alone, in order. */
export function textInside(pull: XmlPull): string {
  if (pull.isEmpty) return ''
  let text = ''
  for (let depth = 1; depth > 0; ) {
    const token = pull.next()
    if (token === null) break
    if (token === 'end') depth--
    else if (token === 'start') {
      if (pull.name === 't') text += pull.inside()
      else if (pull.name === 'rPh') pull.inside()
      else if (!pull.isEmpty) depth++
    }
  }
  return unescapedText(text)
}

/** Characters that XML cannot hold stand as `_x000D_` (ECMA-376 Part 1 §22.9.2.19, ST_Xstring). */
export function unescapedText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
