/** The command line as a person has it: a process of its own, for making cases and for comparing with what the page did. */
import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from './browsers.ts'

export const cliFile = join(root, 'electron/hosts/cli/main.ts')
export const samples = join(root, 'resources/samples')

/** The files the demo case is made of. */
export const demoSamples = [
  'admin-console.json',
  'workspace-ledger.ndjson',
  'agent-governance.csv',
  'rule-registry.json',
  'edge-platform.ndjson',
  'edge-platform-sessions.tsv',
].map((name) => join(samples, name))

/** Playwright asks for colours; where somebody asks for none as well, Node complains of both on stderr. */
function withoutColours(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _, ...others } = process.env
  return others
}

/** Runs `vouch …`; what it says on stdout. Throws where it ends with another code than 0 or `alsoGood`. */
export function vouch(words: readonly string[], alsoGood: number = 0): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cliFile, ...words], {
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
    env: { ...withoutColours(), TZ: 'UTC' },
  })
  if (status !== 0 && status !== alsoGood) throw new Error(`vouch ${words.join(' ')} ended with ${status}: ${stderr}`)
  return stdout
}

export interface Served {
  /** With the token of this run. */
  readonly address: string
  /** What it has said on stderr: mistakes of ours are told there. */
  stderr(): string
  stop(): Promise<void>
}

/** Runs `vouch serve` until it is stopped. `home`: stands in for the user's home; settings lie in `config`. */
export async function serve(options: {
  readonly home: string
  readonly config: string
  readonly arguments?: readonly string[]
}): Promise<Served> {
  const child = spawn(process.execPath, [cliFile, 'serve', '--no-open', ...(options.arguments ?? [])], {
    env: {
      ...withoutColours(),
      HOME: options.home,
      USERPROFILE: options.home,
      VOUCH_CONFIG: options.config,
      TZ: 'UTC',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8')
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8')
      const [found] = /http:\/\/\S+/.exec(stdout) ?? []
      if (found !== undefined) resolve(found)
    })
    child.once('exit', (code) => reject(new Error(`vouch serve ended with ${code}: ${stderr}`)))
  })
  return {
    address,
    stderr: () => stderr,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}
