/** Arbitrary filters that can be asked: known fields, values that suit their types. Shared by the property tests of this folder. */
import fc from 'fast-check'
import { type Field, fieldById } from '../../../../shared/fields.ts'
import type { Filter } from '../../../../shared/filter.ts'
import { type PathSegment, payloadField } from '../../../../shared/query/index.ts'

const nasty = fc.constantFrom(
  'AND',
  'OR',
  'NOT',
  'TO',
  '\\AND',
  '*',
  '?',
  '\\',
  '\\\\',
  '"',
  ':',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '<',
  '>',
  '=',
  '-',
  '!',
  '+',
  '/',
  '/a/',
  '&&',
  '||',
  ' ',
  '\n',
  '\t',
  '\u00a0',
  '\ufeff',
  '\0',
  '',
  'actor:',
  'actor',
  'payload.a',
  'http://x',
  'C:\\Users',
  'now',
  '10.0.0.0/8',
  'é',
  '😀',
  '\ud800',
  '__proto__',
  '.',
  ',',
  ';',
  '#',
  '@',
  '$',
  '%',
  '^',
  '~',
  '`',
  "'",
  'a',
  '1',
  '*:*',
  'name=x',
)
/** Text with everything in it that means something to the query language. */
export const anyText = fc.oneof(
  fc.array(nasty, { maxLength: 5 }).map((parts) => parts.join('')),
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
)

const segment: fc.Arbitrary<PathSegment> = fc.oneof(
  anyText.map((key): PathSegment => ({ kind: 'key', key })),
  fc.stringMatching(/^[a-z_][A-Za-z0-9_-]{0,6}$/).map((key): PathSegment => ({ kind: 'key', key })),
  fc.nat().map((index): PathSegment => ({ kind: 'index', index })),
  fc.constant<PathSegment>({ kind: 'each' }),
)
export const anyPayloadField = fc.array(segment, { minLength: 1, maxLength: 4 }).map(payloadField)

/** A column that no table in `shared/` knows, of type ip. */
const peerColumn: Field = {
  id: 'peerAddress',
  label: 'Peer',
  type: 'ip',
  storage: 'dictionary',
  facet: true,
  description: 'Made up for tests.',
}

/** Canonical fields and two columns of a profile. */
export function knownField(name: string): Field | undefined {
  const folded = name.toLowerCase()
  if (folded === 'peeraddress') return peerColumn
  if (folded === 'region-name') return { ...peerColumn, id: 'region-name', type: 'text' }
  return fieldById(name)
}

const textField = fc.oneof(fc.constantFrom('actor', 'path', 'message', 'region-name'), anyPayloadField)
const ipField = fc.constantFrom('ip', 'peerAddress')
const time = fc.constantFrom(
  '2026',
  '2026-05',
  '2026-05-01',
  '2026-05-01T10:30:15.118+02:00',
  '2026-05-01 10:30',
  'now',
  'now-7d/d',
)
const pattern = fc
  .array(fc.oneof(nasty, fc.constantFrom('*', '?', 'ci-', '\\*', '\\?', '\\\\')), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.join(''))
const regexp = fc.constantFrom(
  '^a',
  'a/b',
  'a b',
  '\\d+',
  '(a|b)',
  '[/"]',
  '\\/x',
  'a\\ b',
  '\\\\',
  'é+',
  ':',
  ' ',
  '/',
  '',
  '\\(',
  'x\ny',
  '"',
  '*'.replace('*', '.*'),
)

const bounds = (value: fc.Arbitrary<string>) =>
  fc.record(
    {
      from: fc.record({ value, inclusive: fc.boolean() }),
      to: fc.record({ value, inclusive: fc.boolean() }),
    },
    { requiredKeys: [] },
  )

/** Clauses of every kind, and texts. */
export const anyLeaf: fc.Arbitrary<Filter> = fc.oneof(
  fc.constant<Filter>({ kind: 'all' }),
  fc.record({ kind: fc.constant('text' as const), text: anyText, phrase: fc.boolean(), prefix: fc.boolean() }),
  fc.record({
    kind: fc.constant('is' as const),
    field: fc.oneof(textField, ipField),
    value: anyText,
    exact: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('is' as const), field: fc.constant('time'), value: time, exact: fc.boolean() }),
  fc.record({
    kind: fc.constant('is' as const),
    field: fc.constant('id'),
    value: fc.nat().map(String),
    exact: fc.boolean(),
  }),
  fc
    .record({ kind: fc.constant('like' as const), field: fc.oneof(textField, fc.constant('status')), pattern })
    .filter((clause) => clause.pattern !== ''),
  fc.record({ kind: fc.constant('matches' as const), field: fc.oneof(textField, ipField), regexp }),
  fc.record({
    kind: fc.constant('exists' as const),
    field: fc.oneof(textField, fc.constantFrom('time', 'id', 'status')),
  }),
  fc.record({
    kind: fc.constant('network' as const),
    field: ipField,
    network: fc.constantFrom('10.0.0.0/8', '2001:db8::/32', '::ffff:10.0.0.0/104'),
  }),
  fc.tuple(textField, bounds(anyText)).map(([field, range]): Filter => ({ kind: 'range', field, ...range })),
  fc
    .tuple(fc.constantFrom('now-7d', 'now', 'now/d'), bounds(fc.constantFrom('now-7d', 'now+1h')))
    .map(([, range]): Filter => ({ kind: 'range', field: 'time', ...range })),
  fc.integer().chain((low) =>
    fc.record({ inclusive: fc.boolean(), other: fc.boolean() }).map(
      ({ inclusive, other }): Filter => ({
        kind: 'range',
        field: 'status',
        from: { value: String(low), inclusive },
        to: { value: String(low + 5), inclusive: other },
      }),
    ),
  ),
)

/** Filters of any shape over these leaves. */
export const anyFilter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyLeaf,
    fc.record({ kind: fc.constant('not' as const), of: tie('filter') }),
    fc.record({ kind: fc.constant('and' as const), of: fc.array(tie('filter'), { maxLength: 4 }) }),
    fc.record({ kind: fc.constant('or' as const), of: fc.array(tie('filter'), { maxLength: 4 }) }),
  ),
})).filter
