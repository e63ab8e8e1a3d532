import { type CommandSpec, exitCodes } from '../command.ts'
import { hasDisplay, openInBrowser, serveApp } from '../../loopback/index.ts'

/** Highest port there is. */
const MAX_PORT = 65_535

/** Time after which a stop that is not through says why, in milliseconds. */
const LATE_MS = 3_000

const STILL_BUSY =
  'Still waiting for a file that is being read or written. Ctrl-C once more ends at once: what is imported stays, the file under way is undone.'

export const serveCommand: CommandSpec = {
  name: 'serve',
  usage: '',
  summary: 'Serve the app to a browser on this machine, on 127.0.0.1 alone, until Ctrl-C.',
  options: [
    { name: 'case', value: 'FILE', help: 'the case to open with; without it, the start screen' },
    { name: 'port', value: 'N', help: 'port to listen on (default: any that is free)' },
    { name: 'no-open', help: 'do not open the browser' },
  ],
  examples: ['vouch serve --case demo.vouch', 'vouch serve --case demo.vouch --port 8321 --no-open'],
  positionals: [0, 0],
  async run({ options, ask, engine, version, terminal, signal }) {
    const startCase = options.text('case') ?? null
    const port = options.countUpTo('port', MAX_PORT) ?? 0
    // A case that cannot be opened is better told here than on an empty page.
    if (startCase !== null) await ask('case.info', { case: startCase })
    const server = await serveApp({
      engine,
      version,
      startCase,
      port,
      onBug: (error, what) =>
        terminal.note(`A mistake of ours at ${what}: ${error instanceof Error ? error.stack : error}`),
    })
    try {
      terminal.line(server.address)
      if (!options.has('no-open') && hasDisplay()) {
        const isOpen = await openInBrowser(server.launchAddress())
        if (!isOpen) terminal.note('There is no program that opens a browser; open the address above in one.')
      }
      await aborted(signal)
    } finally {
      // A pipe that nobody writes to, or a disk that hangs, holds the file under way until it answers.
      const late = setTimeout(() => terminal.note(STILL_BUSY), LATE_MS)
      await server.close()
      await engine.close()
      clearTimeout(late)
    }
    return exitCodes.done
  },
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
