/** Passphrases: from the environment, or typed without being shown. Never as an argument, which others on the machine can see. */
import { fail } from '../../../shared/failure.ts'

/** Name of the variable of the environment. */
export const PASSPHRASE_VARIABLE = 'VOUCH_PASSPHRASE'

/** Keys as a terminal in raw mode sends them. */
const [ENTER, LINE_FEED, CONTROL_C, CONTROL_D, BACKSPACE, DELETE] = ['\r', '\n', '\u0003', '\u0004', '\b', '\u007f']

/** What VOUCH_PASSPHRASE holds, else what is typed; null where there is no terminal to ask at. */
export async function passphrase(question: string): Promise<string | null> {
  const known = process.env[PASSPHRASE_VARIABLE]
  if (known !== undefined) return known
  return process.stdin.isTTY && process.stderr.isTTY ? typed(question) : null
}

/** Fails with `usage/cancelled` for Ctrl-C. */
async function typed(question: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(`${question}: `)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  let text = ''
  try {
    for await (const keys of stdin) {
      for (const key of String(keys)) {
        if (key === ENTER || key === LINE_FEED || key === CONTROL_D) return text
        if (key === CONTROL_C) fail({ code: 'usage/cancelled', message: 'Cancelled' })
        text = key === BACKSPACE || key === DELETE ? [...text].slice(0, -1).join('') : text + key
      }
    }
    return text
  } finally {
    stdin.setRawMode(false)
    stdin.pause()
    stderr.write('\n')
  }
}
