/**
 * What the sampled records hold, path by path: how often, how varied, and what the values look like.
 *
 * Bounded: at most {@link MAX_SAMPLED} records, {@link MAX_PATHS} paths and a fixed depth, whatever a record contains.
 */
import type { Json } from '../../../../shared/failure.ts'
import { parseTime } from '../../../../shared/time/index.ts'
import type { Payload } from './event.ts'
import { ownValue, pathFromKeys } from './path.ts'
import { timeFromObject } from './timeValue.ts'
import { addressFromText } from './values.ts'

/** Records a guess looks at. */
export const MAX_SAMPLED = 500
const MAX_DEPTH = 5
const MAX_PATHS = 4000
const MAX_LEAVES_PER_RECORD = 2000
const MAX_DISTINCT = 600
/** Words of a path that are looked at, the last ones; keys may be hostile. */
const MAX_TOKENS = 24
const MAX_KEY_CHARS = 200

/** Facts about the values found at one path; shares are of the values that are there, 0–1. */
export interface PathStats {
  readonly path: string
  /** Words of the path in lower case: `actor.emailAddress_s` is actor, email, address. */
  readonly tokens: readonly string[]
  readonly depth: number
  /** Share of the records that have a value here. */
  readonly coverage: number
  readonly count: number
  readonly distinct: number
  /** Values as text in the order of the records. */
  readonly texts: readonly string[]
  /** Records (positions in the sample) that have a value here. */
  readonly records: ReadonlySet<number>
  readonly isObjectTime: boolean
  readonly time: number
  readonly ip: number
  readonly email: number
  readonly uuid: number
  readonly number: number
  readonly boolean: number
  readonly url: number
  readonly method: number
  readonly spaced: number
  readonly meanLength: number
}

interface Leaf {
  readonly keys: readonly string[]
  readonly texts: string[]
  readonly records: Set<number>
  objects: number
}

/** Statistics of every path that leads to a scalar, or to a time written as an object. */
export function statsFromRecords(records: readonly Payload[]): readonly PathStats[] {
  const leaves = new Map<string, Leaf>()
  const sampled = records.slice(0, MAX_SAMPLED)
  sampled.forEach((record, i) => {
    let budget = MAX_LEAVES_PER_RECORD
    const add = (path: string, keys: readonly string[], text: string, isObject: boolean): void => {
      let leaf = leaves.get(path)
      if (leaf === undefined) {
        if (leaves.size >= MAX_PATHS) return
        leaf = { keys, texts: [], records: new Set(), objects: 0 }
        leaves.set(path, leaf)
      }
      if (leaf.records.has(i)) return
      leaf.records.add(i)
      leaf.texts.push(text)
      if (isObject) leaf.objects += 1
    }
    const visit = (value: Json, path: string, keys: readonly string[], depth: number): void => {
      if (value === null || budget <= 0) return
      if (typeof value !== 'object') {
        const text = String(value)
        if (text !== '' && text !== '-') {
          budget -= 1
          add(path, keys, text, false)
        }
        return
      }
      if (depth >= MAX_DEPTH) return
      if (Array.isArray(value)) {
        for (const pair of namedPairs(value)) {
          budget -= 1
          add(`${path}${pair.step}`, [...keys, pair.name], pair.text, false)
        }
        const first = value.find((element) => element !== null)
        if (path !== '' && first !== undefined) visit(first, `${path}[*]`, keys, depth)
        return
      }
      const isTime = path !== '' && timeFromObject(value) !== null
      if (isTime) add(path, keys, JSON.stringify(value).slice(0, 200), true)
      for (const key of Object.keys(value)) {
        if (budget <= 0) return
        const child = (value as Payload)[key]
        const step = pathFromKeys([key])
        visit(child, path === '' || step.startsWith('[') ? path + step : `${path}.${step}`, [...keys, key], depth + 1)
      }
    }
    visit(record, '', [], 0)
  })
  return [...leaves].map(([path, leaf]) => statsOf(path, leaf, sampled.length))
}

/** Elements of a list of names and values that are looked at. */
const MAX_PAIRS = 60

/** Lists such as `[{"Name":"UserAgent","Value":"…"}]` are objects written the long way: each name is a path of its own. */
function namedPairs(list: readonly Json[]): readonly { step: string; name: string; text: string }[] {
  const pairs: { step: string; name: string; text: string }[] = []
  for (const element of list.slice(0, MAX_PAIRS)) {
    if (element === null || typeof element !== 'object' || Array.isArray(element)) continue
    const keys = Object.keys(element)
    if (keys.length > 4) continue
    const nameKey = keys.find((key) => /^(name|key)$/i.test(key))
    const valueKey = keys.find((key) => /^value$/i.test(key))
    if (nameKey === undefined || valueKey === undefined) continue
    const name = ownValue(element, nameKey)
    const value = ownValue(element, valueKey)
    if (typeof name !== 'string' || !/^[\w .:-]{1,60}$/.test(name)) continue
    if (value === null || value === undefined || typeof value === 'object' || value === '') continue
    pairs.push({ step: `[${nameKey}=${name}].${valueKey}`, name, text: String(value) })
  }
  return pairs
}

function statsOf(path: string, leaf: Leaf, total: number): PathStats {
  const { texts } = leaf
  const share = (test: (text: string) => boolean): number => texts.filter(test).length / texts.length
  const distinct = new Set(texts.slice(0, MAX_DISTINCT)).size
  return {
    path,
    tokens: tokensOf(leaf.keys),
    depth: leaf.keys.length,
    coverage: leaf.records.size / total,
    count: texts.length,
    distinct,
    texts,
    records: leaf.records,
    isObjectTime: leaf.objects > texts.length / 2,
    time: leaf.objects > texts.length / 2 ? 1 : share(looksLikeTime),
    ip: share((text) => text.length <= 100 && !/\s/.test(text) && addressFromText(text) !== null),
    email: share((text) => /^[^\s@]{1,100}@[^\s@]{1,200}$/.test(text)),
    uuid: share((text) => /^\{?[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i.test(text)),
    number: share((text) => /^[+-]?\d+(\.\d+)?$/.test(text)),
    boolean: share((text) => /^(true|false)$/i.test(text)),
    url: share((text) => /^([a-z][a-z0-9+.-]*:\/\/|\/[^/\s])/i.test(text)),
    method: share((text) => /^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)$/i.test(text)),
    spaced: share((text) => /\s/.test(text.trim())),
    meanLength: texts.reduce((sum, text) => sum + text.length, 0) / texts.length,
  }
}

/** Earliest and latest year of a time that is taken for one: numbers are too often something else. */
const EARLIEST_MICROS = Date.UTC(1990, 0, 1) * 1000
const LATEST_MICROS = Date.UTC(2100, 0, 1) * 1000

/** Whether a text reads as a time of our age, in any format that leaves no doubt or is figures with the year last. */
export function looksLikeTime(text: string): boolean {
  if (text.length < 8 || text.length > 64 || !/\d/.test(text)) return false
  for (const format of ['auto', 'day-first', 'month-first']) {
    const parsed = parseTime(text, format, 'UTC')
    if (parsed !== null) return parsed.micros >= EARLIEST_MICROS && parsed.micros < LATEST_MICROS
  }
  return false
}

/** Suffixes that Azure's Data Collector API appends to name a type: string, double, boolean, datetime, guid. */
const sentinelSuffix = /_[sdbtg]$/

/** Words of a path: split at separators and case changes; lower case. */
export function tokensOf(keys: readonly string[]): readonly string[] {
  return keys
    .flatMap((key) =>
      key
        .slice(0, MAX_KEY_CHARS)
        .replace(sentinelSuffix, '')
        .replace(/\[[^\]]*\]/g, ' ') // Sentinel's CSV export: `TimeGenerated [UTC]`
        .normalize('NFKC')
        .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
        .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
        .toLowerCase()
        .split(/[^\p{L}\p{N}]+/u),
    )
    .filter((token) => token !== '')
    .map(singular)
    .slice(-MAX_TOKENS)
}

/** `events` and `event` are one word to the guess (and `status` is `statu`, on both sides of the comparison). */
export function singular(word: string): string {
  return word.length > 3 && word.endsWith('s') ? word.slice(0, -1) : word
}
