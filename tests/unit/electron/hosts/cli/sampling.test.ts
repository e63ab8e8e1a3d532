/** `vouch population` and `vouch sample`: what an auditor types, and what comes back. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type {
  PopulationCheck,
  PopulationInfo,
  SampleInfo,
  SampleItem,
  SampleMark,
} from '../../../../../shared/api/index.ts'
import { vouchHere } from './cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-cli-samples-'))
const path = join(folder, 'case.vouch')
const at = (name: string) => join(folder, name)

/** Runs it to a good end; what it says on stdout. */
async function vouch(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await vouchHere([...words, '--case', path])
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${stderr}`)
  return stdout
}

const json = async <T>(...words: string[]): Promise<T> => JSON.parse(await vouch(...words, '--json')) as T

beforeAll(async () => {
  const lines = Array.from({ length: 90 }, (_, i) =>
    JSON.stringify({
      timestamp: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(),
      user: `user ${i % 3}`,
      action: i % 9 === 0 ? 'key.created' : 'key.used',
      note: '\u001b[31mred',
    }),
  )
  writeFileSync(at('log.ndjson'), `${lines.join('\n')}\n`)
  await vouch('import', at('log.ndjson'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a population', () => {
  test('is frozen, listed, shown and written', async () => {
    const said = await vouch('population', 'freeze', 'Keys used', 'action:key.used', '--system', 'Console 4.2')
    expect(said).toContain('Keys used: 80 events, 2026-01-01T00:01:00.000Z to 2026-01-01T01:29:00.000Z')
    expect(said).toContain('Console 4.2')
    expect(await vouch('population', 'list')).toMatch(/Keys used +80 +action:key\.used/)
    const shown = await json<PopulationCheck & PopulationInfo>('population', 'show', 'keys used')
    expect(shown).toMatchObject({ events: 80, isSame: true, isAnswerSame: true, obtained: { system: 'Console 4.2' } })
    expect(await vouch('population', 'show', 'keys used')).toContain('Its items are still those that were frozen.')
    await vouch('population', 'export', 'Keys used', '--out', at('items.tsv'))
    const bytes = readFileSync(at('items.tsv'))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(shown.digest)
  })
})

describe('a sample', () => {
  test('is drawn, shown, marked, and its workpaper written', async () => {
    const said = await vouch('sample', 'draw', 'Q1', '--from', 'Keys used', '--size', '12', '--seed', '2026-Q1')
    expect(said).toContain('Q1: random, 12 of 80 items of Keys used')
    expect(said).toContain('seed     2026-Q1')
    expect(await vouch('sample', 'mark', 'Q1', '1,4-6', '--result', 'pass')).toBe(
      'Marked: 4. Now 4 pass, 0 exceptions, 0 n/a, 8 open\n',
    )
    await vouch('sample', 'mark', 'Q1', '5', '--result', 'exception', '--note', 'no ticket')
    await vouch('sample', 'mark', 'Q1', '6', '--result', 'na')
    await vouch('sample', 'mark', 'Q1', '1', '--result', 'open')
    const { items, ...info } = await json<SampleInfo & { items: SampleItem[] }>('sample', 'show', 'Q1')
    expect(info).toMatchObject({ seed: '2026-Q1', progress: { pass: 1, exception: 1, notApplicable: 1, open: 9 } })
    expect(items.map(({ mark }) => mark?.result ?? null).slice(0, 6)).toEqual([
      ...[null, null, null, 'pass', 'exception', 'notApplicable'],
    ])
    expect(await vouch('sample', 'show', 'Q1')).toMatch(/ 5 .*exception +no ticket/)
    const history = await json<SampleMark[]>('sample', 'history', 'Q1', '5')
    expect(history.map(({ result, note }) => [result, note])).toEqual([
      ['pass', ''],
      ['exception', 'no ticket'],
    ])
    expect(await vouch('sample', 'list')).toMatch(/Q1 +Keys used +random +12 +2026-Q1 +3 +1 /)
    expect(await vouch('sample', 'export', 'Q1', '--out', at('paper.html'))).toContain('12 items')
    expect(readFileSync(at('paper.html'), 'utf8')).toContain('no ticket')
    await vouch('sample', 'export', 'Q1', '--out', at('paper.xlsx'))
    expect(readFileSync(at('paper.xlsx')).subarray(0, 2).toString()).toBe('PK')
    const { code, stdout } = await vouchHere(['verify', path])
    expect([code, stdout]).toEqual([0, expect.stringContaining('Whole: ')])
  })

  test('is drawn in every way', async () => {
    const from = ['--from', 'Keys used', '--seed', 's']
    const every = await json<SampleInfo>(
      'sample',
      'draw',
      'every',
      ...from,
      '--method',
      'systematic',
      '--interval',
      '7',
    )
    expect(every).toMatchObject({ size: 11, interval: 7 })
    const strata = await json<SampleInfo>(
      ...['sample', 'draw', 'strata', ...from, '--method', 'stratified'],
      ...['--field', 'actor', '--size', '9', '--allocation', 'equal'],
    )
    expect(strata.strata.map(({ value, sample }) => [value, sample])).toEqual([
      ['user 0', 3],
      ['user 1', 3],
      ['user 2', 3],
    ])
    const words = ['--from', 'Keys used', '--method', 'judgemental', '--events', '2-3,9', '--reason', 'at night']
    expect(await json<SampleInfo>('sample', 'draw', 'odd', ...words)).toMatchObject({ size: 3, seed: null })
  })
})

describe('wrong use', () => {
  test.each([
    ['sample', 'draw', 'x', '--from', 'Keys used'],
    ['sample', 'draw', 'x', '--from', 'Keys used', '--method', 'odd', '--size', '1'],
    ['sample', 'draw', 'x', '--from', 'Keys used', '--method', 'judgemental', '--events', '4-2', '--reason', 'x'],
    ['sample', 'draw', '--from', 'Keys used', '--size', '1'],
    ['sample', 'mark', 'Q1', '0', '--result', 'pass'],
    ['sample', 'mark', 'Q1', '1', '--result', 'maybe'],
    ['sample', 'mark', 'Q1', '1'],
    ['sample', 'export', 'Q1', '--out', 'paper.pdf'],
    ['population', 'thaw', 'x'],
    ['population', 'freeze', 'x', 'action:(('],
  ])('%s %s %s %s %s is told as such', async (...words) => {
    const { code, stderr } = await vouchHere([...words, '--case', path])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/\[(usage|query)\//)])
  })

  test('a population that is not there is a failure, not wrong use', async () => {
    const { code, stderr } = await vouchHere(['sample', 'draw', 'x', '--from', 'none', '--size', '1', '--case', path])
    expect([code, stderr]).toEqual([1, expect.stringContaining('population/not-found')])
  })
})

test('an entry that was kept elsewhere is asked for', async () => {
  const info = await vouchHere(['info', '--case', path])
  const kept = /Custody log up to (\d+:[0-9a-f]{64})/.exec(info.stdout)?.[1] ?? ''
  expect((await vouchHere(['verify', path, '--custody', kept])).code).toBe(0)
  const other = kept.replace(/.$/, (last) => (last === '0' ? '1' : '0'))
  const found = await vouchHere(['verify', path, '--custody', other])
  expect([found.code, found.stdout]).toEqual([1, expect.stringContaining('verify/custody-broken')])
  expect((await vouchHere(['verify', path, '--custody', 'nonsense'])).code).toBe(2)
})
