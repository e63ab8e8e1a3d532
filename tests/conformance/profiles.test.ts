/** Every bundled profile loads, and its samples give the events they state. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  bundledProfilesDir,
  loadProfile,
  NAMES_FILE,
  loadProfiles,
} from '../../electron/engine/ingest/profiles/loader.ts'
import { recognise, sampleRecord } from '../../electron/engine/ingest/profiles/index.ts'

const files = readdirSync(bundledProfilesDir).filter((name) => /\.ya?ml$/.test(name) && name !== NAMES_FILE)
const { names, failures, profiles } = loadProfiles([bundledProfilesDir])

/** A profile's own samples, as records of its own files. */
const samples = profiles
  .filter(({ guess }) => !guess)
  .flatMap((profile) =>
    profile.samples.map((sample, i) => ({ id: profile.id, sample, name: `${profile.id}, sample ${i}` })),
  )

describe('bundled profiles', () => {
  test.each(samples)('$name is claimed by its own profile before any other', ({ id, sample }) => {
    const record = sampleRecord(sample)
    if (record === null) throw new Error('no record')
    const [first, second] = recognise([record], sample.format, profiles)
    expect(first?.profileId).toBe(id)
    // A tie would be settled by name, which says nothing.
    expect(second?.score ?? 0).toBeLessThan(first?.score ?? 0)
  })

  test.each(files)('%s loads and its samples give the stated events', (name) => {
    const loaded = loadProfile(readFileSync(join(bundledProfilesDir, name), 'utf8'), name, names)
    expect(
      loaded.ok ? [] : loaded.failures.map((failure) => `${failure.where?.line ?? ''} ${failure.message}`),
    ).toEqual([])
    expect(loaded.ok && `${loaded.value.id}.yaml`).toBe(name)
  })

  test('together they load without a failure: no id is there twice', () => {
    expect(failures).toEqual([])
    expect(names).not.toBeNull()
  })
})
