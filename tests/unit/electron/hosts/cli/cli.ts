/** Runs the command line: as a process of its own, the way people do, or in this one, which is quicker. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runCli } from '../../../../../electron/hosts/cli/run.ts'

const program = fileURLToPath(new URL('../../../../../electron/hosts/cli/main.ts', import.meta.url))

export interface CliRun {
  readonly code: number | null
  readonly stdout: string
  readonly bytes: Buffer
  readonly stderr: string
  /** Highest resident size seen, in bytes; 0 where /proc does not tell. */
  readonly peakBytes: number
}

export interface CliOptions {
  /** Given to standard input; left out: an empty one. */
  readonly input?: AsyncIterable<Uint8Array> | Uint8Array | string
  readonly env?: { readonly [name: string]: string }
  /** Told of the process once it runs. */
  readonly onStart?: (child: ChildProcess) => void
}

/** Runs `vouch` with `args` to its end. */
export async function vouch(args: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const words = [process.execPath, '--disable-warning=ExperimentalWarning', program, ...args]
  const child = spawn(words[0], words.slice(1), { env: environment(options) })
  const parts: Buffer[] = []
  let stderr = ''
  let peakBytes = 0
  child.stdout.on('data', (chunk: Buffer) => parts.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  child.stdin.on('error', () => undefined) // a child that ends early closes its input
  const watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, peakOf(child.pid))
  }, 20)
  options.onStart?.(child)
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  void feed(child, options.input)
  const code = await ended
  clearInterval(watch)
  const bytes = Buffer.concat(parts)
  return { code, stdout: bytes.toString(), bytes, stderr, peakBytes }
}

/** Runs `vouch` in this process; what a bug throws comes out of it. */
export async function vouchHere(words: readonly string[]): Promise<CliRun> {
  const parts: Buffer[] = []
  let stderr = ''
  const code = await runCli(words, {
    version: 'vouch test',
    profileDirs: [],
    signal: new AbortController().signal,
    terminal: {
      line: (text) => void parts.push(Buffer.from(`${text}\n`)),
      raw: (data) => void parts.push(Buffer.from(data)),
      note(text) {
        stderr += `${text}\n`
      },
      progress: () => undefined,
      flush: async () => undefined,
    },
  })
  const bytes = Buffer.concat(parts)
  return { code, stdout: bytes.toString(), bytes, stderr, peakBytes: 0 }
}

function environment({ env }: CliOptions): NodeJS.ProcessEnv {
  return { ...process.env, NO_COLOR: '1', VOUCH_PROFILES: '', ...env }
}

async function feed({ stdin }: ChildProcess, input: CliOptions['input'] = ''): Promise<void> {
  if (stdin === null) return
  if (typeof input === 'string' || input instanceof Uint8Array) {
    stdin.end(input)
    return
  }
  const closed = new Promise((resolve) => stdin.once('close', resolve))
  for await (const chunk of input) {
    if (stdin.destroyed) return
    if (!stdin.write(chunk)) await Promise.race([new Promise((resolve) => stdin.once('drain', resolve)), closed])
  }
  stdin.end()
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  } catch {
    return 0 // gone, or no /proc
  }
}
