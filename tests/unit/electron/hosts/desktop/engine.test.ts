/**
 * Window, main process and engine's process joined by real ports, with a real engine. The process is a thread here, as no
 * Electron is at hand: its entry, the messages and the ports' behaviour are those of the app.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type EngineLink, engineLink } from '../../../../../electron/hosts/desktop/engineLink.ts'
import { openLogFile } from '../../../../../electron/hosts/desktop/logFile.ts'
import { type MainApi, mainRequests, themeOf } from '../../../../../electron/hosts/desktop/mainApi.ts'
import { portLike } from '../../../../../electron/hosts/desktop/mainPort.ts'
import type { AppApi, Caller, PickRequest } from '../../../../../shared/api/index.ts'
import type { Failure, Result } from '../../../../../shared/failure.ts'
import { callerOverWire, portWire, serveWire } from '../../../../../shared/wire/index.ts'
import { mainPortOf } from './mainPorts.ts'

let folder: string
let workers: Worker[]
let lost: Failure[]
let link: EngineLink<MessagePort>
/** What the main process was asked and told. */
let heard: { entry: string; request: unknown }[]
let picked: { paths: readonly string[] } | null

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-desktop-'))
  workers = []
  lost = []
  heard = []
  picked = null
  link = engineLink<MessagePort>({
    setup: {
      version: '1.2.3',
      samplesFolder: join(import.meta.dirname, '../../../../../resources/samples'),
      configFolder: join(folder, 'config'),
    },
    log: openLogFile(join(folder, 'desktop.log')),
    start() {
      const worker = new Worker(new URL('./engineWorker.ts', import.meta.url))
      workers.push(worker)
      return {
        postMessage: (data, ports = []) => worker.postMessage({ data, ports }, ports),
        once: (event, listener) => worker.once(event, listener),
        kill() {
          void worker.terminate()
          return true
        },
      }
    },
    onLost: (failure) => lost.push(failure),
  })
})

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.terminate()))
  rmSync(folder, { recursive: true, force: true })
})

/** Connects a window; what it holds is all that the page has. */
function connected(startCase: string | null = null): Caller<AppApi> {
  const page = new MessageChannel()
  const own = new MessageChannel()
  const main = {
    async call<K extends keyof MainApi>(
      entry: K,
      request: MainApi[K]['request'],
    ): Promise<Result<MainApi[K]['reply']>> {
      heard.push({ entry, request })
      return { ok: true, value: entry === 'host.pick' ? picked : null }
    },
    async close() {},
  }
  void serveWire<MainApi>(main, portWire(portLike(mainPortOf(own.port1))), { requests: mainRequests })
  link.connect(startCase, page.port1, own.port2)
  return callerOverWire<AppApi>(portWire(page.port2))
}

async function replyOf<T>(reply: Promise<Result<T>>): Promise<T> {
  const result = await reply
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`)
  return result.value
}

describe('a window', () => {
  test('hears what it was opened for', async () => {
    const path = join(folder, 'one.vouch')
    const [first, second] = [connected(path), connected()]
    expect(await replyOf(first.call('host.info', {}))).toMatchObject({
      kind: 'desktop',
      hasDialogs: true,
      version: '1.2.3',
      startCase: path,
    })
    expect((await replyOf(second.call('host.info', {}))).startCase).toBeNull()
    expect(workers).toHaveLength(1)
  })

  test('asks the engine', async () => {
    const path = join(folder, 'one.vouch')
    const window = connected()
    expect(await replyOf(window.call('case.create', { case: path }))).toMatchObject({ events: 0 })
    expect(await window.call('case.create', { case: path })).toMatchObject({ failure: { code: 'case/exists' } })
  })

  test('chooses files by the dialogs of the main process', async () => {
    const window = connected()
    const request: PickRequest = { kind: 'files', title: 'Import' }
    expect(await replyOf(window.call('host.pick', request))).toBeNull()
    picked = { paths: ['/a/log.ndjson'] }
    expect(await replyOf(window.call('host.pick', request))).toEqual({ paths: ['/a/log.ndjson'] })
    expect(heard.filter(({ entry }) => entry === 'host.pick').map((each) => each.request)).toEqual([request, request])
    await replyOf(window.call('host.reveal', { path: '/a/out.csv' }))
    expect(heard).toContainEqual({ entry: 'host.reveal', request: { path: '/a/out.csv' } })
  })

  test('opens a case, and the main process learns which and what is recent now', async () => {
    const path = join(folder, 'one.vouch')
    const window = connected()
    await replyOf(window.call('case.create', { case: path }))
    await replyOf(window.call('host.opened', { path, events: 0 }))
    await vi.waitFor(() => {
      expect(heard).toContainEqual({ entry: 'main.opened', request: { path } })
      expect(heard).toContainEqual({ entry: 'main.recent', request: { paths: [path] } })
    })
    await replyOf(window.call('host.forget', { path }))
    await vi.waitFor(() =>
      expect(heard.findLast(({ entry }) => entry === 'main.recent')?.request).toEqual({ paths: [] }),
    )
  })

  test('chooses the theme, and the main process follows, also after the next start', async () => {
    await replyOf(connected().call('host.writeSetting', { key: 'theme', value: 'dark' }))
    const dark = { entry: 'main.theme', request: { theme: 'dark' } }
    await vi.waitFor(() => expect(heard).toContainEqual(dark))
    heard = []
    connected()
    await vi.waitFor(() => expect(heard).toContainEqual(dark))
  })
})

describe("the engine's process", () => {
  test('that dies is told and logged, answers what was asked, and is started when a window asks again', async () => {
    const window = connected()
    await replyOf(window.call('host.info', {}))
    const waiting = window.call('jobs.watch', {
      since: (await replyOf(window.call('jobs.watch', { since: null, waitMs: 0 }))).revision,
      waitMs: 60_000,
    })
    await workers[0].terminate()
    expect(await waiting).toMatchObject({ ok: false, failure: { code: 'host/no-connection' } })
    await vi.waitFor(() => expect(lost).toHaveLength(1))
    expect(lost).toMatchObject([
      { code: 'host/no-connection', facts: { exitCode: 1, log: join(folder, 'desktop.log') } },
    ])
    expect(readFileSync(join(folder, 'desktop.log'), 'utf8')).toMatch(/Z The engine ended with code 1\n$/)
    expect(workers).toHaveLength(1)
    expect(await replyOf(connected().call('host.info', {}))).toMatchObject({ kind: 'desktop' })
    expect(workers).toHaveLength(2)
  })

  test('that is asked to stop leaves each case as one file, and that is no loss', async () => {
    const path = join(folder, 'one.vouch')
    const window = connected()
    await replyOf(window.call('case.create', { case: path }))
    await replyOf(window.call('tags.set', { case: path, name: 'look again', colour: 'red' }))
    await link.stop(30_000)
    expect(readdirSync(folder).filter((name) => name.startsWith('one'))).toEqual(['one.vouch'])
    expect(lost).toEqual([])
    expect(existsSync(join(folder, 'desktop.log'))).toBe(false)
  })

  test('that never ran needs no stopping', async () => {
    await link.stop(1)
    expect(workers).toEqual([])
  })
})

test('a process that does not end is ended by force', async () => {
  const calls: string[] = []
  const stubborn = engineLink<MessagePort>({
    setup: { version: '1', samplesFolder: '', configFolder: '' },
    log: openLogFile(join(folder, 'desktop.log')),
    start: () => ({
      postMessage: ({ kind }) => calls.push(kind),
      once: () => undefined,
      kill: () => calls.push('kill') > 0,
    }),
    onLost: () => calls.push('lost'),
  })
  const { port1, port2 } = new MessageChannel()
  stubborn.connect(null, port1, port2)
  await stubborn.stop(1)
  expect(calls).toEqual(['setup', 'connect', 'stop', 'kill'])
  expect(readFileSync(join(folder, 'desktop.log'), 'utf8')).toContain('by force')
  port1.close()
})

test('a setting that is no theme is none', () => {
  expect([themeOf('dark'), themeOf('pink'), themeOf(null), themeOf({ theme: 'dark' })]).toEqual([
    'dark',
    'system',
    'system',
    'system',
  ])
})
