/**
 * Whether a JSON object is a wrapper around an array of records, or a record that happens to hold an array.
 *
 * A wrapper says little about itself: counts, cursors, links, a name. A record says who did what when. So an object with
 * a key such as `eventName` or `actor` is never a wrapper unless a profile names its array; an object whose array has a
 * name that exports use (`Records`, `items`, …) is one if the rest is small; and an array of any other name has to make up
 * nearly the whole object.
 */
import { elementsOf, membersOf, type OutlineMember } from './jsonOutline.ts'

/** An array of objects inside the first object of a file, or an object of numbered members (a path that ends in `*`). */
export interface RecordsCandidate {
  readonly path: readonly string[]
  /** Objects seen in it, 100 at most. */
  readonly records: number
  /** Its share of the object's characters, 0 to 1. */
  readonly share: number
  readonly isChosen: boolean
}

const MAX_PATH = 4
const COUNTED_ELEMENTS = 100

/** Names of arrays that exports put their records in; lower case. */
const strongNames = new Set(
  'records record items value values entries logs logevents logentries hits auditevents audit_events auditlogs audit_logs auditrecords activities rows documents docs'.split(
    ' ',
  ),
)
/** Names that records use for parts of themselves, too. */
const weakNames = new Set('events data results result list messages changes audit response'.split(' '))
/** Objects beside the array that speak of the reply and not of an event. */
const metaNames = new Set(
  'meta metadata paging pagination page pageinfo page_info links _links link response_metadata responsemetadata cursor cursors info summary request query _shards aggregations total filters header headers status next'.split(
    ' ',
  ),
)
/** Keys that only a record has; lower case, without `_`, `-`, `@`. */
const eventNames = new Set(
  'action actions eventname eventtype eventtime eventid eventsource actor actoremail user username userid useremail useridentity principal operation operationname activity activitytype ip ipaddress clientip sourceip sourceipaddress verb requesturi method methodname outcome createdat occurredat timestamp time datetime severity target auditid protopayload'.split(
    ' ',
  ),
)

/** Says that the object is the envelope of a message, whatever it tells of itself: Okta's event hooks. */
const envelopeKey = 'cloudEventsVersion'

/** The candidates in the object at `start`; the chosen one, if any, is the path of the records. */
export function recordsCandidates(text: string, start: number, recordsNames: readonly string[]): RecordsCandidate[] {
  const found: Found[] = []
  collect(text, start, text.length, [], 'wrapper', found)
  const wanted = recordsNames.map((name) => name.toLowerCase())
  const named = wanted
    .map((name) => found.find(({ path }) => path.join('.').toLowerCase() === name))
    .find((item) => item !== undefined)
  const isVetoed = named !== undefined && named.verdict === 'record'
  const chosen =
    (isVetoed ? undefined : named) ??
    found.filter((item) => item.verdict === 'wrapper').sort((a, b) => b.share - a.share)[0]
  return found.map((item) => ({ path: item.path, records: item.records, share: item.share, isChosen: item === chosen }))
}

/** `record`: the object around it is an event. `no`: not by itself, but a profile may say so. */
type Verdict = 'wrapper' | 'maybe' | 'no' | 'record'

interface Found {
  readonly path: readonly string[]
  readonly records: number
  readonly share: number
  readonly verdict: Verdict
}

/** `around`: the verdict on the object at `start`. */
function collect(
  text: string,
  start: number,
  end: number,
  path: readonly string[],
  around: Verdict,
  found: Found[],
): void {
  const members = membersOf(text, start)
  if (members === null) return
  const size = Math.max(1, end - start)
  for (const member of members) {
    const memberEnd = member.end < 0 ? text.length : member.end
    const inner = [...path, member.key]
    const own = around === 'record' ? 'record' : verdictOn(text, members, member, end - start)
    const verdict = around === 'no' && own !== 'record' ? 'no' : own
    if (member.kind === 'object' && inner.length < MAX_PATH) {
      const numbered = numberedMembers(text, member.start)
      if (numbered === 0) collect(text, member.start, memberEnd, inner, verdict, found)
      else found.push({ path: [...inner, '*'], records: numbered, share: (memberEnd - member.start) / size, verdict })
    }
    if (member.kind !== 'array') continue
    const elements = elementsOf(text, member.start, COUNTED_ELEMENTS)
    const records = elements.filter((element) => element.kind === 'object').length
    if (records < elements.length / 2 || (records === 0 && !isEmptyList(member.key, elements.length))) continue
    found.push({
      path: inner,
      records,
      share: (memberEnd - member.start) / size,
      verdict: records === 0 && verdict !== 'wrapper' ? 'record' : verdict,
    })
  }
}

/**
 * How many records an object holds that is a list in disguise, `{"Event1":{…},"Event2":{…}}`: all of its members are objects, of
 * one name with a number behind; 0 where it is none. One member alone may be anything.
 */
function numberedMembers(text: string, start: number): number {
  const members = membersOf(text, start)
  if (members === null || members.length < 2) return 0
  const [name] = members.map(({ key }) => key.replace(/\d+$/, ''))
  const isList = members.every(
    ({ key, kind }) => kind === 'object' && /\d$/.test(key) && key.replace(/\d+$/, '') === name,
  )
  return isList ? members.length : 0
}

function isEmptyList(key: string, elements: number): boolean {
  return elements === 0 && (strongNames.has(key.toLowerCase()) || weakNames.has(key.toLowerCase()))
}

/** Whether `member` can be, or hold, the records of an object with these `members`. */
function verdictOn(
  text: string,
  members: readonly OutlineMember[],
  member: OutlineMember,
  objectSize: number,
): Verdict {
  const others = members.filter((other) => other !== member)
  const isEnvelope = others.some(({ key }) => key === envelopeKey)
  if (!isEnvelope && others.some((other) => isEventKey(other))) return 'record'
  const size = Math.max(1, objectSize)
  const sizeOf = (other: OutlineMember): number => (other.end < 0 ? text.length : other.end) - other.start
  const share = sizeOf(member) / size
  const name = member.key.toLowerCase()
  const large = others.filter(
    (other) => other.kind !== 'scalar' && !metaNames.has(other.key.toLowerCase()) && !isEmpty(text, other),
  )
  const largeShare = large.reduce((sum, other) => sum + sizeOf(other), 0) / size
  if (strongNames.has(name)) return largeShare <= 0.25 || share > 0.6 ? 'wrapper' : 'maybe'
  if (weakNames.has(name)) return large.length === 0 || (share > 0.8 && others.length <= 12) ? 'wrapper' : 'maybe'
  if (member.kind === 'object') return share > 0.5 ? 'maybe' : 'no'
  const elements = elementsOf(text, member.start, 2).length
  const isBare = large.length === 0 && others.length <= 3
  const isNearlyAll = others.length <= 8 && share > 0.9
  return (isBare || isNearlyAll) && (elements > 1 || others.length === 0) ? 'wrapper' : 'maybe'
}

function isEventKey(member: OutlineMember): boolean {
  return eventNames.has(member.key.toLowerCase().replace(/[_\-@. ]/g, ''))
}

function isEmpty(text: string, member: OutlineMember): boolean {
  return member.end >= 0 && text.slice(member.start + 1, member.end - 1).trim() === ''
}
