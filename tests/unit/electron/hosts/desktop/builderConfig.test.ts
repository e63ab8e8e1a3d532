/** electron-builder.yml is what electron-builder understands, and says what it must. */
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

const checkout = join(import.meta.dirname, '../../../../..')
const require = createRequire(import.meta.url)
// Its own check of configurations; not among what it exports.
const { validateConfiguration } = require('app-builder-lib/out/util/config/config') as {
  validateConfiguration(config: unknown, debugLogger: { readonly isEnabled: boolean }): Promise<void>
}

/** Read anew, as the packer changes what it is given. */
function config(): Record<string, Record<string, unknown>> & { files: readonly string[] } {
  return parse(readFileSync(join(checkout, 'electron-builder.yml'), 'utf8'))
}
const check = (value: unknown): Promise<void> => validateConfiguration(value, { isEnabled: false })

describe('the configuration', () => {
  test('is valid', async () => {
    await expect(check(config())).resolves.toBeUndefined()
  })

  test.each([
    ['an unknown option', { ...config(), filez: [] }],
    ['an unknown fuse', { ...config(), electronFuses: { runAsNodes: false } }],
    ['a fuse that is no flag', { ...config(), electronFuses: { runAsNode: 'no' } }],
    ['an option of another part', { ...config(), linux: { oneClick: true } }],
    ['a file association without an ending', { ...config(), fileAssociations: [{ name: 'Vouch case' }] }],
  ])('with %s is refused', async (_what, broken) => {
    await expect(check(broken)).rejects.toThrow()
  })

  test('sets every fuse', () => {
    expect(config().electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
      resetAdHocDarwinSignature: true,
    })
  })

  test('publishes nothing, rebuilds nothing and fetches Electron from where Electron says', () => {
    expect(config()).toMatchObject({ publish: null, npmRebuild: false, buildDependenciesFromSource: false })
    expect(config()).not.toHaveProperty('electronDownload')
    expect(config()).not.toHaveProperty('disableAsarIntegrity')
  })

  test('makes what each system installs', () => {
    expect([config().win.target, config().mac.target, config().linux.target]).toEqual([
      ['nsis', 'portable'],
      ['dmg'],
      ['AppImage', 'deb'],
    ])
  })

  test('ties .vouch to the app, with its icon', () => {
    expect(config().fileAssociations).toMatchObject([{ ext: 'vouch', icon: 'icon', rank: 'Owner' }])
    const icons = String(config().directories.buildResources)
    for (const ending of ['ico', 'icns']) expect(existsSync(join(checkout, icons, `icon.${ending}`)), ending).toBe(true)
    for (const part of ['win', 'mac', 'linux'])
      expect(existsSync(join(checkout, String(config()[part].icon))), part).toBe(true)
  })

  test('names the files of each system in the form that keeps the list of all systems in force', () => {
    for (const part of ['win', 'mac', 'linux']) {
      const [{ filter }] = config()[part].files as readonly { readonly filter: readonly string[] }[]
      expect(filter[0], part).not.toMatch(/^!/)
    }
  })
})
