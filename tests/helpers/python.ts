/** Debian's Python, whose readers of CSV, ZIP and Excel files are none of ours. */
import { spawnSync } from 'node:child_process'

const PYTHON = '/usr/bin/python3'

/** Why what needs `module` cannot run here; null: it can. */
export function missingPython(module: string): string | null {
  const { status } = spawnSync(PYTHON, ['-c', `import ${module}`])
  return status === 0 ? null : `${PYTHON} with ${module} is not installed (apt-get install python3-openpyxl)`
}

/** What a program prints as JSON on its last line; it is given `args` as `sys.argv[1:]`. */
export function askPython<T>(program: string, args: readonly string[]): T {
  const { status, stdout, stderr } = spawnSync(PYTHON, ['-c', program, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as T
}
