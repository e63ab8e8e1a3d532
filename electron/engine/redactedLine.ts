/**
 * What is replaced in a line of text: values of its pairs by their keys, and whatever is told by its looks or known from the
 * rest of the event.
 */
import type { Json } from '../../shared/failure.ts'
import { REDACTED } from '../../shared/api/index.ts'
import { applied, type Edit } from '../../shared/redaction/index.ts'
import { lineFromText, pairPlaces } from './ingest/index.ts'
import type { RecordRedactor } from './recordRedactor.ts'

/** Values of one line that are looked for in its text; of a line with more all could be secret. */
const MAX_SOUGHT = 256

/** Shorter values stand in too many other words; their pair is masked. In UTF-16 code units. */
const MIN_SOUGHT = 4

/** Edits of a line, in order. Where two would overlap, one stands for both. */
export function lineEdits(line: string, redactor: RecordRedactor): Edit[] {
  const inValues = valueEdits(line, redactor)
  if (inValues === null) return [{ start: 0, end: line.length, text: REDACTED }]
  const edits = [...inValues, ...pairEdits(line, redactor), ...memberEdits(line, 'message', redactor)]
  const apart: Edit[] = []
  for (const edit of edits.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = apart.at(-1)
    if (last === undefined || edit.start >= last.end) apart.push(edit)
    else if (edit.end > last.end) apart[apart.length - 1] = { ...last, end: edit.end }
  }
  return apart
}

/** Whether something that was to be replaced is still there once the line is read: in a spelling that its text hides. */
export function hidesInLine(masked: string, redactor: RecordRedactor): boolean {
  const line = lineFromText(masked, null)
  if (line === null) return false
  for (const { text } of textsIn(line.payload, '')) if (redactor.survivesIn(text)) return true
  return false
}

/** Edits of what the line's values say, wherever that stands in it as it is; null where it would take too long. */
function valueEdits(line: string, redactor: RecordRedactor): Edit[] | null {
  const sought = new Map<string, readonly Edit[]>()
  for (const { key, text } of textsIn(lineFromText(line, null)?.payload ?? {}, '')) {
    const edits = sought.has(text) || text.length < MIN_SOUGHT ? [] : memberEdits(text, key, redactor)
    if (edits.length > 0) sought.set(text, edits)
    if (sought.size > MAX_SOUGHT) return null
  }
  const found: Edit[] = []
  for (const [text, edits] of sought)
    for (let at = line.indexOf(text); at >= 0; at = line.indexOf(text, at + text.length))
      for (const edit of edits) found.push({ ...edit, start: at + edit.start, end: at + edit.end })
  return found
}

function* pairEdits(line: string, redactor: RecordRedactor): Generator<Edit> {
  for (const { key, value, start, end } of pairPlaces(line)) {
    const said = value.replace(/\\([\\|="\]])/g, '$1')
    const edits = memberEdits(said, key, redactor)
    if (edits.length === 0) continue
    // Of a value with escapes, places in what it says are none in what is written.
    if (said !== value) yield { start, end, text: applied(said, edits) }
    else for (const edit of edits) yield { ...edit, start: start + edit.start, end: start + edit.end }
  }
}

function memberEdits(text: string, key: string, redactor: RecordRedactor): readonly Edit[] {
  return redactor.memberEdits(text, [{ kind: 'key', key }], key)
}

/** Texts in a value with the key they stand under, and the keys themselves. */
function* textsIn(value: Json, key: string): Generator<{ readonly key: string; readonly text: string }> {
  if (typeof value === 'string') {
    if (value !== '') yield { key, text: value }
  } else if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) yield* textsIn(item, key)
  } else if (value !== null && typeof value === 'object') {
    for (const [name, inner] of Object.entries(value)) {
      yield { key: '', text: name }
      yield* textsIn(inner, name)
    }
  }
}
