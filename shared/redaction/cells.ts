/**
 * Masks the cells of a grid's page, column by column. Texts come again and again there, so what a text looks like masked is
 * kept. Cells know their own column alone: a secret that only the payload's key tells of is found in the event's own view.
 */
import { applied } from './edits.ts'
import { Redactor } from './redactor.ts'

/** Texts whose masked form is kept, and the longest that is. */
const KEPT_TEXTS = 16_384
const MAX_KEPT = 2_048

export class CellRedactor {
  private readonly known = new Map<string, string>()

  /** A cell of `column`, masked; the column `payload` holds the record as JSON text. */
  cell(text: string, column: string): string {
    const key = `${column} ${text}`
    const kept = this.known.get(key)
    if (kept !== undefined) return kept
    const redactor = new Redactor()
    const edits = column === 'payload' ? redactor.jsonEdits(text, []) : null
    const masked = edits === null ? redactor.field(text, column) : applied(text, edits)
    if (text.length <= MAX_KEPT) {
      if (this.known.size >= KEPT_TEXTS) this.known.clear()
      this.known.set(key, masked)
    }
    return masked
  }
}
