/** Hostile and mixed archives, hostile names, the same bytes twice. */
import { constants, deflateRawSync, gzipSync } from 'node:zlib'
import { existsSync, readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lines, Room, recordOf } from './room.ts'
import { zipOf } from './zipOf.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

/**
 * DEFLATE data of `start` and ten gigabytes of blanks behind it, in ten megabytes: one mebibyte, flushed so that it
 * stands for itself, over and over.
 */
function bombOf(start: string): Buffer {
  const flush = { finishFlush: constants.Z_FULL_FLUSH }
  const mebibyte = deflateRawSync(Buffer.alloc(1024 * 1024, ' '), flush)
  return Buffer.concat([deflateRawSync(start, flush), ...Array(10 * 1024).fill(mebibyte), deflateRawSync('')])
}

describe('archives', () => {
  it('refuse members whose names lead out of them; the others come in, nothing is written anywhere', async () => {
    const names = ['../../outside.ndjson', '/etc/outside.ndjson', 'a/../../outside.ndjson', 'C:\\outside.ndjson']
    const archive = zipOf([
      ...names.map((name, n) => ({ name, bytes: lines(n, n + 1) })),
      { name: 'good/log.ndjson', bytes: lines(10, 12) },
    ])
    const files = await room.import([room.file('logs.zip', archive)])
    expect(files.map((file) => (file.kind === 'failed' ? file.failure.code : file.kind))).toEqual([
      ...names.map(() => 'import/archive-unsafe-name'),
      'imported',
    ])
    expect(await room.cells(['eventId'])).toEqual([['e-10'], ['e-11']])
    expect(readdirSync(room.dir).sort()).toEqual(['case.vouch', 'logs.zip'])
    expect(existsSync(`${dirname(room.dir)}/outside.ndjson`)).toBe(false)
  })

  it('that hold 10 GB in 10 MB are stopped: the records before are kept, the stop is a reject with its byte', async () => {
    const bomb = bombOf(lines(0, 100))
    expect(bomb.length).toBeLessThan(12e6)
    const zip = zipOf([
      { name: 'log.ndjson', bytes: lines(200, 203) },
      { name: 'bomb.ndjson', bytes: '', deflated: bomb, crc: 1, sizeBytes: 0xffff_fff0 },
    ])
    const gzip = Buffer.concat([Buffer.from('1f8b0800000000000003', 'hex'), bombOf(lines(300, 400))])
    const files = await room.import([room.file('bomb.zip', zip), room.file('bomb.ndjson.gz', gzip)])
    expect(files).toMatchObject([
      { kind: 'imported', events: 3, isComplete: true },
      { kind: 'imported', events: 100, isComplete: false },
      { kind: 'imported', events: 100, isComplete: false },
    ])
    for (const file of files.slice(1)) {
      if (file.kind !== 'imported') continue
      expect(file.sizeBytes).toBeLessThan(80 * 1024 * 1024)
      expect(file.firstRejects[0]).toMatchObject({
        startByte: file.sizeBytes,
        failure: { code: 'import/archive-too-large' },
      })
    }
  })

  it('with mixed members: logs, other archives, images, folders and files of operating systems', async () => {
    const inner = zipOf([{ name: 'deep.ndjson', bytes: lines(20, 22) }])
    const archive = zipOf([
      { name: 'a.ndjson', bytes: lines(0, 2) },
      { name: 'folder/', bytes: '' },
      { name: 'folder/b.json.gz', bytes: gzipSync(`[${recordOf(10)},${recordOf(11)}]`) },
      { name: 'c.csv', bytes: 'time,actor,action\n2026-05-01T10:00:00Z,c@example.com,login\n' },
      { name: 'inner.zip', bytes: inner },
      { name: 'photo.png', bytes: Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex') },
      { name: 'empty.log', bytes: '' },
      { name: '__MACOSX/._a.ndjson', bytes: 'junk' },
    ])
    const files = await room.import([room.file('mixed.zip', archive)])
    expect(
      files.map((file) => [
        file.path.split(' › ').slice(1).join('>'),
        file.kind === 'failed' ? file.failure.code : file.kind,
      ]),
    ).toEqual([
      ['a.ndjson', 'imported'],
      ['folder/b.json.gz', 'imported'],
      ['c.csv', 'imported'],
      ['inner.zip>deep.ndjson', 'imported'],
      ['photo.png', 'import/unrecognised'],
      ['empty.log', 'import/empty'],
      ['__MACOSX/._a.ndjson', 'skipped'],
    ])
    const { exhibits } = await room.ask('case.info', { case: room.case })
    expect(exhibits.map((exhibit) => exhibit.containers.map((container) => container.kind))).toEqual([
      ['zip'],
      ['zip', 'gzip'],
      ['zip'],
      ['zip', 'zip'],
    ])
    for (const exhibit of exhibits)
      for (const container of exhibit.containers) expect(container.sha256).toMatch(/^[0-9a-f]{64}$/)
    expect(new Set(exhibits.map((exhibit) => exhibit.containers[0].sha256)).size).toBe(1)
  })
})

describe('the same bytes twice', () => {
  it('are recognised by their hash: under another name, inside a gzip, inside a zip', async () => {
    const text = lines(0, 50)
    await room.exhibit('log.ndjson', text)
    const before = await room.ask('case.info', { case: room.case })
    const files = await room.import([
      room.file('copy.json', text),
      room.file('log.ndjson.gz', gzipSync(text)),
      room.file('logs.zip', zipOf([{ name: 'x/log.ndjson', bytes: text }])),
      room.file('more.ndjson', lines(0, 51)),
    ])
    expect(
      files.map((file) =>
        file.kind === 'failed'
          ? [file.failure.code, file.failure.facts?.exhibit]
          : [file.kind, file.kind === 'imported' && file.exhibit],
      ),
    ).toEqual([
      ['import/already-imported', 'E001'],
      ['import/already-imported', 'E001'],
      ['import/already-imported', 'E001'],
      ['imported', 'E002'],
    ])
    const after = await room.ask('case.info', { case: room.case })
    expect(after.events).toBe(before.events + 51)
    // The exhibit, the marks of its 50 lines that came in before, and the verification behind every import of this room.
    expect(after.custodyEntries).toBe(before.custodyEntries + 3)
  })
})

describe('names', () => {
  it('with control, direction and quote characters come in, escaped wherever they are shown', async () => {
    const names = [
      "it's; DROP TABLE event;--.ndjson",
      'esc\u001b[31m\u0007.ndjson',
      'new\nline.ndjson',
      'rtl\u202egnp.ndjson',
      '-rf.ndjson',
      '%s$(id)`.ndjson',
    ]
    const files = await room.import(names.map((name, n) => room.file(name, lines(n * 10, n * 10 + 2))))
    expect(files.map((file) => file.kind)).toEqual(names.map(() => 'imported'))
    const { exhibits } = await room.ask('case.info', { case: room.case })
    for (const exhibit of exhibits) {
      // that is what must not be there
      expect(exhibit.path).not.toMatch(/[\u0000-\u001f\u202e]/)
    }
    expect(exhibits[0].path).toContain("it's; DROP TABLE event;--.ndjson")
  })
})
