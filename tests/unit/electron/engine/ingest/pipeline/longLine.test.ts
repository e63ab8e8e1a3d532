/** A line of a gigabyte costs its own line and a bounded amount of memory. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { vouch } from '../../../hosts/cli/cli.ts'
import { lines, Room, recordOf } from './room.ts'

const MEBIBYTES = 1024
/** The longest record is 64 MiB; what is held at once is a few times that, however long the line. */
const MAX_PEAK_BYTES = 900e6

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

it('a line of 1 GiB is a reject with its bytes; what stands before and behind it comes in; memory is bounded', async () => {
  const before = Buffer.from(lines(0, 10))
  const head = Buffer.from('{"time":"2026-05-01T10:00:00Z","action":"')
  const mebibyte = Buffer.alloc(1024 * 1024, 'x')
  const tail = Buffer.from(`"}\n${lines(10, 20)}`)
  const run = await vouch(['import', '-', '--case', room.case, '--json'], {
    input: (async function* () {
      yield Buffer.concat([before, head])
      for (let i = 0; i < MEBIBYTES; i++) yield mebibyte
      yield tail
    })(),
  })
  const startByte = before.length
  const endByte = startByte + head.length + MEBIBYTES * mebibyte.length + 2
  expect(run.code).toBe(3)
  const report = JSON.parse(run.stdout)
  expect(report).toMatchObject({ events: 20, rejects: 1 })
  expect(report.files[0].firstRejects).toMatchObject([
    { startByte, endByte, line: 11, record: null, failure: { code: 'record/too-long' } },
  ])
  expect(report.files[0].sizeBytes).toBe(endByte - 2 + tail.length)
  if (run.peakBytes > 0) expect(run.peakBytes).toBeLessThan(MAX_PEAK_BYTES)
  await room.expectWhole()
  expect((await room.raw(11)).toString()).toBe(recordOf(10))
})
