/** Files that break off: what came before is kept, the rest is a reject with its byte range. */
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Imported, lines, Room, rangeOf, recordOf } from './room.ts'
import { zipOf } from './zipOf.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

const text = lines(0, 5_000)
const whole = Buffer.from(text)

/** Records kept are the first ones, byte for byte, and the stretch behind them is one reject to the end of what came out. */
async function expectKept(file: Imported): Promise<number> {
  const kept = file.sizeBytes
  const { records } = file
  expect(file.isComplete).toBe(false)
  expect(records).toBeGreaterThan(1_000)
  const rejects = await room.rejects()
  const archive = rejects.find((reject) => reject.failure.code === 'import/archive-damaged')
  expect(archive).toMatchObject({ startByte: kept, endByte: kept, record: null })
  expect(archive?.failure.facts).toMatchObject({ inflatedByte: kept })
  // Of the record that was cut in two, the bytes that came out are named too.
  const ends = text.slice(0, kept).lastIndexOf('\n') + 1
  const cut = rejects.find((reject) => reject !== archive)
  if (ends < kept) {
    expect(cut).toMatchObject({ startByte: ends, endByte: kept, line: records + (cut?.record == null ? 1 : 0) })
    expect(rangeOf(whole, { startByte: ends, endByte: kept })).toMatch(/^\{"time"/)
  }
  expect(file.events).toBe(text.slice(0, kept).split('\n').length - 1)
  expect((await room.raw(file.events)).toString()).toBe(recordOf(file.events - 1))
  return kept
}

describe('a file that breaks off', () => {
  it('gzip: the records before the cut are kept, the cut is named with its byte', async () => {
    const zipped = gzipSync(text)
    const cut = zipped.subarray(0, Math.floor(zipped.length * 0.8))
    const file = await room.exhibit('log.ndjson.gz', cut)
    await expectKept(file)
    expect(file.firstRejects.some(({ failure }) => failure.facts?.compressedByte === cut.length)).toBe(true)
    expect(file.firstRejects.some(({ failure }) => failure.facts?.isTruncated === true)).toBe(true)
  })

  it('gzip whose last eight bytes are missing: every record is kept, the missing checksum is named', async () => {
    const zipped = gzipSync(text)
    const file = await room.exhibit('log.ndjson.gz', zipped.subarray(0, -8))
    expect(file).toMatchObject({ records: 5_000, events: 5_000, rejects: 1, isComplete: false })
    expect(file.firstRejects[0]).toMatchObject({ startByte: whole.length, endByte: whole.length })
  })

  it('gzip cut before anything comes out of it: it is named as damaged, not as empty', async () => {
    const files = await room.import([12, 9, 2].map((n) => room.file(`${n}.ndjson.gz`, gzipSync(text).subarray(0, n))))
    expect(files[0]).toMatchObject({
      kind: 'failed',
      failure: { code: 'import/archive-damaged', kept: 'Nothing of it was added to the case.' },
    })
    expect(files.map((file) => file.kind)).toEqual(['failed', 'failed', 'failed'])
  })

  it('gzip with a byte changed in the middle: what came out before is kept, the damage is told first', async () => {
    const zipped = gzipSync(text)
    zipped[Math.floor(zipped.length * 0.7)] ^= 0x55
    const [file] = await room.import([room.file('log.ndjson.gz', zipped)])
    if (file.kind !== 'imported') throw new Error(JSON.stringify(file))
    expect(file.isComplete).toBe(false)
    expect(file.firstRejects[0].failure.code).toBe('import/archive-damaged')
  })

  it('zstd: the records before the cut are kept', async () => {
    // Several frames: a decoder gives a frame's block out only when it is whole.
    const frames = [0, 1, 2, 3, 4].map((i) => zstdCompressSync(Buffer.from(lines(i * 1_000, (i + 1) * 1_000))))
    const zipped = Buffer.concat(frames)
    await expectKept(await room.exhibit('log.ndjson.zst', zipped.subarray(0, zipped.length - frames[4].length / 2)))
  })

  it('zip: members before the cut are whole, the member that is cut is kept up to there', async () => {
    const archive = zipOf([
      { name: 'first.ndjson', bytes: lines(10_000, 10_010) },
      { name: 'second.ndjson', bytes: text },
      { name: 'third.ndjson', bytes: lines(20_000, 20_010) },
    ])
    const files = await room.import([room.file('logs.zip', archive.subarray(0, Math.floor(archive.length * 0.7)))])
    const [first, second] = files
    if (first.kind !== 'imported' || second.kind !== 'imported') throw new Error(JSON.stringify(files))
    expect(first).toMatchObject({ events: 10, rejects: 0, isComplete: true })
    expect(second.isComplete).toBe(false)
    expect(second.events).toBeGreaterThan(1_000)
    expect(second.firstRejects[0]).toMatchObject({
      startByte: second.sizeBytes,
      endByte: second.sizeBytes,
      failure: { code: 'import/archive-damaged' },
    })
    expect(files.some((file) => file.path.includes('third'))).toBe(false)
  })

  it('zip whose list of members is missing: every member is kept, the missing list is named', async () => {
    const archive = zipOf([
      { name: 'a.ndjson', bytes: lines(0, 10) },
      { name: 'b.ndjson', bytes: lines(10, 20) },
    ])
    const files = await room.import([room.file('logs.zip', archive.subarray(0, archive.indexOf('PK\x01\x02')))])
    expect(files.map((file) => (file.kind === 'failed' ? file.failure.code : file.kind))).toEqual([
      'imported',
      'imported',
      'import/archive-damaged',
    ])
    const last = files[2]
    expect(last.kind === 'failed' && last.failure.where?.startByte).toBe(archive.indexOf('PK\x01\x02'))
  })

  it('JSON array: elements before the cut are kept, the rest is a reject with its byte range', async () => {
    const array = `[\n${Array.from({ length: 200 }, (_, n) => recordOf(n)).join(',\n')}\n]\n`
    const cutAt = array.indexOf(recordOf(150)) + 40
    const file = await room.exhibit('log.json', array.slice(0, cutAt))
    expect(file).toMatchObject({ records: 150, events: 150, rejects: 1 })
    expect(file.firstRejects[0]).toMatchObject({
      startByte: cutAt - 40,
      endByte: cutAt,
      line: 152,
      failure: { code: 'record/truncated' },
    })
  })

  it('JSON wrapper: cut between two records nothing is lost, and the open wrapper is named', async () => {
    const wrapped = `{"Records": [\n${[0, 1, 2].map((n) => recordOf(n)).join(',\n')}\n]}`
    const file = await room.exhibit('log.json', wrapped.slice(0, wrapped.indexOf('\n]}')))
    expect(file).toMatchObject({ records: 3, events: 3 })
    expect(file.firstRejects.map((reject) => reject.failure.code)).toEqual(['record/truncated'])
  })

  it('NDJSON: the half line at the end is a reject with its line and bytes', async () => {
    const cut = text.slice(0, -25)
    const file = await room.exhibit('log.ndjson', cut)
    const startByte = text.lastIndexOf('{')
    expect(file).toMatchObject({ events: 4_999, rejects: 1 })
    expect(file.firstRejects[0]).toMatchObject({
      startByte,
      endByte: cut.length,
      line: 5_000,
      failure: { code: 'record/not-json' },
    })
  })
})
