/** Ids in a payload that other events may speak of, each with the query that finds everything about it. */
import { type ObjectLink, REDACTED } from '../../shared/api/index.ts'
import type { Json } from '../../shared/failure.ts'
import { type PathSegment, payloadField, printQuery, wordsOf } from '../../shared/query/index.ts'
import { keyWords } from '../../shared/redaction/index.ts'

/** Links of one event; values of its payload that are looked at; longest value that is a link, in UTF-16 units. */
const MAX_LINKS = 50
const MAX_VALUES = 20_000
const MAX_LENGTH = 512

/** Last words of keys that hold ids; `triggered_by`, `approvedBy` tell who or what stood behind an event. */
const ID_WORDS = new Set(['id', 'ids', 'uuid', 'uid', 'guid', 'arn', 'arns', 'urn', 'sha', 'slug', 'by'])

/** One word without blanks that has a digit, or is long enough not to be any word; of numbers three digits. */
const ID_LIKE = /^(?=.*\d|.{8})[\p{L}\p{N}_.:@/+=|~#$-]{3,}$/u

/** Links in the order of the payload, each value once; `own` is the event's own id, which leads nowhere else. */
export function objectLinks(payload: Json, own: string | undefined): ObjectLink[] {
  const links = new Map<string, ObjectLink>()
  let left = MAX_VALUES
  const visit = (value: Json, key: string, path: readonly PathSegment[]): void => {
    if (left-- <= 0 || links.size >= MAX_LINKS || value === null) return
    if (Array.isArray(value)) {
      value.forEach((item: Json, index) => {
        visit(item, key, [...path, { kind: 'index', index }])
      })
    } else if (typeof value === 'object') {
      for (const [name, member] of Object.entries(value)) visit(member, name, [...path, { kind: 'key', key: name }])
    } else if (typeof value !== 'boolean') {
      const text = String(value)
      if (links.has(text) || text === own || !isIdKey(key) || !isId(text)) return
      const query = printQuery({ kind: 'text', text, phrase: true, prefix: false })
      links.set(text, { path: payloadField(path), value: text, query })
    }
  }
  visit(payload, '', [])
  return [...links.values()]
}

function isIdKey(key: string): boolean {
  const words = keyWords(key)
  const last = words[words.length - 1] ?? ''
  // Without capitals or separators the end of the word tells: `resourceid`, `vpcid`, but not `valid` or `paid`.
  return (
    ID_WORDS.has(last) ||
    /^sha\d*$/.test(last) ||
    (words.length === 1 &&
      /(?:user|group|role|project|tenant|account|object|resource|request|session|event|client|key|report|org|repo|target|actor)id$/.test(
        last,
      ))
  )
}

function isId(text: string): boolean {
  return text.length <= MAX_LENGTH && ID_LIKE.test(text) && !text.includes(REDACTED) && wordsOf(text).length > 0
}
