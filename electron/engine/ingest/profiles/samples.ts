/** Maps the samples of a profile and compares with the events they must give; a profile that fails does not load. */
import { parse } from 'csv-parse/sync'
import type { Failure, Json } from '../../../../shared/failure.ts'
import { parseTime } from '../../../../shared/time/index.ts'
import { lineFromText } from '../readers/index.ts'
import type { RecordKind } from '../record.ts'
import { compileProfile, referenceCircle } from './compile.ts'
import type { Payload } from './event.ts'
import type { Profile } from './profile.ts'
import type { ProfileSource, SampleSource } from './profileSource.ts'

/** Makes the concrete profile of some records; for a guessing profile that is where it guesses. */
export type ProfileOf = (spec: ProfileSource, records: readonly Payload[], format: RecordKind) => Profile

/**
 * All that is wrong with a profile's samples: too few (`profile/invalid`), unreadable or giving another event
 * (`profile/sample-mismatch` with `facts` sample, field, expected, found). Empty where the profile may load.
 */
export function checkProfile(
  spec: ProfileSource,
  profileOf: ProfileOf = (source) => compileProfile(source),
): readonly Failure[] {
  const circle = referenceCircle(spec)
  if (circle !== null) {
    return [invalid(spec, `fields refer to each other in a circle: ${circle.join(' → ')}`)]
  }
  if (spec.samples.length < 2) return [invalid(spec, `has ${spec.samples.length} samples; at least two are needed`)]
  return spec.samples.flatMap((sample, i) => checkSample(spec, sample, i, profileOf))
}

function checkSample(
  spec: ProfileSource,
  sample: SampleSource,
  index: number,
  profileOf: ProfileOf,
): readonly Failure[] {
  const record = sampleRecord(sample)
  if (record === null) return [mismatch(spec, index, 'record', 'one record', 'a text that cannot be read')]
  const profile = profileOf(spec, [record], sample.format)
  const mapped = profile.map(record)
  if (!mapped.ok)
    return [mismatch(spec, index, mapped.failure.where?.field ?? 'time', 'an event', mapped.failure.message)]
  const { event } = mapped
  return sample.event.flatMap(([id, expected]) => {
    if (id === 'time') {
      const micros = expected === null ? null : (parseTime(expected, 'iso', 'UTC')?.micros ?? Number.NaN)
      return micros === event.time ? [] : [mismatch(spec, index, id, expected, timeWord(event.time))]
    }
    const position = profile.outputs.findIndex((output) => output.id === id)
    const found = position < 0 ? null : event.values[position]
    return found === expected ? [] : [mismatch(spec, index, id, expected, found)]
  })
}

/** The payload of a sample; null where its text is not one record. */
export function sampleRecord(sample: SampleSource): Payload | null {
  switch (sample.format) {
    case 'json':
      return jsonRecord(sample.record)
    case 'csv':
      return csvRecord(sample.record)
    case 'lines':
      return lineFromText(sample.record, stagedTime(sample))?.payload ?? null
  }
}

/** The time that a sample must give stands for the end of the file that its line is from: so years can be told. */
function stagedTime({ event }: SampleSource): number | null {
  const time = event.find(([id]) => id === 'time')?.[1] ?? null
  return time === null ? null : (parseTime(time, 'iso', 'UTC')?.micros ?? null)
}

function jsonRecord(text: string): Payload | null {
  try {
    const value: Json = JSON.parse(text)
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Payload) : null
  } catch {
    return null // the caller reports the sample
  }
}

function csvRecord(text: string): Payload | null {
  try {
    const delimiter = delimiterOf(text)
    const rows: string[][] = parse(text, { delimiter, bom: true, relax_column_count: true, skip_empty_lines: true })
    if (rows.length !== 2) return null
    const [header, row] = rows
    return Object.fromEntries(header.map((key, i) => [key, cellValue(row[i] ?? '')]))
  } catch {
    return null // the caller reports the sample
  }
}

function delimiterOf(text: string): string {
  const header = text.split('\n', 1)[0]
  return [',', ';', '\t', '|'].reduce((best, candidate) =>
    header.split(candidate).length > header.split(best).length ? candidate : best,
  )
}

/** A cell that holds a JSON object or list is that value, as the reader does it. */
function cellValue(cell: string): Json {
  if (!/^\s*[[{]/.test(cell)) return cell
  try {
    return JSON.parse(cell)
  } catch {
    return cell // ordinary text that begins with a bracket
  }
}

function timeWord(micros: number | null): string | null {
  if (micros === null) return null
  const date = new Date(micros / 1000)
  return Number.isNaN(date.getTime()) ? `${micros} µs` : `${date.toISOString()} (${micros} µs)`
}

function invalid(spec: ProfileSource, problem: string): Failure {
  return {
    code: 'profile/invalid',
    message: `profile ${spec.id} ${problem}`,
    kept: 'the other profiles',
    next: 'correct the profile and try it with `vouch profiles test`',
    facts: { profile: spec.id, problem },
  }
}

function mismatch(
  spec: ProfileSource,
  sample: number,
  field: string,
  expected: string | null,
  found: string | null,
): Failure {
  return {
    code: 'profile/sample-mismatch',
    message: `profile ${spec.id}, samples[${sample}]: ${field} should be ${word(expected)} and is ${word(found)}`,
    where: { field: `samples[${sample}].event.${field}` },
    kept: 'the other profiles',
    next: 'correct the mapping or the expected event and try it with `vouch profiles test`',
    facts: { profile: spec.id, sample, field, expected, found },
  }
}

function word(value: string | null): string {
  return value === null ? 'absent' : JSON.stringify(value)
}
