/** Every bundled profile loads, its samples give the events they state, and it is the one that claims them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundledProfilesDir, loadProfile, loadProfiles } from '../../electron/engine/ingest/profiles/loader.ts'
import { NAMES_FILE } from '../../electron/engine/ingest/profiles/profileFiles.ts'
import type { Payload } from '../../electron/engine/ingest/profiles/event.ts'
import type { SampleSource } from '../../electron/engine/ingest/profiles/profileSource.ts'
import { recognise } from '../../electron/engine/ingest/profiles/recognise.ts'
import { sampleRecords, sniff } from '../../electron/engine/ingest/readers/index.ts'

const files = readdirSync(bundledProfilesDir).filter((name) => /\.ya?ml$/.test(name) && name !== NAMES_FILE)
const { profiles, names, failures } = loadProfiles([bundledProfilesDir])

/** The record of a sample as it would be read from a file. */
function recordOf({ format, record }: SampleSource): Payload | undefined {
  if (format === 'json') return JSON.parse(record)
  const bytes = Buffer.from(record)
  const sniffed = sniff(bytes, true)
  return sniffed.ok ? sampleRecords(bytes, sniffed.format, 1)[0] : undefined
}

describe('bundled profiles', () => {
  test.each(files)('%s loads and its samples give the stated events', (name) => {
    const loaded = loadProfile(readFileSync(join(bundledProfilesDir, name), 'utf8'), name, names)
    expect(
      loaded.ok ? [] : loaded.failures.map((failure) => `${failure.where?.line ?? ''} ${failure.message}`),
    ).toEqual([])
    expect(loaded.ok && `${loaded.value.id}.yaml`).toBe(name)
  })

  test.each(profiles.filter(({ guess }) => !guess).map((profile) => [profile.id, profile] as const))(
    '%s claims its own samples, and no other profile claims them as strongly',
    (id, profile) => {
      const lost = profile.samples.flatMap((sample, i) => {
        const record = recordOf(sample)
        const claims = record === undefined ? [] : recognise([record], sample.format, profiles)
        const [first, second] = claims
        const isOwn = first?.profileId === id && (second === undefined || second.score < first.score)
        return isOwn ? [] : [`sample ${i}: ${claims.map((claim) => `${claim.profileId} ${claim.score}`).join(', ')}`]
      })
      expect(lost).toEqual([])
    },
  )

  test('together they load without a failure: no id is there twice', () => {
    expect(failures).toEqual([])
    expect(names).not.toBeNull()
  })
})
