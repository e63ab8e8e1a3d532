/** Texts of imports and jobs. */
import { several } from './counted.ts'

export const importTexts = {
  drop: 'Drop files or folders here, or choose them',
  accepted:
    'JSON, NDJSON, CSV, TSV, Excel workbooks (.xlsx), logs of lines (syslog, CEF, key=value …); plain, gzip, zstd, zip or tar; the bytes are kept as they are',
  addFiles: 'Add files',
  addFolder: 'Add a folder',
  looking: 'Looking at the files …',
  planned: (count: string) => (count === '1' ? '1 file to import' : `${count} files to import`),
  notTaken: (count: string) => several(count, 'file cannot be taken', 'files cannot be taken'),
  more: (count: string) => `${count} more files come in as they are recognised.`,
  clear: 'Clear',
  begin: (count: string) => (count === '1' ? 'Import 1 file' : `Import ${count} files`),
  jobs: 'Imports, pulls, exports and verifications',
  profile: 'Profile',
  otherProfiles: 'Other profiles',
  zone: 'Zone of times without one',
  noZone: (text: string) =>
    `There is no time zone “${text}”. Name one as the IANA does: Europe/Berlin, or an offset: +02:00.`,
  lastDay: 'Day of the last line',
  noDay: (text: string) => `There is no day “${text}”. Write year, month and day: 2024-01-31.`,
  dayForAll: (others: number) =>
    others === 1
      ? 'Take it for the other log without years, too'
      : `Take it for the ${others} other logs without years, too`,
  withoutYear: (without: string, all: string) =>
    `${without} of ${several(all, 'record', 'records')} looked at ${without === '1' ? 'has a time' : 'have times'} without a year.`,
  yearsByOwnDay: (day: string, whose: string) =>
    `Each is taken to be of the latest year in which it is not after ${day}, ${whose}. That is wrong where the file was copied without its times or touched later: then set the day of its last line. A log of more than a year has to be cut.`,
  yearsByChosenDay: (day: string, ownDay: string, whose: string) =>
    `Each is taken to be of the latest year in which it is not after ${day}, the day set here. Left empty, ${ownDay} counts, ${whose}.`,
  ownDays: {
    file: 'the day on which the file was last changed',
    archive: 'the day on which the file was last changed, as its archive states',
    import: 'today, as nothing states when the file was last changed',
  },
  toMend: (count: string) => (count === '1' ? '1 file to put right' : `${count} files to put right`),
  take: 'Import',
  already: (exhibit: string) => `In the case already as ${exhibit}.`,
  alsoClaimed: (profile: string, why: string) => `Also claimed by ${profile}: ${why}.`,
  sampleRejects: (count: string) => `${count} of the first records would be rejected.`,
  timeText: 'Time as logged',
  skipped: (reason: string) => `left out: ${reason}`,
  states: { waiting: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'cancelled' },
  cancel: 'Cancel',
  dismiss: 'Dismiss',
  share: (done: string, total: string | null) => (total === null ? done : `${done} of ${total}`),
  reading: (profile: string, records: string, rejects: string, rate: string, time: string) =>
    `${profile} · ${several(records, 'record', 'records')} · ${several(rejects, 'reject', 'rejects')} · ${rate}/s · ${time}`,
  finished: (files: string, events: string, rejects: string) =>
    `${several(files, 'file', 'files')} in: ${several(events, 'event', 'events')}, ${several(rejects, 'reject', 'rejects')}.`,
  searchable: 'They can be searched; files under way are not in the case yet.',
  titleImport: (count: string) => (count === '1' ? 'Import of 1 path' : `Import of ${count} paths`),
  titleVerify: 'Verification',
  titleExport: (name: string) => `Export ${name}`,
  records: (records: string, events: string, rejects: string) =>
    `${several(records, 'record', 'records')} = ${several(events, 'event', 'events')} + ${several(rejects, 'reject', 'rejects')}`,
  foundDuplicates: (count: string) =>
    count === '1'
      ? '1 event came in before; it is left out of answers.'
      : `${count} events came in before; they are left out of answers.`,
  duplicates: (count: string) => (count === '1' ? '1 duplicate' : `${count} duplicates`),
  incomplete: 'the source broke off; what came before is in the case',
  showBytes: 'Show the bytes',
  moreRejects: (count: string) => `${count} more rejects; all of them stand under Exhibits.`,
  moreFiles: (count: string) => `Show ${count} more`,
} as const
