#!/usr/bin/env node
/** Entry of the command line. */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { runCli } from './run.ts'
import { processTerminal } from './terminal.ts'

const { version } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  version: string
}
const cancel = new AbortController()
process.once('SIGINT', () => cancel.abort())
process.once('SIGTERM', () => cancel.abort())

process.exitCode = await runCli(process.argv.slice(2), {
  version: `vouch ${version}`,
  profileDirs: [process.env.VOUCH_PROFILES ?? join(homedir(), '.config', 'vouch', 'profiles')],
  terminal: processTerminal(),
  signal: cancel.signal,
})
