/**
 * Keeps the engine's process: starts it when the first window asks, hands it the ports of windows, notes in the log how it
 * ended, and starts another only when a window asks again. What processes and ports are comes in as parameters.
 */
import type { Failure } from '../../../shared/failure.ts'
import type { EngineMessage, EngineSetup } from './engineMessages.ts'
import type { LogFile } from './logFile.ts'

/** What is used of Electron's `UtilityProcess`. */
export interface EngineChild<Port> {
  postMessage(message: EngineMessage, ports?: Port[]): void
  once(event: 'exit', listener: (code: number) => void): unknown
  kill(): boolean
}

export interface EngineLinkOptions<Port> {
  readonly setup: EngineSetup
  readonly log: LogFile
  start(): EngineChild<Port>
  /** The process ended although nobody had asked it to. `failure` is `host/no-connection`. */
  onLost(failure: Failure): void
}

export interface EngineLink<Port> {
  /** Hands over the ports of a window: the one it asks over, and the one on which the main process is asked. */
  connect(startCase: string | null, windowPort: Port, mainPort: Port): void
  /** Ends the process once it has closed its cases; after `waitMs` without that, by force. */
  stop(waitMs: number): Promise<void>
}

export function engineLink<Port>({ setup, log, start, onLost }: EngineLinkOptions<Port>): EngineLink<Port> {
  let child: EngineChild<Port> | null = null
  let isStopping = false

  const running = (): EngineChild<Port> => {
    if (child !== null) return child
    const started = start()
    child = started
    started.once('exit', (code) => {
      if (child === started) child = null
      if (isStopping) return
      log.write(`The engine ended with code ${code}`)
      onLost(engineLost(code, log.path))
    })
    started.postMessage({ kind: 'setup', setup })
    return started
  }

  return {
    connect: (startCase, windowPort, mainPort) =>
      running().postMessage({ kind: 'connect', startCase }, [windowPort, mainPort]),
    async stop(waitMs) {
      const last = child
      if (last === null) return
      isStopping = true
      const ended = new Promise<true>((resolve) => last.once('exit', () => resolve(true)))
      let timer: ReturnType<typeof setTimeout> | undefined
      const late = new Promise<false>((resolve) => {
        timer = setTimeout(() => resolve(false), waitMs)
      })
      last.postMessage({ kind: 'stop' })
      const isEnded = await Promise.race([ended, late])
      clearTimeout(timer)
      if (!isEnded) {
        log.write(`The engine did not end within ${waitMs} ms and was ended by force`)
        last.kill()
      }
    },
  }
}

/** What a window says when the engine's process is gone. */
export function engineLost(code: number, logPath: string): Failure {
  return {
    code: 'host/no-connection',
    message: `The engine of Vouch ended unexpectedly (code ${code})`,
    kept: 'Cases are as they were after the last file imported whole; sources are never changed.',
    next: 'Start the engine again. What it said last stands in the log file.',
    facts: { exitCode: code, log: logPath },
  }
}
