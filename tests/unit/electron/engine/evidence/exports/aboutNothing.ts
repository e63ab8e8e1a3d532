/** What is said about an export in tests that are about something else. */
import type { AboutExport } from '../../../../../../electron/engine/evidence/index.ts'

export const aboutNothing: AboutExport = {
  caseName: 'made.vouch',
  caseId: '00000000-0000-4000-8000-000000000000',
  custody: null,
  query: '',
  now: null,
  timeZone: 'UTC',
  sort: 'time ascending',
  columns: [],
  rows: 0,
  timeFrom: null,
  timeTo: null,
  exhibits: [],
  formulaGuard: false,
  vouchVersion: 'vouch test',
  remarks: [],
}
