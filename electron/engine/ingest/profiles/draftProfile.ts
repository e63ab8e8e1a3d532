/**
 * A profile in the making: what was guessed of a file nobody has described, changed as its user says, with samples of its
 * own. What comes out loads as any profile does, and recognises the file it was made from.
 */
import type { DraftChoices, DraftPlace } from '../../../../shared/api/index.ts'
import type { Json } from '../../../../shared/failure.ts'
import { mappedFields } from '../../../../shared/fields.ts'
import { Redactor } from '../../../../shared/redaction/index.ts'
import { isoText } from '../../../../shared/time/index.ts'
import type { RecordKind } from '../record.ts'
import { compileProfile } from './compile.ts'
import type { Payload } from './event.ts'
import type { GuessNames } from './guessNames.ts'
import { statsFromRecords } from './guessStats.ts'
import { compileOpen } from './open.ts'
import { pathFromKeys } from './path.ts'
import type { ProfileSource, SampleSource, TimeSource, ValueSource } from './profileSource.ts'
import { templateParts } from './profileValueSchema.ts'
import { openedEnvelope } from './unwrap.ts'

/** Keys that a file must have to be recognised, at most: the first ones that all sampled records have. */
const MAX_REQUIRED = 12

/** Ahead of guessing (1), behind what bundled profiles claim (from 85). */
const SCORE = 80

const SAMPLES = 2

/** The places of the records as the guess sees them, in the order of the first record that has each. */
export function placesOf(guessed: ProfileSource, records: readonly Payload[]): DraftPlace[] {
  return statsFromRecords(opened(guessed, records)).map(({ path, coverage, texts }) => ({
    path,
    share: coverage,
    examples: [...new Set(texts)].slice(0, 3),
  }))
}

/** The texts at `paths` of a record; null where nothing stands there. */
export function textsAt(guessed: ProfileSource, record: Payload, paths: readonly string[]): (string | null)[] {
  const byPath = new Map(statsFromRecords(opened(guessed, [record])).map(({ path, texts }) => [path, texts[0] ?? null]))
  return paths.map((path) => byPath.get(path) ?? null)
}

/** What a guess amounts to, as choices. */
export function choicesOf(guessed: ProfileSource, paths: ReadonlyMap<string, string>, title: string): DraftChoices {
  const [time] = guessed.time
  return {
    title,
    time: time === undefined ? null : { path: placeOfTime(time), format: time.format, zone: time.zone },
    fields: Object.fromEntries([...paths].filter(([field]) => field !== 'time')),
  }
}

/**
 * The profile of these choices. `guessed` and `paths` (first path by field) are what the guess found in `records`: a field left
 * where the guess had it keeps the guess's alternatives and words. `recordsPath` is where the array of records was found.
 */
export function draftProfile(
  id: string,
  choices: DraftChoices,
  guessed: ProfileSource,
  paths: ReadonlyMap<string, string>,
  names: GuessNames,
  records: readonly Payload[],
  recordsPath: readonly string[],
): ProfileSource {
  const [{ format, unwrap }] = guessed.recognise
  const draft: ProfileSource = {
    ...guessed,
    id,
    version: 1,
    title: choices.title,
    vendor: 'own',
    source: id,
    documentation: [],
    guess: false,
    recognise: [
      {
        format,
        require: requiredPaths(opened(guessed, records), format),
        anyOf: [],
        forbid: [],
        match: [],
        score: SCORE,
        unwrap,
      },
    ],
    records: recordsPath.length > 0 ? [recordsPath.join('.')] : [],
    looseHeaders: false,
    looseKeys: false,
    aliases: [],
    time: timeOf(choices, guessed),
    fields: fieldsOf(choices, guessed, paths, names),
    samples: [],
  }
  return { ...draft, samples: samplesOf(draft, records) }
}

/** An id made of a title, different from those that are taken. */
export function idFromTitle(title: string, taken: ReadonlySet<string>): string {
  const slug =
    title
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
      .replace(/-+$/, '') || 'my-log'
  let id = slug
  for (let number = 2; taken.has(id); number++) id = `${slug}-${number}`
  return id
}

function timeOf({ time }: DraftChoices, guessed: ProfileSource): TimeSource[] {
  if (time === null) return []
  const year = guessed.time.find((source) => placeOfTime(source) === time.path && source.year != null)?.year ?? null
  const first = { from: [time.path], year, format: time.format, zone: time.zone, ambiguous: false }
  const [best, ...further] = guessed.time
  if (best === undefined || placeOfTime(best) !== time.path) return [first]
  // Further places were guessed for records without the first; they are left where the first is.
  const others = further
    .filter((other) => best.template != null || placeOfTime(other) !== time.path)
    .map((other) => ({ ...other, zone: time.zone }))
  return [best.template == null ? first : { ...first, from: [], template: best.template }, ...others]
}

/** The path that stands for a time; of a date and a clock the date's. */
function placeOfTime({ from, template }: TimeSource): string {
  const parts = template == null ? [] : (templateParts(template) ?? [])
  return parts.find(({ reference }) => reference !== null)?.reference ?? from[0] ?? ''
}

function fieldsOf(
  choices: DraftChoices,
  guessed: ProfileSource,
  paths: ReadonlyMap<string, string>,
  names: GuessNames,
): ValueSource[] {
  const hasAction = choices.fields.action !== undefined
  return mappedFields.flatMap(({ id, type }): ValueSource[] => {
    const known = guessed.fields.find((field) => field.id === id)
    const path = choices.fields[id]
    // Operations follow from actions.
    if (id === 'operation' && path === undefined) return known !== undefined && hasAction ? [known] : []
    if (path === undefined) return []
    if (known !== undefined && paths.get(id) === path) return [hasAction ? known : withoutAction(known)]
    const words = names.fields.find(({ field }) => field === id)?.words ?? new Map<string, string>()
    return [
      {
        id,
        rules: [],
        from: [path],
        template: null,
        as: type === 'ip' ? 'ip' : 'string',
        extract: null,
        map: [...words],
        otherwise: null,
      },
    ]
  })
}

function withoutAction(value: ValueSource): ValueSource {
  return { ...value, rules: value.rules.filter(({ when }) => when.every(({ key }) => key !== '@action')) }
}

/** Keys at the top that every record has, as paths; of lines those below them, as at the top all lines are alike. */
function requiredPaths(records: readonly Payload[], kind: RecordKind): string[] {
  const keys = sharedKeys(records)
  const paths = keys.flatMap((key) => {
    const inner = kind === 'lines' ? records.map((record) => record[key]).filter(isObject) : []
    return inner.length < records.length ? [[key]] : sharedKeys(inner).map((below) => [key, below])
  })
  return paths.slice(0, MAX_REQUIRED).map(pathFromKeys)
}

/** Keys that all of these have, in the order of the first. */
function sharedKeys(records: readonly Payload[]): string[] {
  const [first] = records
  return Object.keys(first ?? {}).filter((key) => records.every((record) => Object.hasOwn(record, key)))
}

function isObject(value: Json): value is Payload {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** Two different records, secrets masked, with the events that they give. */
function samplesOf(draft: ProfileSource, records: readonly Payload[]): SampleSource[] {
  const profile = compileProfile(draft, { timezone: null })
  const samples: SampleSource[] = []
  for (const record of records) {
    const redactor = new Redactor()
    redactor.learn(record as Json)
    const masked = redactor.payload(record as Json) as Payload
    const mapped = profile.map(masked)
    if (!mapped.ok) continue
    const { time, values } = mapped.event
    const event: [string, string | null][] = [['time', isoText(time)]]
    for (const [i, { id }] of profile.outputs.entries()) if (values[i] !== null) event.push([id, values[i]])
    samples.push({ format: 'json', record: JSON.stringify(masked), event })
    if (samples.length === SAMPLES) return samples
  }
  // A file of one record has but one to give.
  return samples.length === 1 ? [...samples, ...samples] : samples
}

function opened(guessed: ProfileSource, records: readonly Payload[]): Payload[] {
  const open = compileOpen(guessed)
  return records.map((record) => openedEnvelope(guessed, open === null ? record : open(record).payload).record)
}
