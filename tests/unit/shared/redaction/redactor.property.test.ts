import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Json } from '../../../../shared/failure.ts'
import { applied, CellRedactor, Redactor } from '../../../../shared/redaction/index.ts'

/** Secrets long enough to be known again, with everything that is escaped somewhere. */
const anySecret = fc
  .tuple(fc.stringMatching(/^[a-zA-Z0-9]{8,12}$/), fc.constantFrom('', '"', '\\', '\n', 'é', '😀', "'", '/', ' x', ','))
  .map(([text, odd]) => `${text.slice(0, 5)}${odd}${text.slice(5)}`)
const anyKey = fc.constantFrom('password', 'clientSecret', 'api_key', 'Authorization', 'set-cookie', 'sessionToken')
const plainKey = fc.oneof(
  fc.constantFrom('a', 'name', 'value', '__proto__', 'tokenId', 'kind', 'data'),
  fc.string({ maxLength: 5 }),
)
const plain: fc.Arbitrary<Json> = fc.oneof(fc.string({ maxLength: 10 }), fc.integer(), fc.boolean(), fc.constant(null))

interface Made {
  readonly payload: Json
  readonly secrets: readonly string[]
}

/** Payloads with secrets under their keys, again in other texts, and all of it in JSON inside texts. */
const anyMade: fc.Arbitrary<Made> = fc.letrec<{ made: Made }>((tie) => ({
  made: fc.oneof(
    { depthSize: 'small' },
    { weight: 2, arbitrary: plain.map((payload): Made => ({ payload, secrets: [] })) },
    { weight: 3, arbitrary: fc.tuple(anyKey, anySecret, plainKey).map(underKey) },
    { weight: 1, arbitrary: fc.tuple(anyKey, anySecret).map(namedBeside) },
    { weight: 1, arbitrary: anySecret.map(inKubernetes) },
    {
      weight: 2,
      arbitrary: tie('made').map(
        ({ payload, secrets }): Made => ({ payload: { body: JSON.stringify(payload) }, secrets }),
      ),
    },
    { weight: 2, arbitrary: fc.array(fc.tuple(plainKey, tie('made')), { maxLength: 3 }).map(inside) },
  ),
})).made

function underKey([key, secret, other]: [string, string, string]): Made {
  const again = [`_${other}`, `see ${secret}.`] as const
  return { payload: pairs([[key, secret], again]), secrets: [secret] }
}

function namedBeside([key, secret]: [string, string]): Made {
  const payload: Json = [
    { name: key, value: secret },
    { Value: [secret], Name: key },
  ]
  return { payload, secrets: [secret] }
}

function inKubernetes(secret: string): Made {
  return { payload: { kind: 'Secret', data: { user: secret } }, secrets: [secret] }
}

function inside(members: readonly [string, Made][]): Made {
  return {
    payload: pairs(members.map(([key, { payload }], i) => [`${key}${i}`, payload])),
    secrets: members.flatMap(([, { secrets }]) => secrets),
  }
}

function pairs(members: readonly (readonly [string, Json])[]): Json {
  return JSON.parse(
    `{${members.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',')}}`,
  ) as Json
}

/** All texts of a value, those of JSON inside texts read as well. */
function texts(value: Json): string[] {
  if (typeof value === 'string') {
    try {
      const inside = JSON.parse(value) as Json
      return [value, ...(typeof inside === 'object' ? texts(inside) : [])]
    } catch {
      return [value]
    }
  }
  if (value === null || typeof value !== 'object') return [String(value)]
  return Object.entries(value).flatMap(([key, member]) => [key, ...texts(member as Json)])
}

describe('redaction', () => {
  test('no secret remains in a payload, however deep it lies', () =>
    fc.assert(
      fc.property(anyMade, ({ payload, secrets }) => {
        const redactor = new Redactor()
        redactor.learn(payload)
        const masked = texts(redactor.payload(payload))
        for (const secret of secrets) expect(masked.filter((text) => text.includes(secret))).toEqual([])
        if (secrets.length > 0) expect(redactor.secrets.length).toBeGreaterThan(0)
      }),
      { numRuns: 400 },
    ))

  test('what holds no secret stays as it is, and masking twice changes nothing more', () =>
    fc.assert(
      fc.property(anyMade, ({ payload, secrets }) => {
        const redactor = new Redactor()
        redactor.learn(payload)
        const once = redactor.payload(payload)
        if (secrets.length === 0) expect(JSON.stringify(once)).toBe(JSON.stringify(payload))
        const again = new Redactor()
        again.learn(once)
        expect(JSON.stringify(again.payload(once))).toBe(JSON.stringify(once))
      }),
      { numRuns: 300 },
    ))

  test('edits of JSON text give JSON of the masked payload, spelled as it was', () => {
    const text =
      '{ "p\\u0061ssword" : "a\\u0062c\\/d", "x":"\\u0042earer abc.def-1\\/2 \\u00e9", "password":"second", "n":1.50 }'
    const redactor = new Redactor()
    const edits = redactor.jsonEdits(text, []) ?? []
    expect(applied(text, edits)).toBe(
      '{ "p\\u0061ssword" : "[REDACTED]", "x":"\\u0042earer [REDACTED] \\u00e9", "password":"[REDACTED]", "n":1.50 }',
    )
    expect(redactor.secrets).toEqual([
      { path: 'payload.password', rule: 'key-name' },
      { path: 'payload.x', rule: 'bearer' },
    ])
  })

  test('a profile names further keys; those that tell about a secret are left alone', () => {
    const redactor = new Redactor(['*pin*', 'badgeId'])
    expect(redactor.payload({ pinCode: 'abcd', pinName: 'front door', badgeId: 'b-17' })).toEqual({
      pinCode: '[REDACTED]',
      pinName: 'front door',
      badgeId: '[REDACTED]',
    })
  })

  test('a text nested in itself without end is masked whole', () => {
    let text = '{"password":"hunter2hunter"}'
    for (let i = 0; i < 12; i++) text = JSON.stringify({ a: text })
    expect(JSON.stringify(new Redactor().payload({ text }))).not.toContain('hunter2')
  })

  test('what is no single JSON value is none', () => {
    for (const text of [
      '',
      '{',
      '{"a":1}}',
      '{"a":1,}',
      "{'a':1}",
      '[1 2]',
      `${'['.repeat(600)}${']'.repeat(600)}`,
      '"\\u12"',
    ])
      expect(new Redactor().jsonEdits(text, [])).toBeNull()
  })

  test('a field that is a piece of a secret is masked, too', () => {
    const redactor = new Redactor()
    redactor.learn({ token: 'user-1234-ABCDEFGHIJ' })
    expect(redactor.field('abcdefghij', 'resourceId')).toBe('[REDACTED]')
    expect(redactor.field('user', 'actorType')).toBe('user')
  })

  test('pairs of name and value inside one another take no longer than their length', () => {
    let payload: Json = 'hunter2hunter'
    for (let i = 0; i < 400; i++) payload = { name: 'password', value: payload }
    expect(JSON.stringify(new Redactor().payload({ payload }))).not.toContain('hunter2')
  })

  test('cells of a page are masked by how they look and by their column', () => {
    const cells = new CellRedactor()
    expect(cells.cell('/a?token=abcdef', 'path')).toBe('/a?token=[REDACTED]')
    expect(cells.cell('hunter2', 'apiKey')).toBe('[REDACTED]')
    expect(cells.cell('{"password":"hunter2","n":1}', 'payload')).toBe('{"password":"[REDACTED]","n":1}')
    expect(cells.cell('key.created', 'action')).toBe('key.created')
  })
})
