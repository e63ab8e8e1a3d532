/** The preload as it is built: plain CommonJS that gives the page two functions and hands messages on. */
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import * as channels from '../../../../../electron/hosts/desktop/channels.ts'

const source = readFileSync(join(import.meta.dirname, '../../../../../electron/hosts/desktop/preload.cts'), 'utf8')
const code = stripTypeScriptTypes(source)

type Heard = (event: { readonly ports: readonly string[] }, message?: unknown) => void

/** Runs it as Electron does, with nothing at hand but `require`, and notes what it does. */
function run() {
  const exposed: Record<string, Record<string, (given: unknown) => unknown>> = {}
  const listeners = new Map<string, Heard>()
  const invoked: string[] = []
  const posted: unknown[][] = []
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, value: Record<string, () => unknown>) => {
        exposed[name] = value
      },
    },
    ipcRenderer: {
      invoke: (channel: string) => invoked.push(channel),
      on: (channel: string, listener: Heard) => listeners.set(channel, listener),
    },
    webUtils: { getPathForFile: (file: { name: string }) => `/home/a/${file.name}` },
  }
  const require = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`A sandboxed preload cannot require ${name}`)
    return electron
  }
  runInContext(code, createContext({ require, window: { postMessage: (...args: unknown[]) => posted.push(args) } }))
  return { exposed, listeners, invoked, posted }
}

describe('the preload', () => {
  test('gives the page two functions and nothing else', () => {
    const { exposed } = run()
    expect(Object.keys(exposed)).toEqual(['vouchHost'])
    expect(Object.keys(exposed.vouchHost).sort()).toEqual(['connect', 'pathForFile'])
  })

  test('asks over the one channel, without handing on what the page says', () => {
    const { exposed, invoked } = run()
    exposed.vouchHost.connect({ channel: 'other' })
    expect(invoked).toEqual([channels.connectChannel])
  })

  test('names the path of a dropped file', () => {
    expect(run().exposed.vouchHost.pathForFile({ name: 'log.ndjson' })).toBe('/home/a/log.ndjson')
  })

  test('hands over ports and messages', () => {
    const { listeners, posted } = run()
    expect([...listeners.keys()].sort()).toEqual([channels.messageChannel, channels.portChannel])
    listeners.get(channels.portChannel)?.({ ports: ['port'] })
    listeners.get(channels.messageChannel)?.({ ports: [] }, { vouch: 'command', command: 'case.new' })
    expect(posted).toEqual([
      [{ vouch: 'port' }, '*', ['port']],
      [{ vouch: 'command', command: 'case.new' }, '*'],
    ])
  })

  test('has no imports left', () => {
    expect(code.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')).not.toMatch(/\bimport\b|\bexport\b/)
  })
})
