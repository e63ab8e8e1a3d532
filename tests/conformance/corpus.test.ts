/**
 * Imports a corpus of logs that nobody here wrote and holds the events against what their sources say must come out.
 *
 * The folder is named by VOUCH_CORPUS (layout: see measure/corpus.ts) and is no part of this repository.
 * VOUCH_CORPUS_VENDORS (`okta,vault`) measures only these vendors.
 */
import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { importerThroughParts } from './measure/importThroughParts.ts'
import { addedTallies, type FileMeasurement, type Measurement, measure } from './measure/measure.ts'
import { measuredFields } from './measure/agreement.ts'
import { reportText } from './measure/report.ts'

const root = process.env.VOUCH_CORPUS ?? ''
const whyNot =
  root === '' ? 'VOUCH_CORPUS is not set' : existsSync(root) ? null : `there is no folder ${root} (VOUCH_CORPUS)`
if (whyNot !== null) console.log(`left out: the corpus is not measured, ${whyNot}`)

/** Systems with a profile of their own: share of agreement wanted for each field that the truth states. */
const profiled = [
  ...['aws-cloudtrail', 'github', 'kubernetes', 'okta'],
  ...['1password', 'atlassian', 'bitwarden', 'box', 'cisco-duo', 'cloudflare', 'lastpass', 'lyve-cloud', 'mattermost'],
  ...['cyberark', 'ping-one', 'salesforce', 'slack'],
  ...['azure-entra', 'elasticsearch', 'gcp-audit', 'google-workspace', 'm365', 'mongodb-atlas', 'prisma-cloud'],
  ...['sentinelone', 'teleport', 'trend-micro', 'vault', 'wiz', 'zscaler'],
]
const asked = process.env.VOUCH_CORPUS_VENDORS?.split(',') ?? null
const exactVendors = profiled.filter((vendor) => asked === null || asked.includes(vendor))
const exactShare = 0.98
/** Everywhere else: share of right times wanted in each file whose truth states times. */
const timeShare = 0.95

describe.skipIf(whyNot !== null)('corpus', () => {
  let measurement: Measurement = { files: [], disagreements: [], excused: [], durationMs: 0 }

  beforeAll(async () => {
    measurement = await measure(root, importerThroughParts(), asked)
    console.log(reportText(measurement))
  }, 600_000)

  test('every file is imported; text that is neither JSON nor CSV is refused as a whole', () => {
    const wrong = ({ file, refusal, fault }: FileMeasurement): string | null =>
      refusal === 'import/unrecognised' && isPlainText(file.path) ? null : fault
    expect(faults(measurement.files, wrong)).toEqual([])
  })

  test('no record is lost: records = events + rejects + duplicates', () => {
    const lost = ({ counts }: FileMeasurement): string | null => {
      const { records, events, rejects, duplicates } = counts
      return records === events + rejects + duplicates ? null : `${records} ≠ ${events} + ${rejects} + ${duplicates}`
    }
    expect(faults(measurement.files, lost)).toEqual([])
  })

  test('each file has as many records as the index of the corpus says', () => {
    const wrong = ({ file, counts, fault }: FileMeasurement): string | null =>
      fault !== null || file.statedRecords === null || file.statedRecords === counts.records
        ? null
        : `${counts.records} records, the index says ${file.statedRecords}`
    expect(faults(measurement.files, wrong)).toEqual([])
  })

  test.each(exactVendors)('%s: at least 98 % agreement in each field that the truth states', (vendor) => {
    const tallies = addedTallies(
      measurement.files.filter(({ file }) => file.vendor === vendor).map((measured) => measured.tallies),
    )
    // What is no JSON has no fields; such records are rejects and named.
    const broken = measurement.files
      .filter(({ file }) => file.vendor === vendor)
      .reduce((total, { file, counts }) => total + (file.truths.size > 0 ? notJson(counts) : 0), 0)
    const low = measuredFields
      .filter((field) => tallies[field].agreeing < (tallies[field].stated - broken) * exactShare)
      .map((field) => `${field} ${tallies[field].agreeing}/${tallies[field].stated}`)
    expect(low).toEqual([])
  })

  test('the right time in at least 95 % of the records of each other file', () => {
    const late = ({ file, counts, tallies }: FileMeasurement): string | null => {
      const stated = tallies.time.stated - notJson(counts)
      return exactVendors.includes(file.vendor) || tallies.time.agreeing >= stated * timeShare
        ? null
        : `time ${tallies.time.agreeing}/${stated}`
    }
    expect(faults(measurement.files, late)).toEqual([])
  })
})

/** Records that are no JSON although their file is. */
function notJson({ rejectCodes }: FileMeasurement['counts']): number {
  return rejectCodes['record/not-json'] ?? 0
}

/** Whether a file is neither JSON nor CSV by the looks of it, whatever the importer says. */
function isPlainText(path: string): boolean {
  return !/\.[ct]sv$/i.test(path) && !/^\s*[[{]/.test(readFileSync(path, 'utf8').slice(0, 1000))
}

function faults(
  files: readonly FileMeasurement[],
  faultOf: (file: FileMeasurement) => string | null,
): readonly string[] {
  return files.flatMap((measured) => {
    const fault = faultOf(measured)
    return fault === null ? [] : [`${measured.file.name}: ${fault}`]
  })
}
