/** Texts of the start screen and of the app's own file dialog. */
import { several } from './counted.ts'

export const start = {
  what: 'Audit logs, read offline. Nothing leaves this computer.',
  create: 'New case',
  open: 'Open case',
  demo: 'Demo case',
  recent: 'Recent cases',
  noRecent: 'Cases you open are listed here.',
  events: (count: string, day: string) => `${several(count, 'event', 'events')} · opened ${day}`,
  gone: 'not there any more',
  forget: (name: string) => `Take ${name} off this list`,
  drop: 'Drop exports anywhere on this window to begin a new case with them: JSON, NDJSON, CSV, Excel, syslog, gzip, zip, folders.',
  folder: 'Folder',
  up: 'One folder up',
  choose: 'Choose',
  save: 'Save here',
  fileName: 'File name',
  thisFolder: 'Take this folder',
  more: (count: string) => `${count} more are not listed; type a path above`,
  noEntries: 'Nothing in here',
  places: 'Places',
  go: 'Go',
  goFirst: 'The list is of another folder than the one typed: press Go.',
} as const
