/**
 * The failures that readers give to spans of bytes without a record.
 */
import type { Failure } from '../../../../shared/failure.ts'

interface Span {
  readonly startByte: number
  readonly endByte: number
  readonly line: number
}

const kept = 'The bytes stay in the exhibit, unchanged.'

export function tooLong(span: Span, maxRecordBytes: number): Failure {
  const sizeBytes = span.endByte - span.startByte
  return {
    code: 'record/too-long',
    message: `A record of ${sizeBytes.toLocaleString('en')} bytes is longer than the ${maxRecordBytes.toLocaleString('en')} that are read`,
    where: span,
    kept,
    next: 'Look at the file there: it is probably not one record but a missing line end.',
    facts: { sizeBytes, maxRecordBytes },
  }
}

export function truncated(span: Span, what: string): Failure {
  return {
    code: 'record/truncated',
    message: `The file ends ${what}`,
    where: span,
    kept: 'All records before; the cut-off bytes stay in the exhibit.',
    next: 'Fetch the file again and compare its size with the original.',
  }
}

export function notJson(span: Span, why: string): Failure {
  return {
    code: 'record/not-json',
    message: `This is not JSON: ${why}`,
    where: span,
    kept,
    next: 'Reading went on at the next record that could be made out.',
  }
}

export function notAnObject(span: Span, found: string): Failure {
  return {
    code: 'record/not-an-object',
    message: `A record has to be a JSON object; this is ${found}`,
    where: span,
    kept,
    facts: { found },
  }
}

export function quoteUnclosed(span: Span): Failure {
  return {
    code: 'record/quote-unclosed',
    message: 'A quoted cell that starts here is not closed where a cell could end',
    where: span,
    kept,
    next: 'Reading went on at the next line.',
  }
}
