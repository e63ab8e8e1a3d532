#!/usr/bin/env node
/** Entry of the command line. */
import { installation } from '../app/index.ts'
import { runCli } from './run.ts'
import { processTerminal } from './terminal.ts'

const cancel = new AbortController()
process.once('SIGINT', () => cancel.abort())
process.once('SIGTERM', () => cancel.abort())

process.exitCode = await runCli(process.argv.slice(2), {
  ...installation(),
  terminal: processTerminal(),
  signal: cancel.signal,
})
