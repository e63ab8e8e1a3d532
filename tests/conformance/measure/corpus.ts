/**
 * Finds the raw log files of a corpus folder and the truth beside them.
 *
 * Layout: a folder per vendor, raw files anywhere below it, `<raw file>.truth.ndjson` beside a raw file whose source
 * states what must come out. `INDEX.md` at the root says how many records each file has; both are optional.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

/** What the source of a record says must come out of it; a key that is absent is not stated. */
export interface Truth {
  /** 0-based index of the record in the raw file. */
  readonly i: number
  readonly time?: string
  readonly action?: string
  /** Any one of them is right; a plain word in most files. */
  readonly outcome?: string | readonly string[]
  /** Any one of them is right. */
  readonly actor?: readonly string[]
  /** Also right, but never required. */
  readonly actorAlt?: readonly string[]
  /** Users acted upon: wrong as the actor. */
  readonly target?: readonly string[]
  readonly ip?: string
  readonly srcAddress?: string
  readonly userAgent?: string
  readonly eventId?: string
}

export interface CorpusFile {
  readonly path: string
  /** Relative to the root, with `/`. */
  readonly name: string
  /** First folder of the name. */
  readonly vendor: string
  readonly truths: ReadonlyMap<number, Truth>
  /** Records that INDEX.md counts in this file; null where it does not say. */
  readonly statedRecords: number | null
}

/** Folders that hold no logs, and files that stand beside logs. */
const otherFolders = new Set(['sigma', 'LICENSES'])
const besideLogs = /(\.truth\.ndjson|-expected\.json|\.meta\.yml|\.md)$|^\./

/** Every raw file below `root`, in name order. */
export function corpusFiles(root: string): readonly CorpusFile[] {
  const stated = statedRecords(join(root, 'INDEX.md'))
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !besideLogs.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, name: relative(root, path).split(sep).join('/') }))
    .filter(({ name }) => name.includes('/') && !otherFolders.has(name.split('/', 1)[0]))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ path, name }) => ({
      path,
      name,
      vendor: name.split('/', 1)[0],
      truths: truthsOf(path),
      statedRecords: stated.get(name) ?? null,
    }))
}

function truthsOf(path: string): ReadonlyMap<number, Truth> {
  const file = `${path}.truth.ndjson`
  if (!existsSync(file)) return new Map()
  const truths = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(truthFromLine)
    .filter((truth) => truth !== null)
  return new Map(truths.map((truth) => [truth.i, truth]))
}

/** Truth of one line; null where the source drops the record on purpose and so states nothing. */
function truthFromLine(line: string): Truth | null {
  const found: Truth & { readonly dropped?: unknown } = JSON.parse(line)
  return found.dropped === undefined || found.dropped === false ? found : null
}

/** Record counts of the table rows that are about one file: `| vendor | file | records | …`. */
function statedRecords(indexFile: string): ReadonlyMap<string, number> {
  if (!existsSync(indexFile)) return new Map()
  const rows = readFileSync(indexFile, 'utf8')
    .split('\n')
    .map((line) => /^\|\s*[^|]+\|\s*([^|]+?)\s*\|\s*(\d+)\s*\|/.exec(line))
    .filter((match) => match !== null)
  return new Map(rows.map(([, name, count]) => [name, Number(count)]))
}
