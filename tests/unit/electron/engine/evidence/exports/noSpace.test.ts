/** A disk that fills up, and a user who changes his mind, in the middle of an export: nothing is left under any name. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { exportFormats } from '../../../../../../shared/api/index.ts'
import { Room } from '../../ingest/pipeline/room.ts'

const room = new Room()
const disk = join(room.dir, 'disk')
let isMounted = false
beforeAll(async () => {
  // Texts that do not compress: each event is some 40 kB, and a cell too long for Excel.
  const text = (i: number): string =>
    Array.from({ length: 2_500 }, (_, k) =>
      Math.sin(i * 2_503 + k)
        .toString(36)
        .slice(3),
    ).join('')
  const lines = Array.from(
    { length: 300 },
    (_, i) => `{"time":${1777629600 + i},"action":"=a","message":"${text(i)}"}\n`,
  )
  await room.ask('case.import', { case: room.case, paths: [room.file('noise.ndjson', lines.join(''))] })
  mkdirSync(disk)
  isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).status === 0
})
afterAll(async () => {
  if (isMounted) spawnSync('umount', [disk])
  await room.close()
})

describe('an export leaves nothing behind', () => {
  it.for(exportFormats)('as %s where the disk is full', async (format, { skip }) => {
    if (!isMounted) return skip('mounting a small file system needs root')
    const out = join(disk, `out.${format}`)
    // Entries that are compressed may fit; a workbook in a ZIP comes with whole texts beside it.
    const zipped = format === 'zip' ? ('xlsx' as const) : undefined
    const failure = await room.failure('rows.export', { case: room.case, filter: '', format, zipped, out })
    expect(failure).toMatchObject({ code: 'export/write-failed', message: expect.stringContaining('no space is left') })
    expect(readdirSync(disk)).toEqual([])
  })

  it('as an evidence pack where the disk is full', async ({ skip }) => {
    if (!isMounted) return skip('mounting a small file system needs root')
    const failure = await room.failure('pack.make', { case: room.case, filter: '', out: join(disk, 'pack.zip') })
    expect(failure).toMatchObject({ code: 'export/write-failed', message: expect.stringContaining('no space is left') })
    expect(readdirSync(disk)).toEqual([])
  })

  it.each(exportFormats)('as %s where it is cancelled', async (format) => {
    const cancel = new AbortController()
    const folder = join(room.dir, `cancelled-${format}`)
    mkdirSync(folder)
    const request = { case: room.case, filter: '', format, out: join(folder, 'out') }
    const working = room.engine.call('rows.export', request, { signal: cancel.signal })
    setImmediate(() => cancel.abort())
    const result = await working
    if (result.ok) throw new Error('it was not cancelled')
    expect(result.failure.code).toBe('usage/cancelled')
    expect(readdirSync(folder)).toEqual([])
  })
})
