/**
 * From paths to byte streams: what is opened, in which order, what is left out and what is refused.
 */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { appendFile, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGzip, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openSources, type SourceItem } from '../../../../../../electron/engine/ingest/sources/index.ts'
import { type Outcome, readAll, tarOf, zipOf } from './makeArchives.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-sources-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

let count = 0
/** A file of its own with these bytes; its name says nothing about them. */
function fileOf(bytes: Uint8Array | string): string {
  count++
  const path = join(folder, `file${count}`)
  writeFileSync(path, bytes)
  return path
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const shown = (outcomes: readonly Outcome[]): string[] =>
  outcomes.map(({ item, bytes, failure }) => {
    const path = item.path.replace(`${folder}/`, '').replace(/^file\d+/, '*')
    if (item.kind === 'skipped') return `skipped ${path}`
    return `${path} ${failure === null ? '' : `${failure.code} `}${item.kind === 'member' ? bytes : ''}`.trim()
  })
const text = (...lines: number[]): Buffer => Buffer.from(lines.map((n) => `{"n":${n}}\n`).join(''))
/** Bytes that do not compress: a chain of hashes. */
function noise(length: number): Buffer {
  const blocks: Buffer[] = [createHash('sha512').update('seed').digest()]
  while (blocks.length * 64 < length)
    blocks.push(
      createHash('sha512')
        .update(blocks[blocks.length - 1])
        .digest(),
    )
  return Buffer.concat(blocks, length)
}

describe('files and folders', () => {
  test('a file: bytes, size, time', async () => {
    const bytes = noise(3_000_000)
    const [{ item, bytes: read }] = await readAll([fileOf(bytes)])
    expect(read.equals(bytes)).toBe(true)
    expect(item).toMatchObject({ kind: 'member', sizeBytes: bytes.length, containers: [] })
  })

  test('folders in order of names; files of the system, hidden files and links are named and left out', async () => {
    const root = join(folder, 'tree')
    for (const path of ['b', 'a/x', '__MACOSX', '.git']) mkdirSync(join(root, path), { recursive: true })
    for (const path of ['b/2', 'a/x/1', 'c', '.DS_Store', 'Thumbs.db', '__MACOSX/c', '.git/x'])
      writeFileSync(join(root, path), path)
    symlinkSync('/', join(root, 'link'))
    const outcomes = await readAll([root])
    expect(shown(outcomes).map((line) => line.replace('tree/', ''))).toEqual([
      'skipped .DS_Store',
      'skipped .git',
      'skipped Thumbs.db',
      'skipped __MACOSX',
      'a/x/1 a/x/1',
      'b/2 b/2',
      'c c',
      'skipped link',
    ])
  })

  test('a path that is missing or closed is reported, the rest goes on', async () => {
    const closed = fileOf('x')
    chmodSync(closed, 0)
    const outcomes = await readAll([join(folder, 'missing'), closed, fileOf('y')])
    const isRoot = process.getuid?.() === 0
    expect(outcomes.map(({ failure }) => failure?.code ?? null)).toEqual([
      'import/not-found',
      isRoot ? null : 'import/permission',
      null,
    ])
  })

  test('standard input, also compressed and as a zip', async () => {
    async function* cut(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < bytes.length; at += 7) yield bytes.slice(at, at + 7)
    }
    expect(shown(await readAll(['-'], { stdin: cut(text(1)) }))).toEqual(['- {"n":1}'])
    expect(shown(await readAll(['-'], { stdin: cut(gzipSync(text(1))) }))).toEqual(['- {"n":1}'])
    const zip = zipOf([
      { name: 'a', bytes: text(1) },
      { name: 'b', bytes: text(2), isStored: true },
      { name: 'c', bytes: text(3), isDescribedAfter: true },
      { name: 'd', bytes: text(4), isZip64: true },
    ])
    expect(shown(await readAll(['-'], { stdin: cut(zip) }))).toEqual([
      '- › a {"n":1}',
      '- › b {"n":2}',
      '- › c {"n":3}',
      '- › d {"n":4}',
    ])
  })

  test('a file that changes while it is read says so after its last byte', async () => {
    const path = fileOf(noise(3_000_000))
    let failure: unknown = null
    for await (const item of openSources([path], {}, new AbortController().signal)) {
      if (item.kind !== 'member') continue
      try {
        for await (const _ of item.open()) await appendFile(path, 'more')
      } catch (error) {
        failure = error
      }
    }
    expect(failure).toMatchObject({ failure: { code: 'import/source-changed', facts: { sizeBefore: 3_000_000 } } })
  })

  test('a cancelled signal stops reading', async () => {
    const controller = new AbortController()
    const items = openSources([fileOf(noise(5_000_000))], {}, controller.signal)
    const step = await items.next()
    const item = step.value as SourceItem
    const reading = (async () => {
      if (item.kind === 'member') for await (const _ of item.open()) controller.abort(new Error('enough'))
    })()
    await expect(reading).rejects.toThrow('enough')
    await items.return(undefined)
  })
})

describe('gzip and Zstandard', () => {
  test('several members in a row, zeros behind them, and what the container is', async () => {
    const bytes = Buffer.concat([gzipSync(text(1)), gzipSync(text(2)), Buffer.alloc(100)])
    const [{ item, bytes: read, failure }] = await readAll([fileOf(bytes)])
    expect(failure).toBeNull()
    expect(read).toEqual(text(1, 2))
    if (item.kind !== 'member') throw new Error('no member')
    expect(item.sizeBytes).toBeNull()
    expect(item.containers).toMatchObject([{ id: 'c1', path: item.path, kind: 'gzip', sizeBytes: bytes.length }])
    expect(await item.containers[0].digest()).toEqual({
      sha256: sha256(bytes),
      sizeBytes: bytes.length,
      isComplete: true,
    })
    const frames = Buffer.concat([zstdCompressSync(text(1)), zstdCompressSync(text(2))])
    expect(shown(await readAll([fileOf(frames)]))).toEqual(['* {"n":1}\n{"n":2}'])
  })

  test('large data in many chunks, each with memory of its own', async () => {
    const bytes = noise(5_000_000)
    for await (const item of openSources([fileOf(gzipSync(bytes, { level: 1 }))], {}, new AbortController().signal)) {
      if (item.kind !== 'member') throw new Error('no member')
      const hash = createHash('sha256')
      for await (const chunk of item.open()) {
        hash.update(chunk)
        expect(chunk.length).toBe(chunk.buffer.byteLength)
        structuredClone(chunk, { transfer: [chunk.buffer as ArrayBuffer] })
      }
      expect(hash.digest('hex')).toBe(sha256(bytes))
    }
  })

  test('bytes behind the last member are named', async () => {
    const whole = gzipSync(text(1))
    const [{ bytes, failure, item }] = await readAll([fileOf(Buffer.concat([whole, Buffer.from('garbage')]))])
    expect(bytes).toEqual(text(1))
    expect(failure).toMatchObject({ code: 'import/archive-damaged', where: { startByte: whole.length } })
    expect(item.kind === 'member' && (await item.containers[0].digest())).toMatchObject({
      sizeBytes: whole.length + 7,
      isComplete: true,
    })
  })

  test('cut off: what came before is handed out, the failure names both positions', async () => {
    const bytes = noise(2_000_000)
    const half = gzipSync(bytes).subarray(0, 1_000_000)
    const [{ bytes: read, failure }] = await readAll([fileOf(half)])
    expect(read.length).toBeGreaterThan(900_000)
    expect(read.equals(bytes.subarray(0, read.length))).toBe(true)
    expect(failure).toMatchObject({
      code: 'import/archive-damaged',
      facts: { compressedByte: 1_000_000, inflatedByte: read.length, isTruncated: true },
    })
  })

  test('a flipped byte is found, at the latest by the checksum', async () => {
    const whole = gzipSync(noise(200_000))
    for (const at of [5000, 100_000, whole.length - 6, whole.length - 2]) {
      const flipped = Buffer.from(whole)
      flipped[at] ^= 0x10
      const [{ failure }] = await readAll([fileOf(flipped)])
      expect(failure?.code).toBe('import/archive-damaged')
    }
    const frame = zstdCompressSync(noise(200_000))
    const [{ failure }] = await readAll([fileOf(frame.subarray(0, 100_000))])
    expect(failure?.code).toBe('import/archive-damaged')
  })
})

describe('zip', () => {
  test('members, stored and deflated, with sizes before or behind, in the order of the list', async () => {
    const zip = zipOf([
      { name: 'a/1.json', bytes: text(1) },
      { name: 'a/', bytes: Buffer.alloc(0), isStored: true },
      { name: 'b', bytes: text(2), isStored: true },
      { name: 'c', bytes: text(3), isDescribedAfter: true },
      { name: 'd', bytes: text(4), isZip64: true },
      { name: '__MACOSX/._b', bytes: text(5) },
    ])
    const outcomes = await readAll([fileOf(zip)])
    expect(shown(outcomes)).toEqual([
      '* › a/1.json {"n":1}',
      '* › b {"n":2}',
      '* › c {"n":3}',
      '* › d {"n":4}',
      'skipped * › __MACOSX/._b',
    ])
    const { item } = outcomes[0]
    if (item.kind !== 'member') throw new Error('no member')
    expect(item).toMatchObject({ sizeBytes: text(1).length, modifiedMs: Date.UTC(2026, 4, 1, 10, 30) })
    expect(await item.containers[0].digest()).toEqual({ sha256: sha256(zip), sizeBytes: zip.length, isComplete: true })
  })

  test('as the zip program writes it', ({ skip }) => {
    try {
      execFileSync('zip', ['-v'], { stdio: 'ignore' })
    } catch {
      skip('the program zip is not installed')
    }
    mkdirSync(join(folder, 'zipped/in'), { recursive: true })
    writeFileSync(join(folder, 'zipped/in/x.json'), text(1))
    execFileSync('zip', ['-q', '-r', 'z.zip', 'in'], { cwd: join(folder, 'zipped') })
    return readAll([join(folder, 'zipped/z.zip')]).then((outcomes) => {
      expect(shown(outcomes)).toEqual(['zipped/z.zip › in/x.json {"n":1}'])
    })
  })

  test('names that lead out, encrypted members and unknown methods are refused one by one', async () => {
    const names = ['../up', 'a/../../up', '/abs', 'C:\\x', '..\\up', 'nul\0']
    const zip = zipOf([
      ...names.map((name) => ({ name, bytes: text(1) })),
      { name: 'secret', bytes: text(2), flags: 1 },
      { name: 'odd', bytes: text(3), method: 9 },
      { name: 'wrong', bytes: text(4), crc: 1 },
      { name: 'good\u001b[31m', bytes: text(5) },
    ])
    const outcomes = await readAll([fileOf(zip)])
    expect(outcomes.map(({ failure }) => failure?.code ?? null)).toEqual([
      ...names.map(() => 'import/archive-unsafe-name'),
      'import/archive-encrypted',
      'import/source-unreadable',
      'import/archive-damaged',
      null,
    ])
    expect(shown(outcomes).at(-1)).toBe('* › good\\u001b[31m {"n":5}')
  })

  test('cut off: the members before the cut are handed out, the rest is named', async () => {
    const zip = zipOf([
      { name: 'a', bytes: text(1) },
      { name: 'b', bytes: noise(100_000) },
    ])
    const outcomes = await readAll([fileOf(zip.subarray(0, 60_000))])
    expect(outcomes.map(({ item, bytes, failure }) => [item.kind, bytes.length > 0, failure?.code ?? null])).toEqual([
      ['member', true, null],
      ['member', true, 'import/archive-damaged'],
    ])
    const headless = await readAll([fileOf(zip.subarray(0, zip.length - 30))])
    expect(headless.map(({ item, failure }) => [item.kind, failure?.code ?? null])).toEqual([
      ['member', null],
      ['member', null],
      ['failure', 'import/archive-damaged'],
    ])
  })

  test('a zip in a zip, and no deeper than the limit', async () => {
    let zip = zipOf([{ name: 'x', bytes: text(1) }])
    zip = zipOf([
      { name: '2', bytes: zip, isDescribedAfter: true },
      { name: 'y', bytes: text(2) },
    ])
    zip = zipOf([{ name: '3', bytes: zip, isStored: true }])
    expect(shown(await readAll([fileOf(zip)]))).toEqual(['* › 3 › 2 › x {"n":1}', '* › 3 › y {"n":2}'])
    expect(shown(await readAll([fileOf(zipOf([{ name: '4', bytes: zip }]))]))).toEqual([
      '* › 4 › 3 › 2 import/archive-too-deep',
      '* › 4 › 3 › y {"n":2}',
    ])
  })
})

describe('tar', () => {
  test('entries with long names; links and folders are no members', async () => {
    const long = `${'long/'.repeat(60)}name.json`
    const tar = await tarOf([
      { name: 'dir', type: 'directory' },
      { name: 'dir/a.json', bytes: text(1) },
      { name: 'link', type: 'symlink' },
      { name: long, bytes: text(2) },
      { name: '../up', bytes: text(3) },
      { name: 'big', bytes: noise(1000) },
    ])
    const outcomes = await readAll([fileOf(tar)])
    expect(shown(outcomes).slice(0, 4)).toEqual([
      '* › dir/a.json {"n":1}',
      'skipped * › link',
      `* › ${long} {"n":2}`,
      '* › ../up import/archive-unsafe-name',
    ])
    expect(outcomes[4].bytes).toEqual(noise(1000))
    expect(outcomes[0].item).toMatchObject({ modifiedMs: Date.UTC(2026, 4, 1, 10, 30), sizeBytes: text(1).length })
  })

  test('tar.gz of gzips, as CloudTrail buckets are packed: members read or left alone', async () => {
    const tar = gzipSync(
      await tarOf([
        { name: 'a.json.gz', bytes: gzipSync(text(1)) },
        { name: 'b.json.gz', bytes: gzipSync(text(2)) },
      ]),
    )
    const outcomes = await readAll([fileOf(tar)])
    expect(shown(outcomes)).toEqual(['* › a.json.gz {"n":1}', '* › b.json.gz {"n":2}'])
    const { item } = outcomes[1]
    if (item.kind !== 'member') throw new Error('no member')
    expect(item.containers.map(({ kind }) => kind)).toEqual(['gzip', 'tar', 'gzip'])
    expect(await item.containers[0].digest()).toMatchObject({ sha256: sha256(tar), isComplete: true })
    const paths: string[] = []
    for await (const unread of openSources([fileOf(tar)], {}, new AbortController().signal))
      paths.push(unread.path.replace(/.* › /, ''))
    expect(paths).toEqual(['a.json.gz', 'b.json.gz'])
  })

  test('cut off and damaged', async () => {
    const tar = await tarOf([
      { name: 'a', bytes: text(1) },
      { name: 'b', bytes: noise(5000) },
      { name: 'c', bytes: text(3) },
    ])
    const cut = await readAll([fileOf(tar.subarray(0, 3000))])
    expect(cut.map(({ bytes, failure }) => [bytes.length, failure?.code ?? null])).toEqual([
      [8, null],
      [1464, 'import/archive-damaged'],
    ])
    const flipped = Buffer.from(tar)
    flipped[1024] ^= 1
    const damaged = await readAll([fileOf(flipped)])
    expect(damaged.map(({ item, failure }) => [item.kind, failure?.where?.startByte ?? null])).toEqual([
      ['member', null],
      ['failure', 1024],
    ])
  })
})

describe('bombs', () => {
  test('10 GB of zeros are refused after the bound, whatever they are packed in', async () => {
    const path = join(folder, 'bomb')
    const file = await open(path, 'w')
    const gzip = createGzip({ level: 9 })
    const written = (async () => {
      for await (const chunk of gzip) await file.write(chunk)
    })()
    const zeros = Buffer.alloc(16 * 1024 * 1024)
    for (let i = 0; i < 64; i++) if (!gzip.write(zeros)) await new Promise((resolve) => gzip.once('drain', resolve))
    gzip.end()
    await written
    await file.close()
    const member = execFileSync('cat', [path])
    // Ten gzip members of 1 GB in a row: the same file to any reader.
    const bomb = fileOf(Buffer.concat(Array.from({ length: 10 }, () => member)))
    let inflated = 0
    let failure: unknown = null
    for await (const item of openSources([bomb], {}, new AbortController().signal)) {
      if (item.kind !== 'member') continue
      try {
        for await (const chunk of item.open()) inflated += chunk.length
      } catch (error) {
        failure = error
      }
    }
    expect(failure).toMatchObject({ failure: { code: 'import/archive-too-large' } })
    expect(inflated).toBeLessThan(80 * 1024 * 1024)
  }, 60_000)

  test('a bound on the size of one member, and on archives in archives', async () => {
    const limits = { inflationGraceBytes: 10_000, maxMemberBytes: 1_000_000 }
    const zeros = Buffer.alloc(5_000_000)
    expect((await readAll([fileOf(gzipSync(noise(2_000_000)))], { limits }))[0].failure?.facts).toMatchObject({
      maxMemberBytes: 1_000_000,
    })
    const nested = gzipSync(gzipSync(zeros))
    expect((await readAll([fileOf(nested)], { limits }))[0].failure?.code).toBe('import/archive-too-large')
    const zip = zipOf([
      { name: 'a', bytes: zeros },
      { name: 'b', bytes: text(1) },
    ])
    const outcomes = await readAll([fileOf(zip)], { limits: { ...limits, maxInflationRatio: 100 } })
    expect(outcomes[0].failure?.code).toBe('import/archive-too-large')
  })

  test('logs that compress well pass', async () => {
    const line = '{"time":"2026-05-01T10:00:00Z","actor":"a@example.com","action":"key.created"}\n'
    const bytes = Buffer.from(Array.from({ length: 50_000 }, (_, i) => `${i}${line}`).join(''))
    const limits = { inflationGraceBytes: 10_000 }
    expect((await readAll([fileOf(gzipSync(bytes))], { limits }))[0].failure).toBeNull()
  })
})
