/**
 * Measures import, queries and exports on this machine: `npm run bench -- [part…] [--events N] [--large N] [--dir DIR]
 * [--write]`. Progress goes to stderr, the table to stdout. Exit code 0 when everything was measured, whether or not
 * the floors hold: these are commands, not tests.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Cases, NotPossible } from './cases.ts'
import { broken, skipped } from './measure/figure.ts'
import { type BenchOptions, benchOptions } from './options.ts'
import type { Part, PartResult, Run } from './part.ts'
import { exportsPart } from './parts/exports.ts'
import { generatePart } from './parts/generate.ts'
import { importPart } from './parts/import.ts'
import { packsPart } from './parts/packs.ts'
import { peersPart } from './parts/peers.ts'
import { queriesPart } from './parts/queries.ts'
import { tablesPart } from './parts/tables.ts'
import { uniquePart } from './parts/unique.ts'
import { resultTable, summaryLine } from './results.ts'
import { type BenchResult, resultsText } from './resultsFile.ts'

const parts: readonly Part[] = [
  generatePart,
  importPart,
  peersPart,
  tablesPart,
  exportsPart,
  packsPart,
  queriesPart,
  uniquePart,
]

const cancel = new AbortController()
process.once('SIGINT', () => cancel.abort())
process.once('SIGTERM', () => cancel.abort())
const note = (text: string): void => {
  process.stderr.write(`${text}\n`)
}

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  let options: BenchOptions
  try {
    options = benchOptions(
      words,
      parts.map((part) => part.name),
    )
  } catch (error) {
    note((error as Error).message)
    return 2
  }
  const dir = options.dir === null ? mkdtempSync(join(tmpdir(), 'vouch-bench-')) : resolve(options.dir)
  mkdirSync(dir, { recursive: true })
  try {
    const result = await measureAll(options, dir)
    console.log(`${resultTable(result.sections)}\n\n${summaryLine(result.sections)}.`)
    if (options.write) writeFileSync(new URL('./RESULTS.md', import.meta.url), resultsText(options, dir, result))
    const figures = result.sections.flatMap((section) => section.figures)
    return figures.some((figure) => figure.kind === 'skipped' && figure.isBroken) ? 1 : 0
  } catch (error) {
    if (!cancel.signal.aborted) throw error
    note('Cancelled.')
    return 1
  } finally {
    if (options.dir === null) rmSync(dir, { recursive: true, force: true })
  }
}

async function measureAll(options: BenchOptions, dir: string): Promise<BenchResult> {
  const startedAt = new Date()
  const run: Run = {
    cases: new Cases(dir, cancel.signal, note),
    small: { events: options.events, isUnique: false },
    large: { events: options.large, isUnique: false },
    signal: cancel.signal,
    note,
  }
  const wanted = options.parts.length === 0 ? parts : parts.filter((part) => options.parts.includes(part.name))
  const results: { readonly part: Part; readonly result: PartResult }[] = []
  for (const part of wanted) {
    note(`── ${part.title}`)
    try {
      results.push({ part, result: await part.run(run) })
    } catch (error) {
      cancel.signal.throwIfAborted()
      // Much time may have gone into the other parts: they are told, whatever befell this one.
      const isBroken = !(error instanceof NotPossible)
      const reason = (error as Error).message
      note(`  ${reason}`)
      const figure = isBroken ? broken(part.title, reason) : skipped(part.title, 'ms', reason)
      results.push({ part, result: { figures: [figure] } })
    }
  }
  return {
    sections: results.map(({ part, result: { figures } }) => ({ title: part.title, figures })),
    peerVersions: results.flatMap(({ result: { versions } }) => versions ?? []),
    details: results.flatMap(({ result: { details } }) => (details === undefined ? [] : [details])),
    startedAt,
    seconds: (Date.now() - startedAt.getTime()) / 1000,
  }
}
