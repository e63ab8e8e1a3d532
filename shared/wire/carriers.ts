/** Wires over what platforms have: message ports (structured clone) and WebSockets (text frames). */
import { frameFromMessage, messageFromFrame } from './frames.ts'
import type { Wire } from './wire.ts'

/** What is looked at of an event; `type` stands here so that every platform's `Event` is one. */
export interface PortEvent {
  readonly type?: string
  readonly data?: unknown
}

/** As `MessagePort` has it in browsers and in Node. */
export interface PortLike {
  postMessage(message: unknown): void
  addEventListener(type: 'message' | 'messageerror' | 'close', listener: (event: PortEvent) => void): void
  start(): void
  close(): void
}

/** As `WebSocket` has it in browsers and in `ws`. */
export interface SocketLike {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number
  readonly bufferedAmount: number
  send(data: string): void
  close(code?: number, reason?: string): void
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void
  addEventListener(type: 'open' | 'close' | 'error', listener: () => void): void
}

/** A wire over a message port. Data goes as it is: bytes, -0 and keys such as `__proto__` survive structured clone. */
export function portWire(port: PortLike): Wire {
  const closing = closeOnce()
  port.addEventListener('close', closing.hasClosed)
  return {
    post(message) {
      if (!closing.isClosed()) port.postMessage(message)
    },
    onMessage(listener) {
      port.addEventListener('message', ({ data }) => listener(data))
      port.addEventListener('messageerror', () => listener(undefined))
      port.start()
    },
    onClose: closing.onClose,
    close() {
      port.close()
      // Not every port tells the side that closes it.
      closing.hasClosed()
    },
  }
}

/** Longest frame of who asks, in UTF-16 code units. */
export const MAX_REQUEST_LENGTH = 16 * 1024 * 1024

/** Longest frame of who answers, in UTF-16 code units: half of what one JavaScript string can hold. */
export const MAX_REPLY_LENGTH = 256 * 1024 * 1024

/** Bytes waiting to be taken by the other side above which progress is left out. */
const CONGESTED_BYTES = 1024 * 1024

/** Bytes waiting above which the other side is given up. */
const MAX_WAITING_BYTES = 1024 * 1024 * 1024

/**
 * A wire over a WebSocket, which may still be connecting: what is posted meanwhile goes out once it is open. Frames above
 * `maxFrameLength` UTF-16 code units are not sent: {@link MAX_REQUEST_LENGTH} for who asks, {@link MAX_REPLY_LENGTH} for who
 * answers. A side that no longer takes what is sent to it loses the wire.
 */
export function socketWire(socket: SocketLike, maxFrameLength: number = MAX_REQUEST_LENGTH): Wire {
  const closing = closeOnce()
  const waiting: string[] = []
  socket.addEventListener('open', () => {
    for (const frame of waiting.splice(0)) socket.send(frame)
  })
  // An error is followed by close; without a listener it would be thrown.
  socket.addEventListener('error', () => undefined)
  socket.addEventListener('close', closing.hasClosed)
  if (socket.readyState > 1) closing.hasClosed()
  return {
    post(message) {
      if (socket.readyState > 1) return
      const frame = frameFromMessage(message, maxFrameLength)
      if (socket.readyState === 0) waiting.push(frame)
      else if (socket.bufferedAmount > MAX_WAITING_BYTES) socket.close(1013, 'too slow')
      else socket.send(frame)
    },
    onMessage(listener) {
      socket.addEventListener('message', ({ data }) =>
        listener(typeof data === 'string' ? messageFromFrame(data) : undefined),
      )
    },
    onClose: closing.onClose,
    close: () => socket.close(1000),
    isCongested: () => socket.bufferedAmount > CONGESTED_BYTES,
  }
}

interface Closing {
  isClosed(): boolean
  hasClosed(): void
  onClose(listener: () => void): void
}

/** Remembers that a wire has closed, and tells everyone once. */
function closeOnce(): Closing {
  const listeners: (() => void)[] = []
  let isClosed = false
  return {
    isClosed: () => isClosed,
    hasClosed() {
      isClosed = true
      for (const listener of listeners.splice(0)) listener()
    },
    onClose(listener) {
      if (isClosed) listener()
      else listeners.push(listener)
    },
  }
}
