/** The command line as a program: its signals, its exit code. */
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
