/**
 * A pack's ZIP, opened to be looked at. It comes from a stranger: whatever could write elsewhere, never end or take the
 * memory is refused before anything of it is read, and what is read streams.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { type Entry, open as openZip, type ZipFile } from 'yauzl'
import { fail, FailureError } from '../../../../../shared/failure.ts'
import { besideFiles, tagFiles } from '../layout.ts'
import { SEAL_LENGTH } from '../zipSeal.ts'

/** Entries of a pack at most; ours have some twenty. */
const MAX_ENTRIES = 1_000

/** All entries inflated at most, in bytes, and as a multiple of the file. */
const MAX_INFLATED_BYTES = 2 ** 36
const MAX_INFLATED_RATIO = 300

/** Small files may inflate by more: it does not amount to anything. */
const FREE_INFLATED_BYTES = 2 ** 25

/** Text that is read whole at most, in bytes. */
const MAX_TEXT_BYTES = 2 ** 26

/** Type and rights of a file as Unix has them, in the upper half of the attributes. */
const TYPE_MASK = 0o170000
const TYPE_FILE = 0o100000

export class PackFile {
  readonly path: string
  readonly sizeBytes: number
  /** The folder that everything lies in. */
  readonly folder: string
  /** Entries by their path from the folder. */
  private readonly entries: ReadonlyMap<string, Entry>
  private readonly zip: ZipFile

  private constructor(
    path: string,
    sizeBytes: number,
    zip: ZipFile,
    folder: string,
    entries: ReadonlyMap<string, Entry>,
  ) {
    this.path = path
    this.sizeBytes = sizeBytes
    this.zip = zip
    this.folder = folder
    this.entries = entries
  }

  /** Fails with `pack/not-a-pack`, `pack/encrypted`, `pack/damaged`, `pack/unsafe`. */
  static async open(path: string): Promise<PackFile> {
    const sizeBytes = await sizeOfZip(path)
    const zip = await zipAt(path)
    try {
      const all = await entriesOf(zip, path, sizeBytes)
      const folder = folderOf([...all.keys()], path)
      const entries = new Map([...all].map(([name, entry]) => [name.slice(folder.length + 1), entry]))
      if (!entries.has(tagFiles.bagit) || !entries.has(tagFiles.manifest)) notAPack(path, 'it holds no bag')
      return new PackFile(path, sizeBytes, zip, folder, entries)
    } catch (error) {
      zip.close()
      throw error
    }
  }

  /** Paths of its files, from the folder. */
  get names(): readonly string[] {
    return [...this.entries.keys()]
  }

  has(name: string): boolean {
    return this.entries.has(name)
  }

  /** Bytes of a file, inflated, as they are stated. */
  sizeOf(name: string): number {
    return this.entries.get(name)?.uncompressedSize ?? 0
  }

  /** The bytes of a file. Fails with `pack/file-missing`, `pack/file-differs` where it cannot be inflated. */
  async *bytes(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name)
    if (entry === undefined)
      fail({ code: 'pack/file-missing', message: `The pack lacks ${name}`, where: { path: name } })
    try {
      const stream = await this.zip.openReadStreamPromise(entry)
      for await (const chunk of stream) yield chunk as Buffer
    } catch (error) {
      if (error instanceof FailureError) throw error
      throw new FailureError(
        {
          code: 'pack/file-differs',
          message: `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
          where: { path: name },
        },
        { cause: error },
      )
    }
  }

  /** A small file as text. Fails as `bytes` does, and with `pack/unsafe` for one that is not small. */
  async text(name: string): Promise<string> {
    return (await this.small(name)).toString('utf8')
  }

  /** A small file whole; fails as `text` does. */
  async small(name: string, mostBytes = MAX_TEXT_BYTES): Promise<Buffer> {
    const parts: Buffer[] = []
    let size = 0
    for await (const chunk of this.bytes(name)) {
      size += chunk.length
      if (size > mostBytes) unsafe(this.path, `${name} is longer than ${mostBytes} bytes`)
      parts.push(chunk)
    }
    return Buffer.concat(parts)
  }

  /** SHA-256 of the file, and whether it carries the seal that it was made with: see `zipSeal.ts`. */
  async hashes(signal: AbortSignal): Promise<{ readonly sha256: string; readonly isSealed: boolean }> {
    const whole = createHash('sha256')
    const sealed = createHash('sha256')
    const sealAt = this.sizeBytes - SEAL_LENGTH
    const seal: Buffer[] = []
    let at = 0
    for await (const chunk of createReadStream(this.path, {
      highWaterMark: 1 << 18,
      signal,
    }) as AsyncIterable<Buffer>) {
      whole.update(chunk)
      const split = Math.max(0, Math.min(chunk.length, sealAt - at))
      if (split > 0) sealed.update(chunk.subarray(0, split))
      if (split < chunk.length) seal.push(chunk.subarray(split))
      at += chunk.length
    }
    return { sha256: whole.digest('hex'), isSealed: sealed.digest('hex') === Buffer.concat(seal).toString('latin1') }
  }

  close(): void {
    this.zip.close()
  }
}

/** Files about the tag manifest, which lists neither them nor itself. */
export function isBeside(name: string): boolean {
  return name === tagFiles.tagManifest || (Object.values(besideFiles) as readonly string[]).includes(name)
}

/** Fails where it is no file or none that begins as ZIPs do. */
async function sizeOfZip(path: string): Promise<number> {
  const head = Buffer.alloc(64)
  let sizeBytes: number
  try {
    const facts = await stat(path)
    if (!facts.isFile()) notAPack(path, 'it is no file')
    sizeBytes = facts.size
    const handle = await open(path, 'r')
    try {
      await handle.read(head, 0, head.length, 0)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof FailureError) throw error
    const { code } = error as NodeJS.ErrnoException
    notAPack(path, code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`)
  }
  const text = head.toString('latin1')
  if (text.startsWith('age-encryption.org/') || text.startsWith('-----BEGIN AGE ENCRYPTED FILE-----')) {
    fail({
      code: 'pack/encrypted',
      message: 'The pack is encrypted with age',
      where: { path },
      next: 'Decrypt it first: `age --decrypt -i KEYFILE -o PACK.zip FILE`.',
    })
  }
  if (!text.startsWith('PK\u0003\u0004')) notAPack(path, 'it is no ZIP')
  return sizeBytes
}

function zipAt(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    openZip(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error === null) resolve(zip)
      else
        reject(
          new FailureError({ code: 'pack/damaged', message: `The ZIP is damaged: ${error.message}`, where: { path } }),
        )
    })
  })
}

async function entriesOf(zip: ZipFile, path: string, sizeBytes: number): Promise<Map<string, Entry>> {
  if (zip.entryCount > MAX_ENTRIES) unsafe(path, `it has ${zip.entryCount} entries`)
  const entries = new Map<string, Entry>()
  const keys = new Set<string>()
  let inflated = 0
  let compressed = 0
  for (let count = 0; ; count++) {
    const entry = await nextEntry(zip, path)
    if (entry === null) return entries
    if (count >= MAX_ENTRIES) unsafe(path, `it has more than ${MAX_ENTRIES} entries`)
    const name = entry.fileName
    // A folder of its own says nothing.
    if (name.endsWith('/') && entry.uncompressedSize === 0) continue
    // Names that are the same to some file systems would be one file there.
    const key = name.normalize('NFC').toLowerCase()
    if (keys.has(key)) unsafe(path, `${name} is in it twice`)
    keys.add(key)
    const type = (entry.externalFileAttributes >>> 16) & TYPE_MASK
    if (type !== 0 && type !== TYPE_FILE) unsafe(path, `${name} is no plain file`)
    if (entry.isEncrypted()) unsafe(path, `${name} is encrypted`)
    inflated += entry.uncompressedSize
    compressed += entry.compressedSize
    if (inflated > MAX_INFLATED_BYTES || (inflated > FREE_INFLATED_BYTES && inflated > sizeBytes * MAX_INFLATED_RATIO))
      unsafe(path, `its files would be longer than ${inflated} bytes`)
    // Entries that share their bytes make much of little.
    if (compressed > sizeBytes) unsafe(path, 'its files lie over one another')
    entries.set(name, entry)
  }
}

function nextEntry(zip: ZipFile, path: string): Promise<Entry | null> {
  return new Promise((resolve, reject) => {
    const settle = (work: () => void): void => {
      for (const event of ['entry', 'end', 'error']) zip.removeAllListeners(event)
      work()
    }
    zip.once('entry', (entry: Entry) => settle(() => resolve(entry)))
    zip.once('end', () => settle(() => resolve(null)))
    zip.once('error', (error: Error) =>
      settle(() => {
        // Names that would reach outside are told by yauzl in such words.
        const code = /invalid|absolute|relative/.test(error.message) ? 'pack/unsafe' : 'pack/damaged'
        reject(new FailureError({ code, message: `The ZIP cannot be used: ${error.message}`, where: { path } }))
      }),
    )
    zip.readEntry()
  })
}

/** The one folder that all of them lie in. */
function folderOf(names: readonly string[], path: string): string {
  const folders = new Set(names.map((name) => (name.includes('/') ? name.slice(0, name.indexOf('/')) : '')))
  const [folder] = folders
  if (folder === undefined || folder === '' || folders.size > 1) {
    // With a bag in it, it is a pack that somebody put more into.
    const bag = names.find((name) => name.endsWith(`/${tagFiles.bagit}`))
    if (bag === undefined) notAPack(path, 'its files do not lie in one folder')
    const stray = names.find((name) => !name.startsWith(`${bag.slice(0, bag.indexOf('/'))}/`))
    fail({
      code: 'pack/structure',
      message: `The pack’s files do not all lie in one folder: ${stray} does not`,
      where: { path: stray },
    })
  }
  return folder
}

function notAPack(path: string, why: string): never {
  fail({ code: 'pack/not-a-pack', message: `This is no evidence pack: ${why}`, where: { path } })
}

function unsafe(path: string, why: string): never {
  fail({
    code: 'pack/unsafe',
    message: `This file is not opened, as no pack is like that: ${why}`,
    where: { path },
    next: 'Ask whoever sent it. Nothing of it was written anywhere.',
  })
}
