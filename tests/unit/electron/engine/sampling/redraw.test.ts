/** The script and the shell lines of docs/sampling.md, run with stock tools, draw what Vouch draws. */
import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DrawMethod, Engine } from '../../../../../shared/api/index.ts'
import { ask, askingEngine, CaseFolder } from '../../../../helpers/madeCase.ts'

const PYTHON = '/usr/bin/python3'
const root = resolve(import.meta.dirname, '../../../../..')
const page = readFileSync(join(root, 'docs/sampling.md'), 'utf8')
const codeOf = (language: string): string =>
  new RegExp(`\\n\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\``).exec(page)?.[1] ?? ''

const hasPython = spawnSync(PYTHON, ['--version']).status === 0
if (!hasPython) console.log(`left out: there is no ${PYTHON} to run the script of docs/sampling.md`)
const hasShell = spawnSync('sh', ['-c', 'sha256sum --version && sort --version']).status === 0
if (!hasShell) console.log('left out: there is no sha256sum to run the shell lines of docs/sampling.md')

const folder = new CaseFolder()
let engine: Engine
let path: string
let list: string

beforeAll(async () => {
  engine = askingEngine()
  path = await folder.makeCase(
    [130, 75].map((count, part) => ({
      records: Array.from({ length: count }, (_, i) => ({
        time: new Date(Date.UTC(2026, 0, 1, part, i)).toISOString(),
        actor: ['ada', 'Ümit', '\u{1f600}', '\uffee', 'a\tb"c\n', null][(i * 7 + part) % 6],
        action: i % 4 === 0 ? 'read' : 'write',
      })),
    })),
  )
  await ask(engine, 'populations.freeze', { case: path, filter: '-record:3', name: 'P', nowMicros: 0 })
  list = folder.newPath('items.tsv')
  await ask(engine, 'populations.export', { case: path, population: 'P', out: list, field: 'actor' })
})
afterAll(async () => {
  await engine.close()
  folder.remove()
})

/** The items Vouch drew, as the script prints them. */
async function drawn(name: string, how: DrawMethod): Promise<string> {
  await ask(engine, 'samples.draw', { case: path, population: 'P', name, draw: how })
  const { items } = await ask(engine, 'samples.items', { case: path, sample: name, columns: [], offset: 0, limit: 999 })
  const { exhibits } = await ask(engine, 'case.info', { case: path })
  const shaOf = new Map(exhibits.map(({ label, sha256 }) => [label, sha256]))
  return items.map(({ exhibit, record }) => `${shaOf.get(exhibit)}\t${record}\n`).join('')
}

describe.skipIf(!hasPython)('the script', () => {
  const cases: readonly (readonly [string, DrawMethod, readonly string[]])[] = [
    ['random', { method: 'random', size: 25, seed: 'Größe 2026: a' }, ['Größe 2026: a', 'random', '25']],
    ['systematic', { method: 'systematic', size: 30, seed: 's1' }, ['s1', 'systematic', '30']],
    ['by an interval', { method: 'systematic', interval: 7, seed: 's2' }, ['s2', 'every', '7']],
    [
      'proportional',
      { method: 'stratified', size: 37, seed: 's3', field: 'actor', allocation: 'proportional' },
      ['s3', 'proportional', '37'],
    ],
    [
      'equal',
      { method: 'stratified', size: 151, seed: 's4', field: 'actor', allocation: 'equal' },
      ['s4', 'equal', '151'],
    ],
  ]
  test.each(cases)('draws the same: %s', async (name, how, words) => {
    const script = folder.newPath('redraw.py')
    writeFileSync(script, codeOf('python'))
    const output = execFileSync(PYTHON, [script, list, ...words], {
      encoding: 'utf8',
      env: { ...process.env, PYTHONUTF8: '1' },
    })
    expect(output).toBe(await drawn(name, how))
  })
})

describe.skipIf(!hasShell)('stock tools', () => {
  test('the shell lines draw the same', async () => {
    const wanted = await drawn('by hand', { method: 'random', size: 25, seed: '2026-Q2' })
    const lines = codeOf('sh').replace('items.tsv', list)
    expect(lines).toContain('head -n 25')
    expect(execFileSync('sh', ['-c', lines], { encoding: 'utf8' })).toBe(wanted)
  })

  test('cut and sha256sum give the digest of a list with values', async () => {
    const { digest } = await ask(engine, 'populations.show', { case: path, name: 'P' })
    const found = execFileSync('sh', ['-c', `cut -f1-3 "${list}" | sha256sum`], { encoding: 'utf8' })
    expect(found.slice(0, 64)).toBe(digest)
  })
})
