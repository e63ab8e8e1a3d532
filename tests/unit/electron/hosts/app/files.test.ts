/** What the host keeps for a user: recent cases and settings, as files that others may have broken. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RecentCases } from '../../../../../electron/hosts/app/recentCases.ts'
import { Settings } from '../../../../../electron/hosts/app/settings.ts'
import type { Json } from '../../../../../shared/failure.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'vouch-host-')), 'deeper', 'config')
})
afterEach(() => rmSync(join(folder, '..', '..'), { recursive: true, force: true }))

const failing = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) })

describe('settings', () => {
  test('are null before they are written, and nothing is made by reading', () => {
    expect(new Settings(folder).read('theme')).toBe(null)
    expect(existsSync(folder)).toBe(false)
  })

  test('come back as they were, to another process, too', () => {
    const keys = fc.stringMatching(/^[a-z][A-Za-z0-9-]{0,20}(\.[A-Za-z0-9-]{1,10}){0,3}$/)
    fc.assert(
      fc.property(fc.dictionary(keys, fc.jsonValue()), (values) => {
        rmSync(folder, { recursive: true, force: true })
        const settings = new Settings(folder)
        for (const [key, value] of Object.entries(values)) settings.write(key, value as Json)
        for (const [key, value] of Object.entries(values))
          expect(new Settings(folder).read(key)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
      { numRuns: 40 },
    )
  })

  test.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty'])('%s is a name like any other', (key) => {
    const settings = new Settings(folder)
    expect(settings.read(key)).toBe(null)
    settings.write(key, 'mine')
    expect(settings.read(key)).toBe('mine')
  })

  test.each(['', '__proto__', 'a..b', '.a', 'A', 'a b', 'a/../b', 'a\0b', 'a\n', 'x'.repeat(101), 'ä'])(
    '“%s” is no name',
    (key) => {
      const settings = new Settings(folder)
      expect(() => settings.read(key)).toThrow(failing('usage/bad-argument'))
      expect(() => settings.write(key, 1)).toThrow(failing('usage/bad-argument'))
      expect(existsSync(folder)).toBe(false)
    },
  )

  test('are taken away by null', () => {
    const settings = new Settings(folder)
    settings.write('a', 1)
    settings.write('a', null)
    expect(settings.read('a')).toBe(null)
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).not.toContain('"a"')
  })

  test('stay within bounds, and what was there stays when one is too much', () => {
    const settings = new Settings(folder)
    settings.write('a', 'kept')
    expect(() => settings.write('a', 'x'.repeat(70_000))).toThrow(failing('usage/bad-argument'))
    for (let i = 0; i < 16; i++) settings.write(`long.${i}`, 'x'.repeat(60_000))
    expect(() => {
      for (let i = 16; i < 20; i++) settings.write(`long.${i}`, 'x'.repeat(60_000))
    }).toThrow(failing('usage/bad-argument'))
    expect(settings.read('a')).toBe('kept')
    expect(String(settings.read('long.3')).length).toBe(60_000)
  })

  test('are many, but not without end', () => {
    const values = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, i]))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'settings.json'), JSON.stringify({ format: 1, values }))
    const settings = new Settings(folder)
    expect(settings.read('k499')).toBe(499)
    settings.write('k499', 'changed')
    expect(() => settings.write('k500', 1)).toThrow(failing('usage/bad-argument'))
  })

  test('are for their user alone, and no part of a writing stays behind', () => {
    new Settings(folder).write('a', 1)
    expect(readdirSync(folder)).toEqual(['settings.json'])
    if (process.platform !== 'win32') expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['broken JSON', '{"format":1,'],
    ['nothing', ''],
    ['another shape', '[]'],
    ['null', 'null'],
    ['values of another shape', '{"format":1,"values":[1]}'],
    ['a newer format', '{"format":2,"values":{}}'],
    ['bytes that are no text', '\0\xff\xfe'],
    ['far too much', `{"format":1,"values":{"a":"${'x'.repeat(5_000_000)}"}}`],
  ])('that hold %s are put aside as they are, and begin anew', (_name, text) => {
    mkdirSync(folder, { recursive: true })
    const path = join(folder, 'settings.json')
    writeFileSync(path, text, 'latin1')
    const settings = new Settings(folder)
    expect(settings.read('a')).toBe(null)
    expect(readFileSync(`${path}.broken`, 'latin1') === text).toBe(true)
    expect(existsSync(path)).toBe(false)
    settings.write('a', 'new')
    expect(settings.read('a')).toBe('new')
  })

  test('that cannot be written say so and name the file', () => {
    // A file where the folder should be stops root, too.
    mkdirSync(join(folder, '..'), { recursive: true })
    writeFileSync(folder, '')
    expect(() => new Settings(folder).write('a', 1)).toThrow(failing('host/not-saved'))
    expect(() => new RecentCases(folder).opened('/x.vouch', 1)).toThrow(failing('host/not-saved'))
  })
})

describe('recent cases', () => {
  test('are listed latest first, each once, and say whether they are there', () => {
    const recent = new RecentCases(folder)
    const there = join(folder, 'there.vouch')
    recent.opened(there, 1)
    recent.opened('/nowhere/gone.vouch', 5)
    recent.opened(join(folder, 'x', '..', 'there.vouch'), 2)
    writeFileSync(there, '')
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(new RecentCases(folder).list()).toEqual([
      { path: there, openedAt: time, events: 2, isThere: true },
      { path: '/nowhere/gone.vouch', openedAt: time, events: 5, isThere: false },
    ])
  })

  test('are thirty at most: the oldest go', () => {
    const recent = new RecentCases(folder)
    for (let i = 0; i < 40; i++) recent.opened(`/cases/${i}.vouch`, i)
    expect(recent.list().map(({ events }) => events)).toEqual(Array.from({ length: 30 }, (_, i) => 39 - i))
  })

  test('are forgotten one by one', () => {
    const recent = new RecentCases(folder)
    for (const path of ['/a.vouch', '/b.vouch']) recent.opened(path, 0)
    recent.forget('/a.vouch')
    recent.forget('/never.vouch')
    expect(recent.list().map(({ path }) => path)).toEqual(['/b.vouch'])
  })

  test.each(['{"format":1,"cases":[{"path":1}]}', '{"format":1,"cases":{}}', '{"format":9}', 'x'])(
    'that say %s are put aside',
    (text) => {
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'recent.json'), text)
      expect(new RecentCases(folder).list()).toEqual([])
      expect(readFileSync(join(folder, 'recent.json.broken'), 'utf8')).toBe(text)
    },
  )
})
