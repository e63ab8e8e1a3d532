/**
 * Packages of peers, which only the benchmarks need and a checkout does not install: fetched from the npm registry into
 * the checkout's cache folder when first asked for.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** DuckDB's own client for Node, MIT. */
export const DUCKDB_PACKAGE = '@duckdb/node-api'
const DUCKDB_VERSION = '1.5.6-r.1'

const folder = fileURLToPath(new URL('../.cache/peers/', import.meta.url))

/** Whether DuckDB is there, after trying to install it. */
export function hasDuckDb(): boolean {
  const installed = join(folder, 'node_modules', ...DUCKDB_PACKAGE.split('/'))
  if (existsSync(installed)) return true
  mkdirSync(folder, { recursive: true })
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', '--loglevel=error']
  spawnSync('npm', [...args, `${DUCKDB_PACKAGE}@${DUCKDB_VERSION}`], {
    stdio: 'ignore',
    shell: process.platform === 'win32',
  })
  return existsSync(installed)
}

/** Loads a package from the cache folder. */
export function peerPackage(name: string): unknown {
  return createRequire(join(folder, 'package.json'))(name)
}
