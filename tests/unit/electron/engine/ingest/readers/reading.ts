/**
 * Reads made-up exhibits in chosen chunks and lays out what came of every byte.
 */
import { expect } from 'vitest'
import type { Splitter } from '../../../../../../electron/engine/ingest/readers/splitter.ts'
import type { Encoding, Format, FormatId } from '../../../../../../electron/engine/ingest/record.ts'

export function formatOf(id: FormatId, more: Partial<Format> = {}): Format {
  return { id, encoding: 'utf-8', recordsPath: [], delimiter: ',', header: [], ...more }
}

export interface Span {
  readonly startByte: number
  readonly endByte: number
  /** `record`, a gap's kind, or a reject's code. */
  readonly what: string
  /** 1-based; 0 for gaps. */
  readonly line: number
}

export interface Reading {
  /** In the order of their bytes. */
  readonly spans: readonly Span[]
  /** Bytes of the records, as Latin-1. */
  readonly records: readonly string[]
}

interface Splitting {
  split(format: Format): Splitter
}

/** Splits `bytes` cut at `cuts` (any numbers; taken modulo the length). */
export function readIn(reader: Splitting, format: Format, bytes: Uint8Array, cuts: readonly number[] = []): Reading {
  const splitter = reader.split(format)
  const at = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b)
  const runs = at.slice(1).flatMap((end, i) => splitter.push(bytes.slice(at[i], end)))
  runs.push(...splitter.finish())
  const spans: Span[] = []
  const records: string[] = []
  for (const run of runs) {
    for (let i = 0; i < run.count; i++) {
      const startByte = run.firstByte + run.starts[i]
      const endByte = run.firstByte + run.ends[i]
      spans.push({ startByte, endByte, what: 'record', line: run.lines[i] })
      const record = Buffer.from(run.bytes.subarray(run.starts[i], run.ends[i]))
      if (!record.equals(bytes.subarray(startByte, endByte))) expect(record).toEqual(bytes.subarray(startByte, endByte))
      records.push(record.toString('latin1'))
    }
    for (const { startByte, endByte, failure } of run.rejects) {
      spans.push({ startByte, endByte, what: failure.code, line: failure.where?.line ?? 0 })
    }
    for (const { startByte, endByte, kind } of run.gaps) spans.push({ startByte, endByte, what: kind, line: 0 })
  }
  spans.sort((a, b) => a.startByte - b.startByte || a.endByte - b.endByte)
  return { spans: joined(spans), records }
}

/** Gaps may come in pieces, by chunk. */
function joined(spans: readonly Span[]): Span[] {
  const whole: Span[] = []
  for (const span of spans) {
    const last = whole.at(-1)
    if (last !== undefined && last.what === span.what && last.endByte === span.startByte && span.line === 0) {
      whole[whole.length - 1] = { ...last, endByte: span.endByte }
    } else whole.push(span)
  }
  return whole
}

/** Every byte is in exactly one span, or a separator (matched by `separator`, as Latin-1, wide ones without their NULs). */
export function expectTiled(reading: Reading, bytes: Uint8Array, separator: RegExp, unitBytes = 1): void {
  let at = 0
  for (const span of [...reading.spans, { startByte: bytes.length, endByte: bytes.length }]) {
    expect(span.startByte).toBeGreaterThanOrEqual(at)
    const between = Buffer.from(bytes.subarray(at, span.startByte)).toString('latin1')
    expect(unitBytes === 2 ? between.replaceAll('\0', '') : between).toMatch(separator)
    at = span.endByte
  }
  expect(at).toBe(bytes.length)
}

/** Physical line of a byte by the slow definition: line ends before it. */
export function lineOf(bytes: Uint8Array, startByte: number, encoding: Encoding, lineEnds: RegExp): number {
  const text = new TextDecoder(encoding === 'windows-1252' ? 'latin1' : encoding).decode(bytes.subarray(0, startByte))
  return 1 + (text.match(lineEnds) ?? []).length
}

export function bytesOf(text: string): Buffer {
  return Buffer.from(text, 'utf8')
}
