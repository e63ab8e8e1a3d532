/**
 * How an exhibit is to be read, from its first bytes: encoding, format, where the records are.
 */
import type { Failure } from '../../../../shared/failure.ts'
import type { Encoding, Format } from '../record.ts'
import { isLineLog, lookAtLines } from './lines/index.ts'
import { behindBlanks, elementsOf, valueEnd } from './jsonOutline.ts'
import { sniffCsv } from './sniffCsv.ts'
import { binaryKind, sniffEncoding } from './sniffEncoding.ts'
import { type RecordsCandidate, recordsCandidates } from './sniffWrapper.ts'
import { jsonBehindHeader } from './syslogHeader.ts'
import { decodeAll } from './textDecoding.ts'

export type { RecordsCandidate } from './sniffWrapper.ts'

export interface SniffOptions {
  /** Paths (`Records`, `data.logs`) of arrays that profiles know; the first one found wins over guessing. */
  readonly recordsNames?: readonly string[]
}

export type Sniffed =
  | {
      readonly ok: true
      readonly format: Format
      /** What was seen, in words, for `vouch profiles explain`. */
      readonly why: readonly string[]
      /** Arrays of objects inside the first object, whether chosen or not. */
      readonly candidates: readonly RecordsCandidate[]
    }
  | { readonly ok: false; readonly failure: Failure }

/** Lines looked at. */
const LOOKED_AT_LINES = 2000
/** So many of the lines have to be JSON objects for the file to be NDJSON with stray lines. */
const MIN_JSON_SHARE = 0.1
const LOOKED_AT_WRAPPERS = 20

/**
 * The format of an exhibit that starts with `bytes` (1 MiB is enough). `isWhole`: `bytes` is all of it.
 * Fails with `import/empty` and `import/unrecognised`; the latter says why.
 */
export function sniff(bytes: Uint8Array, isWhole: boolean, options: SniffOptions = {}): Sniffed {
  if (bytes.length === 0) return empty('The file is empty')
  const { encoding, markBytes, why } = sniffEncoding(bytes, isWhole)
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be'
  const binary = isWide ? null : binaryKind(bytes)
  if (binary !== null) return unrecognised(`it is ${binary}`)
  const text = decodeAll(bytes.subarray(markBytes), encoding).text
  const start = behindBlanks(text, 0)
  if (start >= text.length)
    return isWhole ? empty('The file holds nothing but blanks') : unrecognised('it starts with nothing but blanks')
  const seen: Seen = { text, isWhole, encoding, why: [why], recordsNames: options.recordsNames ?? [] }
  const first = text[start]
  const json = first === '{' || first === '[' ? sniffJson(seen, start) : null
  if (json !== null) return json
  const lines = jsonLines(seen)
  if (lines.objects > 0 && lines.objects >= lines.total * MIN_JSON_SHARE) return ndjson(seen, lines)
  const csv = sniffCsv(text, isWhole)
  // A header row that is a line of a log is no header, however many commas or bars stand in the lines below it.
  if (typeof csv === 'string' || isLineLog(lookAtLines(text, isWhole, 1))) {
    const log = lookAtLines(text, isWhole)
    if (isLineLog(log)) {
      seen.why.push(`lines of text: ${log.known} of the first ${log.total} are ${log.shapes.join(', ')}`)
      return accepted(seen, { id: 'lines' })
    }
  }
  if (typeof csv !== 'string') {
    if (csv.rows === 0 && isWhole) return empty('The file holds a header row and no records')
    const name = csv.delimiter === '\t' ? 'tab' : `“${csv.delimiter}”`
    seen.why.push(
      `CSV: ${csv.header.length} columns divided by ${name}, in ${csv.evenRows} of the first ${csv.rows} rows`,
      `header: ${csv.header.slice(0, 6).join(', ')}${csv.header.length > 6 ? ', …' : ''}`,
    )
    if (csv.preambleRows > 0) seen.why.push(`${csv.preambleRows} rows stand before the header`)
    return accepted(seen, { id: 'csv', delimiter: csv.delimiter, header: csv.header, preambleRows: csv.preambleRows })
  }
  return unrecognised(
    `it is text, but neither JSON (its first lines are none) nor CSV (${csv}), nor lines of a log that is known here`,
  )
}

interface Seen {
  readonly text: string
  readonly isWhole: boolean
  readonly encoding: Encoding
  readonly why: string[]
  readonly recordsNames: readonly string[]
}

/** Null: JSON by its first character, but not by what follows. */
function sniffJson(seen: Seen, start: number): Sniffed | null {
  const { text, why, recordsNames } = seen
  if (text[start] === '[') {
    const elements = elementsOf(text, start, 100)
    if (elements.length === 0)
      return text[behindBlanks(text, start + 1)] === ']' ? empty('The list of records is empty') : null
    const objects = elements.filter((element) => element.kind === 'object').length
    if (objects === 0) return null
    const wrapped =
      elements[0].kind === 'object' ? wrapperPath(recordsCandidates(text, elements[0].start, recordsNames)) : null
    if (wrapped !== null && wrapped.records > 0) {
      why.push(`a JSON array of objects that each hold records at “${wrapped.path.join('.')}”`)
      return accepted(seen, { id: 'json', recordsPath: wrapped.path })
    }
    why.push(
      objects < elements.length
        ? `a JSON array; ${objects} of its first ${elements.length} elements are objects`
        : 'a JSON array of objects',
    )
    return accepted(seen, { id: 'json' })
  }
  const end = valueEnd(text, start)
  const lines = jsonLines(seen)
  const lineEnd = text.slice(start).search(/[\r\n]/)
  const isOneLine = lineEnd < 0 || (end >= 0 && end - start <= lineEnd)
  const candidates = recordsCandidates(text, start, recordsNames)
  const chosen = wrapperPath(candidates)
  if (chosen !== null && (!isOneLine || lines.objects <= 1 || everyLineWraps(seen, lines.starts, chosen.path))) {
    const path = chosen.path.join('.')
    if (chosen.records === 0 && lines.objects <= 1 && seen.isWhole)
      return empty(`The list of records, “${path}”, is empty`)
    why.push(
      `${lines.objects > 1 && isOneLine ? 'JSON objects, one per line,' : 'a JSON object'} with an array of records at “${path}”`,
    )
    return accepted(seen, { id: 'json', recordsPath: chosen.path }, candidates)
  }
  if (isOneLine && (lines.objects > 0 || lineEnd < 0)) return ndjson(seen, lines, candidates)
  if (lines.objects > lines.total * 0.5) return ndjson(seen, lines, candidates)
  if (end < 0 && !looksLikeObject(text, start)) return null
  if (end >= 0 && !isJson(text.slice(start, end)) && lines.objects > 0) return ndjson(seen, lines, candidates)
  if (end >= 0 && !looksLikeObject(text, start)) return null
  why.push('JSON objects over several lines, one after the other')
  return accepted(seen, { id: 'json' }, candidates)
}

function wrapperPath(candidates: readonly RecordsCandidate[]): RecordsCandidate | null {
  return candidates.find((candidate) => candidate.isChosen) ?? null
}

/** Whether the other lines hold their records at the same path, so that the first one is no odd record. */
function everyLineWraps(seen: Seen, starts: readonly number[], path: readonly string[]): boolean {
  return starts.slice(0, LOOKED_AT_WRAPPERS).every((start) => {
    const chosen = wrapperPath(recordsCandidates(lineAt(seen.text, start), 0, seen.recordsNames))
    return chosen !== null && chosen.path.join('.') === path.join('.')
  })
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end < 0 ? text.length : end)
}

function looksLikeObject(text: string, start: number): boolean {
  const next = text[behindBlanks(text, start + 1)]
  return next === '"' || next === '}' || next === undefined
}

interface JsonLines {
  /** Lines that are not blank, the last one only where it is whole. */
  readonly total: number
  /** Of these, JSON objects. */
  readonly objects: number
  /** Where the lines that are JSON objects start. */
  readonly starts: readonly number[]
}

function jsonLines(seen: Seen): JsonLines {
  const { text, isWhole } = seen
  const starts: number[] = []
  let total = 0
  const lineEnd = /\r\n|\n|\r/g
  for (let start = 0; start < text.length && total < LOOKED_AT_LINES; ) {
    const match = lineEnd.exec(text)
    if (match === null && !isWhole) break
    const line = text.slice(start, match === null ? text.length : match.index)
    // the record separator of RFC 7464
    const lead = /^[\s\u001e\ufeff]*/.exec(line)?.[0].length ?? 0
    if (lead < line.length) {
      total++
      const brace = line[lead] === '{' ? lead : lead + jsonBehindHeader(line.slice(lead))
      if (line[brace] === '{' && isJson(line.slice(brace).trimEnd())) starts.push(start + brace)
    }
    if (match === null) break
    start = match.index + match[0].length
  }
  return { total, objects: starts.length, starts }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function ndjson(seen: Seen, lines: JsonLines, candidates: readonly RecordsCandidate[] = []): Sniffed {
  seen.why.push(
    lines.total === 0
      ? 'one JSON object on a line that is longer than what was looked at'
      : `NDJSON: ${lines.objects} of the first ${lines.total} lines are JSON objects`,
  )
  return accepted(seen, { id: 'ndjson' }, candidates)
}

function accepted(
  seen: Seen,
  format: Partial<Format> & Pick<Format, 'id'>,
  candidates: readonly RecordsCandidate[] = [],
): Sniffed {
  return {
    ok: true,
    format: { encoding: seen.encoding, recordsPath: [], delimiter: ',', header: [], ...format },
    why: seen.why,
    candidates,
  }
}

function empty(message: string): Sniffed {
  return {
    ok: false,
    failure: { code: 'import/empty', message, next: 'Check whether the export went through, and its time range.' },
  }
}

function unrecognised(reason: string): Sniffed {
  return {
    ok: false,
    failure: {
      code: 'import/unrecognised',
      message: `The file is not a log that is read here: ${reason}`,
      next: 'Export as JSON, NDJSON or CSV with a header row, or as syslog, CEF or LEEF; name a profile with --profile if you know one.',
      facts: { reason },
    },
  }
}
