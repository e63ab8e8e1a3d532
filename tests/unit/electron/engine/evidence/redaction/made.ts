/** Profiles and events for the tests of redaction. */
import type { Json } from '../../../../../../shared/failure.ts'
import {
  ExportRedactor,
  parseRedaction,
  Pseudonyms,
} from '../../../../../../electron/engine/evidence/redaction/index.ts'
import type { RedactionProfile } from '../../../../../../electron/engine/evidence/redaction/index.ts'

/** A key that is no secret. */
export const testKey = Uint8Array.from({ length: 32 }, (_, i) => i)

/** The profile of these rules, each a YAML flow mapping. */
export function profileOf(...rules: readonly string[]): RedactionProfile {
  const text = `schema: 1\nid: made\nversion: 1\ntitle: Made\nrules:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`
  const parsed = parseRedaction(text, 'made.yaml')
  if (!parsed.ok) throw new Error(parsed.failure.message)
  return parsed.value
}

export function redactorOf(...rules: readonly string[]): ExportRedactor {
  return new ExportRedactor(profileOf(...rules), new Pseudonyms(testKey))
}

/** The cells and the payload of an event, redacted. */
export function redacted(
  redactor: ExportRedactor,
  cells: { readonly [column: string]: string | null },
  payload: Json,
): { readonly cells: { readonly [column: string]: string | null }; readonly payload: Json } {
  const text = JSON.stringify(payload)
  const columns = Object.keys(cells)
  const event = redactor.event(columns, Object.values(cells), text)
  return {
    cells: Object.fromEntries(columns.map((column) => [column, event.cell(column, cells[column])])),
    payload: JSON.parse(event.cell('payload', text) ?? 'null') as Json,
  }
}

/** All texts of a value: keys, strings, numbers, and those of JSON inside texts. */
export function textsOf(value: Json): string[] {
  if (typeof value === 'string') {
    try {
      const inside = JSON.parse(value) as Json
      return [value, ...(typeof inside === 'object' ? textsOf(inside) : [])]
    } catch {
      return [value]
    }
  }
  if (value === null || typeof value !== 'object') return [String(value)]
  return Object.entries(value).flatMap(([key, member]) => [key, ...textsOf(member as Json)])
}
