/** Where the CLI writes: answers to stdout, progress and remarks to stderr. */
import type { Progress } from '../../../shared/api/index.ts'
import { bytesText, grouped } from './table.ts'
import { shortened, visible } from './safeText.ts'

export interface Terminal {
  /** One line of an answer. */
  line(text: string): void
  /** Text or bytes as they are. */
  raw(data: string | Uint8Array): void
  /** One line beside the answer. */
  note(text: string): void
  /** A progress bar; nothing where stderr is no terminal. */
  progress(progress: Progress): void
  /** Waits until everything was taken. */
  flush(): Promise<void>
}

const BAR = 24

/** The terminal of this process. A reader that closes the pipe early (`| head`) ends the process quietly. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  // Remarks that nobody reads are not worth an answer.
  stderr.on('error', () => undefined)
  let barShown = false
  const clearBar = (): void => {
    if (!barShown) return
    stderr.write('\r\u001b[2K')
    barShown = false
  }
  return {
    line(text) {
      clearBar()
      stdout.write(`${text}\n`)
    },
    raw(data) {
      clearBar()
      stdout.write(data)
    },
    note(text) {
      clearBar()
      stderr.write(`${text}\n`)
    },
    progress(progress) {
      if (!stderr.isTTY) return
      stderr.write(`\r\u001b[2K${barText(progress)}`)
      barShown = true
    },
    async flush() {
      clearBar()
      if (stdout.writableNeedDrain) await new Promise((resolve) => stdout.once('drain', resolve))
    },
  }
}

function barText({ label, done, total, unit }: Progress): string {
  const amount = unit === 'bytes' ? bytesText(done) : `${grouped(done)} ${unit}`
  const name = shortened(visible(label), 40)
  if (total === null || total === 0) return `${name}  ${amount}`
  const share = Math.min(1, done / total)
  const full = Math.round(share * BAR)
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${Math.floor(share * 100)} %  ${name}  ${amount}`
}
