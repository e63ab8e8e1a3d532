/** What is no log at all is refused by name, and leaves the case whole and empty. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Failure } from '../../../../../../shared/failure.ts'
import { lines, Room } from './room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

/** Imports all of them at once; the failure of each. */
async function refused(files: { readonly [name: string]: Uint8Array | string }): Promise<readonly Failure[]> {
  const paths = Object.entries(files).map(([name, bytes]) => room.file(name, bytes))
  const reports = await room.import(paths)
  expect(existsSync(room.case)).toBe(false)
  return reports.map((report, i) => {
    if (report.kind !== 'failed') throw new Error(`${report.path} was not refused`)
    expect(report.failure.where?.path).toBe(paths[i])
    expect(report.failure.next).toMatch(/\S/)
    return report.failure
  })
}

describe('a file that is no log', () => {
  it('is named as empty where it holds no byte', async () => {
    expect(await refused({ 'empty.json': '' })).toMatchObject([{ code: 'import/empty', message: 'The file is empty' }])
  })

  it('is named as empty where it holds blanks, a mark, a header row, or a gzip of nothing', async () => {
    const failures = await refused({
      'blank.json': ' \n\t\r\n',
      'mark.csv': '\ufeff',
      'header.csv': 'time,actor,action\r\n',
      'nothing.json.gz': gzipSync(''),
    })
    expect(failures.map((failure) => failure.code)).toEqual(Array(4).fill('import/empty'))
  })

  it('is refused by what it is: prose, random bytes, an image, HTML', async () => {
    const failures = await refused({
      'letter.txt': 'Dear auditor,\n\nplease find the log attached to my next letter.\n\nKind regards\n',
      'random.bin': randomBytes(4096),
      'table.bin': Uint8Array.from({ length: 4096 }, (_, i) => i % 32),
      'photo.json': PNG,
      'login.html': '<!doctype html>\n<html><body><p>Please sign in</p></body></html>\n',
    })
    expect(failures.map((failure) => failure.code)).toEqual(Array(5).fill('import/unrecognised'))
    expect(failures[2].message).toContain('binary data')
    expect(failures[3].message).toContain('PNG image')
  })

  it('is refused without harm to its neighbours', async () => {
    const good = room.file('good.ndjson', lines(0, 3))
    const reports = await room.import([room.file('a.png', PNG), good, `${room.dir}/nowhere.json`])
    expect(reports.map((report) => (report.kind === 'failed' ? report.failure.code : report.kind))).toEqual([
      'import/unrecognised',
      'imported',
      'import/not-found',
    ])
    expect(await room.cells(['eventId'])).toEqual([['e-0'], ['e-1'], ['e-2']])
  })
})
