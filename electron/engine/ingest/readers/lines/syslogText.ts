/**
 * The header of a syslog message: RFC 5424 §6, or RFC 3164 §4 as it is met, with or without its priority, with a year, or
 * with a time of RFC 3339 as rsyslog writes it.
 *
 * Header parts are texts as they stand; what the priority says is worked out beside it. Of what RFC 3164 leaves open, a host
 * is told from a program by the colon behind the program: `host sshd[12]: …`, `sshd[12]: …`.
 */
import type { Json } from '../../../../../shared/failure.ts'
import { structuredDataAt } from './structuredData.ts'
import { assumedYear } from './timeWithoutYear.ts'

export interface SyslogText {
  /** `priority`, `facility`, `severity`, `version`, `timestamp`, `assumedYear`, `host`, `app`, `procId`, `msgId`, `data`; those that are there. */
  readonly header: { readonly [part: string]: Json }
  /** What stands behind the header; may be empty. */
  readonly message: string
  readonly form: 'RFC 5424' | 'RFC 3164'
  /** Whether it is a header by itself: it has a priority, or a program. Else a time and a word, which much begins with. */
  readonly isSure: boolean
}

/** RFC 5424 §6.2.1, tables 1 and 2. */
const facilities =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  )
const severities = 'emergency alert critical error warning notice informational debug'.split(' ')

const isoTime = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?`
const oldTime = String.raw`(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2}(?: \d{4})? \d\d:\d\d:\d\d(?:[.,]\d{1,9})?`

/** Priority, version, time, host, program, process, kind of message. Lengths as RFC 5424 §6 bounds them. */
const newHeader = new RegExp(
  String.raw`^(?:<(\d{1,3})>)?([1-9]\d{0,2}) (-|${isoTime}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (?=-|\[)`,
)
/** Priority and time. */
const oldHeader = new RegExp(String.raw`^(?:<(\d{1,3})>)?(${oldTime}|${isoTime}) +`)
/** A name or an address; what holds an equals sign or a quote is the message already. */
const oldHost = /^([\w.:%/@[\]-]{1,255})(?: +|$)/
const oldProgram = /^([^\s:[\]<>|="]{1,64})(?:\[([^\]\s]{0,64})\])?:(?: +|$)/
const eventFormat = /^(?:CEF|LEEF):/

/** What programs write between time and text without meaning a host. */
const levels = /^\[?(?:trace|debug|info|notice|warn|warning|error|err|fatal|critical)\]?:?$/i

/**
 * The header of a line and what is behind it; null where it has none. `newestMicros`: nothing in the file is later; null where
 * nobody knows, and times without a year have none.
 */
export function syslogFromText(text: string, newestMicros: number | null): SyslogText | null {
  return newForm(text) ?? oldForm(text, newestMicros)
}

function newForm(text: string): SyslogText | null {
  const head = newHeader.exec(text)
  if (head === null) return null
  const [whole, priority, version, timestamp, host, app, procId, msgId] = head
  // Without a priority, nothing but the time tells a version from any other number.
  if (priority === undefined && timestamp === '-') return null
  const structured = structuredDataAt(text, whole.length)
  const end = structured?.end ?? whole.length
  // What cannot be read as structured data is the message; nothing is lost.
  const isApart = structured === null || end === text.length || text[end] === ' '
  const header = partsOf([
    ...ofPriority(priority),
    ['version', Number(version)],
    ['timestamp', timestamp],
    ['host', host],
    ['app', app],
    ['procId', procId],
    ['msgId', msgId],
    ['data', isApart ? (structured?.data ?? null) : null],
  ])
  const message = text.slice(isApart ? end : whole.length).replace(/^ ?\ufeff?/, '')
  return { header, message, form: 'RFC 5424', isSure: true }
}

function oldForm(text: string, newestMicros: number | null): SyslogText | null {
  const head = oldHeader.exec(text)
  if (head === null) return null
  const [whole, priority, timestamp] = head
  let message = text.slice(whole.length)
  let host: string | null = null
  if (!oldProgram.test(message) && !eventFormat.test(message)) {
    const found = oldHost.exec(message)
    if (found !== null && levels.test(found[1])) return null
    host = found?.[1] ?? null
    message = message.slice(found?.[0].length ?? 0)
  }
  const program = eventFormat.test(message) ? null : oldProgram.exec(message)
  message = message.slice(program?.[0].length ?? 0)
  const header = partsOf([
    ...ofPriority(priority),
    ['timestamp', timestamp],
    ['assumedYear', newestMicros === null ? null : assumedYear(timestamp, newestMicros)],
    ['host', host],
    ['app', program?.[1] ?? null],
    ['procId', program?.[2] ?? null],
  ])
  return { header, message, form: 'RFC 3164', isSure: priority !== undefined || program !== null }
}

type Part = readonly [name: string, value: Json]

/** The parts that are there; `-` stands for none (RFC 5424 §6). */
function partsOf(parts: readonly Part[]): SyslogText['header'] {
  return Object.fromEntries(parts.filter(([, value]) => value !== null && value !== '-' && value !== ''))
}

function ofPriority(text: string | undefined): Part[] {
  if (text === undefined) return []
  const priority = Number(text)
  return [
    ['priority', priority],
    ['facility', facilities[priority >> 3] ?? null],
    ['severity', priority < facilities.length * 8 ? severities[priority & 7] : null],
  ]
}
