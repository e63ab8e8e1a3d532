/**
 * Reads XML token by token: as much of XML 1.0 as the parts of a workbook are made of, and nothing that could do harm.
 *
 * A document type declaration is refused, so there are no entities but the five of XML itself and characters by number:
 * nothing expands, nothing is fetched. Names are given without their prefix, as writers choose prefixes freely.
 */

/** Elements inside each other at most. */
const MAX_DEPTH = 64

/** Thrown where text is not the XML that is read here. `isUnsafe`: it has a document type declaration, or an entity of its own. */
export class XmlFault extends Error {
  /** UTF-16 units from the beginning of the text. */
  readonly at: number
  readonly isUnsafe: boolean

  constructor(message: string, at: number, isUnsafe = false) {
    super(message)
    this.at = at
    this.isUnsafe = isUnsafe
  }
}

export type XmlToken = 'start' | 'end' | 'text'

export class XmlPull {
  /** Of the element that starts or ends here, without its prefix. */
  name = ''
  /** Of a `start`: the element is empty (`<v/>`), and no `end` follows. */
  isEmpty = false
  private readonly text: string
  private at = 0
  private tagStart = 0
  private tagEnd = 0
  private isData = false
  /** Attributes of the tag as text, once they were asked for. */
  private attributes: string | null = null
  private isPlain = false
  private readonly open: string[] = []

  constructor(text: string) {
    this.text = text
  }

  /** The next token; null at the end. Comments and processing instructions are passed over. Throws {@link XmlFault}. */
  next(): XmlToken | null {
    const { text } = this
    for (;;) {
      if (this.at >= text.length) {
        if (this.open.length > 0) throw new XmlFault(`<${this.open.at(-1)}> is not closed`, text.length)
        return null
      }
      if (text.charCodeAt(this.at) !== 0x3c) {
        const end = text.indexOf('<', this.at)
        this.take(this.at, end < 0 ? text.length : end, false)
        this.at = this.tagEnd
        return 'text'
      }
      if (text.startsWith('<!--', this.at)) this.at = this.behind('-->', 4)
      else if (text.startsWith('<?', this.at)) this.at = this.behind('?>', 2)
      else if (text.startsWith('<![CDATA[', this.at)) {
        const end = this.behind(']]>', 9)
        this.take(this.at + 9, end - 3, true)
        this.at = end
        return 'text'
      } else if (text.startsWith('<!', this.at)) {
        throw new XmlFault('a document type declaration is not read', this.at, true)
      } else return this.tag()
    }
  }

  /** The characters of a `text` token. Throws {@link XmlFault}. */
  characters(): string {
    const text = this.text.slice(this.tagStart, this.tagEnd)
    return this.isData ? text : unescaped(text, this.tagStart)
  }

  /** An attribute of the element that starts here, by its name without prefix; null where it has none. */
  attribute(name: string): string | null {
    if (this.attributes === null) {
      this.attributes = this.text.slice(this.tagStart, this.tagEnd)
      this.isPlain = !unusual.test(this.attributes)
    }
    const tag = this.attributes
    if (this.isPlain) {
      // As nearly all writers write them. A value has no double quote inside, so that the name found is no part of one.
      const at = tag.indexOf(name === 'r' ? ' r="' : name === 's' ? ' s="' : name === 't' ? ' t="' : ` ${name}="`)
      if (at < 0) return null
      const start = at + name.length + 3
      return unescaped(tag.slice(start, tag.indexOf('"', start)), this.tagStart)
    }
    const pattern = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g
    for (const [, key, double, single] of tag.matchAll(pattern))
      if (localName(key) === name) return unescaped(double ?? single, this.tagStart)
    return null
  }

  /** All text inside the element that starts here, up to its end. */
  inside(): string {
    if (this.isEmpty) return ''
    const depth = this.open.length
    let text = ''
    for (;;) {
      const token = this.next()
      if (token === 'text') text += this.characters()
      else if (token === 'end' && this.open.length < depth) return text
    }
  }

  private take(start: number, end: number, isData: boolean): void {
    this.tagStart = start
    this.tagEnd = end
    this.isData = isData
    this.attributes = null
  }

  private behind(mark: string, from: number): number {
    const end = this.text.indexOf(mark, this.at + from)
    if (end < 0) throw new XmlFault(`“${mark}” is missing`, this.at)
    return end + mark.length
  }

  private tag(): XmlToken {
    const { text } = this
    const start = this.at
    const end = tagEnd(text, start)
    if (end < 0) throw new XmlFault('a tag is not closed', start)
    this.at = end + 1
    const isEnd = text.charCodeAt(start + 1) === 0x2f
    let nameEnd = start + (isEnd ? 2 : 1)
    const nameStart = nameEnd
    while (nameEnd < end && !isNameEnd(text.charCodeAt(nameEnd))) nameEnd++
    const fullName = text.slice(nameStart, nameEnd)
    if (fullName === '') throw new XmlFault('a tag has no name', start)
    this.name = localName(fullName)
    this.isEmpty = !isEnd && text.charCodeAt(end - 1) === 0x2f
    this.take(nameEnd, this.isEmpty ? end - 1 : end, false)
    if (isEnd) {
      const opened = this.open.pop()
      if (opened !== fullName) throw new XmlFault(`</${fullName}> closes nothing that is open`, start)
      return 'end'
    }
    if (!this.isEmpty && this.open.push(fullName) > MAX_DEPTH)
      throw new XmlFault(`elements lie more than ${MAX_DEPTH} deep in each other`, start, true)
    return 'start'
  }
}

/** Where the tag that starts at `start` has its `>`; quoted values may hold one. -1 where there is none. */
export function tagEnd(text: string, start: number): number {
  let quote = 0
  for (let at = start + 1; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (quote !== 0) {
      if (unit === quote) quote = 0
    } else if (unit === 0x3e) return at
    else if (unit === 0x22 || unit === 0x27) quote = unit
  }
  return -1
}

/** What attributes have that are not all ` name="value"`: other quotes, prefixes, other blanks. */
const unusual = /['\t\n\r:]|\s=|=\s/

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

function isNameEnd(unit: number): boolean {
  return unit === 0x20 || unit === 0x2f || unit === 0x3e || unit === 0x0a || unit === 0x0d || unit === 0x09
}

const named: { readonly [name: string]: string } = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** XML 1.0 §4.1 and §4.6; `at` is the text's place, for faults. */
function unescaped(text: string, at: number): string {
  if (text.indexOf('&') < 0) return text
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|([^;&]{0,40}))(;?)/g, (whole, hex, decimal, name, end) => {
    const point = hex !== undefined ? Number.parseInt(hex, 16) : decimal !== undefined ? Number(decimal) : -1
    if (end === ';' && point >= 0 && point <= 0x10ffff) return String.fromCodePoint(point)
    if (end === ';' && name !== undefined && Object.hasOwn(named, name)) return named[name]
    throw new XmlFault(`“${whole.slice(0, 20)}” is no character that XML knows by itself`, at, true)
  })
}
