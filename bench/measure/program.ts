/** Measurements that need a process of their own: what it prints last is its answer, as JSON. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { keepCompiled } from '../../electron/hosts/runtime/index.ts'

/** Runs `bench/programs/<name>.ts`; its stderr is ours. */
export async function runProgram<T>(name: string, args: readonly string[], signal: AbortSignal): Promise<T> {
  // As the command line does.
  keepCompiled()
  const programPath = fileURLToPath(new URL(`../programs/${name}.ts`, import.meta.url))
  const text = await runCommand(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', programPath, ...args],
    signal,
    name,
  )
  return JSON.parse(text.trimEnd().split('\n').at(-1) ?? '') as T
}

/** Runs a command and gives its stdout. Rejects when it ends with another code than 0; `title` stands in the message. */
export async function runCommand(
  command: string,
  args: readonly string[],
  signal: AbortSignal,
  title = `${command} ${args[0]}`,
): Promise<string> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], signal })
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`${title} ended with code ${code}; what it says stands above`)
  return Buffer.concat(parts).toString('utf8')
}
