/** Every way out of the page is shut. The events are Electron's by name; who sends them here is an emitter. */
import { EventEmitter } from 'node:events'
import type { Session, WebContents } from 'electron'
import { describe, expect, test } from 'vitest'
import { guardContents, guardSession } from '../../../../../electron/hosts/desktop/guards.ts'

function contents() {
  const emitter = new EventEmitter()
  const made = { openHandler: undefined as (() => unknown) | undefined, isStopped: false }
  const stand = Object.assign(emitter, {
    getURL: () => 'app://vouch/index.html',
    setWindowOpenHandler(handler: () => unknown) {
      made.openHandler = handler
    },
    stop() {
      made.isStopped = true
    },
  })
  guardContents(stand as unknown as WebContents)
  const isPrevented = (event: string, details: object = {}): boolean => {
    let prevented = false
    emitter.emit(event, {
      ...details,
      preventDefault() {
        prevented = true
      },
    })
    return prevented
  }
  return { made, isPrevented }
}

describe('contents of a window', () => {
  test('go nowhere, not even to another page of the app', () => {
    const { isPrevented } = contents()
    for (const url of ['https://example.com/', 'file:///etc/passwd', 'javascript:1', 'app://vouch/other.html'])
      expect(isPrevented('will-frame-navigate', { url, isMainFrame: true }), url).toBe(true)
    expect(isPrevented('will-frame-navigate', { url: 'app://vouch/index.html', isMainFrame: false })).toBe(true)
    expect(isPrevented('will-redirect', { url: 'app://vouch/index.html' })).toBe(true)
    expect(isPrevented('will-attach-webview')).toBe(true)
  })

  test('may load the page again', () => {
    expect(contents().isPrevented('will-frame-navigate', { url: 'app://vouch/index.html', isMainFrame: true })).toBe(
      false,
    )
  })

  test('open no window', () => {
    expect(contents().made.openHandler?.()).toEqual({ action: 'deny' })
  })

  test('are stopped where they are somewhere else after all', () => {
    const { made, isPrevented } = contents()
    isPrevented('did-start-navigation', { url: 'app://vouch/index.html', isMainFrame: true })
    expect(made.isStopped).toBe(false)
    isPrevented('did-start-navigation', { url: 'https://example.com/', isMainFrame: true })
    expect(made.isStopped).toBe(true)
  })
})

/** What a session was given, by name. */
function session(isDevelopment = false) {
  const emitter = new EventEmitter()
  const given = new Map<string, unknown>()
  const setter = (name: string) => (value: unknown) => void given.set(name, value)
  const names = [
    'PermissionRequestHandler',
    'PermissionCheckHandler',
    'DevicePermissionHandler',
    'DisplayMediaRequestHandler',
    'SpellCheckerEnabled',
  ]
  const stand = Object.assign(emitter, Object.fromEntries(names.map((name) => [`set${name}`, setter(name)])), {
    webRequest: { onBeforeRequest: setter('BeforeRequest') },
  })
  guardSession(stand as unknown as Session, isDevelopment)
  return { emitter, given: <T>(name: string) => given.get(name) as T }
}

describe('a session', () => {
  test('asks for nothing but the app', () => {
    const before =
      session().given<(details: { url: string }, answer: (to: { cancel: boolean }) => void) => void>('BeforeRequest')
    const isCancelled = (url: string): boolean => {
      let cancelled = false
      before({ url }, ({ cancel }) => {
        cancelled = cancel
      })
      return cancelled
    }
    expect(isCancelled('app://vouch/index.html')).toBe(false)
    for (const url of ['https://example.com/', 'ws://127.0.0.1/', 'file:///x', 'devtools://devtools/x'])
      expect(isCancelled(url), url).toBe(true)
  })

  test('grants nothing but writing to the clipboard', () => {
    const { given } = session()
    const check = given<(contents: null, permission: string, origin: string) => boolean>('PermissionCheckHandler')
    const request =
      given<(contents: { getURL(): string }, permission: string, answer: (is: boolean) => void) => void>(
        'PermissionRequestHandler',
      )
    const isGranted = (permission: string): boolean => {
      let granted = false
      request({ getURL: () => 'app://vouch/index.html' }, permission, (is) => {
        granted = is
      })
      return granted
    }
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'openExternal',
      'clipboard-read',
      'local-fonts',
    ]) {
      expect(check(null, permission, 'app://vouch/'), permission).toBe(false)
      expect(isGranted(permission), permission).toBe(false)
    }
    expect(check(null, 'clipboard-sanitized-write', 'app://vouch/')).toBe(true)
    expect(isGranted('clipboard-sanitized-write')).toBe(true)
    expect(given<() => boolean>('DevicePermissionHandler')()).toBe(false)
    expect(given('DisplayMediaRequestHandler')).toBeNull()
    expect(given('SpellCheckerEnabled')).toBe(false)
  })

  test('downloads nothing', () => {
    let isPrevented = false
    session().emitter.emit('will-download', {
      preventDefault() {
        isPrevented = true
      },
    })
    expect(isPrevented).toBe(true)
  })
})
