/** Pages read past SQLite: the file's own bytes, or none, and no lock is lost by it. */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, expect, test } from 'vitest'
import { CasePages, openCase } from '../../../../../electron/engine/case/index.ts'
import { CaseFolder } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

const PAGE_BYTES = 16_384
const listsDescriptors = existsSync('/proc/self/fd')
if (!listsDescriptors) console.warn('skipped: which descriptors are open: /proc/self/fd is not there')

/** Whether a descriptor of SQLite's is used, or one of our own. */
const ways = process.platform === 'win32' ? [false] : [true, false]

test.each(ways)('a page is its bytes in the file (borrowed: %s)', async (borrows) => {
  const path = await folder.makeCase([{ records: [{ actor: 'ada' }] }])
  const file = openCase(path)
  const pages = new CasePages(path, borrows)
  const bytes = readFileSync(path)
  const count = bytes.length / PAGE_BYTES
  for (const number of [1, 2, count])
    expect(pages.page(number, PAGE_BYTES)).toEqual(bytes.subarray((number - 1) * PAGE_BYTES, number * PAGE_BYTES))
  expect(pages.page(count + 1, PAGE_BYTES)).toBe(null)
  expect(pages.page(2 ** 32 - 1, PAGE_BYTES)).toBe(null)
  pages.close()
  file.close()
})

test.each(ways)(
  'pages are asked for as many as may be under way, and again once they are there (borrowed: %s)',
  async (borrows) => {
    const path = await folder.makeCase([{ records: [{ actor: 'ada' }] }])
    const file = openCase(path)
    const pages = new CasePages(path, borrows)
    // Pages beyond the end among them: they end as the others do.
    const numbers = Array.from({ length: 1_500 }, (_, i) => i + 1)
    expect(pages.ask(numbers, PAGE_BYTES)).toBe(1_024)
    expect(pages.ask(numbers, PAGE_BYTES)).toBe(0)
    await expect.poll(() => pages.ask([1], PAGE_BYTES)).toBe(1)
    pages.close()
    file.close()
  },
)

test.each(ways)('there is no page of a file that is not there, nor after closing (borrowed: %s)', async (borrows) => {
  const missing = new CasePages(folder.newPath('missing.vouch'), borrows)
  expect([missing.page(1, PAGE_BYTES), missing.ask([1], PAGE_BYTES)]).toEqual([null, 0])
  missing.close()

  const path = await folder.makeCase([{ records: [{ actor: 'ada' }] }])
  const file = openCase(path)
  const pages = new CasePages(path, borrows)
  expect(pages.page(1, PAGE_BYTES)).not.toBe(null)
  pages.close()
  expect([pages.page(1, PAGE_BYTES), pages.ask([1], PAGE_BYTES)]).toEqual([null, 0])
  file.close()
})

test.runIf(listsDescriptors)(
  'nothing of the case is open once case and pages are closed, reads under way or not',
  async () => {
    for (const borrows of ways) {
      const path = await folder.makeCase([{ records: [{ actor: 'ada' }] }])
      const file = openCase(path)
      const pages = new CasePages(path, borrows)
      expect(pages.ask([1, 2, 3], PAGE_BYTES)).toBe(3)
      pages.close()
      file.close()
      await expect.poll(() => descriptorsOf(path)).toBe(0)
    }
  },
)

test.runIf(process.platform !== 'win32')(
  'a lock of this process outlives pages that are read and let go of',
  async () => {
    const path = await folder.makeCase([{ records: [{ actor: 'ada' }] }])
    const db = new Database(path)
    db.exec('BEGIN IMMEDIATE')
    const pages = new CasePages(path)
    expect(pages.page(1, PAGE_BYTES)).not.toBe(null)
    pages.close()
    // Another process: locks do not stand between connections of one.
    const program = `
      const db = new (require('better-sqlite3'))(${JSON.stringify(path)}, { timeout: 0 })
      try { db.exec('BEGIN IMMEDIATE'); console.log('free') } catch (error) { console.log(error.code) }`
    expect(execFileSync(process.execPath, ['-e', program], { encoding: 'utf8' }).trim()).toBe('SQLITE_BUSY')
    db.close()
  },
)

function descriptorsOf(path: string): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`) === path
    } catch {
      return false
    }
  }).length
}
