/** The connection of this page: a message port that the desktop's preload hands over, else a WebSocket to whoever served the page. */
import type { AppApi, Caller } from '../../shared/api/index.ts'
import type { VouchHost } from '../../shared/desktop.ts'
import type { Failure } from '../../shared/failure.ts'
import { t } from '../texts/index.ts'
import { callerOverWire, portWire, socketWire, type Wire } from '../../shared/wire/index.ts'

declare global {
  interface Window {
    /** There on the desktop alone. */
    readonly vouchHost?: VouchHost
  }
}

/** Connects; `onLost` hears once that the connection is gone, or that there is none to be had. */
export async function connected(onLost: (failure: Failure) => void): Promise<Caller<AppApi>> {
  const wire = window.vouchHost === undefined ? browserWire() : await desktopWire(window.vouchHost)
  wire.onClose(() => onLost(t.frame.connectionLost))
  return callerOverWire<AppApi>(wire)
}

function browserWire(): Wire {
  const address = new URL('/api', location.href)
  address.protocol = 'ws:'
  return socketWire(new WebSocket(address))
}

/** The preload cannot return a port; it posts it to the window. */
async function desktopWire(host: VouchHost): Promise<Wire> {
  const port = new Promise<MessagePort>((resolve) => {
    const listener = (event: MessageEvent) => {
      if (event.source !== window || event.data?.vouch !== 'port') return
      removeEventListener('message', listener)
      resolve(event.ports[0])
    }
    addEventListener('message', listener)
  })
  await host.connect()
  return portWire(await port)
}
