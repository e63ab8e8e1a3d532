/**
 * Imports one file through the parts themselves, without a case: open → sniff → recognise → read → decode → map.
 *
 * What these parts do together with a case is measured by handing `measure` another importer.
 */
import { preview } from '../../../electron/engine/ingest/pipeline/preview.ts'
import {
  bundledProfilesDir,
  compileProfile,
  guessProfile,
  type LoadedProfiles,
  loadProfiles,
  type Profile,
  recognise,
} from '../../../electron/engine/ingest/profiles/index.ts'
import { decoderFor, readerFor, sampleRecords, sniff } from '../../../electron/engine/ingest/readers/index.ts'
import { type Format, kindOf, type RecordRun } from '../../../electron/engine/ingest/record.ts'
import { openSources } from '../../../electron/engine/ingest/sources/index.ts'
import { type Failure, FailureError, fail } from '../../../shared/failure.ts'
import type { MeasuredEvent } from './agreement.ts'
import type { ImportFile } from './measure.ts'

/** Records looked at to recognise a profile and to guess. */
const SAMPLED_RECORDS = 500

/** Counts under way; an archive's members add up. */
class Counter {
  readonly profiles = new Set<string>()
  exhibits = 0
  /** Records and spans without a record, which is also the position of the next one. */
  units = 0
  events = 0
  rejects = 0
  readonly rejectCodes = new Map<string, number>()

  reject({ code }: Failure): void {
    this.units += 1
    this.rejects += 1
    this.rejectCodes.set(code, (this.rejectCodes.get(code) ?? 0) + 1)
  }
}

/** An importer with the bundled profiles and those of `profileDirs`. Throws FailureError where a file cannot be read. */
export function importerThroughParts(profileDirs: readonly string[] = []): ImportFile {
  const loaded = loadProfiles([bundledProfilesDir, ...profileDirs])
  const [broken] = loaded.failures
  if (broken !== undefined) fail(broken)
  return async (path, timezone, onEvent) => {
    const counter = new Counter()
    const { signal } = new AbortController()
    for await (const item of openSources([path], {}, signal)) {
      if (item.kind === 'failure') throw new FailureError(item.failure)
      if (item.kind === 'skipped') throw new Error(`${item.path} is skipped: ${item.reason}`)
      const { bytes, isWhole, chunks } = await preview(item)
      const { format, profile } = mappingOf(bytes, isWhole, loaded, timezone)
      counter.profiles.add(profile.name)
      counter.exhibits += 1
      for await (const run of readerFor(format).read(chunks, format, signal)) {
        mapRun(run, format, profile, counter, onEvent)
      }
    }
    return {
      profiles: [...counter.profiles],
      exhibits: counter.exhibits,
      records: counter.units,
      events: counter.events,
      rejects: counter.rejects,
      duplicates: 0,
      rejectCodes: Object.fromEntries(counter.rejectCodes),
    }
  }
}

/** Format and profile by the first bytes; the generic profile where no other fits. */
function mappingOf(
  bytes: Uint8Array,
  isWhole: boolean,
  { profiles, names }: LoadedProfiles,
  timezone: string | null,
): { readonly format: Format; readonly profile: Profile } {
  const sniffed = sniff(bytes, isWhole, { recordsNames: profiles.flatMap((profile) => profile.records) })
  if (!sniffed.ok) fail(sniffed.failure)
  const { format } = sniffed
  const kind = kindOf(format)
  const samples = sampleRecords(bytes, format, SAMPLED_RECORDS)
  const id = recognise(samples, kind, profiles).at(0)?.profileId ?? `generic-${kind}`
  const source = profiles.find((profile) => profile.id === id)
  if (source === undefined) fail({ code: 'profile/not-found', message: `there is no profile ${id}` })
  if (!source.guess) return { format, profile: compileProfile(source, { timezone }) }
  if (names === null) fail({ code: 'profile/invalid', message: 'the generic profiles have no names to guess by' })
  return { format, profile: compileProfile(guessProfile(source, names, samples).spec, { timezone }) }
}

/** Maps the records of a run, taking the reader's rejects in their place among them. */
function mapRun(
  run: RecordRun,
  format: Format,
  profile: Profile,
  counter: Counter,
  onEvent: (event: MeasuredEvent) => void,
): void {
  const rejects = [...run.rejects].sort((a, b) => a.startByte - b.startByte)
  const decode = decoderFor(format)
  let nextReject = 0
  for (let i = 0; i < run.count; i++) {
    const startByte = run.firstByte + run.starts[i]
    while (nextReject < rejects.length && rejects[nextReject].startByte < startByte) {
      counter.reject(rejects[nextReject++].failure)
    }
    const decoded = decode(run.bytes, run.starts[i], run.ends[i])
    const mapped = decoded.ok ? profile.map(decoded.payload) : decoded
    if (!mapped.ok) {
      counter.reject(mapped.failure)
      continue
    }
    const { time, values } = mapped.event
    const textOf = (field: string): string | null => {
      const position = profile.outputs.findIndex((output) => output.id === field)
      return position < 0 ? null : values[position]
    }
    counter.events += 1
    onEvent({ index: counter.units++, time, textOf })
  }
  for (const { failure } of rejects.slice(nextReject)) counter.reject(failure)
}
