/** Node's message ports in the way of Electron's: what arrives is the `data` of an event. */
import type { MessagePort } from 'node:worker_threads'
import type { MainPort } from '../../../../../electron/hosts/desktop/mainPort.ts'

export function mainPortOf(port: MessagePort): MainPort {
  const listeners = {
    message: (listener: (event: { readonly data: unknown }) => void) =>
      port.on('message', (data) => listener({ data })),
    close: (listener: () => void) => port.on('close', listener),
  }
  return {
    on: (event: 'message' | 'close', listener: (event: { readonly data: unknown }) => void) =>
      event === 'message' ? listeners.message(listener) : listeners.close(() => listener({ data: undefined })),
    postMessage: (message) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  }
}
