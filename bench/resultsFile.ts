/** The file of results: the table, and what one must know to judge or repeat it. */
import type { BenchOptions } from './options.ts'
import { machineLines, versionLines } from './measure/machine.ts'
import { LARGE_EVENTS, SMALL_EVENTS } from './part.ts'
import { type ResultSection, resultTable, summaryLine } from './results.ts'

export interface BenchResult {
  readonly sections: readonly ResultSection[]
  readonly peerVersions: readonly string[]
  readonly details: readonly string[]
  readonly startedAt: Date
  readonly seconds: number
}

export function resultsText(options: BenchOptions, dir: string, result: BenchResult): string {
  const { parts, events, large } = options
  const words = [
    ...parts,
    ...(events === SMALL_EVENTS ? [] : ['--events', String(events)]),
    ...(large === LARGE_EVENTS ? [] : ['--large', String(large)]),
    '--write',
  ]
  const scaled = events < SMALL_EVENTS || large < LARGE_EVENTS
  return [
    '# Results of the benchmarks',
    '',
    `Made by \`npm run bench -- ${words.join(' ')}\` on ${result.startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, in ${(result.seconds / 60).toFixed(0)} minutes. What each line means is in [README.md](README.md).`,
    '',
    ...machineLines(dir),
    ...versionLines(result.peerVersions),
    `- Sizes: ${events.toLocaleString('en-US')} events imported, compared and exported, ${large.toLocaleString('en-US')} queried${scaled ? `: **scaled down** from ${SMALL_EVENTS.toLocaleString('en-US')} and ${LARGE_EVENTS.toLocaleString('en-US')}` : ''}`,
    '',
    `${summaryLine(result.sections)}.`,
    '',
    resultTable(result.sections),
    '',
    ...result.details.flatMap((text) => [text, '']),
  ].join('\n')
}
