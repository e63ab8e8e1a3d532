/**
 * The built renderer: its files, read into memory and found by their exact address. No path is ever made of what a
 * request says, so no request can reach beside them.
 */
import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join, relative, sep } from 'node:path'

export interface PageFile {
  readonly bytes: Buffer
  readonly type: string
  /** Strong validator: a digest of the bytes. */
  readonly etag: string
}

/** Stands in index.html where the nonce of styles is to be. */
const NONCE_PLACE = '__STYLE_NONCE__'

/** Largest of all files together, in bytes. */
const MAX_BYTES = 256 * 1024 * 1024

const types: { readonly [ending: string]: string } = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}

export class Page {
  private readonly folder: string
  private files: ReadonlyMap<string, PageFile> = new Map()
  private version = ''

  constructor(folder: string) {
    this.folder = folder
  }

  /** index.html with a nonce of its own, or null where the renderer is not built. Built anew, it is read anew. */
  index(): { readonly html: string; readonly nonce: string } | null {
    const version = this.versionOnDisk()
    if (version === null) return null
    if (version !== this.version) {
      this.files = filesIn(this.folder)
      this.version = version
    }
    const html = this.files.get('/index.html')?.bytes.toString('utf8')
    if (html === undefined) return null
    const nonce = randomBytes(16).toString('base64')
    return { html: html.replaceAll(NONCE_PLACE, nonce), nonce }
  }

  /** The file of that address, as it stands in the request's first line, or undefined. index.html is none of them. */
  file(path: string): PageFile | undefined {
    if (this.version === '') this.index()
    return path === '/index.html' ? undefined : this.files.get(path)
  }

  private versionOnDisk(): string | null {
    try {
      const { mtimeMs, size } = statSync(join(this.folder, 'index.html'))
      return `${mtimeMs} ${size}`
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }
}

function filesIn(folder: string): Map<string, PageFile> {
  const files = new Map<string, PageFile>()
  let total = 0
  for (const path of pathsIn(folder)) {
    const bytes = readFileSync(path)
    total += bytes.length
    if (total > MAX_BYTES) throw new Error(`The renderer in ${folder} is larger than ${MAX_BYTES} bytes`)
    files.set(`/${relative(folder, path).split(sep).join('/')}`, {
      bytes,
      type: types[extname(path).toLowerCase()] ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
    })
  }
  return files
}

/** Regular files alone: links could lead elsewhere. (`readdir` with `recursive` would follow those to folders.) */
function* pathsIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* pathsIn(path)
    else if (entry.isFile()) yield path
  }
}
