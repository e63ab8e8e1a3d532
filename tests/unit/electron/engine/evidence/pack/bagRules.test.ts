/** A pack by the letter of RFC 8493, checked by code that shares nothing with what writes it. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  bagInfoText,
  entriesOfManifest,
  manifestText,
  valuesOfBagInfo,
} from '../../../../../../electron/engine/evidence/pack/bag.ts'
import { haveTools, run } from '../../../../../helpers/tools.ts'
import { PackRoom, TITLE } from './packRoom.ts'

const room = new PackRoom()
let bag: string
let zip: string
beforeAll(async () => {
  await room.importSources()
  zip = (await room.pack({ timeStampRequest: true, purpose: 'Inquiry: 7' })).out
  bag = room.unpacked(zip)
})
afterAll(() => room.close())

const text = (name: string) => readFileSync(join(bag, name), 'utf8')
const sha256 = (name: string) =>
  createHash('sha256')
    .update(readFileSync(join(bag, name)))
    .digest('hex')

/** Every file below the bag's folder. */
function files(): string[] {
  return readdirSync(bag, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(bag, join(entry.parentPath, entry.name)))
}

/** Lines of a manifest: checksum, one or more white space, path (§2.1.3). */
function manifest(name: string): Map<string, string> {
  const lines = text(name).split('\n')
  expect(lines.pop()).toBe('')
  const entries = lines.map((line) => {
    const found = /^([0-9a-f]{64})[ \t]+([^\t ].*)$/.exec(line)
    if (found === null) throw new Error(line)
    return [found[2], found[1]] as const
  })
  expect(new Set(entries.map(([path]) => path)).size).toBe(entries.length)
  return new Map(entries)
}

describe.skipIf(!haveTools(['unzip'], 'rules of bags'))('a pack is a bag', () => {
  test('bagit.txt is exactly two lines (§2.1.1)', () => {
    expect(text('bagit.txt')).toBe('BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n')
  })

  test('the payload manifest lists every payload file once and nothing else, with its checksum (§2.1.3, §3)', () => {
    const listed = manifest('manifest-sha256.txt')
    expect([...listed.keys()].sort()).toEqual(
      files()
        .filter((name) => name.startsWith('data/'))
        .sort(),
    )
    for (const [path, checksum] of listed) expect(checksum).toBe(sha256(path))
  })

  test('the tag manifest lists tag files only: no payload, not itself (§2.2.1)', () => {
    const listed = manifest('tagmanifest-sha256.txt')
    for (const [path, checksum] of listed) {
      expect(path).not.toMatch(/^data\/|^tagmanifest-/)
      expect(checksum).toBe(sha256(path))
    }
    for (const name of ['bagit.txt', 'bag-info.txt', 'manifest-sha256.txt', 'README.txt', 'allowed_signers'])
      expect(listed.has(name)).toBe(true)
    // What stands beside it is what cannot be in it.
    const unlisted = files().filter((name) => !name.startsWith('data/') && !listed.has(name))
    expect(unlisted.sort()).toEqual(['tagmanifest-sha256.txt', 'tagmanifest-sha256.txt.sig', 'time-stamp.tsq'])
  })

  test('bag-info holds labels and values, and the payload’s true Oxum (§2.2.2)', () => {
    const lines = text('bag-info.txt').trimEnd().split('\n')
    for (const line of lines) expect(line).toMatch(/^[A-Za-z-]+: \S.*$/)
    const payload = files().filter((name) => name.startsWith('data/'))
    const octets = payload.reduce((sum, name) => sum + statSync(join(bag, name)).size, 0)
    expect(lines).toContain(`Payload-Oxum: ${octets}.${payload.length}`)
    expect(lines).toContain('Bagging-Date: 2026-11-28')
    expect(lines).toContain('Internal-Sender-Description: Inquiry: 7')
    expect(lines).toContain(`External-Description: ${TITLE.replace('\n', ' ')}`)
  })

  test('names are plain and differ by more than case; there is no fetch.txt', () => {
    const names = files()
    for (const name of names) expect(name).toMatch(/^[A-Za-z0-9@._/-]+$/)
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length)
    expect(names).not.toContain('fetch.txt')
  })

  test('serialised it is one folder, which unzip and python find whole (§4)', () => {
    expect(run('unzip', ['-tq', zip]).code).toBe(0)
    const names = run('unzip', ['-Z1', zip]).stdout.trim().split('\n')
    expect(new Set(names.map((name) => name.split('/')[0]))).toEqual(new Set(['vouch-pack-20261128T130000Z']))
    if (haveTools(['python3'], 'ZIPs by python'))
      expect(run('python3', ['-m', 'zipfile', '-t', zip]).stdout).toContain('Done testing')
  })
})

describe('texts of bags', () => {
  const anyPath = fc.string({ minLength: 1, unit: fc.constantFrom('a', 'ü', ' ', '%', '\r', '\n', '*', '.', '/', '0') })

  test('a manifest gives back the paths and checksums that it was made of', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(
          anyPath.map((path) => `data/${path}`),
          { maxLength: 8 },
        ),
        (paths) => {
          const entries = paths.map((path) => ({ path, sha256: createHash('sha256').update(path).digest('hex') }))
          const made = manifestText(entries)
          expect(made.split('\n').length).toBe(entries.length + 1)
          const read = entriesOfManifest(made)
          expect(read.wrongLines).toEqual([])
          expect(new Map(read.entries.map(({ path, sha256: hash }) => [path, hash]))).toEqual(
            new Map(entries.map(({ path, sha256: hash }) => [path, hash])),
          )
        },
      ),
      { seed: 5 },
    )
  })

  test('%, CR and LF alone are encoded', () => {
    const hash = '0'.repeat(64)
    expect(manifestText([{ path: 'data/50%\r\nü *.csv', sha256: hash }])).toBe(`${hash}  data/50%25%0D%0Aü *.csv\n`)
  })

  test('lines that are no entries, or name a file twice, are told by number', () => {
    const hash = 'a'.repeat(64)
    const lines = [`${hash}  data/a`, 'nonsense', `${hash} data/b`, `${hash}\tdata/a`, `${hash}  data/%41`]
    expect(entriesOfManifest(lines.join('\r\n'))).toMatchObject({ wrongLines: [2, 4, 5] })
  })

  test('bag-info has a line per label whatever is in the values, and reads continued lines', () => {
    const made = bagInfoText([['External-Description', 'a\r\nBagging-Date: 1999-01-01']])
    expect(made).toBe('External-Description: a Bagging-Date: 1999-01-01\n')
    expect(valuesOfBagInfo('Contact-Name: Long\n  name\nbagging-date :2026-01-01\n')).toEqual(
      new Map([
        ['contact-name', 'Long name'],
        ['bagging-date', '2026-01-01'],
      ]),
    )
  })
})
