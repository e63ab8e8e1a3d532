/**
 * What the runners of tests leave for the check: how many passed, failed and were skipped, in one form for all, and the
 * line that the check ends with. Whoever reads closing lines shall find this one only, so no reporter prints counts.
 */
import { readFileSync, writeFileSync } from 'node:fs'

export interface TestCounts {
  readonly passed: number
  /** Tests, and what failed outside of them: files that do not load, hooks, errors that nobody handled. */
  readonly failed: number
  /** Not run, with a reason: tools or programs that are not there, tests yet to be written. */
  readonly skipped: number
}

/** Writes them into the file that `VOUCH_TEST_COUNTS` names; without it nobody asks for them. */
export function leaveCounts(counts: TestCounts): void {
  const path = process.env.VOUCH_TEST_COUNTS
  if (path !== undefined) writeFileSync(path, JSON.stringify(counts))
}

/** What a runner left; throws where it came to no end and left nothing. */
export function countsLeft(path: string): TestCounts {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** The closing line over all runs, and whether it is good news: nothing failed, and each of the runs found tests. */
export function closing(runs: readonly TestCounts[]): { readonly line: string; readonly isGood: boolean } {
  const sum = (kind: keyof TestCounts): number => runs.reduce((total, run) => total + run[kind], 0)
  return {
    line: `tests: ${sum('passed')} passed, ${sum('failed')} failed, ${sum('skipped')} skipped`,
    isGood: sum('failed') === 0 && sum('passed') > 0 && runs.every(({ passed, skipped }) => passed + skipped > 0),
  }
}
