/**
 * Every entry of the Api with requests that it answers and requests that it refuses. An entry that is missing here does
 * not compile. They are asked from top to bottom, so later ones find what earlier ones have made.
 */
import { join } from 'node:path'
import { type AppApi, type Caller, type JobsSeen, VIEW_FORMAT } from '../../../../shared/api/index.ts'
import type { FailureCode, Result } from '../../../../shared/failure.ts'

export interface Ask<K extends keyof AppApi> {
  readonly title: string
  readonly request: (world: string) => AppApi[K]['request']
  /** Left out: it is answered. */
  readonly fails?: FailureCode
  /** What must have happened before. */
  readonly after?: (caller: Caller<AppApi>) => Promise<void>
}

type Table = { readonly [K in keyof AppApi]: readonly Ask<K>[] }

const made = (world: string) => ({ case: join(world, 'case.vouch') })
const missing = (world: string) => ({ case: join(world, 'nowhere.vouch') })
const asked = (world: string) => ({ ...made(world), filter: 'action:a*', nowMicros: 0 })
const wrong = (world: string) => ({ ...made(world), filter: 'nosuchfield:x', nowMicros: 0 })

const drawing = (world: string) => ({ ...made(world), population: '__proto__' })

/** The requests of an entry that takes a question: `more` goes along with it. */
function questions<
  K extends
    | 'rows.count'
    | 'rows.page'
    | 'rows.facets'
    | 'rows.histogram'
    | 'rows.summary'
    | 'rows.locate'
    | 'sessions.list',
>(more: Omit<AppApi[K]['request'], 'case' | 'filter'>): readonly Ask<K>[] {
  const of = (question: { readonly case: string; readonly filter: string }) =>
    ({ ...question, ...more }) as unknown as AppApi[K]['request']
  return [
    { title: 'a question', request: (world) => of(asked(world)) },
    { title: 'a filter as a tree', request: (world) => of({ ...asked(world), filter: { kind: 'all' } as never }) },
    { title: 'an unknown field', request: (world) => of(wrong(world)), fails: 'query/unknown-field' },
    { title: 'bad syntax', request: (world) => of({ ...asked(world), filter: '((' }), fails: 'query/syntax' },
    { title: 'no such case', request: (world) => of({ ...missing(world), filter: '' }), fails: 'case/not-found' },
  ]
}

const packed = (world: string) => ({ out: join(world, 'pack.zip'), date: '2026-01-02T03:04:05Z' })

/** Waits until every job has ended. */
async function jobsEnded(caller: Caller<AppApi>): Promise<void> {
  for (let since: number | null = null; ; ) {
    const seen: Result<JobsSeen> = await caller.call('jobs.watch', { since, waitMs: 5_000 })
    if (!seen.ok) throw new Error(seen.failure.message)
    if (seen.value.jobs.every(({ endedAt }) => endedAt !== null)) return
    since = seen.value.revision
  }
}

const view = {
  vouchView: VIEW_FORMAT,
  name: '<b>=1+1</b>',
  query: 'outcome:failure',
  columns: [{ id: 'time', width: 200, pinned: 'left' as const }],
  sort: { field: 'time', descending: true },
  zone: 'UTC',
}

export const table: Table = {
  'case.create': [
    { title: 'a new case', request: (world) => ({ case: join(world, 'new.vouch') }) },
    { title: 'in place of another', request: made, fails: 'case/exists' },
  ],
  'case.info': [
    { title: 'a case', request: made },
    { title: 'no such case', request: missing, fails: 'case/not-found' },
    { title: 'no case', request: (world) => ({ case: join(world, 'log.ndjson') }), fails: 'case/not-a-case' },
  ],
  'case.state': [
    { title: 'a case', request: made },
    { title: 'no such case', request: missing, fails: 'case/not-found' },
  ],
  'case.rejects': [
    { title: 'all', request: (world) => ({ ...made(world), limit: 10 }) },
    { title: 'of an exhibit', request: (world) => ({ ...made(world), limit: 10, offset: 0, exhibit: 'E001' }) },
    { title: 'no such case', request: (world) => ({ ...missing(world), limit: 1 }), fails: 'case/not-found' },
  ],
  'case.bytes': [
    { title: 'some bytes', request: (world) => ({ ...made(world), exhibit: 'E001', startByte: 3, endByte: 300 }) },
    {
      title: 'of no exhibit',
      request: (world) => ({ ...made(world), exhibit: 'E999', startByte: 0, endByte: 1 }),
      fails: 'exhibit/not-found',
    },
  ],
  'case.custody': [
    { title: 'the log', request: (world) => ({ ...made(world), offset: 0, limit: 10 }) },
    {
      title: 'no such case',
      request: (world) => ({ ...missing(world), offset: 0, limit: 1 }),
      fails: 'case/not-found',
    },
  ],
  'case.plan': [
    { title: 'a file', request: (world) => ({ ...made(world), paths: [join(world, 'more.csv')] }) },
    { title: 'no such file', request: (world) => ({ ...made(world), paths: [join(world, 'gone.csv')] }) },
    {
      title: 'standard input',
      request: (world) => ({ ...made(world), paths: ['-'] }),
      fails: 'usage/bad-argument',
    },
    {
      title: 'no such profile',
      request: (world) => ({ ...made(world), paths: [], profile: 'nosuch' }),
      fails: 'profile/not-found',
    },
  ],
  'case.import': [
    {
      title: 'a file and one that is not there',
      request: (world) => ({ ...made(world), paths: [join(world, 'more.csv'), join(world, 'gone.csv')] }),
    },
    {
      title: 'no such zone',
      request: (world) => ({ ...made(world), paths: [join(world, 'more.csv')], timezone: 'Nowhere/Land' }),
      fails: 'usage/bad-argument',
    },
  ],
  'case.pull': [
    {
      title: 'a source that is not there',
      request: (world) => ({ ...made(world), source: 'nosuch' }),
      fails: 'source/not-found',
    },
    {
      title: 'a parameter without a value',
      request: (world) => ({ ...made(world), source: 'github' }),
      fails: 'source/invalid',
    },
    {
      title: 'a secret that is not there',
      request: (world) => ({ ...made(world), source: 'generic', set: { url: 'https://api.example.com/audit' } }),
      fails: 'source/secret-missing',
    },
    {
      title: 'no time',
      request: (world) => ({ ...made(world), source: 'slack', since: 'yesteryear' }),
      fails: 'usage/bad-argument',
    },
  ],
  'case.follow': [
    {
      title: 'a file that has not grown, and one that is not there',
      request: (world) => ({ ...made(world), paths: [join(world, 'more.csv'), join(world, 'gone.csv')], pulls: [] }),
    },
    {
      title: 'a source that is not there',
      request: (world) => ({ ...made(world), paths: [], pulls: [{ source: 'nosuch' }] }),
    },
    {
      title: 'no such case',
      request: (world) => ({ ...missing(world), paths: [], pulls: [] }),
      fails: 'case/not-found',
    },
  ],
  'case.pulls': [
    { title: 'none', request: made },
    { title: 'no such case', request: missing, fails: 'case/not-found' },
  ],
  'case.verify': [
    { title: 'against its source', request: (world) => ({ ...made(world), against: [join(world, 'log.ndjson')] }) },
    { title: 'no such case', request: missing, fails: 'case/not-found' },
  ],
  'rows.count': questions<'rows.count'>({}),
  'rows.page': [...questions<'rows.page'>({ columns: ['time', 'action', 'payload'], offset: 0, limit: 50 })],
  'rows.facets': questions<'rows.facets'>({ fields: ['actor', 'action'], top: 5 }),
  'rows.histogram': questions<'rows.histogram'>({ bins: 10, by: 'actor' }),
  'rows.summary': questions<'rows.summary'>({}),
  'rows.locate': questions<'rows.locate'>({ at: { event: 3 } }),
  'exports.list': [
    { title: 'before any', request: (world) => ({ ...made(world), offset: 0, limit: 10 }) },
    {
      title: 'no such case',
      request: (world) => ({ ...missing(world), offset: 0, limit: 10 }),
      fails: 'case/not-found',
    },
  ],
  'rows.export': [
    {
      title: 'as an Excel workbook in a ZIP, by a preset',
      request: (world) => ({
        ...asked(world),
        format: 'zip',
        zipped: 'xlsx',
        name: 'for the regulator',
        preset: 'rule-registry',
        out: join(world, 'out.zip'),
      }),
    },
    {
      title: 'with options that do not go together',
      request: (world) => ({ ...asked(world), format: 'csv', verbatim: true, out: join(world, 'never.csv') }),
      fails: 'usage/bad-argument',
    },
    {
      title: 'by a preset that there is not',
      request: (world) => ({ ...asked(world), format: 'csv', preset: 'nosuch', out: join(world, 'never.csv') }),
      fails: 'usage/bad-argument',
    },
    {
      title: 'as NDJSON',
      request: (world) => ({
        ...asked(world),
        format: 'ndjson',
        out: join(world, 'out.ndjson'),
        timeZone: 'Europe/Berlin',
      }),
    },
    {
      title: 'over a file that is there',
      request: (world) => ({ ...asked(world), format: 'csv', out: join(world, 'log.ndjson') }),
      fails: 'export/target-exists',
    },
  ],
  'event.show': [
    { title: 'an event with awkward keys', request: (world) => ({ ...made(world), event: '1' }) },
    { title: 'with its secrets masked', request: (world) => ({ ...made(world), event: '2', redact: true }) },
    { title: 'no such event', request: (world) => ({ ...made(world), event: '99999' }), fails: 'event/not-found' },
  ],
  'event.raw': [
    { title: 'a record', request: (world) => ({ ...made(world), event: '1' }) },
    { title: 'with its secrets masked', request: (world) => ({ ...made(world), event: '2', redact: true }) },
    { title: 'no such event', request: (world) => ({ ...made(world), event: 'x' }), fails: 'event/not-found' },
  ],
  'event.reveal': [
    { title: 'an event', request: (world) => ({ ...made(world), event: '2' }) },
    { title: 'no such event', request: (world) => ({ ...made(world), event: '99999' }), fails: 'event/not-found' },
  ],
  'tags.set': [
    { title: 'a new tag', request: (world) => ({ ...made(world), name: '__proto__', colour: 'red' }) },
    {
      title: 'without a name',
      request: (world) => ({ ...made(world), name: ' ', colour: 'red' }),
      fails: 'annotation/bad-name',
    },
  ],
  'annotations.change': [
    {
      title: 'a tag on events',
      request: (world) => ({
        ...made(world),
        target: { events: [1, 2] },
        change: { kind: 'tag', tag: '__proto__', on: true },
      }),
    },
    {
      title: 'a note on an event',
      request: (world) => ({
        ...made(world),
        target: { events: [1] },
        change: { kind: 'note', text: '<img src=x>\u202e' },
      }),
    },
    {
      title: 'a bookmark on an answer',
      request: (world) => ({
        ...made(world),
        target: { question: asked(world) },
        change: { kind: 'bookmark', on: true },
      }),
    },
    {
      title: 'a question that cannot be understood',
      request: (world) => ({
        ...made(world),
        target: { question: wrong(world) },
        change: { kind: 'bookmark', on: true },
      }),
      fails: 'query/unknown-field',
    },
  ],
  'annotations.notes': [
    { title: 'of an event', request: (world) => ({ ...made(world), event: 1 }) },
    { title: 'no such case', request: (world) => ({ ...missing(world), event: 1 }), fails: 'case/not-found' },
  ],
  'annotations.editNote': [
    { title: 'a note', request: (world) => ({ ...made(world), note: 1, text: 'edited' }) },
    { title: 'no note', request: (world) => ({ ...made(world), note: 999, text: '' }), fails: 'annotation/not-found' },
  ],
  'annotations.undo': [
    { title: 'a change', request: (world) => ({ ...made(world), batch: 1 }) },
    { title: 'once more', request: (world) => ({ ...made(world), batch: 1 }), fails: 'annotation/not-found' },
  ],
  'tags.list': [
    { title: 'a case', request: made },
    { title: 'no such case', request: missing, fails: 'case/not-found' },
  ],
  'views.save': [
    { title: 'a view', request: (world) => ({ ...made(world), view }) },
    {
      title: 'of a newer Vouch',
      request: (world) => ({ ...made(world), view: { ...view, vouchView: VIEW_FORMAT + 1 } }),
      fails: 'view/newer-version',
    },
  ],
  'views.list': [
    { title: 'a case', request: made },
    { title: 'no such case', request: missing, fails: 'case/not-found' },
  ],
  'views.remove': [
    { title: 'a view', request: (world) => ({ ...made(world), name: view.name }) },
    { title: 'no such case', request: (world) => ({ ...missing(world), name: 'x' }), fails: 'case/not-found' },
  ],
  'sessions.list': questions<'sessions.list'>({ offset: 0, limit: 10 }),
  'sessions.export': [
    {
      title: 'a question',
      request: (world) => ({ ...asked(world), out: join(world, 'sessions.csv'), overwrite: true }),
    },
    {
      title: 'a file that is there',
      request: (world) => ({ ...asked(world), out: join(world, 'third.ndjson') }),
      fails: 'export/target-exists',
    },
    {
      title: 'redacted by no profile',
      request: (world) => ({ ...asked(world), out: join(world, 'none.csv'), redaction: 'nobody' }),
      fails: 'redaction/not-found',
    },
  ],
  'pack.make': [
    { title: 'of a question', request: (world) => ({ ...asked(world), ...packed(world) }) },
    {
      title: 'over a file that is there',
      request: (world) => ({ ...asked(world), ...packed(world) }),
      fails: 'export/target-exists',
    },
    {
      title: 'bad syntax',
      request: (world) => ({ ...asked(world), ...packed(world), filter: '((' }),
      fails: 'query/syntax',
    },
    {
      title: 'with a key that is not there',
      request: (world) => ({ ...asked(world), ...packed(world), key: join(world, 'no-key') }),
      fails: 'key/not-found',
    },
    {
      title: 'for no recipient',
      request: (world) => ({ ...asked(world), ...packed(world), recipients: ['age1'] }),
      fails: 'pack/bad-recipient',
    },
  ],
  'pack.verify': [
    { title: 'a pack', request: (world) => ({ pack: join(world, 'pack.zip'), against: [join(world, 'log.ndjson')] }) },
    { title: 'no pack', request: (world) => ({ pack: join(world, 'log.ndjson') }), fails: 'pack/not-a-pack' },
  ],
  'pack.attach': [
    {
      title: 'what is no reply',
      request: (world) => ({
        pack: join(world, 'pack.zip'),
        reply: join(world, 'log.ndjson'),
        out: join(world, 'new.zip'),
      }),
      fails: 'pack/bad-reply',
    },
  ],
  'keys.list': [{ title: 'where there is no folder for them', request: () => ({}) }],
  'keys.create': [{ title: 'where there is no folder for them', request: () => ({}), fails: 'key/not-saved' }],
  'keys.unlock': [
    { title: 'a key', request: (world) => ({ path: join(world, 'signing-key'), passphrase: 'open sesame' }) },
    {
      title: 'with a wrong passphrase',
      request: (world) => ({ path: join(world, 'signing-key'), passphrase: 'wrong' }),
      fails: 'key/wrong-passphrase',
    },
  ],
  'populations.freeze': [
    {
      title: 'a question',
      request: (world) => ({ ...asked(world), name: '__proto__', obtained: { system: '<b>=1+1</b>' } }),
    },
    {
      title: 'under a name that is taken',
      request: (world) => ({ ...asked(world), name: '__PROTO__' }),
      fails: 'population/exists',
    },
    {
      title: 'nothing',
      request: (world) => ({ ...asked(world), filter: 'action:none', name: 'x' }),
      fails: 'population/empty',
    },
    { title: 'without a name', request: (world) => ({ ...asked(world), name: ' ' }), fails: 'usage/bad-argument' },
    { title: 'an unknown field', request: (world) => ({ ...wrong(world), name: 'x' }), fails: 'query/unknown-field' },
  ],
  'populations.list': [
    { title: 'a case', request: made },
    { title: 'no such case', request: missing, fails: 'case/not-found' },
  ],
  'populations.show': [
    { title: 'a population', request: (world) => ({ ...made(world), name: '__proto__' }) },
    { title: 'none', request: (world) => ({ ...made(world), name: 'x' }), fails: 'population/not-found' },
  ],
  'populations.check': [
    { title: 'a population', request: (world) => ({ ...made(world), name: '__proto__' }) },
    { title: 'none', request: (world) => ({ ...made(world), name: 'x' }), fails: 'population/not-found' },
  ],
  'populations.export': [
    {
      title: 'with values',
      request: (world) => ({ ...made(world), population: '__proto__', out: join(world, 'list.tsv'), field: 'actor' }),
    },
    {
      title: 'over a file that is there',
      request: (world) => ({ ...made(world), population: '__proto__', out: join(world, 'third.ndjson') }),
      fails: 'export/target-exists',
    },
  ],
  'samples.draw': [
    {
      title: 'at random',
      request: (world) => ({ ...drawing(world), name: 'r', draw: { method: 'random', size: 5, seed: 'seed' } }),
    },
    {
      title: 'every third',
      request: (world) => ({ ...drawing(world), name: 's', draw: { method: 'systematic', interval: 3, seed: 'seed' } }),
    },
    {
      title: 'by strata',
      request: (world) => ({
        ...drawing(world),
        name: 'st',
        draw: { method: 'stratified', size: 6, field: 'ACTOR', allocation: 'proportional', seed: 'seed' },
      }),
    },
    {
      title: 'by a person',
      request: (world) => ({
        ...drawing(world),
        name: 'j',
        draw: { method: 'judgemental', events: [3, 2], reason: '<i>' },
      }),
    },
    {
      title: 'more than there are',
      request: (world) => ({ ...drawing(world), name: 'x', draw: { method: 'random', size: 9_999 } }),
      fails: 'sample/impossible',
    },
    {
      title: 'under a name that is taken',
      request: (world) => ({ ...drawing(world), name: 'R', draw: { method: 'random', size: 1 } }),
      fails: 'sample/exists',
    },
    {
      title: 'from no population',
      request: (world) => ({ ...drawing(world), population: 'x', name: 'x', draw: { method: 'random', size: 1 } }),
      fails: 'population/not-found',
    },
  ],
  'samples.mark': [
    {
      title: 'several items',
      request: (world) => ({
        ...made(world),
        sample: 'r',
        items: [1, 2],
        result: 'exception',
        note: '<img src=x>\u202e',
      }),
    },
    { title: 'back again', request: (world) => ({ ...made(world), sample: 'r', items: [2], result: null }) },
    {
      title: 'no such item',
      request: (world) => ({ ...made(world), sample: 'r', items: [99], result: 'pass' }),
      fails: 'usage/bad-argument',
    },
    {
      title: 'in no sample',
      request: (world) => ({ ...made(world), sample: 'x', items: [1], result: 'pass' }),
      fails: 'sample/not-found',
    },
  ],
  'samples.list': [
    { title: 'a case', request: made },
    { title: 'no such case', request: missing, fails: 'case/not-found' },
  ],
  'samples.show': [
    { title: 'a sample', request: (world) => ({ ...made(world), name: 'st' }) },
    { title: 'none', request: (world) => ({ ...made(world), name: 'x' }), fails: 'sample/not-found' },
  ],
  'samples.items': [
    {
      title: 'a page',
      request: (world) => ({
        ...made(world),
        sample: 'r',
        columns: ['time', 'actor', 'tag'],
        offset: 0,
        limit: 3,
        redact: true,
      }),
    },
    {
      title: 'an unknown field',
      request: (world) => ({ ...made(world), sample: 'r', columns: ['nosuch'], offset: 0, limit: 1 }),
      fails: 'query/unknown-field',
    },
  ],
  'samples.history': [
    { title: 'of an item', request: (world) => ({ ...made(world), sample: 'r', item: 2 }) },
    {
      title: 'in no sample',
      request: (world) => ({ ...made(world), sample: 'x', item: 1 }),
      fails: 'sample/not-found',
    },
  ],
  'samples.export': [
    {
      title: 'as HTML',
      request: (world) => ({ ...made(world), sample: 'r', format: 'html', out: join(world, 'paper.html') }),
    },
    {
      title: 'as Excel',
      request: (world) => ({ ...made(world), sample: 'r', format: 'xlsx', out: join(world, 'paper.xlsx') }),
    },
    {
      title: 'in no zone',
      request: (world) => ({
        ...made(world),
        sample: 'r',
        format: 'html',
        out: join(world, 'x.html'),
        timeZone: 'No/Where',
      }),
      fails: 'usage/bad-argument',
    },
  ],
  'jobs.start': [
    { title: 'a verification', request: (world) => ({ work: { entry: 'case.verify', request: made(world) } }) },
    {
      title: 'an import',
      request: (world) => ({
        work: { entry: 'case.import', request: { ...made(world), paths: [join(world, 'third.ndjson')] } },
      }),
    },
    {
      title: 'an export that fails',
      request: (world) => ({
        work: { entry: 'rows.export', request: { ...wrong(world), format: 'csv', out: join(world, 'job.csv') } },
      }),
    },
    {
      title: 'a time-stamp that is none',
      request: (world) => ({
        work: {
          entry: 'pack.attach',
          request: { pack: join(world, 'pack.zip'), reply: join(world, 'log.ndjson'), out: join(world, 'job.zip') },
        },
      }),
    },
    {
      title: 'standard input',
      request: (world) => ({ work: { entry: 'case.import', request: { ...made(world), paths: ['-'] } } }),
      fails: 'usage/bad-argument',
    },
  ],
  'jobs.watch': [{ title: 'when all have ended', request: () => ({ since: null, waitMs: 0 }), after: jobsEnded }],
  'jobs.files': [
    { title: 'of an import', request: () => ({ job: 2, offset: 0, limit: 10 }) },
    { title: 'of no job', request: () => ({ job: 99, offset: 0, limit: 10 }), fails: 'job/not-found' },
  ],
  'jobs.cancel': [
    { title: 'one that has ended', request: () => ({ job: 1 }) },
    { title: 'none', request: () => ({ job: 99 }), fails: 'job/not-found' },
  ],
  'jobs.dismiss': [
    { title: 'one that has ended', request: () => ({ job: 1 }) },
    { title: 'once more', request: () => ({ job: 1 }), fails: 'job/not-found' },
  ],
  'sources.list': [{ title: 'those that come along', request: () => ({}) }],
  'sources.add': [
    {
      title: 'one that comes along',
      request: () => ({ id: 'okta', title: 'Okta', source: 'okta' }),
      fails: 'source/duplicate-id',
    },
  ],
  'sources.remove': [{ title: 'no own one', request: () => ({ id: 'okta' }), fails: 'source/not-found' }],
  'sources.keepSecret': [
    {
      title: 'where there is no key store',
      request: () => ({ source: 'okta', name: 'token', secret: 'tok-123456' }),
      fails: 'host/no-key-store',
    },
  ],
  'sources.preview': [
    { title: 'no such source', request: () => ({ source: 'nosuch' }), fails: 'source/not-found' },
    {
      title: 'an address that is none',
      request: () => ({ source: 'generic', set: { url: 'ftp://example.com' } }),
      fails: 'source/invalid',
    },
  ],
  'profiles.list': [{ title: 'bundled and own', request: () => ({}) }],
  'profiles.explain': [
    { title: 'a file', request: (world) => ({ path: join(world, 'log.ndjson') }) },
    { title: 'no file', request: (world) => ({ path: join(world, 'gone') }), fails: 'import/not-found' },
  ],
  'profiles.draft': [
    { title: 'as guessed', request: (world) => ({ paths: [join(world, 'log.ndjson')] }) },
    { title: 'no file', request: (world) => ({ paths: [join(world, 'gone')] }), fails: 'import/not-found' },
  ],
  'profiles.keep': [
    {
      title: 'without a name',
      request: (world) => ({ paths: [join(world, 'log.ndjson')], choices: { title: '', time: null, fields: {} } }),
      fails: 'usage/bad-argument',
    },
  ],
  'profiles.test': [{ title: 'a folder', request: (world) => ({ dir: join(world, 'profiles') }) }],
  'redaction.profiles': [
    { title: 'those that come with Vouch', request: () => ({}) },
    { title: 'no file', request: (world) => ({ path: join(world, 'gone') }), fails: 'redaction/not-found' },
    { title: 'no profile', request: (world) => ({ path: join(world, 'log.ndjson') }), fails: 'redaction/invalid' },
  ],
  'redaction.pseudonyms': [
    {
      title: 'of a case without a key',
      request: (world) => ({ ...made(world), values: ['ada'] }),
      fails: 'redaction/no-key',
    },
    { title: 'of no case', request: (world) => ({ ...missing(world), values: [] }), fails: 'case/not-found' },
  ],
  'host.info': [{ title: 'this host', request: () => ({}) }],
  'host.opened': [{ title: 'a case', request: (world) => ({ path: join(world, 'case.vouch'), events: 7 }) }],
  'host.recent': [{ title: 'after one was opened', request: () => ({}) }],
  'host.forget': [{ title: 'that one', request: (world) => ({ path: join(world, 'case.vouch') }) }],
  'host.demo': [{ title: 'of the samples', request: () => ({}) }],
  'host.pick': [{ title: 'a file', request: () => ({ kind: 'files', title: 'Import' }), fails: 'host/no-dialogs' }],
  'host.list': [
    { title: 'a folder', request: (world) => ({ folder: join(world, 'folder') }) },
    { title: 'no folder', request: (world) => ({ folder: join(world, 'gone') }), fails: 'import/not-found' },
  ],
  'host.reveal': [{ title: 'a file', request: (world) => ({ path: join(world, 'log.ndjson') }) }],
  'host.pdf': [{ title: 'a report', request: (world) => ({ path: join(world, 'a.html') }), fails: 'host/no-pdf' }],
  'host.writeSetting': [
    { title: 'a value', request: () => ({ key: 'a.b', value: JSON.parse('{"__proto__":[-0,1e300,"\\ud800"]}') }) },
    { title: 'under no name', request: () => ({ key: '__proto__', value: 1 }), fails: 'usage/bad-argument' },
  ],
  'host.readSetting': [
    { title: 'that value', request: () => ({ key: 'a.b' }) },
    { title: 'under no name', request: () => ({ key: '' }), fails: 'usage/bad-argument' },
  ],
}
