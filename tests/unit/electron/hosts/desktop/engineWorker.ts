/** Runs the entry of the engine's process in a thread, with `process.parentPort` as Electron would set it. */
import { EventEmitter } from 'node:events'
import { type MessagePort, parentPort } from 'node:worker_threads'
import { mainPortOf } from './mainPorts.ts'

const port = new EventEmitter()
Object.defineProperty(process, 'parentPort', { value: port })
await import('../../../../../electron/hosts/desktop/engineProcess.ts')
parentPort?.on('message', ({ data, ports }: { data: unknown; ports: readonly MessagePort[] }) =>
  port.emit('message', { data, ports: ports.map(mainPortOf) }),
)
