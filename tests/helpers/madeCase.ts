/**
 * Builds cases from made-up events and asks them through the engine's door.
 *
 * `makeCase` sends the events down the import's own way (reader, profile, dictionaries, writer) without its threads,
 * which takes a few milliseconds: for property tests. `importMade` imports files through `createEngine`, threads and all.
 */
import { keySeeds } from '../../electron/engine/ingest/duplicates/eventKey.ts'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Api, Engine } from '../../shared/api/index.ts'
import { FailureError, type Json } from '../../shared/failure.ts'
import type { Filter } from '../../shared/filter.ts'
import { createCase, openCaseForWriting } from '../../electron/engine/case/index.ts'
import { createEngine } from '../../electron/engine/index.ts'
import { compileProfile, loadProfile, type Profile } from '../../electron/engine/ingest/index.ts'
import {
  DictionaryBuilder,
  type DictionaryLimits,
  usualLimits,
} from '../../electron/engine/ingest/pipeline/dictionaryBuilder.ts'
import { ExhibitMapper } from '../../electron/engine/ingest/pipeline/exhibitMapper.ts'
import { ExhibitWriter } from '../../electron/engine/ingest/pipeline/exhibitWriter.ts'
import type { Format } from '../../electron/engine/ingest/record.ts'
import { loadDictionary } from '../../electron/engine/store/index.ts'
import { type MadeProfile, plainProfile, profileYaml } from './madeProfile.ts'

/** The record of an event: `time` (ISO) and fields by their own names, and whatever else the payload is to hold. */
export type MadeRecord = { readonly [key: string]: Json }

export interface MadeExhibit {
  readonly records: readonly MadeRecord[]
  readonly profile?: MadeProfile
  /** Whether it comes with an import of its own: dictionaries are then loaded from the case again. */
  readonly startsImport?: boolean
}

/** Dictionaries of at most so many entries; values beyond stand inline. */
export function smallDictionaries(entries: number): DictionaryLimits {
  return { ...usualLimits, entries }
}

const VERSION = 'vouch test'
const format: Format = { id: 'ndjson', encoding: 'utf-8', recordsPath: [], delimiter: ',', header: [] }
const compiled = new Map<string, Profile>()

/** A folder for one test file's cases; call `remove` when done. */
export class CaseFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'vouch-case-'))
  private made = 0
  private empty: string | undefined

  /** A new case that holds these exhibits. */
  async makeCase(exhibits: readonly MadeExhibit[], limits?: DictionaryLimits): Promise<string> {
    if (this.empty === undefined) {
      this.empty = this.newPath('empty.vouch')
      createCase(this.empty, VERSION).close()
    }
    const path = this.newPath('made.vouch')
    copyFileSync(this.empty, path)
    await addExhibits(path, exhibits, limits)
    return path
  }

  /** Imports the exhibits as files, one import each, through the engine. */
  async importMade(exhibits: readonly MadeExhibit[]): Promise<string> {
    const profileDir = this.newPath('profiles')
    mkdirSync(profileDir)
    const path = this.newPath('imported.vouch')
    const engine = createEngine({ version: VERSION, profileDirs: [profileDir] })
    for (const [number, { records, profile = plainProfile }] of exhibits.entries()) {
      writeFileSync(join(profileDir, `${profile.id}.yaml`), profileYaml(profile))
      const file = this.newPath('made.ndjson')
      writeFileSync(file, bytesOf(records, number))
      const report = await ask(engine, 'case.import', { case: path, paths: [file], profile: profile.id })
      const [imported] = report.files
      if (imported.kind !== 'imported' || imported.events !== records.length) throw new Error(JSON.stringify(report))
    }
    await engine.close()
    return path
  }

  newPath(name: string): string {
    return join(this.path, `${++this.made}-${name}`)
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true })
  }
}

/** An engine for asking. */
export function askingEngine(): Engine {
  return createEngine({ version: VERSION, profileDirs: [] })
}

/**
 * The reply of an entry; throws its failure. Questions are asked of all events, duplicates included, unless they say otherwise:
 * made-up events often repeat, and what they are compared with knows nothing of it.
 */
export async function ask<K extends keyof Api>(
  engine: Engine,
  entry: K,
  request: Api[K]['request'],
): Promise<Api[K]['reply']> {
  const result = await engine.call(entry, ofAllEvents(request))
  if (!result.ok) throw new FailureError(result.failure)
  return result.value
}

function ofAllEvents<T extends object>(request: T): T {
  if (
    'target' in request &&
    typeof request.target === 'object' &&
    request.target !== null &&
    'question' in request.target
  )
    return { ...request, target: { question: ofAllEvents(request.target.question as object) } }
  return 'filter' in request && !('duplicates' in request) ? { ...request, duplicates: true } : request
}

/** Ids of the events that match, ascending; duplicates among them, as made-up events often are. */
export async function idsOf(engine: Engine, path: string, filter: Filter | string): Promise<number[]> {
  const page = await ask(engine, 'rows.page', {
    case: path,
    filter,
    nowMicros: 0,
    columns: [],
    sort: { field: 'id', descending: false },
    offset: 0,
    limit: 10_000,
  })
  return page.rows.map((row) => row.id)
}

/** Adds exhibits to a case as the import does, in this thread. */
export async function addExhibits(
  path: string,
  exhibits: readonly MadeExhibit[],
  limits?: DictionaryLimits,
): Promise<void> {
  const file = openCaseForWriting(path)
  try {
    const writer = new ExhibitWriter(file.db, VERSION)
    const builders = new Map<string, DictionaryBuilder>()
    for (const [number, { records, profile = plainProfile, startsImport = false }] of exhibits.entries()) {
      if (startsImport) builders.clear()
      const mapping = compiledProfile(profile)
      const own = mapping.outputs.filter((output) => output.isColumn)
      const { fields } = writer.begin({
        type: 'begin',
        own: own.map(({ id, label, type }) => ({ id, label, type })),
        seeds: keySeeds(mapping.spec.source, format),
      })
      const names = [...mapping.outputs.map((output) => output.id), 'source']
      const dictionaries = names.map((name) => {
        const storage = fields.find((field) => field.id === name)?.storage ?? 'dictionary'
        const values = storage === 'dictionary' ? loadDictionary(file.db, name) : ['']
        const builder = builders.get(name) ?? new DictionaryBuilder(name, storage, values, limits)
        builders.set(name, builder)
        return builder
      })
      const constants = [...mapping.outputs.map(() => null), mapping.spec.source]
      const mapper = new ExhibitMapper(mapping, format, dictionaries, constants)
      const bytes = bytesOf(records, number)
      for await (const batch of mapper.batches(chunksOf(bytes), new AbortController().signal, async (part) =>
        writer.batch(part),
      ))
        writer.batch(batch)
      if (mapper.counts.events !== records.length) throw new Error(JSON.stringify(mapper.counts.firstRejects))
      writer.finish({
        type: 'finish',
        path: `made-${number}.ndjson`,
        containers: [],
        modifiedUs: null,
        format: { ...format },
        profile: { id: mapping.id, version: mapping.version, text: JSON.stringify(mapping.spec) },
        mapping: null,
        timezone: 'UTC',
        ...mapper.finish(),
      })
    }
    writer.close()
  } finally {
    file.close()
  }
}

/** NDJSON; blank lines at the end make each exhibit's bytes its own. */
function bytesOf(records: readonly MadeRecord[], number: number): Buffer {
  return Buffer.from(`${records.map((record) => `${JSON.stringify(record)}\n`).join('')}${'\n'.repeat(number + 1)}`)
}

/** In two parts, so that an exhibit comes as more than one batch. */
async function* chunksOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  const middle = bytes.length >>> 1
  yield bytes.subarray(0, middle)
  yield bytes.subarray(middle)
}

function compiledProfile(made: MadeProfile): Profile {
  let profile = compiled.get(made.id)
  if (profile === undefined) {
    const loaded = loadProfile(profileYaml(made), made.id)
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.failures))
    profile = compileProfile(loaded.value)
    compiled.set(made.id, profile)
  }
  return profile
}
