/** The log of the desktop: what an entry looks like, and that the file stays small. */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LOG_MAX_BYTES, logEntry, openLogFile } from '../../../../../electron/hosts/desktop/logFile.ts'

const time = new Date('2026-05-12T14:03:22.118Z')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vouch-log-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('an entry begins with its time; no text can pose as another entry', () => {
  expect(logEntry('one\n2026-05-12T00:00:00.000Z two\r\nthree\n', time)).toBe(
    '2026-05-12T14:03:22.118Z one\n    2026-05-12T00:00:00.000Z two\n    three\n',
  )
})

test('control characters are made harmless', () => {
  expect(logEntry('a\u001b[31mb\u0000c\u009b\u2028d', time)).toBe(
    '2026-05-12T14:03:22.118Z a\uFFFD[31mb\uFFFDc\uFFFD\n    d\n',
  )
})

test('a long text is cut, and says so', () => {
  const entry = logEntry('x'.repeat(100_000), time)
  expect(entry.length).toBeLessThan(17_000)
  expect(entry).toContain('(100000 characters)')
})

test('entries are appended; the folder is made', () => {
  const log = openLogFile(join(folder, 'deep', 'er', 'desktop.log'), () => time)
  log.write('one')
  log.write('two')
  expect(readFileSync(log.path, 'utf8')).toBe('2026-05-12T14:03:22.118Z one\n2026-05-12T14:03:22.118Z two\n')
})

test('a file that has grown is put aside once', () => {
  const log = openLogFile(join(folder, 'desktop.log'), () => time)
  for (let i = 0; i <= LOG_MAX_BYTES / 16_000 + 2; i++) log.write('x'.repeat(16_000))
  expect(statSync(`${log.path}.old`).size).toBeGreaterThan(LOG_MAX_BYTES)
  expect(statSync(log.path).size).toBeLessThan(100_000)
})
