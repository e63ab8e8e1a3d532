/**
 * Before each test file. What Node compiles of the sources is kept for the files that follow, as the product does. Where
 * `VOUCH_SEED` is set, as in `.ci/run`, property tests draw from that seed, so that a run on one machine tells what a run on
 * another will say. Without it they draw anew each time, which is how they find something.
 */
import { keepCompiled } from '../electron/hosts/runtime/index.ts'

keepCompiled()
const { VOUCH_SEED } = process.env
if (VOUCH_SEED !== undefined && VOUCH_SEED !== '') {
  const { configureGlobal } = await import('fast-check')
  configureGlobal({ seed: Number(VOUCH_SEED) })
}
