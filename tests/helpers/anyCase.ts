/** Arbitrary exhibits and filters over few, awkward values, so that filters hit and values repeat, also but for case. */
import fc from 'fast-check'
import { fieldById, fields, isBesideField, mappedFields } from '../../shared/fields.ts'
import type { Bound, Filter } from '../../shared/filter.ts'
import { wordsOf } from '../../shared/query/index.ts'
import type { MadeExhibit, MadeRecord } from './madeCase.ts'
import { closedFields, otherProfile, plainProfile } from './madeProfile.ts'

const words = [
  'alice',
  'Alice',
  'ALICE',
  'alice smith',
  'alice@example.com',
  'Ålice',
  'åLICE',
  'key.created',
  'key_created',
  'key-created',
  'a',
  'A',
  'b*b',
  'b?b',
  'b\\b',
  '50%',
  '_',
  '“”',
  '---',
  'ΑΣ',
  'ας',
  'ασ',
  'K',
  'k',
  'İx',
  'ß',
  '😀',
  'x😀y',
  'x￿y',
  '漢字',
  'line\none',
  'nul\0inside',
  'true',
  'null',
  '__proto__',
  'constructor',
  '0f8fad5b-d9cb-469f-a165-70867728950e',
  '0F8FAD5B-d9cb-469f-a165-70867728950e',
  '0f8fad5b-d9cb',
  'E001',
]
const numbers = ['1', '01', '1.0', '9', '10', '-5', '200', '404', '4e2', ' 7', '1e400', '0x10']
const addresses = [
  '192.0.2.1',
  '192.0.2.10',
  '192.0.2.9',
  '198.51.100.7',
  '2001:db8::1',
  '2001:DB8:0::1',
  '::ffff:192.0.2.1',
  '192.0.2.300',
  'localhost',
]
const times = [
  '2026-01-02T03:04:05Z',
  '2026-01-02T03:04:05.5Z',
  '2026-01-02T03:04:05.500000Z',
  '2026-01-02T23:59:59.999999Z',
  '2026-01-03T00:00:00Z',
  '2026-02-01T00:00:00.000Z',
  '1969-12-31T23:59:59.999999Z',
  '1969-12-31T23:59:59.5Z',
  '1905-05-05T05:05:05.005Z',
  '2199-01-01T00:00:00Z',
]
const timeBounds = [
  '2026',
  '2026-01',
  '2026-01-02',
  '2026-01-02T03',
  '2026-01-02T03:04:05.500Z',
  '1969-12-31',
  '1970',
  'now',
  'now+30y',
  'now-1d/d',
]

const text = fc.constantFrom(...words)
const number = fc.constantFrom(...numbers)
const address = fc.constantFrom(...addresses)
/** Any value of a field that takes any text. */
export const anyValue = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: number },
  { weight: 2, arbitrary: address },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 4 }) },
)

/** Fields the records fill; the others stay empty throughout. */
const filled = [
  'actor',
  'actorType',
  'action',
  'outcome',
  'resourceId',
  'ip',
  'requestId',
  'eventId',
  'status',
  'message',
]
const own = ['region', 'quota', 'zone_name', 'Value']

const valueFor = (field: string): fc.Arbitrary<string> => {
  const closed = closedFields.get(field)
  if (closed !== undefined) return fc.constantFrom(...closed)
  if (field === 'ip') return fc.oneof({ weight: 5, arbitrary: address }, { weight: 1, arbitrary: text })
  if (field === 'status') return fc.oneof({ weight: 4, arbitrary: number }, { weight: 1, arbitrary: text })
  return anyValue
}

const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyValue,
    fc.constantFrom(0, 1, 1.5, -5, 404, 1e21),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'after', 'role', 'x.y', '0', '__proto__', 'payload'), tie('tree'), {
      maxKeys: 3,
    }),
  ),
}))

export const anyRecord: fc.Arbitrary<MadeRecord> = fc
  .tuple(
    fc.option(fc.constantFrom(...times), { freq: 5 }),
    fc.record(Object.fromEntries([...filled, ...own].map((field) => [field, valueFor(field)])), { requiredKeys: [] }),
    fc.record({ after: tree, list: tree, payload: tree }, { requiredKeys: [] }),
  )
  .map(([time, values, more]) => ({ ...(time === null ? {} : { time }), ...values, ...more }) as MadeRecord)

const anyExhibit: fc.Arbitrary<MadeExhibit> = fc.record({
  records: fc.array(anyRecord, { maxLength: 12 }),
  profile: fc.constantFrom(plainProfile, otherProfile),
  startsImport: fc.boolean(),
})
export const anyExhibits = fc.array(anyExhibit, { minLength: 1, maxLength: 3 })

/** Entries a dictionary may hold: none, very few, or as many as there are. */
export const anyLimit = fc.constantFrom(0, 1, 2, 5, 100_000)

const bound = (value: fc.Arbitrary<string>): fc.Arbitrary<Bound> => fc.record({ value, inclusive: fc.boolean() })
const rangeOf = (value: fc.Arbitrary<string>): fc.Arbitrary<{ from?: Bound; to?: Bound }> =>
  fc.oneof(
    fc.record({ from: bound(value) }),
    fc.record({ to: bound(value) }),
    fc.record({ from: bound(value), to: bound(value) }),
  )

/** Patterns made of a value by putting in wildcards. */
const pattern = fc
  .tuple(anyValue, fc.array(fc.tuple(fc.nat(12), fc.constantFrom('*', '?', '**', '\\*', '')), { maxLength: 2 }))
  .map(([value, marks]) => {
    const units = [...value]
    for (const [at, mark] of marks) if (at <= units.length) units.splice(at, mark === '*' ? 2 : 1, mark)
    return units.join('')
  })
const regexp = fc.constantFrom('^a', 'ice$', '[0-9]+', 'a|b', '^$', '\\.', '^.{1,2}$', 'É|Å', '\\d\\d')
const network = fc.constantFrom(
  '192.0.2.0/24',
  '192.0.2.8/29',
  '0.0.0.0/0',
  '::/0',
  '2001:db8::/32',
  '::ffff:192.0.2.0/120',
)

const valueClause = (field: string): fc.Arbitrary<Filter> => {
  const value = fc.oneof({ weight: 3, arbitrary: valueFor(field) }, { weight: 1, arbitrary: anyValue })
  return fc.oneof(
    fc.record({ kind: fc.constant('is' as const), field: fc.constant(field), value, exact: fc.boolean() }),
    fc.record({ kind: fc.constant('like' as const), field: fc.constant(field), pattern }),
    fc.record({ kind: fc.constant('matches' as const), field: fc.constant(field), regexp }),
    fc.record({ kind: fc.constant('exists' as const), field: fc.constant(field) }),
    fc.record({ kind: fc.constant('network' as const), field: fc.constant(field), network }),
    rangeOf(value).map((bounds): Filter => ({ kind: 'range', field, ...bounds })),
  )
}

const timeClause: fc.Arbitrary<Filter> = fc.oneof(
  fc.constant<Filter>({ kind: 'exists', field: 'time' }),
  fc.constantFrom(...timeBounds).map((value): Filter => ({ kind: 'is', field: 'time', value, exact: false })),
  rangeOf(fc.constantFrom(...timeBounds)).map((bounds): Filter => ({ kind: 'range', field: 'time', ...bounds })),
)

/** Texts with a word in them. */
export const anyTextClause: fc.Arbitrary<Filter> = fc
  .record({
    kind: fc.constant('text' as const),
    text: fc
      .oneof(
        anyValue,
        pattern,
        fc.tuple(text, text).map((both) => both.join(' ')),
      )
      .filter((typed) => wordsOf(typed).length > 0),
    phrase: fc.boolean(),
    prefix: fc.boolean(),
  })
  .map((clause) => clause)

export const anyPayloadClause: fc.Arbitrary<Filter> = fc
  .constantFrom(
    'payload.actor',
    'payload.after',
    'payload.after.role',
    'payload.after.a.b',
    'payload.after[0]',
    'payload.after[0].a',
    'payload.after.0',
    'payload.list[*]',
    'payload.list[*].a',
    'payload.list.a',
    'payload.list[1]',
    'payload.after."x.y"',
    'payload.after.__proto__',
    'payload.a',
    'payload.payload.a',
    'payload.list.constructor',
  )
  .chain(valueClause)

const smallIds = fc.constantFrom('1', '2', '5', '12', '01', '1.0', '0', '-1', 'x')
/** Clauses on columns, canonical and own, filled and empty. The own columns must be in the case. */
export const anyColumnClause = (ownColumns: readonly string[]): fc.Arbitrary<Filter> =>
  fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(...filled, ...ownColumns).chain(valueClause) },
    { weight: 1, arbitrary: fc.constantFrom('tenant', 'source', 'exhibit', 'userAgent').chain(valueClause) },
    { weight: 2, arbitrary: timeClause },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom('id', 'record'), smallIds, fc.boolean()).chain(([field, value, exact]) =>
        fc.oneof(
          fc.constant<Filter>({ kind: 'is', field, value, exact }),
          fc.constant<Filter>({ kind: 'exists', field }),
          fc.constant<Filter>({ kind: 'like', field, pattern: `${value[0]}*` }),
          rangeOf(smallIds).map((bounds): Filter => ({ kind: 'range', field, ...bounds })),
        ),
      ),
    },
  )

/** Clauses put together with and, or, not. */
export function anyTree(clause: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: clause },
      { weight: 1, arbitrary: fc.constant<Filter>({ kind: 'all' }) },
      { weight: 1, arbitrary: tie('filter').map((of): Filter => ({ kind: 'not', of })) },
      { weight: 2, arbitrary: fc.array(tie('filter'), { maxLength: 3 }).map((of): Filter => ({ kind: 'and', of })) },
      { weight: 2, arbitrary: fc.array(tie('filter'), { maxLength: 3 }).map((of): Filter => ({ kind: 'or', of })) },
    ),
  })).filter
}

/** Own columns of the profiles that the exhibits were read with. */
export function ownColumnsOf(exhibits: readonly MadeExhibit[]): string[] {
  return [...new Set(exhibits.flatMap(({ profile = plainProfile }) => profile.columns))]
}

/** Fields whose values are counted and compared: mapped ones, `source`, and own columns. */
export function countedFields(exhibits: readonly MadeExhibit[]): string[] {
  return [...mappedFields.map((field) => field.id), 'source', ...ownColumnsOf(exhibits)]
}

/** Every field one can sort by. */
export function sortableFields(exhibits: readonly MadeExhibit[]): string[] {
  return [...fields.map((field) => field.id).filter((id) => !isBesideField(id)), ...ownColumnsOf(exhibits)]
}

/** Type of a column; own columns are text. */
export function typeOf(field: string): string {
  return fieldById(field)?.type ?? 'text'
}
