/** What Node compiled is there at the next start, for the program and for its threads. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '../../../../..')
let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vouch-compiled-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Files kept after the command line has run, with a folder of our own to keep them in. */
function keptAfter(...words: string[]): number {
  const kept = join(dir, 'kept')
  execFileSync(process.execPath, [join(root, 'electron/hosts/cli/main.ts'), ...words], {
    env: { ...process.env, NODE_COMPILE_CACHE: kept },
    stdio: 'ignore',
  })
  return readdirSync(kept, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length
}

test('the program keeps what it loaded, and an import what its threads loaded', () => {
  const ofProgram = keptAfter('--version')
  expect(ofProgram).toBeGreaterThan(20)
  const sample = join(root, 'resources/samples/workspace-ledger.ndjson')
  const ofImport = keptAfter('import', sample, '--case', join(dir, 'a.vouch'))
  expect(ofImport).toBeGreaterThan(ofProgram)
  expect(keptAfter('import', sample, '--case', join(dir, 'b.vouch'))).toBe(ofImport)
})
