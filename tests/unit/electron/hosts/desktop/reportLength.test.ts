import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { requirePrintable } from '../../../../../electron/hosts/desktop/reportLength.ts'
import { FailureError } from '../../../../../shared/failure.ts'

const folder = mkdtempSync(join(tmpdir(), 'vouch-length-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function report(events: number, padding: number): string {
  const path = join(folder, `${events}.html`)
  writeFileSync(path, `<html>${' '.repeat(padding)}${'<tbody class="event"><tr></tr></tbody>'.repeat(events)}</html>`)
  return path
}

async function factsOf(path: string, mostBytes: number): Promise<unknown> {
  try {
    await requirePrintable(path, mostBytes)
    return null
  } catch (error) {
    if (error instanceof FailureError) return error.failure.facts
    throw error
  }
}

describe('the length of a report', () => {
  test('is no matter up to the bound', async () => {
    expect(await factsOf(report(10, 0), 13 + 380)).toBeNull()
    expect(await factsOf(report(10, 0), 12 + 380)).toMatchObject({ events: 10, fit: 9 })
  })

  test('counts every event once, wherever the pieces that it is read in are cut', async () => {
    // Files are read in pieces of 64 KiB: the marks lie across a cut at every place.
    for (let before = 65_536 - 60; before <= 65_536 - 6; before++)
      expect(await factsOf(report(3, before), 100)).toMatchObject({ events: 3 })
  })
})
