/** Records inside records: an object under a key, or a text under it that is JSON. */
import type { Json } from '../../../../shared/failure.ts'
import { jsonFromText } from '../readers/index.ts'
import type { Payload } from './event.ts'

/** Longest text that is tried as an embedded JSON record, in UTF-16 code units. */
const MAX_EMBEDDED_CHARS = 16 * 1024 * 1024

/** An object, or the object that a text holds as JSON; null otherwise. */
export function embeddedRecord(value: Json | undefined): Payload | null {
  if (value === undefined || value === null) return null
  if (typeof value === 'object') return Array.isArray(value) ? null : (value as Payload)
  if (typeof value !== 'string' || value.length > MAX_EMBEDDED_CHARS || !/^\s*\{/.test(value)) return null
  const parsed = jsonFromText(value)
  return parsed !== undefined && parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed)
    ? (parsed as Payload)
    : null
}
