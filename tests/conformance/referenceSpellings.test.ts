/**
 * The reference systems' header names are partly unknown: however the keys of a sample are spelt, the same profile
 * recognises it and makes the same events. None of the other bundled profiles is better at them.
 */
import { describe, expect, test } from 'vitest'
import {
  bundledProfilesDir,
  compileProfile,
  loadProfiles,
  type MappedEvent,
  type Payload,
  recognise,
} from '../../electron/engine/ingest/profiles/index.ts'
import { samplePairs } from '../../resources/samples/generator/sampleFiles.ts'

const { profiles } = loadProfiles([bundledProfilesDir])
const pairs = samplePairs()

/** Ways of writing the words of a key. */
const spellings: readonly (readonly [name: string, spell: (words: readonly string[]) => string])[] = [
  ['Title Case', (words) => words.map(capital).join(' ')],
  ['snake_case', (words) => words.join('_')],
  ['camelCase', (words) => words.map((word, index) => (index === 0 ? word : capital(word))).join('')],
  ['UPPER-HYPHEN', (words) => words.join('-').toUpperCase()],
  ['lower words', (words) => words.join(' ')],
]

describe.each(pairs)('$profile', ({ profile, json }) => {
  const records = jsonRecords(json.name, json.text)
  const spec = profiles.find(({ id }) => id === profile)

  test.each(spellings)('keys in %s give the same events', (_name, spell) => {
    if (spec === undefined) throw new Error(`no profile ${profile}`)
    const respelt = records.map((record) => withKeys(record, (key) => spell(wordsOf(key))))
    expect(recognise(respelt, 'json', profiles)[0]?.profileId).toBe(profile)
    const { map } = compileProfile(spec)
    expect(respelt.map((record) => eventOf(map(record)))).toEqual(records.map((record) => eventOf(map(record))))
  })

  test('as rows of a table, too, no other profile is better', () => {
    const rows = records.map((record) => withKeys(record, (key) => capital(wordsOf(key).join(' '))))
    expect(recognise(rows, 'csv', profiles)[0]?.profileId).toBe(profile)
  })

  test('an excerpt of five records is enough, wherever it is taken', () => {
    const excerpts = [0, 50, 100, 150, 195].map((start) => records.slice(start, start + 5))
    for (const excerpt of excerpts) expect(recognise(excerpt, 'json', profiles)[0]?.profileId).toBe(profile)
  })
})

test('no record is claimed by the profile of another reference system', () => {
  const ids = new Set(pairs.map(({ profile }) => profile))
  for (const { profile, json } of pairs) {
    const others = profiles.filter(({ id }) => ids.has(id) && id !== profile)
    expect(recognise(jsonRecords(json.name, json.text), 'json', others)).toEqual([])
  }
})

/** An event with its values by field, so that a difference names the field. */
function eventOf(mapped: ReturnType<ReturnType<typeof compileProfile>['map']>): MappedEvent {
  if (!mapped.ok) throw new Error(mapped.failure.message)
  return mapped.event
}

function jsonRecords(name: string, text: string): Payload[] {
  if (name.endsWith('.ndjson'))
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
  const whole: unknown = JSON.parse(text)
  if (Array.isArray(whole)) return whole
  return Object.values(whole as Payload).find(Array.isArray) as unknown as Payload[]
}

/** The record with its own keys written otherwise; what lies in them stays. */
function withKeys(record: Payload, spell: (key: string) => string): Payload {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [spell(key), value]))
}

/** `createdAt`, `Created At` and `created_at` are `created`, `at`. */
function wordsOf(key: string): string[] {
  return key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z\d]+/)
    .map((word) => word.toLowerCase())
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
