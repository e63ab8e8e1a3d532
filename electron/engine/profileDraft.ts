/** Mapping a file that no profile knows: the draft of a profile with what it would give, and keeping it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Draft, DraftChoices, DraftRequest, KeptDraft } from '../../shared/api/index.ts'
import { type Failure, fail, type Json } from '../../shared/failure.ts'
import { fieldById } from '../../shared/fields.ts'
import { isTimeZone, isoText, timeFormatProblem } from '../../shared/time/index.ts'
import {
  choicesOf,
  compileProfile,
  draftProfile,
  FileChoices,
  type GuessedField,
  guessProfile,
  idFromTitle,
  kindOf,
  loadProfile,
  type Mapping,
  mappingOfPreview,
  openSources,
  type Payload,
  placesOf,
  preview,
  type ProfileSet,
  type ProfileSource,
  profileYaml,
  recognise,
  type RecordKind,
  textsAt,
} from './ingest/index.ts'

/** Records shown, as they are and as events. */
const SHOWN_RECORDS = 10

/** Rejects told. */
const TOLD_REJECTS = 5

/** Places of a record that are offered. */
const MAX_PLACES = 200

interface Drafted {
  readonly draft: Draft
  readonly spec: ProfileSource
  readonly samples: readonly Payload[]
  readonly kind: RecordKind
}

/** The draft of a profile for a file. Fails with `import/*` where it cannot be read, `usage/bad-argument` for bad choices. */
export async function profileDraft(request: DraftRequest, profiles: ProfileSet, signal: AbortSignal): Promise<Draft> {
  return (await drafted(request, profiles, signal)).draft
}

/**
 * Keeps the profile of these choices in `dir` under a name of its own. It is loaded from its text first, as any profile is,
 * and has to recognise the file it was made from. Fails with `profile/not-saved`, and as {@link profileDraft} does.
 */
export async function keepDraft(
  request: DraftRequest,
  profiles: ProfileSet,
  dir: string | undefined,
  signal: AbortSignal,
): Promise<KeptDraft> {
  const { draft, spec, samples, kind } = await drafted(request, profiles, signal)
  if (dir === undefined) fail(notSaved('this installation has no folder for profiles of your own'))
  const loaded = loadProfile(draft.yaml, `${draft.id}.yaml`)
  if (!loaded.ok) fail(notSaved(loaded.failures[0].message))
  const [best] = recognise(samples, kind, [...profiles.profiles, loaded.value])
  if (best?.profileId !== spec.id)
    fail(notSaved(`files such as this one are taken for ${best?.profileId ?? 'something else'} rather than for it`))
  const path = join(dir, `${draft.id}.yaml`)
  try {
    mkdirSync(dir, { recursive: true })
    writeFileSync(path, draft.yaml, { flag: 'wx' })
  } catch (error) {
    fail(notSaved(error instanceof Error ? error.message : String(error), path))
  }
  return { id: draft.id, path }
}

async function drafted(request: DraftRequest, profiles: ProfileSet, signal: AbortSignal): Promise<Drafted> {
  const { path, mapping } = await mappingOf(request, profiles, signal)
  const { format, samples } = mapping
  const kind = kindOf(format)
  const names = profiles.names()
  const { spec: guessed, explanation } = guessProfile(profiles.byId(`generic-${kind}`), names, samples)
  const paths = new Map(explanation.map(({ field, paths: found }) => [field, found[0]]))
  const choices = request.choices ?? choicesOf(guessed, paths, titleOf(path))
  requireGood(choices)
  const id = idFromTitle(choices.title, new Set(profiles.profiles.map((profile) => profile.id)))
  const spec = draftProfile(id, choices, guessed, paths, names, samples, format.recordsPath)
  const places = placesOf(guessed, samples).slice(0, MAX_PLACES)
  const draft: Draft = {
    path,
    format: { ...format } as unknown as Json,
    why: mapping.why,
    places,
    records: samples.slice(0, SHOWN_RECORDS).map((record) =>
      textsAt(
        guessed,
        record,
        places.map((place) => place.path),
      ),
    ),
    guesses: explanation.map(guessOf),
    choices,
    ...tried(spec, samples),
    yaml: profileYaml(spec, [
      'Made with Vouch from the records of one file; the samples below are two of them, secrets masked.',
      'Look through them before you hand this file on.',
    ]),
    id,
  }
  return { draft, spec, samples, kind }
}

/** What the profile makes of the sampled records. */
function tried(
  spec: ProfileSource,
  samples: readonly Payload[],
): Pick<Draft, 'columns' | 'rows' | 'rejected' | 'rejects' | 'timesWithoutZone' | 'sampled'> {
  const profile = compileProfile(spec, { timezone: null })
  const rows: (string | null)[][] = []
  const rejects: Failure[] = []
  let rejected = 0
  let timesWithoutZone = 0
  for (const [i, sample] of samples.entries()) {
    const mapped = profile.map(sample)
    if (!mapped.ok) {
      rejected++
      if (rejects.length < TOLD_REJECTS) rejects.push(mapped.failure)
      continue
    }
    const { time, timeText, values, remarks } = mapped.event
    if (remarks.includes('time-without-zone')) timesWithoutZone++
    if (i < SHOWN_RECORDS) rows.push([isoText(time), timeText, ...values])
  }
  const columns = ['time', 'timeText', ...profile.outputs.map((output) => output.id)]
  return { columns, rows, rejected, rejects, timesWithoutZone, sampled: samples.length }
}

/** How the file that is meant is read. */
async function mappingOf(
  { paths, names, file, lastDay }: DraftRequest,
  profiles: ProfileSet,
  signal: AbortSignal,
): Promise<{ readonly path: string; readonly mapping: Mapping }> {
  const choices = new FileChoices({ profile: null, timezone: null, names, lastDay })
  choices.requireTimes()
  for await (const found of openSources(paths, { isGlance: true }, signal)) {
    const item = choices.renamed(found)
    if (item.kind === 'skipped' || (file !== undefined && item.path !== file)) continue
    if (item.kind === 'failure') fail(item.failure)
    const ahead = await preview(item, choices.of(item.path).newestMicros)
    return { path: item.path, mapping: mappingOfPreview(ahead, profiles, null, null) }
  }
  fail({ code: 'import/not-found', message: 'There is nothing to read here', where: { path: file ?? paths[0] ?? '' } })
}

function guessOf({ field, paths, why, confidence }: GuessedField): Draft['guesses'][number] {
  return { field, path: paths[0], why, confidence }
}

/** A title made of the file's name. */
function titleOf(path: string): string {
  const name = path.split(/[\\/]|\s›\s/).at(-1) ?? ''
  return name.replace(/\.(?:[a-z0-9]{1,6})(?:\.(?:gz|zst))?$/i, '') || 'My log'
}

function requireGood({ title, time, fields }: DraftChoices): void {
  const bad = (message: string, field: string): never => fail({ code: 'usage/bad-argument', message, where: { field } })
  if (title.trim() === '') bad('The profile needs a name', 'title')
  for (const field of Object.keys(fields))
    if (fieldById(field)?.id !== field) bad(`There is no field “${field}”`, field)
  if (time === null) return
  const problem = timeFormatProblem(time.format)
  if (problem !== null) bad(`“${time.format}” is no time format: ${problem}`, 'format')
  if (time.zone !== null && !isTimeZone(time.zone)) bad(`There is no time zone “${time.zone}”`, 'zone')
}

function notSaved(why: string, path?: string): Failure {
  return {
    code: 'profile/not-saved',
    message: `The profile was not kept: ${why}`,
    ...(path === undefined ? {} : { where: { path } }),
    next: 'Change the mapping or its name, or copy the profile’s text into a file of your own.',
  }
}
