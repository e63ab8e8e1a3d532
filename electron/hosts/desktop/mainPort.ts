/** Electron's message ports as the wire takes ports: with listeners in the way of the DOM. */
import type { PortLike } from '../../../shared/wire/index.ts'

/** What is used of Electron's `MessagePortMain`. */
export interface MainPort {
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

/** `messageerror` never comes: such a port has none, what it cannot read it drops. */
export function portLike(port: MainPort): PortLike {
  return {
    postMessage: (message) => port.postMessage(message),
    addEventListener(type, listener) {
      if (type === 'message') port.on('message', ({ data }) => listener({ data }))
      else if (type === 'close') port.on('close', () => listener({}))
    },
    start: () => port.start(),
    close: () => port.close(),
  }
}
