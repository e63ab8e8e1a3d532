/** Texts of exports. */
import { several } from './counted.ts'

export const exportTexts = {
  title: 'Export',
  rows: (count: string) => (count === '1' ? '1 event that matches' : `${count} events that match`),
  format: 'Format',
  formats: { csv: 'CSV', ndjson: 'NDJSON', json: 'JSON' },
  columns: 'Columns',
  allColumns: 'Every column that has values, and the payload',
  shownColumns: 'The columns of the grid',
  withPayload: 'and the whole record as payload',
  zone: 'Times written in',
  guard: 'Guard cells that a spreadsheet would take for a formula (a leading ′ before = + - @)',
  order: 'In the order of the grid',
  where: 'File',
  choose: 'Choose …',
  begin: 'Export',
  written: (rows: string, size: string, time: string) => `${several(rows, 'row', 'rows')}, ${size}, ${time}`,
  guarded: (count: string) => `${several(count, 'cell', 'cells')} guarded`,
  sha256: 'SHA-256',
  download: 'Download',
  reveal: 'Show in folder',
  exists: 'A file of that name is replaced.',
} as const
