/**
 * `npm run tour`: imports the bundled samples into a demo case and walks through it with the very commands a user types.
 */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEngine } from '../../engine/index.ts'
import { installation, sampleNames } from '../app/index.ts'
import { exitCodes } from './command.ts'
import { runCli } from './run.ts'
import { processTerminal } from './terminal.ts'

// Paths are shown as typed from the checkout's folder, where npm runs it.
process.chdir(fileURLToPath(new URL('../../../', import.meta.url)))

const demo = join('.cache', 'demo')
const caseFile = join(demo, 'demo.vouch')
const csv = join(demo, 'keys-created-by-humans.csv')

const samples = sampleNames.map((name) => join('resources', 'samples', name))

const terminal = processTerminal()
const here = installation()

/** Runs a command as if typed, and says so. */
async function step(title: string, words: readonly string[]): Promise<void> {
  terminal.line(`\n${title}`)
  terminal.line(`$ vouch ${words.map(shown).join(' ')}\n`)
  const code = await runCli(words, { ...here, terminal, signal: new AbortController().signal })
  if (code !== exitCodes.done) process.exitCode = code
}

function shown(word: string): string {
  return /^[\w./:,=-]+$/.test(word) ? word : `'${word}'`
}

/** Number of the first event that answers a query. */
async function firstEvent(filter: string): Promise<string> {
  const engine = createEngine(here)
  try {
    const page = await engine.call('rows.page', { case: caseFile, filter, columns: ['id'], offset: 0, limit: 1 })
    return String(page.ok ? page.value.rows[0]?.id : '')
  } finally {
    await engine.close()
  }
}

rmSync(demo, { recursive: true, force: true })
mkdirSync(demo, { recursive: true })

await step('1  Import exports of five systems, each recognised by its content', [
  'import',
  ...samples,
  '--case',
  caseFile,
])
await step('2  What is in the case', ['info', '--case', caseFile])
await step('3  Count values: who, what, how it ended', [
  'facets',
  '--case',
  caseFile,
  '--fields',
  'outcome,operation,actorType',
  '--top',
  '5',
])
await step('4  A question: what failed or was denied, newest first', [
  'query',
  '--case',
  caseFile,
  'outcome:(failure OR denied)',
  '--sort',
  'time:desc',
  '--columns',
  'id,time,actor,action,resourceName,outcome,ip',
  '--limit',
  '8',
])
const changed = await firstEvent('action:MEMBERSHIP_ROLE_CHANGED payload.new_role:admin')
await step('5  What changed, and where it is written', ['show', '--case', caseFile, changed])
await step('6  Hand it on: keys created by humans, as CSV with the whole record', [
  'export',
  '--case',
  caseFile,
  'action:*key*creat* actorType:human',
  '--format',
  'csv',
  '--out',
  csv,
])
await step('7  Check every byte, record and event of the case against its hashes', ['verify', caseFile])
terminal.line(`\nThe demo case is ${caseFile}, the CSV ${csv}.`)
terminal.line('Your own: npm run -s vouch -- import PATH --case my.vouch; npm run -s vouch -- --help')
