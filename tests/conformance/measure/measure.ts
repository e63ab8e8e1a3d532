/**
 * Imports every file of a corpus and counts: records, events, rejects, and agreement with the truth per field.
 *
 * How a file is imported is a parameter, so the same measurement runs over the single parts and over a whole case.
 */
import { readFileSync } from 'node:fs'
import { type FailureCode, FailureError } from '../../../shared/failure.ts'
import { type MeasuredEvent, type MeasuredField, measuredFields, type Verdict, verdictsOf } from './agreement.ts'
import { type CorpusFile, corpusFiles } from './corpus.ts'
import { knownFault, toldZone } from './knownFaults.ts'

/** What became of one file, over all exhibits in it. `records` = `events` + `rejects` + `duplicates`. */
export interface ImportCounts {
  /** Profiles that mapped it, `id@version`; several where a file holds several exhibits. */
  readonly profiles: readonly string[]
  readonly exhibits: number
  /** Records and spans that gave no record. */
  readonly records: number
  readonly events: number
  readonly rejects: number
  /** Records named as already there. */
  readonly duplicates: number
  /** Reject codes and how often. */
  readonly rejectCodes: Readonly<Record<string, number>>
}

/**
 * Imports one file and hands over its events in order; a file that cannot be imported at all throws.
 * `timezone` is what a user would have to say of times without a zone (`--timezone`), null for nothing.
 */
export type ImportFile = (
  path: string,
  timezone: string | null,
  onEvent: (event: MeasuredEvent) => void,
) => Promise<ImportCounts>

export interface Tally {
  readonly stated: number
  readonly agreeing: number
}

export type Tallies = Readonly<Record<MeasuredField, Tally>>

export interface Disagreement extends Verdict {
  readonly file: string
  readonly index: number
}

export interface FileMeasurement {
  readonly file: CorpusFile
  readonly counts: ImportCounts
  readonly tallies: Tallies
  /** Events that have a time at all. */
  readonly timed: number
  readonly durationMs: number
  /** Code of the failure with which the whole file was refused; the counts are zero then. */
  readonly refusal: FailureCode | null
  /** Why the file could not be imported, of a refusal or a bug; null where it was. */
  readonly fault: string | null
}

export interface Measurement {
  readonly files: readonly FileMeasurement[]
  /** The first ones of each file, at most {@link MAX_DISAGREEMENTS} per file. */
  readonly disagreements: readonly Disagreement[]
  /** Disagreements in which the raw record proves the truth wrong; in no tally. */
  readonly excused: readonly Disagreement[]
  readonly durationMs: number
}

/** Disagreements kept per file. */
export const MAX_DISAGREEMENTS = 20

const noCounts: ImportCounts = {
  profiles: [],
  exhibits: 0,
  records: 0,
  events: 0,
  rejects: 0,
  duplicates: 0,
  rejectCodes: {},
}

/**
 * Measures all raw files below `root`, one after the other; of `vendors` only, where it is not null. A file that throws
 * is a fault, not the end.
 */
export async function measure(
  root: string,
  importFile: ImportFile,
  vendors: readonly string[] | null = null,
): Promise<Measurement> {
  const start = performance.now()
  const files: FileMeasurement[] = []
  const disagreements: Disagreement[] = []
  const excused: Disagreement[] = []
  for (const file of corpusFiles(root)) {
    if (vendors !== null && !vendors.includes(file.vendor)) continue
    const measured = await measureFile(file, importFile)
    files.push(measured.measurement)
    excused.push(...measured.excused)
    disagreements.push(...measured.verdicts.filter((verdict) => !verdict.agrees).slice(0, MAX_DISAGREEMENTS))
  }
  return { files, disagreements, excused, durationMs: performance.now() - start }
}

async function measureFile(
  file: CorpusFile,
  importFile: ImportFile,
): Promise<{
  readonly measurement: FileMeasurement
  readonly verdicts: readonly Disagreement[]
  readonly excused: readonly Disagreement[]
}> {
  const start = performance.now()
  const verdicts: Disagreement[] = []
  const excused: Disagreement[] = []
  const judge = (index: number, found: readonly Verdict[]): void => {
    for (const verdict of found) {
      const disagreement = { ...verdict, file: file.name, index }
      if (!verdict.agrees && isProvenFault(file, disagreement)) excused.push(disagreement)
      else verdicts.push(disagreement)
    }
  }
  const waiting = new Map(file.truths)
  let timed = 0
  let counts = noCounts
  let refusal: FailureCode | null = null
  let fault: string | null = null
  try {
    counts = await importFile(file.path, toldZone(file.name), (event) => {
      if (event.time !== null) timed += 1
      const truth = waiting.get(event.index)
      if (truth === undefined) return
      waiting.delete(event.index)
      judge(event.index, verdictsOf(truth, event))
    })
  } catch (error) {
    fault = error instanceof Error ? error.message : String(error)
    if (error instanceof FailureError) refusal = error.failure.code
  }
  for (const [index, truth] of waiting) judge(index, verdictsOf(truth, null))
  const measurement = {
    file,
    counts,
    tallies: talliesOf(verdicts),
    timed,
    durationMs: performance.now() - start,
    refusal,
    fault,
  }
  return { measurement, verdicts, excused }
}

function isProvenFault(file: CorpusFile, { index, field, expected }: Disagreement): boolean {
  const fault = knownFault(file.name, index, field, expected)
  if (fault === undefined) return false
  const whole = readFileSync(file.path, 'utf8')
  const line = whole.split('\n')[index]
  const text = isJson(line) ? line : whole
  return text.includes(fault.raw) && !text.includes(fault.expected)
}

function isJson(line: string | undefined): line is string {
  try {
    return typeof JSON.parse(line ?? '') === 'object'
  } catch {
    return false // a record over several lines
  }
}

function talliesOf(verdicts: readonly Verdict[]): Tallies {
  const tally = (field: MeasuredField): Tally => {
    const own = verdicts.filter((verdict) => verdict.field === field)
    return { stated: own.length, agreeing: own.filter((verdict) => verdict.agrees).length }
  }
  return {
    time: tally('time'),
    action: tally('action'),
    outcome: tally('outcome'),
    actor: tally('actor'),
    ip: tally('ip'),
    srcAddress: tally('srcAddress'),
    userAgent: tally('userAgent'),
    eventId: tally('eventId'),
  }
}

/** Sum of the tallies of some files. */
export function addedTallies(all: readonly Tallies[]): Tallies {
  const sum = (field: MeasuredField): Tally => ({
    stated: all.reduce((total, tallies) => total + tallies[field].stated, 0),
    agreeing: all.reduce((total, tallies) => total + tallies[field].agreeing, 0),
  })
  const entries = measuredFields.map((field) => [field, sum(field)] as const)
  return Object.fromEntries(entries) as Record<MeasuredField, Tally>
}

/** Agreement from 0 to 1; 1 where nothing is stated. */
export function share({ stated, agreeing }: Tally): number {
  return stated === 0 ? 1 : agreeing / stated
}
