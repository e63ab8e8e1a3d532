/**
 * Keeps what Node compiles of the sources, for this program, its threads and the programs it starts: taking the types
 * out of some hundred files costs a second of each start, on each thread. Comes before anything else is imported, so
 * it imports nothing of ours.
 */
import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * In the checkout's own `node_modules`: not in the shared folder of temporary files, where others could lay code for us.
 * Built files need none; a folder of the user's choice (`NODE_COMPILE_CACHE`) comes first. Where the folder cannot be
 * written, nothing is kept and nothing fails.
 */
export function keepCompiled(): void {
  if (!import.meta.url.endsWith('.ts')) return
  // By way of the environment it reaches threads and child processes as well.
  process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('../../../node_modules/.cache/node', import.meta.url))
  enableCompileCache()
}
