import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { writeEventFile } from '../../../bench/generate/eventFile.ts'
import { EventText, FROM_SECONDS, SPAN_SECONDS } from '../../../bench/generate/eventText.ts'
import { tableKinds, TableText } from '../../../bench/generate/tableText.ts'

interface MadeEvent {
  readonly eventTime: string
  readonly sourceIPAddress: string
  readonly errorCode?: string
  readonly requestID: string
  readonly eventID: string
  readonly resources: readonly { readonly ARN: string }[]
}

const EVENTS = 4_000

function made(isUnique: boolean, seed = 1): { lines: string[]; events: MadeEvent[] } {
  const text = new EventText({ events: EVENTS, isUnique, seed })
  const lines = Array.from({ length: EVENTS }, () => text.next())
  return { lines, events: lines.map((line) => JSON.parse(line) as MadeEvent) }
}

const distinct = (values: readonly string[]): number => new Set(values).size

describe('generated events', () => {
  const { lines, events } = made(false)

  test('are ASCII lines of about a kilobyte', () => {
    const sizes = lines.map((line) => line.length)
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    expect(mean).toBeGreaterThan(1_020)
    expect(mean).toBeLessThan(1_120)
    expect(lines.every((line) => /^[\x20-\x7e]+\n$/.test(line))).toBe(true)
  })

  test('come out the same for the same seed, and differ for another', () => {
    expect(made(false).lines).toEqual(lines)
    expect(made(false, 2).lines).not.toEqual(lines)
  })

  test('fail in about 8 of 100 cases', () => {
    const share = events.filter((event) => event.errorCode !== undefined).length / EVENTS
    expect(share).toBeGreaterThan(0.06)
    expect(share).toBeLessThan(0.1)
  })

  test('fill their span', () => {
    const seconds = events.map((event) => Date.parse(event.eventTime) / 1000)
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(FROM_SECONDS)
    expect(Math.max(...seconds)).toBeLessThan(FROM_SECONDS + SPAN_SECONDS)
    expect(Math.max(...seconds)).toBeGreaterThan(FROM_SECONDS + SPAN_SECONDS * 0.99)
  })

  test('ascend but for some that are up to two minutes late', () => {
    const dense = new EventText({ events: 10_000_000, isUnique: false, seed: 1 })
    let latest = 0
    let late = 0
    for (let i = 0; i < EVENTS; i++) {
      const seconds = Date.parse((JSON.parse(dense.next()) as MadeEvent).eventTime) / 1000
      expect(latest - seconds).toBeLessThanOrEqual(120)
      if (seconds < latest) late++
      latest = Math.max(latest, seconds)
    }
    expect(late / EVENTS).toBeGreaterThan(0.1)
    expect(late / EVENTS).toBeLessThan(0.25)
  })

  test('take addresses from reserved ranges alone', () => {
    const reserved =
      /^(?:198\.1[89]\.\d+\.\d+|192\.0\.2\.\d+|198\.51\.100\.\d+|203\.0\.113\.\d+|2001:db8:.*|[a-z]+\.amazonaws\.com)$/
    expect(events.filter((event) => !reserved.test(event.sourceIPAddress))).toEqual([])
  })

  test('share some request ids and many resources; event ids are all different', () => {
    expect(distinct(events.map((event) => event.eventID))).toBe(EVENTS)
    expect(distinct(events.map((event) => event.requestID))).toBeLessThan(EVENTS)
    expect(distinct(events.map((event) => event.resources[0].ARN))).toBeLessThan(EVENTS * 0.8)
  })

  test('of the unique kind share neither', () => {
    const unique = made(true).events
    expect(distinct(unique.map((event) => event.requestID))).toBe(EVENTS)
    expect(distinct(unique.map((event) => event.resources[0].ARN))).toBe(EVENTS)
  })

  test('stand in tables row by row, in cells as RFC 4180 has them', () => {
    for (const kind of tableKinds) {
      const table = new TableText(kind, { events: EVENTS, isUnique: false, seed: 1 })
      const rows = parse(table.head + Array.from({ length: 20 }, () => table.next()).join(''), { columns: true })
      expect(rows).toHaveLength(20)
      const json = rows.map((row) =>
        JSON.parse((row as { [column: string]: string })[kind === 'm365-audit' ? 'AuditData' : 'Details']),
      )
      expect(json.map(({ eventTime, CreationTime }) => eventTime ?? `${CreationTime}Z`)).toEqual(
        events.slice(0, 20).map((event) => event.eventTime),
      )
    }
  })

  test('are written as they are', () => {
    const dir = mkdtempSync(join(tmpdir(), 'vouch-bench-test-'))
    try {
      const path = join(dir, 'events.ndjson')
      const sizeBytes = writeEventFile(path, { events: EVENTS, isUnique: false, seed: 1 }, null)
      const text = readFileSync(path, 'latin1')
      expect(text.length).toBe(sizeBytes)
      expect(text === lines.join('')).toBe(true)
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  })
})
