/** Answers to app://vouch/: the built page with the headers that wall it in, and nothing beside it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Page } from '../../../../../electron/hosts/app/index.ts'
import { appResponse } from '../../../../../electron/hosts/desktop/appPage.ts'

let folder: string
let page: Page
const get = (url: string, method = 'GET'): Response => appResponse(page, { url, method })

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-page-'))
  mkdirSync(join(folder, 'renderer', 'assets'), { recursive: true })
  writeFileSync(join(folder, 'renderer', 'index.html'), '<meta name="style-nonce" content="__STYLE_NONCE__">')
  writeFileSync(join(folder, 'renderer', 'assets', 'a-1b2c.js'), 'export {}')
  writeFileSync(join(folder, 'secret.js'), 'secret')
  page = new Page(join(folder, 'renderer'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the page', () => {
  test('comes with a policy that lets it load its own files alone', async () => {
    const response = get('app://vouch/index.html')
    const nonce = /content="([^"]+)"/.exec(await response.text())?.[1] ?? ''
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16)
    expect(response.headers.get('content-security-policy')?.split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ])
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('has another nonce each time', async () => {
    const texts = await Promise.all([get('app://vouch/').text(), get('app://vouch/').text()])
    expect(texts[0]).not.toContain('__STYLE_NONCE__')
    expect(texts[0]).not.toBe(texts[1])
  })

  test('has its files beside it', async () => {
    const response = get('app://vouch/assets/a-1b2c.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(await response.text()).toBe('export {}')
  })
})

test.each([
  'app://vouch/secret.js',
  'app://vouch/../secret.js',
  'app://vouch/assets/../../secret.js',
  'app://vouch/%2e%2e/secret.js',
  'app://vouch/..%2fsecret.js',
  'app://vouch/..\\secret.js',
  'app://vouch/assets',
  'app://vouch/assets/',
  'app://vouch/a-1b2c.js%00',
  'app://vouch//etc/passwd',
  'app://other/index.html',
  'app://vouch@other/index.html',
  'https://vouch/index.html',
])('%s is not there, and what is not there is walled in as well', (url) => {
  const response = get(url)
  expect(response.status).toBe(404)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('nothing can be sent to the page', () => {
  expect(get('app://vouch/index.html', 'POST').status).toBe(405)
})

test('a page that is not built says so', async () => {
  const response = appResponse(new Page(join(folder, 'missing')), { url: 'app://vouch/', method: 'GET' })
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('not built')
})
