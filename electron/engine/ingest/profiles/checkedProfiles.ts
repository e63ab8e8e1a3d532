/**
 * Profiles that were parsed and checked, as one text that can be kept and read again in a fraction of the time.
 *
 * The text is two lines of JSON: what it was made of (`key`) and by, with a hash over everything; and the profiles.
 * It is taken only where all of that is as it should be; whatever is wrong with it, the profiles themselves are at hand.
 */
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { FieldNames, GuessNames } from './guessNames.ts'
import type { ProfileSource } from './profileSource.ts'

export interface CheckedProfiles {
  /** The tables that profiles which guess were checked with; null where there are none. */
  readonly names: { readonly path: string; readonly value: GuessNames } | null
  /** By path of the file. */
  readonly profiles: ReadonlyMap<string, ProfileSource>
}

interface Header {
  /** What the profiles were made of, see `keptKey.ts`. */
  readonly key: string
  /** Version of V8 that checked them. */
  readonly v8: string
  /** SHA-256 over the two and the second line, hexadecimal. */
  readonly sha256: string
}

/** Second line: tables have their maps and sets as lists, files their names without the folder. */
interface Content {
  readonly names: { readonly file: string; readonly value: PlainNames } | null
  readonly profiles: readonly (readonly [string, ProfileSource])[]
}

type PlainTable = Omit<FieldNames, 'weights' | 'avoid' | 'neutral' | 'words'> & {
  readonly weights: readonly (readonly [string, number])[]
  readonly avoid: readonly string[]
  readonly neutral: readonly string[]
  readonly words: readonly (readonly [string, string])[]
}
type PlainNames = Omit<GuessNames, 'fields' | 'errors'> & {
  readonly fields: readonly PlainTable[]
  readonly errors: PlainTable
}

const NEWLINE = 0x0a

/**
 * Text of profiles that all lie in one folder; null where reading it again would not give the very same. `v8` is the version
 * that checked them.
 */
export function textFromChecked(checked: CheckedProfiles, key: string, v8 = process.versions.v8): string | null {
  const { names } = checked
  const content: Content = {
    names: names && { file: basename(names.path), value: plainNames(names.value) },
    profiles: [...checked.profiles].map(([path, spec]) => [basename(path), spec] as const),
  }
  const line = JSON.stringify(content)
  if (!isDeepStrictEqual(JSON.parse(line), content)) return null
  const header: Header = { key, v8, sha256: digest(key, v8, line) }
  return `${JSON.stringify(header)}\n${line}`
}

/**
 * The profiles in `bytes`, as files of `dir`. Null where they are not whole, were made of anything but `key`, or were
 * checked by a newer V8 than this one: an older one may lack what a regular expression or a time zone of theirs needs.
 */
export function checkedFromBytes(bytes: Uint8Array, key: string, dir: string): CheckedProfiles | null {
  const end = bytes.indexOf(NEWLINE)
  const header = end < 0 ? null : headerFromText(text(bytes.subarray(0, end)))
  if (header === null || header.key !== key || isNewer(header.v8)) return null
  const line = bytes.subarray(end + 1)
  if (header.sha256 !== digest(key, header.v8, line)) return null
  // These are the bytes that `textFromChecked` made, so they have its shape.
  const { names, profiles } = JSON.parse(text(line)) as Content
  return {
    names: names && { path: join(dir, names.file), value: namesFromPlain(names.value) },
    profiles: new Map(profiles.map(([file, spec]) => [join(dir, file), spec])),
  }
}

function headerFromText(line: string): Header | null {
  try {
    const { key, v8, sha256: hash } = JSON.parse(line) as Partial<Record<keyof Header, unknown>>
    return typeof key === 'string' && typeof v8 === 'string' && typeof hash === 'string'
      ? { key, v8, sha256: hash }
      : null
  } catch {
    return null // not a text of ours, or damaged
  }
}

/** Whether a version of V8, numbers between dots, is newer than the one that runs this. */
function isNewer(v8: string): boolean {
  const [theirs, own] = [v8, process.versions.v8].map((version) => version.split(/\D+/).map(Number))
  const differing = theirs.findIndex((part, i) => part !== own[i])
  return differing >= 0 && !(theirs[differing] < own[differing])
}

function plainNames({ version, fields, errors, operations }: GuessNames): PlainNames {
  return { version, fields: fields.map(plainTable), errors: plainTable(errors), operations }
}

function plainTable({ field, kind, weights, avoid, neutral, words }: FieldNames): PlainTable {
  return { field, kind, weights: [...weights], avoid: [...avoid], neutral: [...neutral], words: [...words] }
}

function namesFromPlain({ version, fields, errors, operations }: PlainNames): GuessNames {
  return { version, fields: fields.map(tableFromPlain), errors: tableFromPlain(errors), operations }
}

function tableFromPlain({ field, kind, weights, avoid, neutral, words }: PlainTable): FieldNames {
  return {
    field,
    kind,
    weights: new Map(weights),
    avoid: new Set(avoid),
    neutral: new Set(neutral),
    words: new Map(words),
  }
}

function digest(key: string, v8: string, line: string | Uint8Array): string {
  return createHash('sha256')
    .update(`${JSON.stringify([key, v8])}\n`)
    .update(line)
    .digest('hex')
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
