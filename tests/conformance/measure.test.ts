/** The measurement itself, on a small corpus made up here: what counts as agreement, and that nothing goes missing. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FailureError } from '../../shared/failure.ts'
import { outcomeAgrees, timeAgrees, verdictsOf } from './measure/agreement.ts'
import { type ImportFile, measure, share } from './measure/measure.ts'
import { reportText } from './measure/report.ts'

const instant = Date.parse('2026-01-02T03:04:05.678Z') * 1000

describe('agreement', () => {
  test('a time cut to milliseconds agrees with the microseconds it was cut from', () => {
    expect(timeAgrees('2026-01-02T03:04:05.678Z', instant + 901)).toBe(true)
    expect(timeAgrees('2026-01-02T03:04:05.678Z', instant + 1001)).toBe(false)
  })

  test('a time without a fraction, or with zeros, means the whole second', () => {
    expect(timeAgrees('2026-01-02T03:04:05Z', instant)).toBe(true)
    expect(timeAgrees('2026-01-02T03:04:05.000Z', instant)).toBe(true)
    expect(timeAgrees('2026-01-02T03:04:04Z', instant)).toBe(false)
  })

  test('an offset is taken into account', () => {
    expect(timeAgrees('2026-01-02T05:04:05.678+02:00', instant)).toBe(true)
  })

  test.each([
    ['success', 'allowed', true],
    ['allow', 'success', true],
    ['failure', 'denied', true],
    ['unknown', null, true],
    ['Success', 'success', true],
    ['success', 'warning', false],
    ['failure', 'success', false],
    ['success', null, false],
  ])('outcome %s against %s: %s', (expected, found, agrees) => {
    expect(outcomeAgrees(expected, found)).toBe(agrees)
  })

  test('the user acted upon is wrong as the actor', () => {
    const values: Record<string, string> = { actor: 'sam@example.com' }
    const event = { index: 0, time: null, textOf: (field: string) => values[field] ?? null }
    const [verdict] = verdictsOf({ i: 0, actor: ['alex@example.com'], target: ['sam@example.com'] }, event)
    expect(verdict).toMatchObject({ field: 'actor', agrees: false, isTarget: true })
  })

  test('a looser actor name is accepted and never required', () => {
    const event = { index: 0, time: null, textOf: (field: string) => (field === 'actorId' ? 'u-1' : null) }
    expect(verdictsOf({ i: 0, actor: ['alex'], actorAlt: ['u-1'] }, event)[0].agrees).toBe(true)
    expect(verdictsOf({ i: 0, actorAlt: ['u-1'] }, event)).toEqual([])
  })

  test('addresses are compared as addresses', () => {
    const event = { index: 0, time: null, textOf: (field: string) => (field === 'ip' ? '2001:db8:0:0::1' : null) }
    expect(verdictsOf({ i: 0, ip: '2001:DB8::1' }, event)[0].agrees).toBe(true)
  })

  test('a record without an event agrees with nothing that is stated', () => {
    const verdicts = verdictsOf({ i: 0, time: '2026-01-02T03:04:05Z', action: 'a', outcome: 'success' }, null)
    expect(verdicts.map(({ field, agrees }) => [field, agrees])).toEqual([
      ['time', false],
      ['action', false],
      ['outcome', false],
    ])
  })
})

describe('measure', () => {
  let root = ''
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'vouch-measure-'))
    write('INDEX.md', '| vendor | file | records | format |\n| demo | demo/a.ndjson | 3 | ndjson |\n')
    write('demo/a.ndjson', '{}\n{}\n{}\n')
    write(
      'demo/a.ndjson.truth.ndjson',
      '{"i":0,"time":"2026-01-02T03:04:05Z","action":"Open"}\n{"i":1,"dropped":true}\n{"i":2,"action":"close","actor":["alex"]}\n',
    )
    write('demo/a.meta.yml', 'rule: x\n')
    write('other/b.log', 'x\n')
    write('sigma/rule.yml', 'title: x\n')
  })

  afterAll(() => rmSync(root, { recursive: true, force: true }))

  const importer: ImportFile = async (path, _timezone, onEvent) => {
    if (path.endsWith('b.log')) throw new Error('cannot be read')
    onEvent({ index: 0, time: instant, textOf: (field) => (field === 'action' ? 'open' : null) })
    onEvent({ index: 1, time: null, textOf: () => null })
    const counts = { profiles: ['demo@1'], exhibits: 1, records: 3, events: 2, rejects: 1, duplicates: 0 }
    return { ...counts, rejectCodes: { 'record/not-json': 1 } }
  }

  test('counts agreement per field; a record that gave no event counts as wrong', async () => {
    const { files, disagreements } = await measure(root, importer)
    expect(files.map(({ file }) => file.name)).toEqual(['demo/a.ndjson', 'other/b.log'])
    const [a] = files
    expect(a.file.statedRecords).toBe(3)
    expect(a.tallies.time).toEqual({ stated: 1, agreeing: 1 })
    expect(a.tallies.action).toEqual({ stated: 2, agreeing: 1 })
    expect(share(a.tallies.actor)).toBe(0)
    expect(disagreements.map(({ index, field }) => `${index} ${field}`)).toEqual(['2 action', '2 actor'])
  })

  test('a file that is refused with a failure is told by its code', async () => {
    const refuse: ImportFile = async () => {
      throw new FailureError({ code: 'import/unrecognised', message: 'no log' })
    }
    const { files } = await measure(root, refuse)
    expect(files.map(({ refusal, fault }) => [refusal, fault])).toEqual([
      ['import/unrecognised', 'no log'],
      ['import/unrecognised', 'no log'],
    ])
  })

  test('a file that cannot be imported is named, and the rest goes on', async () => {
    const measurement = await measure(root, importer)
    expect(measurement.files[1].fault).toBe('cannot be read')
    const report = reportText(measurement)
    expect(report).toContain('FAULT cannot be read')
    expect(report).toContain('50% 1/2')
  })
})
