/** Generated files and the cases made of them, in the folder of the benchmarks: each is made once, when first needed. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TableKind } from './generate/tableText.ts'
import { freeBytes } from './measure/machine.ts'
import { runProgram } from './measure/program.ts'
import type { ImportMeasure } from './programs/importCase.ts'

export interface CaseSpec {
  readonly events: number
  readonly isUnique: boolean
  /** As which table; left out: NDJSON as CloudTrail delivers it. */
  readonly table?: TableKind
}

/** Bytes of disk per event: the source; the case, and as much again while it is written. */
const SOURCE_BYTES = 1_100
const IMPORT_BYTES = 1_300

/** Goes into the names of files: files of another generator are not taken for ours. */
const GENERATOR = 'g1'

/** A measurement that this machine cannot make; the message says why. */
export class NotPossible extends Error {}

export class Cases {
  readonly dir: string
  private readonly signal: AbortSignal
  private readonly note: (text: string) => void
  private readonly imports: { readonly spec: CaseSpec; readonly measure: ImportMeasure }[] = []

  constructor(dir: string, signal: AbortSignal, note: (text: string) => void) {
    this.dir = dir
    this.signal = signal
    this.note = note
  }

  /** Path of a case of these events, imported in an earlier run over this folder or now. */
  async path(spec: CaseSpec): Promise<string> {
    await this.measure(spec)
    return this.casePath(spec)
  }

  /** How that case was imported; an earlier import counts. */
  async measure(spec: CaseSpec): Promise<ImportMeasure> {
    const path = this.casePath(spec)
    if (existsSync(`${path}.json`) && existsSync(path))
      return JSON.parse(readFileSync(`${path}.json`, 'utf8')) as ImportMeasure
    return this.imported(spec)
  }

  /** Imports the events now, in a process of its own, in place of an older case. Fails with {@link NotPossible}. */
  async imported(spec: CaseSpec): Promise<ImportMeasure> {
    const path = this.casePath(spec)
    for (const ending of ['.json', '-wal', '-shm', '']) rmSync(path + ending, { force: true })
    const source = await this.source(spec)
    this.needSpace(spec.events * IMPORT_BYTES)
    this.note(`importing ${titleOf(spec)} …`)
    const measure = await runProgram<ImportMeasure>(
      'importCase',
      [source, path, spec.table ?? 'aws-cloudtrail'],
      this.signal,
    )
    if (measure.events !== spec.events) throw new Error(`${measure.events} events came in, not ${spec.events}`)
    this.note(`  ${measure.seconds.toFixed(1)} s, ${Math.round(measure.events / measure.seconds)} events/s`)
    this.imports.push({ spec, measure })
    writeFileSync(`${path}.json`, JSON.stringify(measure))
    return measure
  }

  /** The imports of these events in this run, `repeats` of them or more. */
  async importedInThisRun(spec: CaseSpec, repeats: number): Promise<ImportMeasure[]> {
    const name = nameOf(spec)
    const own = () => this.imports.filter((done) => nameOf(done.spec) === name).map((done) => done.measure)
    while (own().length < repeats) await this.imported(spec)
    return own()
  }

  /** Path of the generated file. Fails with {@link NotPossible} where it does not fit the disk. */
  async source(spec: CaseSpec): Promise<string> {
    const path = this.sourcePath(spec)
    if (existsSync(path)) return path
    this.needSpace(spec.events * SOURCE_BYTES)
    this.note(`generating ${titleOf(spec)} …`)
    const args = ['--events', String(spec.events), '--out', path, ...optionsOf(spec)]
    const { sizeBytes, seconds } = await runProgram<{ sizeBytes: number; seconds: number }>(
      'generate',
      args,
      this.signal,
    )
    this.note(
      `  ${(sizeBytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(1)} s, ${(sizeBytes / 1e6 / seconds).toFixed(0)} MB/s`,
    )
    return path
  }

  /** Frees the disk of a source that is no longer needed. */
  dropSource(spec: CaseSpec): void {
    rmSync(this.sourcePath(spec), { force: true })
  }

  private sourcePath(spec: CaseSpec): string {
    return join(this.dir, `${nameOf(spec)}.${spec.table === undefined ? 'ndjson' : 'csv'}`)
  }

  private casePath(spec: CaseSpec): string {
    return join(this.dir, `${nameOf(spec)}.vouch`)
  }

  private needSpace(bytes: number): void {
    const free = freeBytes(this.dir)
    if (free < bytes)
      throw new NotPossible(
        `needs ${(bytes / 1e9).toFixed(1)} GB of disk and ${(free / 1e9).toFixed(1)} GB are free (scale it down with --large, or name another folder with --dir)`,
      )
  }
}

export function titleOf({ events, isUnique, table }: CaseSpec): string {
  const ids = isUnique ? ' with ids all different' : ''
  return `${events.toLocaleString('en-US')} events${ids}${table === undefined ? '' : ` as a table of ${table}`}`
}

function nameOf({ events, isUnique, table }: CaseSpec): string {
  return `events-${GENERATOR}-${events}${isUnique ? '-unique' : ''}${table === undefined ? '' : `-${table}`}`
}

function optionsOf({ isUnique, table }: CaseSpec): string[] {
  return [...(isUnique ? ['--unique'] : []), ...(table === undefined ? [] : ['--table', table])]
}
