/**
 * Systems without a profile: what the guess makes of records in the shape that the vendor documents.
 *
 * `guessedSystems.ndjson` holds one system per line: made-up records and what must come out of each. None of the
 * bundled profiles may take them for its own.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  bundledProfilesDir,
  compileProfile,
  guessProfile,
  loadProfiles,
  type Payload,
  recognise,
} from '../../../../../../electron/engine/ingest/profiles/index.ts'

interface GuessedSystem {
  readonly system: string
  readonly records: readonly Payload[]
  /** Expected fields by record; `time` in ISO 8601, null where there must be none. */
  readonly events: readonly Readonly<Record<string, string | null>>[]
}

const { profiles, names } = loadProfiles([bundledProfilesDir])
const systems = readFileSync(join(import.meta.dirname, 'guessedSystems.ndjson'), 'utf8')
  .trim()
  .split('\n')
  .map((line): GuessedSystem => JSON.parse(line))

describe.each(systems)('$system', ({ records, events }) => {
  test('the guess finds time, actor, action, address and outcome', () => {
    const found = guessedEvents(records)
    const wanted = events.map((event) => {
      return event.time == null ? event : { ...event, time: new Date(event.time).toISOString() }
    })
    const asked = found.map((event, i) => {
      return Object.fromEntries(Object.keys(wanted[i] ?? {}).map((field) => [field, event[field] ?? null]))
    })
    expect(asked).toEqual(wanted)
  })

  test('no profile of another system claims it', () => {
    const claims = recognise(records, 'json', profiles).filter(({ isGuessing }) => !isGuessing)
    expect(claims.map(({ profileId }) => profileId)).toEqual([])
  })
})

function guessedEvents(records: readonly Payload[]): readonly Readonly<Record<string, string | null>>[] {
  const generic = profiles.find(({ id }) => id === 'generic-json')
  if (generic === undefined || names === null) throw new Error('the generic profiles do not load')
  const { outputs, map } = compileProfile(guessProfile(generic, names, records).spec)
  return records.map((record) => {
    const mapped = map(record)
    if (!mapped.ok) throw new Error(mapped.failure.message)
    const { time, values } = mapped.event
    const fields = outputs.map(({ id }, i) => [id, values[i]] as const)
    return { ...Object.fromEntries(fields), time: time === null ? null : new Date(time / 1000).toISOString() }
  })
}
