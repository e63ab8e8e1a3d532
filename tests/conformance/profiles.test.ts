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

const files = readdirSync(bundledProfilesDir).filter((name) => /\.ya?ml$/.test(name) && name !== NAMES_FILE)
const { names, failures } = loadProfiles([bundledProfilesDir])

describe('bundled profiles', () => {
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
