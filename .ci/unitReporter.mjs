/**
 * Tells of each test file in one line without counts, of what failed everything at the end, and leaves the counts for the
 * check. Vitest's own reporters close with counts of files and tests, and print all that tests print: among so many lines
 * some look like the closing line of another runner.
 */
import { stripVTControlCharacters } from 'node:util'
import { failureLine, leaveCounts } from './testCounts.ts'

/** Of what tests print that passed, only this is told: why something was not tested, and what was measured. */
const TOLD = /^(left out|measured): ./

const signs = { passed: '✓', failed: '×', skipped: '-' }

export default class UnitReporter {
  #vitest
  #told = new Set()
  /** What was printed while no test ran: Vitest does not say by which file. */
  #outside = []

  onInit(vitest) {
    this.#vitest = vitest
  }

  onUserConsoleLog({ content, taskId }) {
    const text = stripVTControlCharacters(content)
    for (const line of text.split('\n')) if (TOLD.test(line)) this.#told.add(line.trimEnd())
    if (this.#vitest.state.getReportedEntityById(taskId)?.type !== 'test') this.#outside.push(text)
  }

  onTestCaseResult(test) {
    const { state, note } = test.result()
    if (state === 'skipped' && note !== undefined) this.#told.add(`left out: ${note}`)
  }

  onTestModuleEnd(module) {
    const seconds = (module.diagnostic().duration / 1000).toFixed(1)
    console.log(` ${signs[module.state()] ?? '×'} ${module.relativeModuleId} ${seconds} s`)
  }

  onTestRunEnd(modules, unhandledErrors) {
    if (modules.length === 0) console.log('No test file was found.')
    const counts = { passed: 0, failed: 0, skipped: 0, failures: [] }
    const fail = (name, errors, printed = []) => {
      const texts = errors.map((error) => this.#textOf(error))
      counts.failed++
      counts.failures.push(failureLine(name, texts[0]))
      console.log(`\n× ${name}`)
      for (const text of texts) console.log(text)
      if (printed.length > 0) console.log(`It printed:\n${stripVTControlCharacters(printed.join('')).trimEnd()}`)
    }
    for (const module of modules) {
      const failedBefore = counts.failed
      // Of hooks, and of the file: what keeps it from loading, or that no test stands in it.
      for (const part of [module, ...module.children.allSuites()]) {
        if (part.errors().length > 0) fail(nameOf(part), part.errors())
      }
      for (const test of module.children.allTests()) {
        const { state, errors } = test.result()
        if (state === 'failed') fail(nameOf(test), errors, contentsOf(test))
        else if (state === 'pending') fail(`${nameOf(test)}: it came to no end`, [], contentsOf(test))
        else counts[state]++
      }
      const isDone = module.state() === 'passed' || module.state() === 'skipped'
      if (!isDone && counts.failed === failedBefore) fail(`${nameOf(module)}: it came to no end`, [])
    }
    for (const error of unhandledErrors)
      fail(`outside of tests: ${error.type ?? 'an error that nobody handled'}`, [error])
    if (counts.failed > 0 && this.#outside.length > 0)
      console.log(`\nPrinted outside of tests:\n${this.#outside.join('')}`)
    for (const line of this.#told) console.log(line)
    leaveCounts(counts)
  }

  /** Name, message, difference, place in the source and stack, as Vitest words them. */
  #textOf(error) {
    return stripVTControlCharacters(this.#vitest.logger.formatError(error, { showCodeFrame: true }).output).trimEnd()
  }
}

function nameOf(entity) {
  return entity.type === 'module' ? entity.relativeModuleId : `${entity.module.relativeModuleId} > ${entity.fullName}`
}

function contentsOf(test) {
  return test.logs().map(({ content }) => content)
}
