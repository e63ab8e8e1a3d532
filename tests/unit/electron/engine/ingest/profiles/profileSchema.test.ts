import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { knownProfiles } from '../../../../../../electron/engine/ingest/profiles/knownProfiles.ts'
import { loadProfile, loadProfiles } from '../../../../../../electron/engine/ingest/profiles/loader.ts'
import { parseProfile } from '../../../../../../electron/engine/ingest/profiles/profileSchema.ts'
import { soundProfile as sound } from '../../../../../helpers/soundProfile.ts'

function problems(yaml: string): readonly string[] {
  const parsed = parseProfile(yaml, 'made-up.yaml')
  return parsed.ok ? [] : parsed.failures.map((failure) => `${failure.where?.line} ${failure.where?.field ?? ''}`)
}

describe('profile schema', () => {
  test('a sound profile loads', () => {
    expect(loadProfile(sound, 'made-up.yaml')).toMatchObject({ ok: true, value: { id: 'made-up', version: 1 } })
  })

  test.each([
    ['an unknown key', 'title: Made up', 'titel: Made up', ['4 titel', '1 ']],
    ['an unknown field', '  action:', '  akshun:', ['11 fields.akshun']],
    ['a wrong type', 'version: 1', 'version: one', ['3 version', '3 version']],
    ['a newer schema', 'schema: 1', 'schema: 2', ['1 schema']],
    ['a path that is none', 'from: [what]', 'from: [what..]', ['11 fields.action.from']],
    ['an unknown time format', 'format: iso, zone', 'format: iso8601x, zone', ['10 fields.time.format']],
    ['an unknown zone', 'zone: UTC', 'zone: Nowhere/Land', ['10 fields.time.zone']],
    [
      'a word outside a closed vocabulary',
      '  action:',
      '  outcome: { value: great }\n  action:',
      ['11 fields.outcome.value'],
    ],
    ['a reference to nothing', 'from: [what]', "from: ['@nothing']", ['11 fields.action.from']],
    ['a broken regular expression', 'from: [what]', "from: [what], extract: '('", ['11 fields.action.extract']],
    [
      'pairs without being asked for',
      'fields:',
      'open: [{ from: [what], between: ";" }]\nfields:',
      ['9 open[0].between'],
    ],
    [
      'a page that is none',
      'source: made-up',
      'source: made-up\nfollows: [{ page: somewhere }]',
      ['7 follows[0].page'],
    ],
    [
      'a day that is none',
      'source: made-up',
      'source: made-up\nfollows: [{ page: https://example.com/a, read: soon }]',
      ['7 follows[0].read'],
    ],
    [
      'a limit without a number',
      'source: made-up',
      'source: made-up\nlimits: { exports: [{ of: portal }] }',
      ['7 limits.exports[0]'],
    ],
    [
      'a repeat of no field',
      'source: made-up',
      'source: made-up\nlimits: { repeats: [{ what: pairs, same: [nothing] }] }',
      ['7 limits.repeats[0].same'],
    ],
    ['a field that says nothing', 'from: [what]', 'as: lower', ['11 fields.action']],
    ['a broken template', 'from: [what]', "template: '{what'", ['11 fields.action.template']],
    ['broken YAML', 'title: Made up', 'title: [Made up', ['5 ']],
    ['a key that is there twice', 'title: Made up', 'title: Made up\ntitle: Again', ['5 ']],
    ['a custom tag', 'title: Made up', 'title: !!js/function Made', ['4 ']],
    ['an alias', 'title: Made up', 'title: &t Made up\nsecrets: [*t]', ['1 ']],
    ['half a surrogate pair', 'title: Made up', 'title: "Made \\ud800 up"', ['1 ']],
  ])('%s is refused with its place', (_name, from, to, expected) => {
    expect(problems(sound.replace(from, to))).toEqual(expected)
  })

  test('all problems are told at once', () => {
    expect(problems(sound.replace('version: 1', 'version: x').replace('what]', 'what..]'))).toHaveLength(3)
  })

  test('a column states how its values are compared; text where it does not', () => {
    const withColumns = (columns: string) => parseProfile(`${sound}\ncolumns: ${columns}\n`, 'x')
    const parsed = withColumns(
      '[{ id: n, type: number, from: [n] }, { id: p, type: ip, from: [p] }, { id: t, from: [t] }]',
    )
    expect(parsed.ok && parsed.value.columns.map(({ type, as }) => [type, as])).toEqual([
      ['number', 'string'],
      ['ip', 'ip'],
      ['text', 'string'],
    ])
    const wrong = withColumns('[{ id: n, type: date, from: [n] }]')
    expect(wrong).toMatchObject({ ok: false, failures: [{ where: { field: 'columns[0].type' } }] })
  })

  test('hostile keys are data', () => {
    const parsed = parseProfile(
      sound.replace('  action: { from: [what] }', '  action: { from: [what], map: { __proto__: x } }'),
      'x',
    )
    expect(parsed.ok && parsed.value.fields[0].map).toEqual([['__proto__', 'x']])
  })

  test('codes keep their text: 007 is not 7', () => {
    const parsed = parseProfile(sound.replace('{ from: [what] }', '{ from: [what], map: { 007: 008 } }'), 'x')
    expect(parsed.ok && parsed.value.fields[0].map).toEqual([['007', '008']])
  })

  test('fields that refer to each other in a circle do not load', () => {
    const yaml = sound.replace(
      '  action: { from: [what] }',
      "  action: { from: ['@actor'] }\n  actor: { from: ['@action'] }",
    )
    expect(loadProfile(yaml, 'x')).toMatchObject({ ok: false, failures: [{ code: 'profile/invalid' }] })
  })
})

describe('samples', () => {
  test('a profile with fewer than two does not load', () => {
    const one = sound
      .split('\n')
      .filter((line) => !line.includes('format: csv'))
      .join('\n')
    expect(loadProfile(one, 'x')).toMatchObject({ ok: false, failures: [{ code: 'profile/invalid' }] })
  })

  test('one whose event differs is a mismatch with expected and found', () => {
    expect(loadProfile(sound.replace('action: b,', 'action: c,'), 'x.yaml')).toMatchObject({
      ok: false,
      failures: [
        {
          code: 'profile/sample-mismatch',
          where: { path: 'x.yaml' },
          facts: { sample: 1, field: 'action', expected: 'c', found: 'b' },
        },
      ],
    })
  })

  test('null means that the event must have no such value', () => {
    expect(loadProfile(sound.replace('action: b, actor: null', 'action: null'), 'x')).toMatchObject({
      failures: [{ facts: { expected: null, found: 'b' } }],
    })
  })
})

describe('loadProfiles', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'vouch-profiles-'))
  })
  afterEach(() => rmSync(dir, { recursive: true }))

  test('of two profiles with one id the first stays', () => {
    writeFileSync(join(dir, 'a.yaml'), sound)
    writeFileSync(join(dir, 'b.yaml'), sound)
    const loaded = loadProfiles([dir])
    expect(loaded.profiles.map((profile) => profile.id)).toEqual(['made-up'])
    expect(loaded.failures).toMatchObject([{ code: 'profile/duplicate-id', where: { path: join(dir, 'b.yaml') } }])
  })

  test('a broken profile does not keep the others from loading; a missing folder is empty', () => {
    writeFileSync(join(dir, 'a.yaml'), 'schema: [')
    writeFileSync(join(dir, 'b.yaml'), sound)
    const loaded = loadProfiles([join(dir, 'absent'), dir])
    expect(loaded.profiles).toHaveLength(1)
    expect(loaded.failures).toMatchObject([{ code: 'profile/invalid' }])
  })

  test('what was loaded once is given again until a file comes, changes or goes', () => {
    const own = () => knownProfiles([join(dir, 'absent'), dir])
    const ids = () => own().profiles.map((profile) => profile.id)
    expect(ids()).not.toContain('made-up')
    expect(own()).toBe(own())
    writeFileSync(join(dir, 'a.yaml'), sound)
    expect(ids()).toContain('made-up')
    writeFileSync(join(dir, 'a.yaml'), sound.replace('id: made-up', 'id: made-up-again'))
    expect(ids()).toContain('made-up-again')
    rmSync(join(dir, 'a.yaml'))
    expect(ids().filter((id) => id.startsWith('made-up'))).toEqual([])
  })
})
