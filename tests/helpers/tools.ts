/** Stock tools that tests ask; where one is missing, its tests are skipped and say so. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Whether all of them are on the path; prints what is missing, with what is therefore not tested. */
export function haveTools(names: readonly string[], what: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const missing = names.filter((name) => !folders.some((folder) => existsSync(join(folder, name))))
  if (missing.length > 0) console.warn(`left out: ${what}: ${missing.join(', ')} is not installed`)
  return missing.length === 0
}

export interface ToolRun {
  readonly code: number | null
  readonly stdout: string
  /** Both outputs, for messages. */
  readonly text: string
}

/** Runs a tool to its end, with `input` on its standard input. */
export function run(
  command: string,
  args: readonly string[],
  { cwd, input }: { readonly cwd?: string; readonly input?: string | Uint8Array } = {},
): ToolRun {
  const done = spawnSync(command, args, { cwd, input: input ?? '', encoding: 'utf8', maxBuffer: 1 << 28 })
  return { code: done.status, stdout: done.stdout, text: `${done.stdout}${done.stderr}` }
}
