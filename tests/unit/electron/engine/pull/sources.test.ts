/** Sources: strict YAML whose faults name the line, those that come along, and walks as values. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { nextLink } from '../../../../../electron/engine/pull/linkHeader.ts'
import { filled, loadSources, parseSource, sourceOf } from '../../../../../electron/engine/pull/index.ts'
import { Veil } from '../../../../../electron/engine/pull/secrets.ts'
import { newWalk, requestUrl, stepAfter, timeText } from '../../../../../electron/engine/pull/walk.ts'
import { askedWaitMs, backOffMs } from '../../../../../electron/engine/pull/waits.ts'
import { pagingKinds, sourceYaml } from './faultyServer.ts'
import { specOf } from './pulling.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-sources-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const good = sourceYaml('cursor', 'https://api.example.com')

describe('the YAML', () => {
  test.each([
    ['an unknown key', good.replace('path: /v1', 'paths: /v1'), 5, /unknown key "paths"/],
    ['another schema', good.replace('schema: 1', 'schema: 2'), 1, /must be 1/],
    ['an id with capitals', good.replace('id: made-cursor', 'id: Made'), 2, /lower-case/],
    ['an address that is none', good.replace('https://api', 'ftp://api'), 4, /http or https/],
    ['a password in the address', good.replace('https://', 'https://me:secret@'), 4, /no user and password/],
    ['parameters in the address', good.replace('example.com', 'example.com/?a=1'), 4, /end before/],
    [
      'a secret instead of its name',
      good.replace('kind: bearer', 'kind: bearer, secret: ghp_ABC123'),
      6,
      /never the secret/,
    ],
    ['credentials among the headers', `${good}\nheaders: { Authorization: Bearer x }`, 15, /belongs under “auth”/],
    ['a duration without a unit', good.replace('overlap: 10s', 'overlap: 10'), 10, /must be a duration/],
    [
      'windows without bounds',
      sourceYaml('time-window', 'https://a.example.com').replace(/^until.*$/m, ''),
      7,
      /both “since” and “until”/,
    ],
    ['by time without a time', good.replace(', time: time', ''), 10, /records\.time/],
    [
      'by cursor over offsets',
      sourceYaml('offset', 'https://a.example.com').replace('by: time', 'by: cursor'),
      10,
      /needs paging by cursor/,
    ],
    ['a password for the proxy', `${good}\nproxy: http://me:secret@proxy.example.com`, 15, /no user and password/],
    ['no paging', good.replace(/^paging.*$/m, ''), 1, /“paging” is missing/],
    ['an alias', good.replace('/v1/audit', '&a /v1/audit').replace('auth:', 'headers: { x: *a }\nauth:'), 1, /aliases/],
  ])('%s: a failure with its line', (_, yaml, line, message) => {
    const parsed = parseSource(yaml, 'made.yaml')
    expect(parsed.ok).toBe(false)
    if (parsed.ok) return
    const found = parsed.failures.filter((failure) => message.test(failure.message))
    expect(found.map(({ code, where }) => [code, where?.path, where?.line])).toEqual([
      ['source/invalid', 'made.yaml', line],
    ])
  })

  test('a source of one’s own builds on another and states what differs', () => {
    writeFileSync(
      join(folder, 'acme.yaml'),
      'schema: 1\nfrom: okta\nid: acme\ntitle: Okta of Acme\nset: { domain: acme.example.com }\n',
    )
    const source = filled(sourceOf('acme', [folder]))
    expect([source.baseUrl, source.spec.paging.kind]).toEqual(['https://acme.example.com', 'link'])
    writeFileSync(join(folder, 'broken.yaml'), 'schema: 1\nfrom: nosuch\nid: broken\ntitle: x\n')
    expect(loadSources([folder]).failures[0]).toMatchObject({ code: 'source/invalid', where: { line: 2 } })
  })

  test('a parameter cannot climb out of its place in the path', () => {
    const source = filled(sourceOf('github', []), { org: '../../user?x=' })
    const url = requestUrl(source, newWalk(source.spec, null, null))
    expect(url?.pathname).toBe('/orgs/..%2F..%2Fuser%3Fx%3D/audit-log')
  })
})

describe('sources that come along', () => {
  const { sources, failures } = loadSources([])

  test('are all valid, and are those that the manual promises', () => {
    expect(failures).toEqual([])
    const ids = sources.map(({ spec }) => spec.id)
    expect(ids).toEqual([
      'admin-console',
      'atlassian',
      'auth0',
      'cloudflare',
      'generic',
      'github',
      'gitlab',
      'okta',
      'slack',
    ])
  })

  test.each(sources.filter(({ spec }) => spec.id !== 'generic').map(({ spec }) => [spec.id, spec] as const))(
    '%s cites its documentation and makes an https address',
    (_, spec) => {
      expect(spec.documentation.length).toBeGreaterThan(0)
      const source = filled(spec, Object.fromEntries(spec.parameters.map(({ name }) => [name, 'acme.example.com'])))
      const walk = newWalk(spec, Date.UTC(2026, 4, 1) * 1000, Date.UTC(2026, 4, 2) * 1000)
      expect(requestUrl(source, walk)?.protocol).toBe('https:')
    },
  )

  test('the admin console is asked as its manual says', () => {
    const source = filled(sourceOf('admin-console', []), { host: 'triage.example.com' })
    const walk = newWalk(source.spec, Date.UTC(2026, 4, 1) * 1000, null)
    expect(requestUrl(source, walk)?.href).toBe(
      'https://triage.example.com/v1/admin/audit?since=2026-05-01T00%3A00%3A00Z&limit=50&offset=0',
    )
  })
})

describe('walks', () => {
  /** Walks a log of `total` records whose page size is `sizeAt(request)`; the numbers seen. */
  function walked(kind: 'offset' | 'page', total: number, sizeAt: (request: number) => number): Set<number> {
    const spec = specOf(sourceYaml(kind, 'https://a.example.com'))
    const seen = new Set<number>()
    let walk = newWalk(spec, null, null)
    let again = 0
    for (let request = 0; request < 2_000; request++) {
      const size = sizeAt(request)
      const start = walk.at.kind === 'offset' ? walk.at.offset : walk.at.kind === 'page' ? (walk.at.page - 1) * size : 0
      const page = Array.from({ length: Math.max(0, Math.min(size, total - start)) }, (_, i) => start + i)
      const fresh = page.filter((n) => !seen.has(n)).length
      for (const n of page) seen.add(n)
      const digest = page.length === 0 ? null : page.join()
      const url = new URL('https://a.example.com')
      const step = stepAfter(
        spec,
        walk,
        { count: page.length, fresh, newestUs: null, digest, body: null, headers: [], url },
        again,
      )
      again = step.kind === 'same' ? again + 1 : 0
      if (step.kind === 'done') return seen
      if (step.kind !== 'more' && step.kind !== 'same') throw new Error(step.kind)
      walk = step.walk
    }
    throw new Error('it never ended')
  }

  const size = fc.integer({ min: 1, max: 30 })
  const total = fc.integer({ min: 0, max: 120 })

  test('by offset reach every record, however often the page size changes', () => {
    fc.assert(
      fc.property(total, fc.array(size, { minLength: 1, maxLength: 20 }), (count, sizes) => {
        expect(walked('offset', count, (request) => sizes[request % sizes.length]).size).toBe(count)
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  test('by page reach every record, whenever the page size changes to whatever', () => {
    fc.assert(
      fc.property(total, size, size, fc.nat({ max: 130 }), (count, before, later, change) => {
        expect(walked('page', count, (request) => (request < change ? before : later)).size).toBe(count)
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  test('windows cover every instant of their stretch, and halve where they are full', () => {
    const spec = specOf(sourceYaml('time-window', 'https://a.example.com'))
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 60 }), (seconds) => {
        const since = Date.UTC(2026, 4, 1) * 1000
        const until = since + 300_000_000
        const seen = new Set<number>()
        for (let walk = newWalk(spec, since, until), n = 0; n < 5_000; n++) {
          if (walk.at.kind !== 'window') throw new Error('no window')
          const { fromUs, toUs } = walk.at
          // Bounds belong to no window: the strictest reading.
          const inside = [...seconds.entries()].filter(
            ([, s]) =>
              since + s * 1e6 >= Math.floor(fromUs / 1e6) * 1e6 && since + s * 1e6 <= Math.ceil(toUs / 1e6) * 1e6,
          )
          const page = inside.slice(0, 20)
          for (const [i] of page) seen.add(i)
          const digest = page.length === 0 ? null : page.map(([i]) => i).join()
          const step = stepAfter(
            spec,
            walk,
            {
              count: page.length,
              fresh: 0,
              newestUs: null,
              digest,
              body: { total: inside.length },
              headers: [],
              url: new URL('https://a.example.com'),
            },
            9,
          )
          if (step.kind === 'full-window') return // more in two seconds than a page may hold
          if (step.kind === 'done' || step.kind === 'stuck') break
          walk = step.walk
        }
        expect(seen.size).toBe(seconds.length)
      }),
      { seed: 11, numRuns: 100 },
    )
  })

  test.each(pagingKinds)('by %s ask with the parameters of the source', (kind) => {
    const source = filled(specOf(sourceYaml(kind, 'https://a.example.com')))
    const walk = newWalk(source.spec, Date.UTC(2026, 4, 1) * 1000, Date.UTC(2026, 4, 2) * 1000)
    const url = requestUrl(source, walk)
    expect(url?.searchParams.get('since')).toBe('2026-05-01T00:00:00Z')
    expect(url?.searchParams.get('limit')).toBe('20')
  })

  test('times are rounded outwards', () => {
    const us = Date.UTC(2026, 4, 1, 10, 0, 0, 500) * 1000
    expect(timeText(us, 'epoch-seconds', Math.floor)).toBe('1777629600')
    expect(timeText(us, 'iso', Math.ceil)).toBe('2026-05-01T10:00:01Z')
    expect(timeText(us, 'iso-millis', Math.floor)).toBe('2026-05-01T10:00:00.500Z')
    expect(timeText(us, 'date', Math.ceil)).toBe('2026-05-02')
  })
})

describe('headers', () => {
  test.each([
    ['<https://a.example.com/?p=2>; rel="next"', 'https://a.example.com/?p=2'],
    [
      '<https://a.example.com/?p=1>; rel="prev", <https://a.example.com/?a=1,2&p=3>; rel="next"',
      'https://a.example.com/?a=1,2&p=3',
    ],
    ['</audit?p=2>; title="a; b, c"; rel=next', '/audit?p=2'],
    ['<x>; rel="last next"', 'x'],
    ['<x>; rel="nextish"', null],
    ['nothing of the kind', null],
  ])('Link: %s', (value, expected) => {
    expect(nextLink([['Link', value]])).toBe(expected)
  })

  test('waits: none where nothing is asked for; back-off doubles and stays within its bounds', () => {
    expect(
      askedWaitMs(
        [
          ['X-RateLimit-Remaining', '12'],
          ['X-RateLimit-Reset', '1777629600'],
        ],
        0,
      ),
    ).toBeNull()
    expect(askedWaitMs([['Retry-After', 'soon']], 0)).toBeNull()
    const retry = { attempts: 9, firstMs: 100, mostMs: 1_000, longestWaitMs: 0 }
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, chance) => {
          const ms = backOffMs(attempt, retry, chance)
          const full = Math.min(1_000, 100 * 2 ** (attempt - 1))
          expect(ms).toBeGreaterThanOrEqual(full / 2)
          expect(ms).toBeLessThanOrEqual(full)
        },
      ),
      { seed: 3 },
    )
  })
})

test('a veil covers every form of a secret, and gives marks back', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 8, maxLength: 40, unit: 'grapheme-ascii' }), fc.string(), (secret, around) => {
      const veil = new Veil()
      veil.add('token', secret)
      const text = JSON.stringify({ around, secret, url: `https://a.example.com/?x=${encodeURIComponent(secret)}` })
      const covered = veil.cover(text)
      for (const form of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
        expect(covered.includes(form) && !around.includes(form) && !'[removed]'.includes(form)).toBe(false)
      if (!around.includes('⟦')) expect(veil.unmarked(veil.marked(text))).toBe(text)
    }),
    { seed: 5, numRuns: 200 },
  )
})
