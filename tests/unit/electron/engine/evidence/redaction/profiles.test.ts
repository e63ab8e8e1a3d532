/** Redaction profiles as files: those that come with Vouch, and every fault of one told with its line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { FailureError } from '../../../../../../shared/failure.ts'
import {
  bundledRedactions,
  loadRedaction,
  parseRedaction,
  profileInfo,
} from '../../../../../../electron/engine/evidence/redaction/index.ts'

function faultsOf(...rules: readonly string[]): string[] {
  const parsed = parseRedaction(
    `schema: 1\nid: made\nversion: 1\ntitle: Made\nrules:\n${rules.join('\n')}\n`,
    'made.yaml',
  )
  if (parsed.ok) return []
  const { problems } = parsed.failure.facts as { problems: readonly { line: number; message: string }[] }
  return problems.map(({ line, message }) => `${line} ${message}`)
}

test('those that come with Vouch are valid and named as their files', () => {
  expect(bundledRedactions().map(({ id }) => id)).toEqual(['people', 'secrets-only', 'strict'])
  for (const profile of bundledRedactions()) {
    const info = profileInfo(profile)
    expect(info.description).not.toBe('')
    expect(info.rules.every((rule) => rule.about !== '')).toBe(true)
  }
})

test.each([
  ['unknown action', ['  - { id: a, action: hide, keys: [x] }'], ['6 must be one of remove, mask, pseudonymise']],
  ['nothing it is about', ['  - { id: a, action: mask }'], [/^6 says not what it is about/]],
  [
    'unknown field',
    ['  - id: a', '    action: mask', '    fields: [actor, acter]'],
    [/^8 unknown field "acter"; known: actor/],
  ],
  ['a field that Vouch says', ['  - { id: a, action: mask, fields: [time] }'], [/^6 "time" is said by Vouch/]],
  ['unknown pattern', ['  - { id: a, action: mask, patterns: [emails] }'], [/^6 unknown pattern "emails"; known: jwt/]],
  ['look-around', ["  - { id: a, action: mask, regexps: ['(?<=x)y'] }"], [/^6 .* is no regular expression/]],
  [
    'an expression that finds nothing',
    ["  - { id: a, action: mask, regexps: ['x*'] }"],
    ['6 "x*" finds what is nothing'],
  ],
  ['unknown key', ['  - { id: a, action: mask, key: [x] }'], [/^6 unknown key "key"/, /^6 says not what/]],
  ['a key of signs', ['  - { id: a, action: mask, keys: ["*", "--"] }'], [/^6 "\*" is no key/, /^6 "--" is no key/]],
  [
    'two rules of one id',
    ['  - { id: a, action: mask, keys: [x] }', '  - { id: a, action: mask, keys: [y] }'],
    [/^7 a rule before/],
  ],
  [
    'a prefix without pseudonyms',
    ['  - { id: a, action: mask, prefix: p, keys: [x] }'],
    ['6 only pseudonyms have a prefix'],
  ],
  [
    'a prefix that could be anything',
    ['  - { id: a, action: pseudonymise, prefix: "P 1", keys: [x] }'],
    [/^6 a prefix is/],
  ],
  [
    'a pseudonym for a whole payload',
    ['  - { id: a, action: pseudonymise, fields: [payload] }'],
    [/^6 a whole payload/],
  ],
  ['secrets: false', ['  - { id: a, action: mask, secrets: false }'], ['6 must be true, or left out']],
  ['no rule', ['  []'], ['6 at least one rule is needed']],
])('%s', (_, rules, expected) => {
  const faults = faultsOf(...rules)
  expect(faults).toHaveLength(expected.length)
  for (const [i, one] of expected.entries()) expect(faults[i]).toMatch(one)
})

test('all that is wrong is told at once, with the file and the first line', () => {
  const parsed = parseRedaction('schema: 2\nid: A B\nrules:\n  - { action: mask }\n', 'own.yaml')
  expect(parsed).toMatchObject({
    ok: false,
    failure: { code: 'redaction/invalid', where: { path: 'own.yaml', line: 1 } },
  })
  if (parsed.ok) throw new Error('valid')
  expect(parsed.failure.message).toBe(
    'The redaction profile is not valid: line 1: schema: this version of Vouch reads schema 1 only; ' +
      'line 1: version is missing; line 1: title is missing; ' +
      'line 2: id: must be lower-case letters, digits and hyphens, 64 at most; line 4: rules[0]: id is missing; and 1 more',
  )
})

test('a profile of the user’s own is found by its path; what is neither is a failure that names those there are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vouch-redaction-'))
  try {
    const path = join(folder, 'own.yaml')
    writeFileSync(
      path,
      'schema: 1\nid: own\nversion: 3\ntitle: Own\nrules:\n  - { id: a, action: mask, fields: actor }\n',
    )
    expect(loadRedaction(path)).toMatchObject({ id: 'own', version: 3, rules: [{ fields: ['actor'] }] })
    expect(failureOf(() => loadRedaction(join(folder, 'none.yaml')))).toMatchObject({
      code: 'redaction/not-found',
      facts: { known: ['people', 'secrets-only', 'strict'] },
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function failureOf(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    if (error instanceof FailureError) return error.failure
    throw error
  }
  throw new Error('no failure')
}
