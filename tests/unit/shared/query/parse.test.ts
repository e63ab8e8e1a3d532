/** What each construct of the query language means, and what is said about mistakes. */
import { describe, expect, test } from 'vitest'
import type { Filter } from '../../../../shared/filter.ts'
import { MAX_QUERY_LENGTH, parseQuery } from '../../../../shared/query/index.ts'
import { knownField } from './anyFilter.ts'

const is = (field: string, value: string, exact = false): Filter => ({ kind: 'is', field, value, exact })
const text = (value: string, phrase = false, prefix = false): Filter => ({ kind: 'text', text: value, phrase, prefix })
const like = (field: string, pattern: string): Filter => ({ kind: 'like', field, pattern })
const and = (...of: Filter[]): Filter => ({ kind: 'and', of })
const or = (...of: Filter[]): Filter => ({ kind: 'or', of })
const not = (of: Filter): Filter => ({ kind: 'not', of })
const at = (value: string, inclusive = true) => ({ value, inclusive })
const range = (field: string, bounds: object): Filter => ({ kind: 'range', field, ...bounds })

describe('meaning', () => {
  const cases: [string, Filter][] = [
    ['', { kind: 'all' }],
    ['  \n ', { kind: 'all' }],
    ['*', { kind: 'all' }],
    ['*:*', { kind: 'all' }],
    ['-*', not({ kind: 'all' })],
    // words
    ['alex', text('alex')],
    ['key.created', text('key.created')],
    ['alex@example.com', text('alex@example.com')],
    ['10.1.2.3', text('10.1.2.3')],
    ['10:30', text('10:30')],
    ['2026-05-01T10:30:00Z', text('2026-05-01T10:30:00Z')],
    ['fe80::1', text('fe80::1')],
    ['C:\\Users', text('C:\\Users')],
    ['a=b', text('a=b')],
    ['a&&b', text('a&&b')],
    ['or', text('or')],
    ['"exact phrase"', text('exact phrase', true)],
    ['"say \\"hi\\" \\\\ C:\\dir"', text('say "hi" \\ C:\\dir', true)],
    ['fail*', text('fail', false, true)],
    ['"log in fail"*', text('log in fail', true, true)],
    ['\\AND', text('AND')],
    ['\\-x a\\ b', and(text('-x'), text('a b'))],
    ['+must', text('must')],
    // and, or, not
    ['a b', and(text('a'), text('b'))],
    ['a AND b && c', and(text('a'), text('b'), text('c'))],
    ['a OR b || c', or(text('a'), text('b'), text('c'))],
    ['a OR b c', or(text('a'), and(text('b'), text('c')))],
    ['a b OR c', or(and(text('a'), text('b')), text('c'))],
    ['(a OR b) c', and(or(text('a'), text('b')), text('c'))],
    ['NOT a b', and(not(text('a')), text('b'))],
    ['NOT a OR b', or(not(text('a')), text('b'))],
    ['-a !b', and(not(text('a')), not(text('b')))],
    ['NOT NOT a', text('a')],
    ['-(a OR b)', not(or(text('a'), text('b')))],
    ['((a))', text('a')],
    // fields
    ['actor:alex', is('actor', 'alex')],
    ['ACTOR:Alex', is('actor', 'Alex')],
    ['actortype:human', is('actorType', 'human')],
    ['actor: alex', is('actor', 'alex')],
    ['actor:"Alex B"', is('actor', 'Alex B', true)],
    ['actor:""', is('actor', '', true)],
    ['-actor:ci-*', not(like('actor', 'ci-*'))],
    ['actor:*', { kind: 'exists', field: 'actor' }],
    ['actor:**', { kind: 'exists', field: 'actor' }],
    ['actor:\\*', is('actor', '*')],
    ['actor:a\\*b*', like('actor', 'a\\*b*')],
    ['actor:?', like('actor', '?')],
    ['actor:-x', is('actor', '-x')],
    ['actor:AND', is('actor', 'AND')],
    ['actor:(a OR b OR -c)', or(is('actor', 'a'), is('actor', 'b'), not(is('actor', 'c')))],
    ['actor:(a* AND (b OR "C D"))', and(like('actor', 'a*'), or(is('actor', 'b'), is('actor', 'C D', true)))],
    ['outcome:(failure OR denied) x', and(or(is('outcome', 'failure'), is('outcome', 'denied')), text('x'))],
    ['resourceId:arn:aws:iam::1:user/x', is('resourceId', 'arn:aws:iam::1:user/x')],
    ['path:C:\\Users\\bob', is('path', 'C:\\Users\\bob')],
    ['region-name:eu', is('region-name', 'eu')],
    // expressions
    ['action:/^key\\.(created|deleted)$/', { kind: 'matches', field: 'action', regexp: '^key\\.(created|deleted)$' }],
    ['path:/a\\/b\\ c/', { kind: 'matches', field: 'path', regexp: 'a/b c' }],
    ['path:/api/v1/users', is('path', '/api/v1/users')],
    ['path:/api/v1/', is('path', '/api/v1/')],
    ['path:\\/api/', is('path', '/api/')],
    ['path:/', is('path', '/')],
    ['path://', is('path', '//')],
    ['actor:(/a/ OR b)', or({ kind: 'matches', field: 'actor', regexp: 'a' }, is('actor', 'b'))],
    // ranges
    ['status:[400 TO 499]', range('status', { from: at('400'), to: at('499') })],
    ['status:{400 TO 499]', range('status', { from: at('400', false), to: at('499') })],
    ['status:[400 TO *}', range('status', { from: at('400') })],
    ['status:[* TO *]', { kind: 'exists', field: 'status' }],
    ['status>=400', range('status', { from: at('400') })],
    ['status > 400', range('status', { from: at('400', false) })],
    ['status:<=499', range('status', { to: at('499') })],
    ['status:(>=400 <500)', and(range('status', { from: at('400') }), range('status', { to: at('500', false) }))],
    ['time>=2026-05-01', range('time', { from: at('2026-05-01') })],
    ['time>="2026-05-01 10:30"', range('time', { from: at('2026-05-01 10:30') })],
    ['time:[now-7d TO now]', range('time', { from: at('now-7d'), to: at('now') })],
    ['time:["2026-05-01 10:30" TO 2027]', range('time', { from: at('2026-05-01 10:30'), to: at('2027') })],
    ['time:2026-05', is('time', '2026-05')],
    ['time:*', { kind: 'exists', field: 'time' }],
    ['message:["*" TO "TO"]', range('message', { from: at('*'), to: at('TO') })],
    // networks
    ['ip:10.0.0.0/8', { kind: 'network', field: 'ip', network: '10.0.0.0/8' }],
    ['ip:2001:db8::/32', { kind: 'network', field: 'ip', network: '2001:db8::/32' }],
    ['ip:::1', is('ip', '::1')],
    ['ip:10.*', like('ip', '10.*')],
    ['ip:"10.0.0.0/8"', is('ip', '10.0.0.0/8', true)],
    ['peeraddress:10.0.0.0/8', { kind: 'network', field: 'peerAddress', network: '10.0.0.0/8' }],
    ['payload.cidr:0.0.0.0/0', is('payload.cidr', '0.0.0.0/0')],
    // payload
    ['payload.after.Role:admin', is('payload.after.Role', 'admin')],
    ['PAYLOAD.after.Role:admin', is('payload.after.Role', 'admin')],
    ['payload."a.b".c:1', is('payload."a.b".c', '1')],
    ['payload."a":1', is('payload.a', '1')],
    ['payload.items[0].id:x', is('payload.items[0].id', 'x')],
    ['payload.items.0.id:x', is('payload.items[0].id', 'x')],
    ['payload.items[*].id:x', is('payload.items[*].id', 'x')],
    ['payload.__proto__.x:1', is('payload.__proto__.x', '1')],
    ['payload.size>=10', range('payload.size', { from: at('10') })],
    ['payload.after', text('payload.after')],
  ]
  test.each(cases)('%s', (query, filter) => {
    expect(parseQuery(query, knownField)).toEqual({ ok: true, filter })
  })

  test('the example of the manual', () => {
    const query =
      'action:key.created -actor:ci-* outcome:(failure OR denied) ip:10.0.0.0/8 time>=2026-05-01 "exact phrase" payload.after.role:admin'
    expect(parseQuery(query, knownField)).toEqual({
      ok: true,
      filter: and(
        is('action', 'key.created'),
        not(like('actor', 'ci-*')),
        or(is('outcome', 'failure'), is('outcome', 'denied')),
        { kind: 'network', field: 'ip', network: '10.0.0.0/8' },
        range('time', { from: at('2026-05-01') }),
        text('exact phrase', true),
        is('payload.after.role', 'admin'),
      ),
    })
  })
})

/** Each mistake: the query, the code, the part of the text it points at, and what is said. */
describe('mistakes', () => {
  const cases: [string, string, string, string][] = [
    ['a AND', 'query/syntax', 'AND', 'Something is missing behind "AND"'],
    ['OR b', 'query/syntax', 'OR', 'Something is missing before "OR"'],
    ['a OR AND b', 'query/syntax', 'AND', 'Something is missing behind "OR"'],
    ['NOT', 'query/syntax', 'NOT', 'Something is missing behind "NOT"'],
    ['a - b', 'query/syntax', '-', '"-" stands alone; put it right before what is to be left out'],
    ['()', 'query/syntax', ')', 'There is nothing between the parentheses'],
    ['a (b', 'query/syntax', '(', 'The parenthesis is never closed'],
    ['a)', 'query/syntax', ')', 'A closing parenthesis has no opening one'],
    ['a "b', 'query/syntax', '"b', 'The quote is never closed'],
    ['"a"b', 'query/syntax', '"a"', 'A blank is missing behind the closing quote'],
    ['f(x)', 'query/syntax', 'f', 'A ( stands inside a word; put a blank before it, or quote the whole'],
    ['x actor:', 'query/syntax', ':', 'A value is missing behind actor:'],
    ['actor: AND b', 'query/syntax', ':', 'A value is missing behind actor:'],
    ['actor:>', 'query/syntax', '>', 'A value is missing behind actor>'],
    [':x', 'query/syntax', ':x', 'A field name is missing before ":"; quote the word to look for the sign itself'],
    ['<b>', 'query/syntax', '<b>', 'A field name is missing before "<"; quote the word to look for the sign itself'],
    ['actor=alex', 'query/syntax', 'actor', 'Write actor: for "is", or quote the word to look for the sign ='],
    ['status:[400 499]', 'query/syntax', '499', 'TO is missing between the two bounds'],
    ['status:[400 TO 499', 'query/syntax', '[', 'The range is never closed'],
    ['(status:[400 TO 499) x', 'query/syntax', '[', 'The range is never closed'],
    ['status:[TO 499]', 'query/syntax', 'TO', 'A bound of the range is missing'],
    ['status:[1 TO 2]x', 'query/syntax', ']', 'A blank is missing behind the range'],
    [
      'actor:"a"*',
      'query/syntax',
      '"a"*',
      'A quoted value is taken exactly, so no * can follow it; leave the quotes away and write \\ before blanks',
    ],
    [
      'payload.a..b:1',
      'query/syntax',
      'payload.a..b',
      'A key is missing behind the dot; quote keys with special characters, write [*] for every element',
    ],
    ['payload."a:1', 'query/syntax', 'payload."a', 'The quote in the path is never closed'],
    ['payload.a[x]:1', 'query/syntax', 'payload.a[x]', 'Square brackets in a path hold a number or *'],
    ['x acter:y', 'query/unknown-field', 'acter', 'There is no field "acter"'],
    ['user >= 3', 'query/unknown-field', 'user', 'There is no field "user"'],
    ['payload:x', 'query/unknown-field', 'payload', 'There is no field "payload"'],
    ['time:yesterday', 'query/bad-value', 'yesterday', '"yesterday" is not a time'],
    ['time:2026-05-*', 'query/bad-value', '2026-05-*', 'Times take no wildcards and no expressions'],
    ['time>=soon', 'query/bad-value', 'soon', '"soon" is not a time'],
    ['time:[2026-13 TO *]', 'query/bad-value', '2026-13', '"2026-13" is not a time'],
    [
      'time:[2026-06 TO 2026-05]',
      'query/bad-value',
      '[2026-06 TO 2026-05]',
      'The range ends before it starts: "2026-06" to "2026-05"',
    ],
    ['status:[500 TO 400]', 'query/bad-value', '[500 TO 400]', 'The range ends before it starts: "500" to "400"'],
    ['status>=high', 'query/bad-value', 'high', '"high" is not a number'],
    ['status:[4* TO 5]', 'query/bad-value', '4*', 'A bound of a range takes no wildcards'],
    ['id:x', 'query/bad-value', 'x', '"x" is not a whole number'],
    ['id:1*', 'query/bad-value', '1*', 'Whole numbers take no wildcards and no expressions'],
    ['ip:10.0.0.0/33', 'query/bad-value', '10.0.0.0/33', '"10.0.0.0/33" is not a network'],
    ['ip>=10', 'query/bad-value', '10', '"10" is not an IP address'],
    ['*foo', 'query/bad-value', '*foo', 'In text, a wildcard can only be a * at the end of a word'],
    ['what?', 'query/bad-value', 'what?', 'In text, a wildcard can only be a * at the end of a word'],
    ['actor:/(?=x)/', 'query/bad-value', '/(?=x)/', 'Not a regular expression: '],
    ['actor:/[/', 'query/bad-value', '/[/', 'Not a regular expression: '],
  ]
  test.each(cases)('%s', (query, code, marked, message) => {
    const parsed = parseQuery(query, knownField)
    if (parsed.ok) expect.fail('it was read without a failure')
    const { failure } = parsed
    const start = (failure.where?.column ?? 0) - 1
    expect({ code: failure.code, marked: query.slice(start, start + Number(failure.facts?.length)) }).toEqual({
      code,
      marked,
    })
    expect(failure.message.startsWith(message) ? message : failure.message).toBe(message)
  })

  test.each([
    ['acter:x', 'actor'],
    ['atcion:x', 'action'],
    ['resourcetyp:x', 'resourceType'],
    ['useragnt:x', 'userAgent'],
    ['regoin:x', 'region'],
    ['frobnicate:x', null],
    ['payload:x', null],
  ])('%s suggests %s', (query, suggestion) => {
    const parsed = parseQuery(query, knownField, ['region'])
    expect(parsed.ok ? null : parsed.failure.facts?.suggestion).toBe(suggestion)
    if (!parsed.ok && suggestion !== null) expect(parsed.failure.next).toContain(suggestion)
  })
})

describe('hostile text', () => {
  test.each([
    '(',
    '-',
    '"',
    '[',
    'a ',
    'a:',
    'actor:[',
    'actor:(',
    'payload."',
    'payload.a.',
    'a\\',
    'path:/',
    '/',
    ' ',
    'NOT ',
    'actor:*a',
    'payload[0]',
    '\\',
    '"a" ',
    '*',
    'é:',
    'a    ',
  ])('%j over and over is dealt with at once', (unit) => {
    const query = unit.repeat(Math.floor(MAX_QUERY_LENGTH / unit.length))
    const start = performance.now()
    parseQuery(query, knownField)
    expect(performance.now() - start).toBeLessThan(2000)
  })

  test('a text that is too long is refused at its end', () => {
    const parsed = parseQuery('a'.repeat(MAX_QUERY_LENGTH + 5), knownField)
    expect(parsed).toMatchObject({
      ok: false,
      failure: { code: 'query/syntax', where: { column: MAX_QUERY_LENGTH + 1 } },
    })
  })

  test('parentheses nest a hundred deep and no deeper', () => {
    expect(parseQuery(`${'('.repeat(100)}a${')'.repeat(100)}`, knownField).ok).toBe(true)
    expect(parseQuery(`${'('.repeat(101)}a${')'.repeat(101)}`, knownField)).toMatchObject({
      ok: false,
      failure: { code: 'query/syntax', where: { column: 101 } },
    })
    expect(parseQuery(`${'(a OR -'.repeat(100)}b${')'.repeat(100)}`, knownField).ok).toBe(true)
  })
})
