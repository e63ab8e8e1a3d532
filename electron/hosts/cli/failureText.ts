/** A failure as text for a terminal: what happened, where, what was kept, what to do next. */
import type { Failure, Where } from '../../../shared/failure.ts'
import { grouped } from './table.ts'
import { visible } from './safeText.ts'

/** Lines of a failure; the code stands at the end of the first. */
export function failureLines(failure: Failure): string[] {
  const lines = [`${visible(failure.message)}  [${failure.code}]`]
  const where = whereText(failure.where)
  if (where !== '') lines.push(` where  ${where}`)
  if (failure.kept !== undefined) lines.push(` kept   ${visible(failure.kept)}`)
  if (failure.next !== undefined) lines.push(` next   ${visible(failure.next)}`)
  return lines
}

/** A query with a mark under the place a failure points at. */
export function markedQuery(query: string, failure: Failure): string[] {
  const column = failure.where?.column
  if (column === undefined || query.includes('\n')) return []
  const length = typeof failure.facts?.length === 'number' ? failure.facts.length : 1
  // Counted as it is shown: hidden characters before the mark take several columns.
  const before = visible(query.slice(0, column - 1))
  const marked = visible(query.slice(column - 1, column - 1 + length))
  return [`  ${visible(query)}`, `  ${' '.repeat([...before].length)}${'^'.repeat(Math.max(1, [...marked].length))}`]
}

function whereText(where: Where | undefined): string {
  if (where === undefined) return ''
  const parts: string[] = []
  if (where.exhibit !== undefined) parts.push(where.exhibit)
  if (where.path !== undefined) parts.push(where.path)
  if (where.line !== undefined) parts.push(`line ${grouped(where.line)}`)
  if (where.column !== undefined) parts.push(`column ${where.column}`)
  if (where.startByte !== undefined) {
    parts.push(
      where.endByte === undefined || where.endByte === where.startByte
        ? `byte ${where.startByte}`
        : `bytes ${where.startByte}–${where.endByte}`,
    )
  }
  if (where.field !== undefined) parts.push(`field ${where.field}`)
  return visible(parts.join(', '))
}
