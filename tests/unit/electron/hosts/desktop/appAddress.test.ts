/** What counts as the app's own page, and what a window may load or do. */
import { describe, expect, test } from 'vitest'
import { isAppAddress, isAppFrame, isLoadable, isPermitted } from '../../../../../electron/hosts/desktop/appAddress.ts'

const foreign = [
  'https://vouch/index.html',
  'http://127.0.0.1:8080/',
  'app://vouch.example.com/',
  'app://vouch@example.com/',
  'app://vouch:secret@vouch/',
  'app://x@vouch/',
  'app://vouch:80/',
  'app:vouch/index.html',
  'app:///vouch/index.html',
  'apps://vouch/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'about:blank',
  'vouch',
  '',
]

describe('the address of the app', () => {
  test('is app://vouch/ and what lies below', () => {
    for (const address of ['app://vouch/', 'app://vouch/index.html', 'app://vouch/assets/a.js?x#y'])
      expect(isAppAddress(address), address).toBe(true)
  })

  test.each(foreign)('is not %s', (address) => {
    expect(isAppAddress(address)).toBe(false)
    expect(isAppFrame({ url: address, isMainFrame: true })).toBe(false)
    expect(isPermitted('clipboard-sanitized-write', address)).toBe(false)
  })

  test('counts in the main frame alone', () => {
    expect(isAppFrame({ url: 'app://vouch/index.html', isMainFrame: true })).toBe(true)
    expect(isAppFrame({ url: 'app://vouch/index.html', isMainFrame: false })).toBe(false)
  })
})

describe('a window loads', () => {
  test('the app and what the page itself made', () => {
    for (const address of ['app://vouch/index.html', 'blob:app://vouch/1', 'data:image/png;base64,AA'])
      expect(isLoadable(address, false), address).toBe(true)
  })

  test('nothing from a network, from the disk or from an extension', () => {
    for (const address of [
      'https://example.com/',
      'ws://127.0.0.1:1/',
      'file:///x',
      'chrome://gpu',
      'ftp://example.com/',
    ])
      for (const isDevelopment of [true, false]) expect(isLoadable(address, isDevelopment), address).toBe(false)
  })

  test('the tools of the browser in development only', () => {
    expect(isLoadable('devtools://devtools/bundled/x.html', true)).toBe(true)
    expect(isLoadable('devtools://devtools/bundled/x.html', false)).toBe(false)
  })
})

test('the page may write text to the clipboard and nothing else', () => {
  expect(isPermitted('clipboard-sanitized-write', 'app://vouch/')).toBe(true)
  for (const permission of [
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'fileSystem',
    'usb',
  ])
    expect(isPermitted(permission, 'app://vouch/index.html'), permission).toBe(false)
})
