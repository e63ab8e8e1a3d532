/** The measurement as text: one line per file, what disagrees, and vendor by field at the end. */
import { measuredFields } from './agreement.ts'
import { addedTallies, type FileMeasurement, type Measurement, share, type Tally } from './measure.ts'

/**
 * The whole report. `examples` disagreements are listed per file and field at most. Its last line is the one that `npm test`
 * tells, too (.ci/unitReporter.mjs).
 */
export function reportText(measurement: Measurement, examples = 2): string {
  const { files, durationMs } = measurement
  const total = files.reduce((sum, { counts }) => sum + counts.records, 0)
  return [
    table(['file', 'profile', 'records', 'events', 'rejects', 'timed', ...measuredFields], files.map(fileRow)),
    disagreementText(measurement, examples),
    ...measurement.excused.map(
      ({ file, index, field, expected, found }) =>
        `wrong in the corpus: ${file} record ${index}, ${field}: the corpus expects ${expected}, the raw record says ${found}`,
    ),
    table(
      ['vendor', 'files', 'records', 'events', 'rejects', 'duplicates', 'events/s', ...measuredFields],
      vendorRows(files),
    ),
    `measured: the corpus, files: ${files.length}, records: ${total}, seconds: ${(durationMs / 1000).toFixed(1)}`,
  ].join('\n\n')
}

function fileRow({ file, counts, tallies, timed, refusal, fault }: FileMeasurement): readonly string[] {
  const profiles = counts.profiles.length > 2 ? `${counts.profiles.length} profiles` : counts.profiles.join(' ')
  const codes = Object.entries(counts.rejectCodes).map(([code, count]) => `${code} ${count}`)
  return [
    file.name,
    fault === null ? profiles : (refusal ?? `FAULT ${fault.slice(0, 60)}`),
    recordWord(counts.records, file.statedRecords),
    String(counts.events),
    counts.rejects === 0 ? '0' : `${counts.rejects} (${codes.join(', ')})`,
    String(timed),
    ...measuredFields.map((field) => tallyWord(tallies[field])),
  ]
}

function vendorRows(files: readonly FileMeasurement[]): readonly (readonly string[])[] {
  const vendors = [...new Set(files.map(({ file }) => file.vendor))].sort()
  return [...vendors, 'all'].map((vendor) => {
    const own = vendor === 'all' ? files : files.filter(({ file }) => file.vendor === vendor)
    const tallies = addedTallies(own.map((one) => one.tallies))
    const sum = (count: (one: FileMeasurement) => number): string =>
      String(own.reduce((total, one) => total + count(one), 0))
    return [
      vendor,
      String(own.length),
      sum(({ counts }) => counts.records),
      sum(({ counts }) => counts.events),
      sum(({ counts }) => counts.rejects),
      sum(({ counts }) => counts.duplicates),
      rateWord(own),
      ...measuredFields.map((field) => tallyWord(tallies[field])),
    ]
  })
}

function disagreementText({ disagreements }: Measurement, examples: number): string {
  const groups = Map.groupBy(disagreements, ({ file, field }) => `${file}  ${field}`)
  const lines = [...groups].flatMap(([name, all]) => [
    name,
    ...all.slice(0, examples).map(({ index, expected, found, isTarget }) => {
      const note = isTarget ? ' (acted upon)' : ''
      return `   ${index}: expected ${clipped(expected)}, found ${found === null ? 'none' : clipped(found)}${note}`
    }),
  ])
  return lines.length === 0 ? 'no disagreement' : ['disagreements', ...lines].join('\n')
}

function recordWord(found: number, stated: number | null): string {
  return stated === null || stated === found ? String(found) : `${found} (of ${stated})`
}

/** Events per second, opening and recognising included; small files say little about a profile's own speed. */
function rateWord(files: readonly FileMeasurement[]): string {
  const events = files.reduce((total, { counts }) => total + counts.events, 0)
  const durationMs = files.reduce((total, file) => total + file.durationMs, 0)
  return durationMs === 0 ? '·' : String(Math.round((events / durationMs) * 1000))
}

function tallyWord(tally: Tally): string {
  if (tally.stated === 0) return '·'
  const percent = Math.floor(share(tally) * 1000) / 10
  return `${percent}% ${tally.agreeing}/${tally.stated}`
}

function clipped(text: string): string {
  return JSON.stringify(text.length > 90 ? `${text.slice(0, 90)}…` : text)
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column].length)))
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
