/**
 * Imports sources file by file: decides the mapping, has the writer open a transaction, sends the batches, closes it.
 * A file that cannot be read is reported and the next one goes on; a case that cannot be written ends the import.
 */
import type { FileProgress } from '../../../../shared/api/index.ts'
import { type Failure, fail, FailureError } from '../../../../shared/failure.ts'
import { canonicalJson } from '../../base/index.ts'
import { type CaseField, exhibitLabel, openCase, type OwnField } from '../../case/index.ts'
import { loadDictionary } from '../../store/index.ts'
import { keySeeds } from '../duplicates/eventKey.ts'
import type { OutputField, ProfileSource } from '../profiles/index.ts'
import { type ContainerRef, directMember, openSources, type SourceMember } from '../sources/index.ts'
import { type Mapping, mappingOfSheet, type ProfileSet } from './chooseMapping.ts'
import { DictionaryBuilder } from './dictionaryBuilder.ts'
import { ExhibitMapper } from './exhibitMapper.ts'
import { FileChoices, LEFT_OUT } from './fileChoices.ts'
import type { FileReport, ImportOptions } from './importReport.ts'
import type { Begun, Finished } from './messages.ts'
import { preview } from './preview.ts'
import type { WriterPort } from './writerPort.ts'

export interface ImportListener {
  progress(progress: FileProgress): void
  file(report: FileReport): void
}

/** Time between two progress reports, in milliseconds. */
const PROGRESS_MS = 100

export class FileImporter {
  private readonly casePath: string
  private readonly options: ImportOptions
  private readonly writer: WriterPort
  private readonly listener: ImportListener
  private readonly profiles: ProfileSet
  private readonly choices: FileChoices
  /** By field; forgotten whenever the case may know other values than they do. */
  private readonly dictionaries = new Map<string, DictionaryBuilder>()
  private readonly containers = new Map<string, ContainerRef>()
  private readonly specTexts = new WeakMap<ProfileSource, string>()
  private toldAt = 0

  constructor(
    casePath: string,
    options: ImportOptions,
    profiles: ProfileSet,
    writer: WriterPort,
    listener: ImportListener,
  ) {
    this.casePath = casePath
    this.options = options
    this.writer = writer
    this.listener = listener
    this.profiles = profiles
    this.choices = new FileChoices(options)
  }

  /** Imports everything. Fails with `import/cancelled`, and with `case/*` where the case cannot be written. */
  async run(signal: AbortSignal): Promise<void> {
    for (const id of this.choices.profiles()) this.profiles.byId(id)
    try {
      await this.sources(signal)
    } catch (error) {
      // Between two members an abort is whatever the source makes of it.
      if (signal.aborted && !(error instanceof FailureError)) fail(cancelled)
      throw error
    }
    for (const container of this.containers.values()) {
      const { sha256, sizeBytes, isComplete } = await container.digest()
      if (isComplete) await this.writer.ask({ type: 'container', ref: container.id, sha256, sizeBytes })
    }
  }

  private async sources(signal: AbortSignal): Promise<void> {
    const { direct } = this.options
    if (direct !== undefined) return this.member(directMember(direct.path, direct.bytes, signal), signal)
    for await (const found of openSources(this.options.paths, { casePath: this.casePath }, signal)) {
      if (signal.aborted) fail(cancelled)
      const item = this.choices.renamed(found)
      if (item.kind === 'failure') this.listener.file({ kind: 'failed', path: item.path, failure: item.failure })
      else if (item.kind === 'skipped') this.listener.file(item)
      else if (this.choices.of(item.path, item.sheet?.name).skip)
        this.listener.file({ kind: 'skipped', path: item.path, reason: LEFT_OUT })
      else await this.member(item, signal)
    }
  }

  private async member(member: SourceMember, signal: AbortSignal): Promise<void> {
    try {
      this.listener.file(await this.importMember(member, signal))
    } catch (error) {
      if (signal.aborted) {
        await this.undo()
        fail(cancelled)
      }
      if (!(error instanceof FailureError)) throw error
      await this.undo()
      if (error.failure.code.startsWith('case/')) throw error
      this.listener.file({ kind: 'failed', path: member.path, failure: refused(member.path, error.failure) })
    }
  }

  private async importMember(member: SourceMember, signal: AbortSignal): Promise<FileReport> {
    const startedAt = performance.now()
    const choice = this.choices.of(member.path)
    const ahead = await preview(member, choice.newestMicros)
    const direct = this.options.direct
    const mapping = mappingOfSheet(ahead, this.profiles, choice.profile, choice.timezone, direct?.format ?? null)
    if ('reason' in mapping) return { kind: 'skipped', path: member.path, reason: mapping.reason }
    const { profile, format } = mapping
    const begun = (await this.writer.ask({
      type: 'begin',
      own: ownFields(profile.outputs),
      seeds: keySeeds(profile.spec.source, format),
    })) as Begun
    if (begun.isStale) this.dictionaries.clear()
    const dictionaries = this.dictionariesOf([...profile.outputs.map((output) => output.id), 'source'], begun.fields)
    const constants = [...profile.outputs.map(() => null), profile.spec.source]
    const mapper = new ExhibitMapper(profile, format, dictionaries, constants, direct?.leaveOut)
    for await (const batch of mapper.batches(ahead.chunks, signal, (between) => this.writer.send(between))) {
      await this.writer.send(batch)
      this.tell(member, mapping, mapper, batch.startByte, startedAt)
      signal.throwIfAborted()
    }
    const end = mapper.finish()
    for (const container of member.containers) this.containers.set(container.id, container)
    const finished = (await this.writer.ask({
      type: 'finish',
      path: member.path,
      containers: member.containers.map(({ id, path, kind }) => ({ ref: id, path, kind })),
      modifiedUs: member.modifiedMs === null ? null : Math.round(member.modifiedMs * 1000),
      format: { ...format },
      profile: {
        id: profile.id,
        version: profile.version,
        text: this.textOf(profile.spec),
      },
      mapping: mapping.guesses,
      timezone: choice.timezone ?? 'UTC',
      pull: direct?.pull ?? null,
      continues: direct?.continues ?? null,
      ...end,
    })) as Finished
    return imported(member, mapping, mapper, finished, end, (performance.now() - startedAt) / 1000)
  }

  /** Builders for the columns, filled with what the case knows; the writer's transaction adds nothing they do not know. */
  private dictionariesOf(names: readonly string[], fields: readonly CaseField[]): DictionaryBuilder[] {
    const byName = new Map(fields.map((field) => [field.id.toLowerCase(), field]))
    // Two profiles may write the name of a column in two ways; the case has it in one.
    const ids = names.map((name) => byName.get(name.toLowerCase())?.id ?? name)
    const missing = ids.filter((id) => !this.dictionaries.has(id))
    if (missing.length > 0) {
      const file = openCase(this.casePath)
      try {
        for (const name of missing) {
          const kind = byName.get(name.toLowerCase())?.storage ?? 'dictionary'
          const hasTable =
            file.db.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(`value_${name}`) !== undefined
          this.dictionaries.set(
            name,
            new DictionaryBuilder(name, kind, hasTable ? loadDictionary(file.db, name) : ['']),
          )
        }
      } finally {
        file.close()
      }
    }
    return ids.map((id) => this.dictionaries.get(id) as DictionaryBuilder)
  }

  /** What the case keeps of a profile. */
  private textOf(spec: ProfileSource): string {
    let text = this.specTexts.get(spec)
    if (text === undefined) {
      text = canonicalJson(JSON.parse(JSON.stringify(spec)))
      this.specTexts.set(spec, text)
    }
    return text
  }

  private async undo(): Promise<void> {
    this.dictionaries.clear()
    await this.writer.ask({ type: 'abort' })
  }

  private tell(
    member: SourceMember,
    mapping: Mapping,
    mapper: ExhibitMapper,
    bytesDone: number,
    startedAt: number,
  ): void {
    const now = performance.now()
    if (now - this.toldAt < PROGRESS_MS) return
    this.toldAt = now
    const { records, events, rejects } = mapper.counts
    this.listener.progress({
      path: member.path,
      profile: mapping.profile.name,
      bytesDone,
      bytesTotal: member.sizeBytes,
      records,
      events,
      rejects,
      seconds: (now - startedAt) / 1000,
    })
  }
}

function imported(
  member: SourceMember,
  mapping: Mapping,
  mapper: ExhibitMapper,
  finished: Finished,
  end: ReturnType<ExhibitMapper['finish']>,
  seconds: number,
): FileReport {
  return {
    kind: 'imported',
    path: member.path,
    exhibit: exhibitLabel(finished.exhibitId),
    profile: mapping.profile.name,
    why: mapping.why,
    guesses: mapping.guesses,
    sha256: finished.sha256,
    sizeBytes: finished.sizeBytes,
    ...mapper.counts,
    duplicates: null,
    remarks: end.remarks,
    isComplete: end.isComplete,
    seconds,
  }
}

function ownFields(outputs: readonly OutputField[]): OwnField[] {
  return outputs.filter((output) => output.isColumn).map(({ id, label, type }) => ({ id, label, type }))
}

/** The failure of a source of which nothing came in, whatever the source itself says of bytes it could give. */
function refused(path: string, failure: Failure): Failure {
  return { ...failure, where: { path, ...failure.where }, kept: 'Nothing of it was added to the case.' }
}

/** The failure of an import that its signal ended. */
export const cancelled: Failure = {
  code: 'import/cancelled',
  message: 'The import was cancelled',
  kept: 'Files that were done stay in the case; the one under way was undone.',
}
