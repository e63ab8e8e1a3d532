/**
 * Measures the app in Chromium on a large case: `npm run bench:app -- --case FILE [--openings N] [--clicks N] [--actions N]
 * [--write]`. Progress goes to stderr, the table to stdout. Like `npm run bench`, it judges but does not fail.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { ensureBuilt, rendererBuild } from '../../electron/hosts/start/built.ts'
import { root, whyNot } from '../../tests/e2e/support/browsers.ts'
import { serve, vouch } from '../../tests/e2e/support/cli.ts'
import { type Figure, measured, skipped } from '../measure/figure.ts'
import { machineLines, versionLines } from '../measure/machine.ts'
import { sampleOf } from '../measure/sample.ts'
import { type ResultSection, resultTable, summaryLine } from '../results.ts'
import { launch, openPage } from './browser.ts'
import {
  ask,
  filterClicks,
  firstRows,
  jumps,
  manyClauses,
  settled,
  slopePer100,
  soak,
  typingFrames,
} from './measures.ts'
import { type AppBenchOptions, appBenchOptions } from './options.ts'

/** Events the figures are stated for. */
const STATED_EVENTS = 10_000_000

/** Characters of a query that is longer than anybody types. */
const LONG_QUERY = 4_000

/** Growth of the heap that is none: what collections leave uneven, in bytes per 100 actions. */
const EVEN_BYTES = 500_000

const note = (text: string) => process.stderr.write(`${text}\n`)

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  let options: AppBenchOptions
  try {
    options = appBenchOptions(words)
  } catch (error) {
    note((error as Error).message)
    return 2
  }
  const reason = whyNot('loopback')
  if (reason !== null) {
    note(`Nothing is measured: ${reason}.`)
    return 1
  }
  if (!ensureBuilt(root, rendererBuild, note)) return 1
  const startedAt = new Date()
  const { sections, details } = await measureAll(options)
  const table = `${resultTable(sections)}\n\n${summaryLine(sections)}.`
  console.log(`${table}\n\n${details.join('\n')}`)
  if (options.write) {
    const text = [
      '# Results of the app on a large case',
      '',
      `Made by \`npm run bench:app -- --case FILE --write\` on ${startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC: the built page in Chromium, 1440 × 900, on \`vouch serve\`.`,
      '',
      ...machineLines(dirname(resolve(options.casePath))),
      ...versionLines([]),
      '',
      table,
      '',
      ...details,
      '',
    ].join('\n')
    writeFileSync(new URL('../APP-RESULTS.md', import.meta.url), text)
  }
  return 0
}

async function measureAll(
  options: AppBenchOptions,
): Promise<{ readonly sections: readonly ResultSection[]; readonly details: readonly string[] }> {
  const casePath = resolve(options.casePath)
  const { events } = JSON.parse(vouch(['info', '--case', casePath, '--json'])) as { readonly events: number }
  const home = mkdtempSync(join(tmpdir(), 'vouch-bench-app-'))
  const browser = await launch()
  const opening: Figure[] = []
  const asking: Figure[] = []
  const lasting: Figure[] = []
  const details: string[] = []
  const stated = { events: STATED_EVENTS, judged: 'p95' } as const
  try {
    note(`${options.openings} openings …`)
    const openings: number[] = []
    for (let count = 0; count < options.openings; count++) {
      // A server that knows nothing of the case yet.
      const served = await serve({ home, config: join(home, 'config') })
      const opened = await openPage(browser, served.address, casePath)
      openings.push(await firstRows(opened.page))
      await opened.close()
      await served.stop()
    }
    opening.push(
      measured('first rows on screen, server fresh', 'ms', events, sampleOf(openings), { ...stated, atMost: 2500 }),
    )

    const served = await serve({ home, config: join(home, 'config') })
    const opened = await openPage(browser, served.address, casePath)
    const { page } = opened
    await firstRows(page)
    await settled(page)
    note(`${options.clicks} clicks …`)
    asking.push(
      measured(
        'click on a value until grid, facets, timeline and figures are repainted',
        'ms',
        events,
        sampleOf(await filterClicks(page, options.clicks)),
        { ...stated, atMost: 250 },
      ),
    )
    note(`${options.clicks} jumps …`)
    await settled(page)
    asking.push(
      measured(
        'jump about the middle until its rows are painted',
        'ms',
        events,
        sampleOf(await jumps(page, options.clicks)),
        { ...stated, atMost: 100 },
      ),
    )
    const typed = (what: string, frames: readonly number[]): Figure =>
      measured(
        `frames while typing ${what}, each half second`,
        'per second',
        events,
        sampleOf(frames, 'more'),
        { ...stated, atLeast: 50 },
        `The slowest half second had ${Math.min(...frames)} frames per second.`,
      )
    note('typing …')
    asking.push(typed('in the query box', await typingFrames(page)))
    const long = `${manyClauses(200).slice(0, LONG_QUERY)} `
    asking.push(typed(`behind ${LONG_QUERY.toLocaleString('en-US')} characters`, await typingFrames(page, long)))
    await ask(page, manyClauses(200))
    asking.push(typed('behind 200 clauses that are asked', await typingFrames(page, `${manyClauses(200)} `)))
    await ask(page, '')
    note(`${options.actions} actions …`)
    await settled(page)
    const samples = await soak(opened, options.actions)
    const rest = samples.flatMap(({ rendererBytes }) => rendererBytes ?? [])
    lasting.push(
      rest.length === 0
        ? skipped('memory of the renderer process', 'bytes', 'the system does not tell it', {
            ...stated,
            atMost: 300e6,
          })
        : measured('memory of the renderer process, sampled through the soak', 'bytes', events, sampleOf(rest), {
            ...stated,
            atMost: 300e6,
          }),
      measured('its JavaScript heap after collection', 'bytes', events, sampleOf(samples.map((one) => one.heapBytes))),
      measured(
        'growth of the heap per 100 actions',
        'bytes',
        events,
        sampleOf([Math.max(0, slopePer100(samples))]),
        { events: STATED_EVENTS, judged: 'median', atMost: EVEN_BYTES },
        `By least squares over the later three quarters of ${options.actions} random actions: ${Math.round(slopePer100(samples)).toLocaleString('en-US')} bytes.`,
      ),
    )
    details.push(
      'Through the soak, after forced collections:',
      '',
      '| Actions | Heap | Nodes | Listeners | Process |',
      '| ---: | ---: | ---: | ---: | ---: |',
      ...samples.map(({ action, heapBytes, nodes, listeners, rendererBytes }) =>
        [
          '',
          action,
          `${(heapBytes / 1e6).toFixed(1)} MB`,
          nodes,
          listeners,
          rendererBytes === null ? '–' : `${(rendererBytes / 1e6).toFixed(0)} MB`,
          '',
        ]
          .join(' | ')
          .trim(),
      ),
    )
    await opened.close()
    await served.stop()
  } finally {
    await browser.close()
    rmSync(home, { recursive: true, force: true })
  }
  return {
    sections: [
      { title: 'Opening', figures: opening },
      { title: 'Asking', figures: asking },
      { title: 'Lasting', figures: lasting },
    ],
    details,
  }
}
