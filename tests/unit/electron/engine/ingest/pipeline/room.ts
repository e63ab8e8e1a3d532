/**
 * A room to import into: a folder of its own, a case, and the engine's door; with what every test of bad input asks
 * afterwards: does the case open, is it whole, do the counts add up.
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createEngine } from '../../../../../../electron/engine/index.ts'
import type { Api, CallOptions, Engine, ImportedFile, RejectInfo } from '../../../../../../shared/api/index.ts'
import type { Failure } from '../../../../../../shared/failure.ts'

export type Imported = Extract<ImportedFile, { kind: 'imported' }>

export class Room {
  readonly dir = mkdtempSync(join(tmpdir(), 'vouch-room-'))
  readonly case = join(this.dir, 'case.vouch')
  readonly engine: Engine = createEngine({ version: 'vouch test', profileDirs: [] })

  /** Writes a file into the room; returns its path. */
  file(name: string, bytes: Uint8Array | string): string {
    const path = join(this.dir, name)
    writeFileSync(path, bytes)
    return path
  }

  /** The reply; throws where the engine fails. */
  async ask<K extends keyof Api>(
    entry: K,
    request: Api[K]['request'],
    options?: CallOptions,
  ): Promise<Api[K]['reply']> {
    const result = await this.engine.call(entry, request, options)
    if (!result.ok) throw new Error(`${entry} failed: ${JSON.stringify(result.failure)}`)
    return result.value
  }

  /** The failure; throws where the engine does not fail. */
  async failure<K extends keyof Api>(entry: K, request: Api[K]['request'], options?: CallOptions): Promise<Failure> {
    const result = await this.engine.call(entry, request, options)
    if (result.ok) throw new Error(`${entry} did not fail`)
    return result.failure
  }

  /** What became of each file; afterwards the case is whole. */
  async import(
    paths: readonly string[],
    more: { profile?: string; timezone?: string } = {},
  ): Promise<readonly ImportedFile[]> {
    const report = await this.ask('case.import', { case: this.case, paths, ...more })
    // Where nothing ever came in, no case is made.
    if (existsSync(this.case)) await this.expectWhole()
    else expect(report.files.filter((file) => file.kind === 'imported')).toEqual([])
    return report.files
  }

  /** Imports bytes that make one exhibit. */
  async exhibit(name: string, bytes: Uint8Array | string, more?: { timezone?: string }): Promise<Imported> {
    const files = await this.import([this.file(name, bytes)], more)
    const first = files[0]
    if (files.length !== 1 || first.kind !== 'imported') throw new Error(`not one exhibit: ${JSON.stringify(files)}`)
    expect(first.events + first.firstRejects.filter((reject) => reject.record !== null).length).toBe(first.records)
    return first
  }

  /** The case opens, `verify` finds nothing (so records, rejects and gaps tile each exhibit), and the counts agree. */
  async expectWhole(path = this.case): Promise<void> {
    const { findings, checked } = await this.ask('case.verify', { case: path })
    expect(findings).toEqual([])
    const info = await this.ask('case.info', { case: path })
    const { count } = await this.ask('rows.count', { case: path, filter: '', duplicates: true })
    expect({ events: count, records: checked.records }).toEqual({ events: info.events, records: info.records })
  }

  rejects(limit = 100): Promise<readonly RejectInfo[]> {
    return this.ask('case.rejects', { case: this.case, limit })
  }

  /** Rows of the case in order of import. */
  async cells(
    columns: readonly string[],
    filter = '',
    limit = 1_000,
  ): Promise<readonly (readonly (string | null)[])[]> {
    const sort = { field: 'id', descending: false }
    const page = await this.ask('rows.page', { case: this.case, filter, columns, sort, offset: 0, limit })
    return page.rows.map((row) => row.cells)
  }

  async raw(event: number): Promise<Buffer> {
    return Buffer.from((await this.ask('event.raw', { case: this.case, event: String(event) })).bytes)
  }

  async close(): Promise<void> {
    await this.engine.close()
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/** A made-up record, `n` telling it from the others. */
export function recordOf(n: number, more: { readonly [key: string]: unknown } = {}): string {
  const time = new Date(Date.UTC(2026, 4, 1, 10, 0, 0) + n * 1000).toISOString()
  return JSON.stringify({
    time,
    actor: `user${n % 7}@example.com`,
    action: ['key.read', 'key.rotate', 'login'][n % 3],
    ip: `192.0.2.${n % 250}`,
    eventId: `e-${n}`,
    ...more,
  })
}

/** NDJSON of records [from, to), each on a line that ends. */
export function lines(from: number, to: number): string {
  let text = ''
  for (let n = from; n < to; n++) text += `${recordOf(n)}\n`
  return text
}

/** The bytes of `file` in a reject's range. */
export function rangeOf(bytes: Uint8Array, reject: { startByte: number; endByte: number }): string {
  return Buffer.from(bytes.subarray(reject.startByte, reject.endByte)).toString()
}
