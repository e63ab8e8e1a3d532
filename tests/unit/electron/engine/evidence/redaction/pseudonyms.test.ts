/** Pseudonyms as the manual says they are made: anybody who holds the key gets the same with stock tools. */
import { execFileSync, spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { PSEUDONYM_DIGITS, Pseudonyms } from '../../../../../../electron/engine/evidence/redaction/index.ts'
import { testKey } from './made.ts'

const pseudonyms = new Pseudonyms(testKey)
const hexKey = Buffer.from(testKey).toString('hex')

function has(tool: string, ...args: readonly string[]): boolean {
  const isThere = spawnSync(tool, args).status === 0
  if (!isThere) console.warn(`left out: ${tool} is not installed`)
  return isThere
}

test('every spelling of a value has one pseudonym, and the rule gives no more than the word before it', () => {
  const one = pseudonyms.of('alice@example.com', 'person')
  expect(one).toMatch(new RegExp(`^person-[0-9a-f]{${PSEUDONYM_DIGITS}}$`))
  expect(pseudonyms.of(' Alice@EXAMPLE.com', 'person')).toBe(one)
  expect(pseudonyms.of('alice@example.com', 'login')).toBe(one.replace('person', 'login'))
  expect(pseudonyms.of('bob@example.com', 'person')).not.toBe(one)
  expect(pseudonyms.of('2001:DB8::1', 'ip')).toBe(pseudonyms.of('2001:db8:0:0:0:0:0:1', 'ip'))
  expect(pseudonyms.of('::ffff:192.0.2.1', 'ip')).toBe(pseudonyms.of('192.0.2.1', 'ip'))
  expect(pseudonyms.of('caf\u00e9', 'x')).toBe(pseudonyms.of('cafe\u0301', 'x'))
  expect(new Pseudonyms(testKey.map((byte) => byte ^ 1)).of('alice@example.com', 'person')).not.toBe(one)
})

test.skipIf(!has('openssl', 'version'))('openssl makes the same', () => {
  const digest = execFileSync('openssl', ['dgst', '-sha256', '-mac', 'HMAC', '-macopt', `hexkey:${hexKey}`, '-r'], {
    input: 'vouch pseudonym 1\0alice@example.com',
    encoding: 'utf8',
  })
  expect(`person-${digest.slice(0, PSEUDONYM_DIGITS)}`).toBe(pseudonyms.of('Alice@example.com', 'person'))
})

test.skipIf(!has('python3', '--version'))('Python makes the same, of addresses and of letters of any script', () => {
  const script = `
import hashlib, hmac, ipaddress, sys, unicodedata
def form(value):
    try:
        address = ipaddress.ip_address(value.strip())
        return str(getattr(address, 'ipv4_mapped', None) or address.exploded)
    except ValueError:
        return unicodedata.normalize('NFC', value.strip()).lower()
for value in sys.argv[2:]:
    print(hmac.new(bytes.fromhex(sys.argv[1]), b'vouch pseudonym 1\\0' + form(value).encode(), hashlib.sha256).hexdigest()[:20])
`
  const values = [
    'Alice@Example.com',
    'JÜRGEN',
    'e\u0301',
    '2001:DB8::1',
    '::ffff:192.0.2.7',
    '192.0.2.1',
    'ΑΛΦΑΣ',
    'İx',
    '漢字',
  ]
  const made = execFileSync('python3', ['-c', script, hexKey, ...values], { encoding: 'utf8' })
    .trim()
    .split('\n')
  expect(made.map((digits) => `p-${digits}`)).toEqual(values.map((value) => pseudonyms.of(value, 'p')))
})
