/** Texts of mapping a file that no profile knows. */
import { several } from './counted.ts'

export const map = {
  open: 'Map it…',
  title: (name: string) => `Map ${name}`,
  back: 'Back to the files',
  name: 'Name of the profile',
  keep: 'Keep and use it',
  looking: 'Looking at the records …',
  fields: 'Fields',
  more: 'More fields',
  from: (field: string) => `${field} is read from`,
  none: 'not filled',
  sure: (percent: string) => `${percent} % sure`,
  chosen: 'chosen by you',
  format: 'Time format',
  zone: 'Zone of times without one',
  zoneNone: 'not stated',
  allHaveZones: 'Every time states its zone.',
  withoutZone: (without: string, all: string) =>
    `${without} of ${all} times state no zone. Name the one they were written in; otherwise they are taken as UTC, with a remark.`,
  zoneIs: (zone: string) => `Times without a zone are taken as ${zone}.`,
  noTime: 'No time: events will have none, and stand outside the timeline.',
  records: 'The first records, as they are',
  dragHint: 'Drag a column onto a field, or choose it there.',
  preview: 'The same records, as events',
  noRejects: (all: string) => `None of the ${several(all, 'record', 'records')} looked at would be rejected.`,
  rejects: (count: string, all: string) =>
    `${count} of the ${several(all, 'record', 'records')} looked at would be rejected.`,
  yaml: 'The profile as text',
  share: 'Two records are in it as samples, secrets masked. Look through them before you hand it on.',
} as const
