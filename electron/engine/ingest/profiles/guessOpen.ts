/** Guesses which texts of the records hold more than a text: JSON, CEF or LEEF, lists of `key=value`. */
import type { Json } from '../../../../shared/failure.ts'
import { cefFromText, jsonFromText } from '../readers/index.ts'
import type { Payload } from './event.ts'
import { type PathStats, statsFromRecords } from './guessStats.ts'
import { pairsIn } from './open.ts'
import type { OpenSource } from './profileSource.ts'

/** Shorter texts hold nothing worth opening. */
const MIN_MEAN_LENGTH = 12
/** Share of the texts at a path that must be readable. */
const LEAST_SHARE = 0.8
/** Pairs that a text must have at least; fewer are as likely a sentence with a sign in it. */
const LEAST_PAIRS = 3
/** Texts looked at per path. */
const MAX_TRIED = 100

/** Separators of pairs, the longer and rarer first. */
const separators: readonly (readonly [between: string, equals: string])[] = [
  ...['\t', '\n', ' | ', '|', '; ', ';', ', ', ',', ' '].map((between) => [between, '='] as const),
  ...['\n', ' | ', '; '].map((between) => [between, ':'] as const),
]

/** What is to be opened in records like these, paths from the record. */
export function guessOpen(records: readonly Payload[]): readonly OpenSource[] {
  return statsFromRecords(records).flatMap((stats) => openingOf(stats) ?? [])
}

function openingOf({ path, texts, meanLength, number, time }: PathStats): OpenSource | null {
  if (meanLength < MIN_MEAN_LENGTH || number > 0.5 || time > 0.5) return null
  const tried = texts.slice(0, MAX_TRIED)
  const most = (test: (text: string) => boolean): boolean => tried.filter(test).length >= tried.length * LEAST_SHARE
  const source = { from: [path], between: ',', equals: '=' }
  if (most((text) => cefFromText(text) != null)) return { ...source, as: 'cef' }
  if (most((text) => /^\s*(\{|\[\s*\{)/.test(text) && jsonFromText(text) !== undefined))
    return { ...source, as: 'json' }
  for (const [between, equals] of separators) {
    if (!most((text) => text.includes(equals) && isListOfPairs(pairsIn(text, between, equals)))) continue
    return { from: [path], as: 'pairs', between, equals }
  }
  return null
}

/** Names of a distinguished name's parts (RFC 4514 §3): one name in pieces, no list of facts. */
const namingAttributes = new Set(['cn', 'ou', 'dc', 'o', 'uid'])

function isListOfPairs(value: Json | undefined): boolean {
  if (value === undefined || value === null || typeof value !== 'object') return false
  const keys = Object.keys(value)
  return (
    keys.length >= LEAST_PAIRS &&
    keys.every((key) => /^[A-Za-z_][\w.\- ]{0,39}$/.test(key)) &&
    !keys.some((key) => namingAttributes.has(key.toLowerCase()))
  )
}
