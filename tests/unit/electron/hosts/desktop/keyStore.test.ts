/** Secrets in a file that only the system can read; a stand-in for the system turns bytes over. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { KeyStore, type SystemCrypt } from '../../../../../electron/hosts/desktop/keyStore.ts'
import type { FailureError } from '../../../../../shared/failure.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const flipped = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0xff))
const crypt: SystemCrypt = {
  isAvailable: () => true,
  encrypt: (text) => flipped(Buffer.from(text)),
  decrypt(bytes) {
    if (bytes.length === 0) throw new Error('not of this user')
    return flipped(bytes).toString()
  },
}

test('a secret comes back, and stands in no file', () => {
  const path = join(folder, 'secrets.json')
  const store = new KeyStore(path, crypt)
  expect(store.read('okta', 'token')).toBeNull()
  store.keep('okta', 'token', 'tok-123456')
  store.keep('__proto__', 'token', 'other-123456')
  expect([store.read('okta', 'token'), store.read('__proto__', 'token')]).toEqual(['tok-123456', 'other-123456'])
  expect(readFileSync(path, 'utf8')).not.toContain('tok-123456')
  store.keep('okta', 'token', '')
  expect(new KeyStore(path, crypt).read('okta', 'token')).toBeNull()
})

test('what the system does not give any more counts as missing', () => {
  const path = join(folder, 'others.json')
  writeFileSync(path, JSON.stringify({ format: 1, values: { 'okta/token': '' } }))
  expect(new KeyStore(path, crypt).read('okta', 'token')).toBeNull()
})

test('without a key store nothing is kept', () => {
  const store = new KeyStore(join(folder, 'none.json'), { ...crypt, isAvailable: () => false })
  try {
    store.keep('okta', 'token', 'tok-123456')
  } catch (error) {
    expect((error as FailureError).failure.code).toBe('host/no-key-store')
  }
  expect(store.read('okta', 'token')).toBeNull()
  expect.assertions(2)
})
