/**
 * What a log collector wraps around a record hides it from no profile: the samples of every bundled profile, carried as
 * Elastic, Splunk, CloudWatch and others write it, are recognised as the same and give the same event.
 */
import { describe, expect, test } from 'vitest'
import {
  bundledProfilesDir,
  compileProfile,
  loadProfiles,
  type Payload,
  recognise,
} from '../../electron/engine/ingest/profiles/index.ts'

const { profiles } = loadProfiles([bundledProfilesDir])

const collectors: readonly (readonly [string, (record: string) => Payload])[] = [
  [
    'Elastic, event.original',
    (record) => ({ '@timestamp': '2026-02-01T00:00:00Z', event: { original: record }, tags: ['x'] }),
  ],
  ['Elastic, event.original in one key', (record) => ({ 'event.original': record, 'agent.name': 'a' })],
  ['Elastic, a search hit', (record) => ({ _index: 'logs', _id: '1', _source: { message: record } })],
  ['Splunk, _raw', (record) => ({ _raw: record, _time: '2026-02-01T00:00:00Z', host: 'h', sourcetype: 'json' })],
  ['Splunk, search result', (record) => ({ preview: false, offset: 0, result: { _raw: record, host: 'h' } })],
  ['Splunk, event collector', (record) => ({ time: 1769904000, sourcetype: 'json', event: JSON.parse(record) })],
  ['CloudWatch', (record) => ({ '@timestamp': '2026-02-01 00:00:00', '@message': record })],
  ['Fluent Bit', (record) => ({ date: 1769904000.1, log: record })],
  ['syslog daemon', (record) => ({ host: 'h', raw: `<13>1 2026-02-01T00:00:00Z h app - - ${record}` })],
]

const carried = profiles
  .filter(({ guess }) => !guess)
  .flatMap((profile) =>
    profile.samples
      .filter(({ format }) => format === 'json')
      .map(({ record }, i) => ({ id: `${profile.id}, sample ${i}`, profile, record })),
  )

describe.each(collectors)('%s', (_name, wrap) => {
  test('gives the events of the records inside', () => {
    const different = carried.flatMap(({ id, profile, record }) => {
      const wrapped = wrap(record)
      const [claim] = recognise([wrapped], 'json', profiles)
      if (claim?.profileId !== profile.id) return [`${id}: claimed by ${claim?.profileId ?? 'none'}`]
      const compiled = compileProfile(profile)
      const direct = compiled.map(JSON.parse(record))
      const inside = compiled.map(wrapped)
      if (JSON.stringify(direct) === JSON.stringify(inside)) return []
      return [`${id}: ${JSON.stringify(inside).slice(0, 300)}`]
    })
    expect(different).toEqual([])
  })
})
