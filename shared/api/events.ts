/** One event: its fields, payload, changes, and where it stands in its source. */
import type { Json } from '../failure.ts'
import type { RowMarks } from './annotations.ts'

/** Stands for a secret that was not asked for. */
export const REDACTED = '[REDACTED]'

export interface EventRequest {
  readonly case: string
  /** The number in the case, or the system's own event id. */
  readonly event: string
  /** Secrets are given as {@link REDACTED}, in fields, payload, changes and bytes. */
  readonly redact?: boolean
}

/** The request an event tells of, where it does. */
export interface HttpInfo {
  readonly method: string | null
  readonly path: string | null
  readonly status: string | null
  /** Left out where the payload has none. */
  readonly requestBody?: Json
  readonly responseBody?: Json
}

/** An id in the payload that names something other events speak of, too. */
export interface ObjectLink {
  /** Path into the payload, as in `payload.a.b`. */
  readonly path: string
  readonly value: string
  /** Query text for everything about it. */
  readonly query: string
}

/** A secret by rule; `path` as in `payload.a.b`, or a field's id. */
export interface SecretInfo {
  readonly path: string
  readonly rule: string
}

/** One field that differs between before and after. */
export interface ChangeInfo {
  readonly path: string
  readonly kind: 'added' | 'removed' | 'changed' | 'moved'
  readonly before?: Json
  readonly after?: Json
}

export interface EventDetail {
  readonly id: number
  /** Canonical fields and the profile's own columns that have a value, in the order of the field table. */
  readonly fields: { readonly [field: string]: string }
  readonly timeText: string | null
  /** Number of the earlier event with the same content; null: none, this one came in first. */
  readonly duplicateOf: number | null
  /** Numbers of later events with the same content, 100 at most. */
  readonly duplicates: readonly number[]
  readonly payload: Json
  /** Before and after where the payload holds them; null where not. */
  readonly changes: {
    readonly foundAt: string
    readonly rule: string
    readonly fields: readonly ChangeInfo[]
    /** Values that are the same before and after, at most 500 of them. */
    readonly unchanged: readonly { readonly path: string; readonly value: Json }[]
  } | null
  readonly http: HttpInfo | null
  readonly links: readonly ObjectLink[]
  /** Where secrets stand, masked or not. */
  readonly secrets: readonly SecretInfo[]
  readonly marks: RowMarks | null
  readonly provenance: {
    readonly exhibit: string
    readonly path: string
    readonly sha256: string
    readonly profile: string
    readonly record: number
    /** Half-open, from byte 0 of the exhibit as received. */
    readonly startByte: number
    readonly endByte: number
    /** SHA-256 of 0x00 and the record's bytes (RFC 9162 §2.1.1), hexadecimal. */
    readonly leafHash: string
    readonly guesses: Json
    readonly timezone: string
  }
}
