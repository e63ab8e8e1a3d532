import { describe, expect, test } from 'vitest'
import { addressFromText, formerOf, scalarText } from '../../../../../../electron/engine/ingest/profiles/values.ts'
import { matcherFromPatterns } from '../../../../../../electron/engine/ingest/profiles/wildcard.ts'

describe('values', () => {
  test.each([
    ['x', 'x'],
    ['', null],
    ['-', null],
    [0, '0'],
    [1e21, '1e+21'],
    [false, 'false'],
    [null, null],
    [undefined, null],
    [{ a: 1 }, null],
    [['a'], null],
  ])('%j as text is %j', (value, expected) => {
    expect(scalarText(value)).toBe(expected)
  })

  test('other forms', () => {
    expect(formerOf('json')({ a: [1] })).toBe('{"a":[1]}')
    expect(formerOf('list')(['a', null, 2])).toBe('a, 2')
    expect(formerOf('first-line')('one\r\ntwo')).toBe('one')
    expect(formerOf('upper')('get')).toBe('GET')
    expect(formerOf('ip')(['none', '192.0.2.1:80'])).toBe('192.0.2.1')
  })

  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['192.0.2.1:12345', '192.0.2.1'],
    ['[192.0.2.1]', '192.0.2.1'],
    ['[::ffff:192.0.2.1]:443', '192.0.2.1'],
    ['::FFFF:192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['192.0.2.1#53', '192.0.2.1'],
    ['2001:db8::1#443', '2001:db8::1'],
    ['2001:db8::1p443', '2001:db8::1'],
    ['2001:db8::1.443', '2001:db8::1'],
    ['64:ff9b::192.0.2.1', '64:ff9b::192.0.2.1'],
    ['2001:db8:0:0:0:0:0:1:443', '2001:db8:0:0:0:0:0:1'],
    ['2001:db8::1:443', '2001:db8::1:443'],
    ['192.0.2.7/32', '192.0.2.7'],
    ['192.0.2.1, 198.51.100.2', '192.0.2.1'],
    ['unknown, 198.51.100.2', '198.51.100.2'],
    ['2001:0db8:0000:0000:0000:0000:0000:0001', '2001:0db8:0000:0000:0000:0000:0000:0001'],
    ['AWS Internal', null],
    ['192.0.2.256', null],
    ['192.0.2', null],
    ['1.2.3.4.5', null],
    ['localhost', null],
    ['[cool.client.example]:12345', null],
    ['NOTANIPV4 (192.9000.0.1)', null],
    ['2001:db8::1::2', null],
    ['12:34', null],
    ['', null],
  ])('the address in %j is %j', (text, expected) => {
    expect(addressFromText(text)).toBe(expected)
  })
})

describe('wildcards', () => {
  test.each([
    ['Create*', 'createuser', true],
    ['*Denied*', 'Client.AccessDenied', true],
    ['*.failed', 'fix.FAILED', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a*b*c', 'aXXbYYc', true],
    ['a*b*c', 'aXXcYYb', false],
    ['exact', 'EXACT', true],
    ['exact', 'exactly', false],
    ['*', '', true],
    ['a.c', 'abc', false],
  ])('%s against %s is %s', (pattern, text, expected) => {
    expect(matcherFromPatterns([pattern])(text.toLowerCase())).toBe(expected)
  })

  test('a hostile text takes no exponential time', () => {
    const matches = matcherFromPatterns([`${'*a'.repeat(20)}?b`])
    const start = performance.now()
    expect(matches('a'.repeat(20_000))).toBe(false)
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
