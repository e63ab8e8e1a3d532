/** `vouch serve` as a process of its own: one line with the address, a page behind it, and a clean end. */
import { execFileSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { AppApi, Caller } from '../../../../../shared/api/index.ts'
import { callerOverWire, socketWire } from '../../../../../shared/wire/index.ts'
import { type CliRun, vouch } from './cli.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vouch-serve-'))
})
afterEach(() => {
  // Where a test has failed, its server must not outlive it.
  for (const child of children.splice(0)) child.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

const children: ChildProcess[] = []

interface Serving {
  readonly address: string
  readonly child: ChildProcess
  /** How it ended. */
  readonly ended: Promise<CliRun>
}

/** Starts `vouch serve`; resolves once it has printed its first line. */
async function serving(words: readonly string[], env: { [name: string]: string } = {}): Promise<Serving> {
  const own = { VOUCH_CONFIG: join(dir, 'config'), CI: '1', ...env }
  return new Promise((resolve) => {
    let child: ChildProcess | undefined
    const ended = vouch(['serve', ...words], {
      env: own,
      onStart(started) {
        child = started
        children.push(started)
        started.stdout?.once('data', (data: Buffer) =>
          resolve({ address: data.toString().trim(), child: started, ended }),
        )
      },
    })
    // Where it says nothing, it has ended.
    void ended.then(() => resolve({ address: '', child: child as ChildProcess, ended }))
  })
}

async function callerTo(address: string): Promise<Caller<AppApi>> {
  const page = await fetch(address, { redirect: 'manual' })
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { origin } = new URL(address)
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/api`, { headers: { cookie, origin } })
  await once(socket, 'open')
  return callerOverWire<AppApi>(socketWire(socket))
}

/** Writes to a pipe as long as somebody reads it: an import of it is under way until it is stopped. */
function fed(pipe: string): { readonly begun: Promise<void>; readonly ended: Promise<void> } {
  const begun = Promise.withResolvers<void>()
  const feed = async (): Promise<void> => {
    const writer = await open(pipe, 'w')
    try {
      for (;;) {
        await writer.write(line)
        begun.resolve()
        await pause(2)
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error
    } finally {
      await writer.close()
    }
  }
  return { begun: begun.promise, ended: feed() }
}

const line = '{"timestamp":"2026-01-02T03:04:05Z","user":"alice","action":"login"}\n'

test('prints one line with the address and serves the case named, until SIGINT', async () => {
  const log = join(dir, 'log.ndjson')
  const path = join(dir, 'made.vouch')
  writeFileSync(log, line)
  await vouch(['import', log, '--case', path])
  const { address, child, ended } = await serving(['--case', path, '--no-open'])
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
  const caller = await callerTo(address)
  expect(await caller.call('host.info', {})).toMatchObject({ ok: true, value: { kind: 'loopback', startCase: path } })
  expect(await caller.call('case.info', { case: path })).toMatchObject({ ok: true, value: { events: 1 } })
  child.kill('SIGINT')
  const { code, stdout, stderr } = await ended
  expect([code, stdout, stderr]).toEqual([0, `${address}\n`, ''])
})

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s stops jobs, undoes the file under way and leaves the case at rest',
  async (signal) => {
    const { address, child, ended } = await serving(['--no-open'])
    const caller = await callerTo(address)
    const first = join(dir, 'a.ndjson')
    const pipe = join(dir, 'b.ndjson')
    writeFileSync(first, line)
    execFileSync('mkfifo', [pipe])
    const path = join(dir, 'made.vouch')
    const work = { entry: 'case.import', request: { case: path, paths: [first, pipe] } } as const
    expect(await caller.call('jobs.start', { work })).toMatchObject({ ok: true })
    const feed = fed(pipe)
    await feed.begun
    child.kill(signal)
    expect((await ended).code).toBe(0)
    await feed.ended
    expect(readdirSync(dir).filter((name) => name.startsWith('made.vouch'))).toEqual(['made.vouch'])
    const info = await vouch(['info', '--case', path, '--json'])
    expect(JSON.parse(info.stdout)).toMatchObject({ events: 1, exhibits: [{ label: 'E001' }] })
    expect((await vouch(['verify', path])).code).toBe(0)
  },
)

describe('the browser', () => {
  /** A program of the name that opens browsers here, which writes down what it is given. */
  function opener(): { readonly path: string; readonly opened: string } {
    const opened = join(dir, 'opened')
    const program = join(dir, process.platform === 'darwin' ? 'open' : 'xdg-open')
    writeFileSync(program, `#!/bin/sh\nprintf '%s' "$1" > '${opened}.part'\nmv '${opened}.part' '${opened}'\n`)
    chmodSync(program, 0o755)
    return { path: `${dir}${delimiter}${process.env.PATH}`, opened }
  }

  test('is opened where there is a display, with a token that is good once', async () => {
    const { path, opened } = opener()
    const { address, child, ended } = await serving([], { PATH: path, CI: '', DISPLAY: ':0' })
    while (!existsSync(opened)) await pause(5)
    const launched = readFileSync(opened, 'utf8')
    expect(launched).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}$/)
    expect([launched === address, new URL(launched).origin]).toEqual([false, new URL(address).origin])
    const visit = async (): Promise<number> => (await fetch(launched, { redirect: 'manual' })).status
    expect([await visit(), await visit()]).toEqual([303, 403])
    child.kill('SIGINT')
    await ended
  })

  test.each<[string, string[], { [name: string]: string }]>([
    ['--no-open', ['--no-open'], { CI: '', DISPLAY: ':0' }],
    ['no display', [], { CI: '', DISPLAY: '', WAYLAND_DISPLAY: '' }],
    ['a CI', [], { CI: 'true', DISPLAY: ':0' }],
  ])('is left alone with %s', async (_name, words, env) => {
    const { path, opened } = opener()
    const { address, child, ended } = await serving(words, { PATH: path, ...env })
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303)
    child.kill('SIGINT')
    expect((await ended).stderr).toBe('')
    expect(existsSync(opened)).toBe(false)
  })

  test('that is not there is told, and the server goes on', async () => {
    const { address, child, ended } = await serving([], { PATH: dir, CI: '', DISPLAY: ':0' })
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303)
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 0, stderr: expect.stringContaining('no program that opens a browser') })
  })
})

describe('a mistake is told before anything is served', () => {
  test('no such case', async () => {
    const { ended } = await serving(['--case', join(dir, 'nowhere.vouch')])
    expect(await ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('[case/not-found]') })
  })

  test('a port beyond all ports', async () => {
    const { ended } = await serving(['--port', '65536'])
    expect(await ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('up to 65535') })
  })

  test('a port that is taken', async () => {
    const { address, child, ended } = await serving(['--no-open'])
    const second = await serving(['--no-open', '--port', new URL(address).port])
    expect(await second.ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is in use') })
    child.kill('SIGINT')
    await ended
  })
})
