/** Calls of the Api over any two-way channel: who asks, who answers, and the carriers between. */
export { callerOverWire } from './caller.ts'
export {
  MAX_REPLY_LENGTH,
  MAX_REQUEST_LENGTH,
  type PortLike,
  portWire,
  type SocketLike,
  socketWire,
} from './carriers.ts'
export { frameFromMessage, messageFromFrame } from './frames.ts'
export { appRequests, engineRequests } from './requests/index.ts'
export { MAX_CALLS_IN_FLIGHT, type ServeOptions, serveWire } from './serve.ts'
export type { RequestShapes, Shape, Wrong } from './shape.ts'
export type { Wire } from './wire.ts'
