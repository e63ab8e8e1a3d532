/**
 * What is known of single corpus files: expectations that the raw record itself proves wrong, and zones that the
 * source of an expectation was told.
 *
 * A wrong expectation is left out of the agreement and named in the report. The raw text proves it: the record (of a file
 * with a record per line, else the file) must hold `raw` and must not hold the expected value, so an entry cannot hide a
 * disagreement of ours.
 */
import type { MeasuredField } from './agreement.ts'

export interface KnownFault {
  /** End of the corpus file's name. */
  readonly file: string
  readonly index: number
  readonly field: MeasuredField
  /** What the truth states. */
  readonly expected: string
  /** What the raw record says instead. */
  readonly raw: string
}

export const knownFaults: readonly KnownFault[] = [
  {
    file: 'okta/ocsf-examples/Account_Change__account_change.raw',
    index: 0,
    field: 'time',
    expected: '2024-09-30T10:42:16.000Z',
    raw: '"published": "2023-09-30T10:42:16.000Z"',
  },
  // A challenge that was passed.
  ...[10, 11].map((index) => ({
    file: 'google-workspace/elastic-google_workspace-login/test-login.log',
    index,
    field: 'outcome' as const,
    expected: 'failure',
    raw: '"value":"Challenge Passed."',
  })),
  // An error that is empty is none.
  ...[0, 1].map((index) => ({
    file: 'vault/elastic-hashicorp_vault-audit/test-faked-all-fields.log',
    index,
    field: 'outcome' as const,
    expected: 'failure',
    raw: '"error":""',
  })),
  // yyyyMMddHHmmss.SSS taken for an epoch.
  {
    file: 'salesforce/sekoia-salesforce-events.ndjson',
    index: 1,
    field: 'time',
    expected: '2034-02-21T02:48:31.272150Z',
    raw: '"TIMESTAMP_DERIVED":"2024-10-29T11:27:21.500Z"',
  },
  {
    file: 'salesforce/sekoia-salesforce-events.ndjson',
    index: 3,
    field: 'time',
    expected: '2034-02-09T04:23:42.595925Z',
    raw: '"TIMESTAMP_DERIVED":"2023-07-18T22:59:59.250Z"',
  },
  {
    file: 'salesforce/sekoia-salesforce-events.ndjson',
    index: 8,
    field: 'time',
    expected: '2034-02-21T02:43:24.464103Z',
    raw: '"TIMESTAMP_DERIVED":"2024-10-26T04:46:41.024Z"',
  },
  // Neither an audit event nor an item usage says how it ended; the file has no such word.
  {
    file: '1password/sekoia-1password-epm.ndjson',
    index: 0,
    field: 'outcome',
    expected: 'failure',
    raw: '"sekoia_event_type": "auditevents"',
  },
  {
    file: '1password/sekoia-1password-epm.ndjson',
    index: 1,
    field: 'outcome',
    expected: 'failure',
    raw: '"sekoia_event_type": "itemusages"',
  },
]

/** Zones that somebody has to tell, because the records name none: end of the file's name and IANA zone. */
const toldZones: readonly (readonly [string, string])[] = [
  ['lastpass/elastic-lastpass-event_report/test-event-report.log', 'America/New_York'],
]

/** The zone an importer is told for this file; null where the records or their profile name it. */
export function toldZone(file: string): string | null {
  return toldZones.find(([end]) => file.endsWith(end))?.[1] ?? null
}

/** The fault that excuses a disagreement; undefined where there is none. */
export function knownFault(
  file: string,
  index: number,
  field: MeasuredField,
  expected: string,
): KnownFault | undefined {
  return knownFaults.find(
    (fault) =>
      file.endsWith(fault.file) && fault.index === index && fault.field === field && fault.expected === expected,
  )
}
