/** The app over each of its carriers, each with an engine, a host and a folder of its own. */
import { once } from 'node:events'
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { createEngine } from '../../../../electron/engine/index.ts'
import { appCaller, createHost } from '../../../../electron/hosts/app/index.ts'
import { startLoopback } from '../../../../electron/hosts/loopback/index.ts'
import type { AppApi, Caller, CallOptions } from '../../../../shared/api/index.ts'
import { appRequests, callerOverWire, portWire, serveWire, socketWire } from '../../../../shared/wire/index.ts'

export const carriers = ['in process', 'message port', 'WebSocket'] as const
export type Carrier = (typeof carriers)[number]

/** What a test asks over a carrier. */
export interface Connection {
  /** Folder of this connection's files; those of all carriers have names of one length. */
  readonly world: string
  readonly caller: Caller<AppApi>
  /** Calls at the answering side that have not ended. */
  readonly inFlight: () => number
  /** Another way in to the same engine; on a carrier without ends, the same. */
  another(): Promise<Caller<AppApi>>
  close(): Promise<void>
}

/** Connects over `carrier` to an app of its own, whose folder begins as a copy of `template`. */
export async function connected(carrier: Carrier, template: string, worlds: string): Promise<Connection> {
  const world = join(worlds, `world-${carriers.indexOf(carrier)}`)
  cpSync(template, world, { recursive: true })
  const engine = createEngine({ version: 'vouch test', profileDirs: [join(world, 'profiles')] })
  const host = createHost(engine, {
    kind: 'loopback',
    version: 'vouch test',
    startCase: join(world, 'case.vouch'),
    configFolder: join(world, 'config'),
  })
  const { caller, inFlight } = counted(appCaller(engine, host))
  const open = await waysIn[carrier](caller)
  return {
    world,
    inFlight,
    ...open,
    async close() {
      await open.close()
      await engine.close()
    },
  }
}

type Open = Pick<Connection, 'caller' | 'another' | 'close'>

const waysIn: { readonly [C in Carrier]: (caller: Caller<AppApi>) => Promise<Open> } = {
  'in process': async (caller) => ({ caller, another: async () => caller, close: async () => undefined }),

  'message port': async (app) => {
    const callers: Caller<AppApi>[] = []
    const served: Promise<void>[] = []
    const another = async (): Promise<Caller<AppApi>> => {
      const { port1, port2 } = new MessageChannel()
      served.push(serveWire(app, portWire(port2), { requests: appRequests }))
      const caller = callerOverWire<AppApi>(portWire(port1))
      callers.push(caller)
      return caller
    }
    return {
      caller: await another(),
      another,
      async close() {
        for (const caller of callers) await caller.close()
        await Promise.all(served)
      },
    }
  },

  WebSocket: async (app) => {
    const bugs: unknown[] = []
    const server = await startLoopback({ caller: app, renderer: '/nowhere', port: 0, onBug: (bug) => bugs.push(bug) })
    const page = await fetch(server.address, { redirect: 'manual' })
    const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
    const origin = new URL(server.address).origin
    const another = async (): Promise<Caller<AppApi>> => {
      const socket = new WebSocket(`${origin.replace('http', 'ws')}/api`, { headers: { cookie, origin } })
      await once(socket, 'open')
      return callerOverWire<AppApi>(socketWire(socket))
    }
    return {
      caller: await another(),
      another,
      async close() {
        await server.close()
        if (bugs.length > 0) throw bugs[0]
      },
    }
  },
}

function counted(app: Caller<AppApi>): { readonly caller: Caller<AppApi>; readonly inFlight: () => number } {
  let calls = 0
  const caller: Caller<AppApi> = {
    async call<K extends keyof AppApi>(entry: K, request: AppApi[K]['request'], options?: CallOptions) {
      calls++
      try {
        return await app.call(entry, request, options)
      } finally {
        calls--
      }
    },
    close: () => app.close(),
  }
  return { caller, inFlight: () => calls }
}
