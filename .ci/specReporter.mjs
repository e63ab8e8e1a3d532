/**
 * Tells of each end-to-end spec that ran in one line, of the failed ones everything at the end, why others were left out,
 * and leaves the counts for the check. Playwright's own list ends with “59 skipped” on a line of its own, which whoever
 * reads closing lines takes for a run without a test.
 */
import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { failureLine, leaveCounts } from './testCounts.ts'

export default class SpecReporter {
  #root = ''
  #counts = { passed: 0, failed: 0, skipped: 0, failures: [] }
  /** Why specs were skipped, with how many. */
  #reasons = new Map()
  #failed = []

  printsToStdio() {
    return true
  }

  onBegin(config) {
    this.#root = config.configFile === undefined ? config.rootDir : new URL('.', `file://${config.configFile}`).pathname
  }

  onTestEnd(test, result) {
    const project = test.parent.project()?.name ?? ''
    const [, , , ...titles] = test.titlePath()
    const place = `${relative(this.#root, test.location.file)}:${test.location.line}`
    const name = `[${project}] ${place} › ${titles.join(' › ')}`
    if (result.status === 'skipped') {
      this.#counts.skipped++
      const reason = test.annotations.find(({ type }) => type === 'skip')?.description ?? 'no reason was given'
      const key = `${project}: ${reason}`
      this.#reasons.set(key, (this.#reasons.get(key) ?? 0) + 1)
      return
    }
    const isGood = result.status === test.expectedStatus
    this.#counts[isGood ? 'passed' : 'failed']++
    if (!isGood) this.#failed.push({ name, result })
    console.log(` ${isGood ? '✓' : '×'} ${name} (${(result.duration / 1000).toFixed(1)} s)`)
  }

  /** What fails outside of specs: set-up, configuration, a file that cannot be read. */
  onError(error) {
    const text = textOf(error)
    this.#counts.failed++
    this.#counts.failures.push(failureLine('outside of specs', text))
    console.log(text)
  }

  onEnd() {
    for (const { name, result } of this.#failed) {
      console.log(`\n× ${name}: ${result.status}`)
      const texts = result.errors.map(textOf)
      this.#counts.failures.push(failureLine(`${name}: ${result.status}`, texts[0]))
      for (const text of texts) console.log(text)
      for (const { name: what, path } of result.attachments) if (path !== undefined) console.log(`  ${what}: ${path}`)
    }
    for (const [reason, count] of this.#reasons) console.log(`left out: ${reason} (specs: ${count})`)
    leaveCounts(this.#counts)
  }
}

/** Stack, or what there is of it, and the place in the source. */
function textOf(error) {
  const text = [error.stack ?? error.message ?? error.value, error.snippet].filter(Boolean).join('\n')
  return stripVTControlCharacters(text)
}
