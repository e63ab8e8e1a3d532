/** The tour in the README is what really comes out. A line `…` stands for any lines, `…` at a line's end for its rest. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runCli } from '../../../electron/hosts/cli/run.ts'

const root = resolve(import.meta.dirname, '../../..')
const dir = mkdtempSync(join(tmpdir(), 'vouch-readme-'))
afterAll(() => rmSync(dir, { recursive: true }))

const readme = readFileSync(join(root, 'README.md'), 'utf8')
const blocks = Array.from(readme.matchAll(/^```\n\$ vouch (.*)\n([\s\S]*?)```$/gm), ([, command, output]) => ({
  words: Array.from(command.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, bare]) => quoted ?? bare),
  lines: output.trimEnd().split('\n'),
}))

/** Files of the tour lie in a temporary folder, samples where they are. */
function placed(word: string): string {
  if (word.startsWith('resources/')) return join(root, word)
  return /^\w+\.(vouch|csv)$/.test(word) ? join(dir, word) : word
}

async function outputOf(words: readonly string[]): Promise<string[]> {
  const lines: string[] = []
  const take = (text: string): void => {
    lines.push(...text.replaceAll(`${dir}/`, '').replaceAll(`${root}/`, '').split('\n'))
  }
  const terminal = {
    line: take,
    note: take,
    raw: () => undefined,
    progress: () => undefined,
    flush: async () => undefined,
  }
  const signal = new AbortController().signal
  expect(await runCli(words.map(placed), { version: 'test', profileDirs: [], terminal, signal })).toBe(0)
  return lines
}

function expectLines(found: readonly string[], wanted: readonly string[]): void {
  let at = 0
  let isLoose = false
  for (const line of wanted) {
    if (line === '…') {
      isLoose = true
      continue
    }
    const fits = (candidate: string): boolean =>
      line.endsWith(' …') ? candidate.startsWith(line.slice(0, -1)) : candidate.trimEnd() === line
    const place = isLoose ? found.findIndex((candidate, i) => i >= at && fits(candidate)) : at
    if (place < 0 || !fits(found[place] ?? '')) expect(found.slice(at, at + 3).join('\n')).toBe(line)
    at = place + 1
    isLoose = false
  }
  if (!isLoose) expect(found.slice(at).filter((line) => line !== '')).toEqual([])
}

describe('the README', () => {
  test('has a tour', () => {
    expect(blocks.length).toBeGreaterThan(4)
  })

  // One after the other: each step works on what the ones before it made.
  test.each(blocks)('vouch $words', async ({ words, lines }) => {
    expectLines(await outputOf(words), lines)
  })
})
