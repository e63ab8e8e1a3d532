/** Texts that hold more than text: what is opened, what stays, and that the payload handed in stays as it was. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileProfile } from '../../../../../../electron/engine/ingest/profiles/compile.ts'
import type { Payload } from '../../../../../../electron/engine/ingest/profiles/event.ts'
import { compileOpen } from '../../../../../../electron/engine/ingest/profiles/open.ts'
import { parseProfile } from '../../../../../../electron/engine/ingest/profiles/profileSchema.ts'
import { recognise } from '../../../../../../electron/engine/ingest/profiles/recognise.ts'

function specFrom(open: string, more = '') {
  const parsed = parseProfile(
    `schema: 1\nid: made-up\nversion: 1\ntitle: T\nvendor: V\nsource: s\nrecognise: [{ format: json, require: [data.what], score: 50 }]\n${more}\nopen: ${open}\nfields: { action: { from: [data.what] } }`,
    'x',
  )
  if (!parsed.ok) throw new Error(parsed.failures[0].message)
  return parsed.value
}

function opened(open: string, payload: Payload, more = '') {
  const opener = compileOpen(specFrom(open, more))
  if (opener === null) throw new Error('nothing is opened')
  return opener(payload)
}

describe('JSON inside texts', () => {
  test('stands in the place of its text; the payload handed in is untouched', () => {
    const payload = { data: '{"what":"a"}', other: '{"b":1}' }
    expect(opened('[data]', payload)).toEqual({ payload: { data: { what: 'a' }, other: '{"b":1}' }, remark: null })
    expect(payload.data).toBe('{"what":"a"}')
  })

  test('in elements of a list, inside what was opened before, under loosely named keys', () => {
    expect(opened("['list[*].v']", { list: [{ v: '[1]' }, { v: 'text' }, 'x'] }).payload).toEqual({
      list: [{ v: [1] }, { v: 'text' }, 'x'],
    })
    expect(opened('[outer, outer.inner]', { outer: '{"inner":"{\\"a\\":1}"}' }).payload).toEqual({
      outer: { inner: { a: 1 } },
    })
    expect(opened('[auditData]', { 'Audit Data': '{"a":1}' }, 'csv: { headers: loose }').payload).toEqual({
      'Audit Data': { a: 1 },
    })
    expect(
      opened("['list[k=x].v']", {
        list: [
          { k: 'X', v: '{}' },
          { k: 'y', v: '{}' },
        ],
      }).payload,
    ).toEqual({
      list: [
        { k: 'X', v: {} },
        { k: 'y', v: '{}' },
      ],
    })
  })

  test('a text that looks like JSON and is none stays, with a remark; an ordinary one stays without', () => {
    expect(opened('[data]', { data: '{"what":"a' })).toEqual({
      payload: { data: '{"what":"a' },
      remark: 'cell-not-json',
    })
    expect(opened('[data]', { data: 'plain' })).toEqual({ payload: { data: 'plain' }, remark: null })
  })

  test('numbers that no double holds stay exact; __proto__ is a key', () => {
    expect(opened('[data]', { data: '{"id":12345678901234567890}' }).payload).toEqual({
      data: { id: '12345678901234567890' },
    })
    const { payload } = opened("['__proto__']", JSON.parse('{"__proto__":"{\\"a\\":1}"}'))
    expect(JSON.stringify(payload)).toBe('{"__proto__":{"a":1}}')
  })
})

describe('lists of pairs', () => {
  test.each([
    ['a=1, b = x y ,c=', ',', '=', { a: '1', b: 'x y', c: '' }],
    ['a=1;b="x; y"', ';', '=', { a: '1', b: 'x; y' }],
    ['a: 1|a: 2', '|', ':', { a: ['1', '2'] }],
    ['u=https://example.com/?q=1', ',', '=', { u: 'https://example.com/?q=1' }],
  ])('%s', (text, between, equals, expected) => {
    const open = `[{ from: [data], as: pairs, between: "${between}", equals: "${equals}" }]`
    expect(opened(open, { data: text }).payload).toEqual({ data: expected })
  })

  test('a text without pairs stays; one with a piece that is none stays with a remark', () => {
    const open = '[{ from: [data], as: pairs }]'
    expect(opened(open, { data: 'no pairs' })).toEqual({ payload: { data: 'no pairs' }, remark: null })
    expect(opened(open, { data: 'a=1, oops' })).toEqual({ payload: { data: 'a=1, oops' }, remark: 'cell-not-json' })
  })
})

describe('rows of Trino and Athena', () => {
  test.each([
    [
      '{type=IAMUser, arn=arn:aws:iam::1:user/a, invokedby=null}',
      { type: 'IAMUser', arn: 'arn:aws:iam::1:user/a', invokedby: null },
    ],
    ['{a={b=1, c=[x, {d=2}]}, e=f=g, h}', { a: { b: '1', c: ['x', { d: '2' }] }, e: 'f=g, h' }],
    ['[{accountid=1, type=AWS::S3::Bucket}]', [{ accountid: '1', type: 'AWS::S3::Bucket' }]],
    ['{}', {}],
    ['{"json":1}', { json: 1 }],
  ])('%s', (text, expected) => {
    expect(opened('[{ from: [data], as: struct }]', { data: text })).toEqual({
      payload: { data: expected },
      remark: null,
    })
  })

  test.each(['{a=1', '{a}', '[x, y', '{a=1} and more'])('%s stays a text, with a remark', (text) => {
    expect(opened('[{ from: [data], as: struct }]', { data: text })).toEqual({
      payload: { data: text },
      remark: 'cell-not-json',
    })
  })

  test.each([
    `${'{a='.repeat(10_000)}${'}'.repeat(10_000)}`,
    '{k=1, a='.repeat(10_000),
    `${'{k=1, a='.repeat(30)}1${'}x'.repeat(30)}`,
  ])('hostile nesting ends: %.20s', (text) => {
    expect(opened('[{ from: [data], as: struct }]', { data: text }).payload).toEqual({ data: text })
  })
})

test('mapping and recognition see what was opened', () => {
  const spec = specFrom('[data]')
  const record = { data: '{"what":"created"}' }
  expect(recognise([record], 'json', [spec])).toMatchObject([{ profileId: 'made-up', score: 50 }])
  const mapped = compileProfile(spec).map(record)
  expect(mapped.ok && mapped.event.values[0]).toBe('created')
})

test('opening twice is opening once, and nothing else changes, whatever the texts are', () => {
  const open = compileOpen(specFrom("[a, { from: ['b[*].c', d], as: pairs, between: ';' }]"))
  if (open === null) throw new Error('nothing is opened')
  const leaf = fc.oneof(fc.string(), fc.json(), fc.constantFrom('x=1;y=2', '=', ';;', '"=;"'))
  const record = fc.record({ a: leaf, b: fc.array(fc.record({ c: leaf })), d: leaf, e: leaf })
  fc.assert(
    fc.property(record, (payload) => {
      const before = JSON.stringify(payload)
      const once = open(payload).payload
      expect(JSON.stringify(payload)).toBe(before)
      expect(open(once).payload).toEqual(once)
      expect(once.e).toBe(payload.e)
    }),
  )
})

describe('CEF and LEEF', () => {
  const cef = (text: string) => opened('[{ from: [m], as: cef }]', { m: text }).payload.m

  test('header and extension, escapes, values with blanks, custom fields by their labels', () => {
    const text =
      '<13>Jan 02 03:04:05 fw CEF:0|Example|Gate \\| Way|1.0|42|Sign in|3|src=192.0.2.1 msg=all is well act=a\\=b cs1Label=Reason cs1=x y'
    expect(cef(text)).toEqual({
      deviceVendor: 'Example',
      deviceProduct: 'Gate | Way',
      deviceVersion: '1.0',
      deviceEventClassId: '42',
      name: 'Sign in',
      severity: '3',
      src: '192.0.2.1',
      msg: 'all is well',
      act: 'a=b',
      cs1Label: 'Reason',
      cs1: 'x y',
      Reason: 'x y',
    })
    expect(cef('CEF:0|V|P|1|2|N|3')).toMatchObject({ name: 'N', severity: '3' })
  })

  test('LEEF 1 has tabs, LEEF 2 names its separator', () => {
    const head = { vendor: 'V', product: 'P', productVersion: '1', eventId: 'Logon' }
    expect(cef('LEEF:1.0|V|P|1|Logon|src=192.0.2.1\tusrName=a b')).toEqual({
      ...head,
      src: '192.0.2.1',
      usrName: 'a b',
    })
    expect(cef('LEEF:2.0|V|P|1|Logon|^|src=192.0.2.1^usrName=a')).toEqual({ ...head, src: '192.0.2.1', usrName: 'a' })
    expect(cef('LEEF:2.0|V|P|1|Logon|x5E|src=192.0.2.1^usrName=a')).toEqual({ ...head, src: '192.0.2.1', usrName: 'a' })
  })

  test('other texts stay; one that breaks off stays with a remark', () => {
    expect(cef('a sentence about CEF:')).toBe('a sentence about CEF:')
    expect(opened('[{ from: [m], as: cef }]', { m: 'CEF:0|V|P' })).toEqual({
      payload: { m: 'CEF:0|V|P' },
      remark: 'cell-not-json',
    })
  })

  test('any fields come back as they were written', () => {
    const inHeader = ['name', 'severity']
    const word = fc
      .oneof({ weight: 9, arbitrary: fc.stringMatching(/^[\w]{1,8}$/) }, fc.constantFrom(...inHeader))
      .filter((key) => !key.endsWith('Label') && key !== '__proto__')
    const value = fc.string({ minLength: 1, maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, '').trim())
    const escaped = (text: string) => text.replace(/[\\|=]/g, (sign) => `\\${sign}`)
    fc.assert(
      fc.property(
        fc.dictionary(
          word,
          value.filter((text) => !/\s[\w.[\]-]+=/.test(text)),
          { maxKeys: 6 },
        ),
        (fields) => {
          const extension = Object.entries(fields).map(([key, text]) => `${key}=${escaped(text)}`)
          const read = cef(`CEF:0|V|P|1|2|N|3|${extension.join(' ')}`)
          // What the header says stays; a key of the same name is told apart.
          const keys = Object.entries(fields).map(([key, text]) => [
            inHeader.includes(key) ? `${key} (key)` : key,
            text,
          ])
          expect(read).toMatchObject(Object.fromEntries(keys))
        },
      ),
    )
  })
})
