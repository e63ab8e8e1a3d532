/** Addresses and networks: strict reading, and agreement with ipaddr.js. */
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { describe, expect, test } from 'vitest'
import { addressInNetwork, compareAddresses, parseAddress, parseNetwork } from '../../../../shared/query/index.ts'

const isIn = (address: string, network: string) => {
  const parsed = parseNetwork(network)
  return parsed === null ? null : addressInNetwork(address, parsed)
}

describe('addresses', () => {
  test.each([
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.256',
    '01.2.3.4',
    '1.2.3.4 ',
    '1..3.4',
    '0x1.2.3.4',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7::8',
    '12345::',
    'g::1',
    '::1.2.3',
    '1.2.3.4::',
    '::1%',
    '[::1]',
    '1.2.3.4:80',
    '',
    'localhost',
    '9'.repeat(100_000),
  ])('%.20s is none', (text) => {
    expect(parseAddress(text)).toBeNull()
  })

  test('all forms of one address are that address', () => {
    const forms = [
      '2001:db8:0:0:0:0:2:1',
      '2001:db8::2:1',
      '2001:0DB8::0002:0001',
      '2001:db8::0.2.0.1',
      '2001:db8::2:1%eth0',
    ]
    for (const form of forms) expect(parseAddress(form)).toEqual(parseAddress(forms[0]))
    expect(parseAddress('::ffff:192.0.2.1')).toEqual([192, 0, 2, 1])
    expect(parseAddress('::FFFF:c000:201')).toEqual([192, 0, 2, 1])
  })
})

describe('networks', () => {
  test.each([
    ['10.1.2.3', '10.0.0.0/8', true],
    ['11.0.0.0', '10.0.0.0/8', false],
    ['10.1.2.3', '10.9.9.9/8', true],
    ['192.0.2.129', '192.0.2.128/25', true],
    ['192.0.2.127', '192.0.2.128/25', false],
    ['192.0.2.1', '192.0.2.1/32', true],
    ['203.0.113.7', '0.0.0.0/0', true],
    ['::ffff:10.1.2.3', '10.0.0.0/8', true],
    ['10.1.2.3', '::ffff:10.0.0.0/104', true],
    ['11.1.2.3', '::ffff:10.0.0.0/104', false],
    ['10.1.2.3', '::/0', false],
    ['2001:db8::1', '::/0', true],
    ['2001:db8::1', '2001:db8::/32', true],
    ['2001:db9::1', '2001:db8::/32', false],
    ['2001:db8:8000::', '2001:db8::/33', false],
    ['fe80::1%eth0', 'fe80::/10', true],
    ['2001:db8::1', '0.0.0.0/0', false],
    ['no address', '0.0.0.0/0', false],
  ])('%s in %s: %s', (address, network, expected) => expect(isIn(address, network)).toBe(expected))

  test.each([
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0/8',
    '::/129',
    '/8',
    '10.0.0.0/8/8',
    '10.0.0.0/8 ',
    'fe80::%eth0/10',
    '::ffff:10.0.0.0/129',
  ])('%s is none', (text) => expect(parseNetwork(text)).toBeNull())
})

const v4 = fc.ipV4()
// ipaddr.js takes ::a.b.c.d for the mapped form; RFC 4291 §2.5.5.1 says it is another, deprecated one.
const v6 = fc.ipV6().filter((address) => !/^::[\d.]+$/.test(address) || !address.includes('.'))

test('agrees with ipaddr.js', () => {
  fc.assert(
    fc.property(
      fc.oneof(v4, v6),
      fc.oneof(v4, v6),
      fc.integer({ min: 0, max: 128 }),
      fc.boolean(),
      (address, other, bits, isNear) => {
        const base = ipaddr.process(isNear ? address : other)
        const found = ipaddr.process(address)
        const prefix = base.kind() === 'ipv4' ? bits % 33 : bits
        const expected = found.kind() === base.kind() && found.match([base, prefix] as never)
        expect(parseAddress(address)).toEqual(found.toByteArray())
        expect(isIn(address, `${base.toString()}/${prefix}`)).toBe(expected)
      },
    ),
    { numRuns: 2000 },
  )
})

test('text that ipaddr.js does not take, we do not take, and nothing throws', () => {
  const piece = fc.constantFrom('1', '255', 'ff', ':', '::', '.', '/', '8', '%', 'x', ' ', '0')
  const text = fc.array(piece, { maxLength: 12 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(text, (typed) => {
      parseNetwork(typed)
      if (parseAddress(typed) !== null) expect(ipaddr.isValid(typed.replace(/%.*/, ''))).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

test('addresses have an order', () => {
  expect(compareAddresses('10.0.0.9', '10.0.0.10')).toBeLessThan(0)
  expect(compareAddresses('::ffff:10.0.0.9', '10.0.0.9')).toBe(0)
  expect(compareAddresses('255.255.255.255', '::1')).toBeLessThan(0)
  expect(compareAddresses('x', '::1')).toBeNull()
})
