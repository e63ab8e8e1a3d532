/** Entry of the engine's process (Electron's `utilityProcess`): all work on cases happens here, none in the main process. */
import type { MessageEvent } from 'electron'
import type { EngineMessage } from './engineMessages.ts'
import { engineServer } from './engineServer.ts'

const serve = engineServer({
  // stderr of this process goes into the log file.
  onBug: (error, entry) => console.error(`Bug in ${entry}:`, error),
  onStopped: () => process.exit(0),
})

process.parentPort.on('message', ({ data, ports }: MessageEvent) => serve(data as EngineMessage, ports))
