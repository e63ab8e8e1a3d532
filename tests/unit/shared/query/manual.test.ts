/** The manual's examples are queries, and its mistakes are mistakes. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseQuery } from '../../../../shared/query/index.ts'
import { knownField } from './anyFilter.ts'

const manual = readFileSync(new URL('../../../../docs/query-language.md', import.meta.url), 'utf8')

/** Code in the first cell of table rows, without those that are cut short by "…". */
const examples = [...manual.matchAll(/^\| (`.+?`) \| (?!.*refused)/gm)]
  .flatMap(([, cell]) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code.replaceAll('\\|', '|')))
  .filter((code) => !code.includes('…') && !code.startsWith('query/'))

test('there are examples', () => expect(examples.length).toBeGreaterThan(40))

test.each(examples)('%s', (query) => expect(parseQuery(query, knownField)).toMatchObject({ ok: true }))

describe('further examples', () => {
  test.each([
    'ip:::/0',
    'payload.cidr:0.0.0.0/0',
    'status:(>=400 <500)',
    'actor:(a OR b OR -c*)',
    'payload.n:(>=-5)',
    'std::string',
    'path:/^\\/api\\/v[12]\\//',
  ])('%s is read', (query) => expect(parseQuery(query, knownField)).toMatchObject({ ok: true }))
  test.each([
    ['*word', 'query/bad-value'],
    ['w?rd', 'query/bad-value'],
    ['urn:uuid', 'query/unknown-field'],
    ['actor=alex', 'query/syntax'],
    ['a AND', 'query/syntax'],
    ['status:[400 499]', 'query/syntax'],
    ['acter:alex', 'query/unknown-field'],
    ['time:yesterday', 'query/bad-value'],
    ['actor:/(/', 'query/bad-value'],
  ])('%s is refused', (query, code) =>
    expect(parseQuery(query, knownField)).toMatchObject({ ok: false, failure: { code } }),
  )
})
