/** A compiled profile: what the import pipeline calls once per record. */
import type { FieldType } from '../../../../shared/fields.ts'
import type { Mapped, Payload } from './event.ts'
import type { OpenedPayload } from './open.ts'
import type { ProfileSource } from './profileSource.ts'

/** One value an event of this profile can have. */
export interface OutputField {
  /** Canonical field id of shared/fields.ts, or the id of the profile's own column. */
  readonly id: string
  readonly label: string
  /** Whether it is the profile's own column. */
  readonly isColumn: boolean
  /** How values are sorted and compared: the field table's type; of an own column what the profile states, else text. */
  readonly type: FieldType
}

export interface Profile {
  readonly id: string
  readonly version: number
  /** `id@version`, as printed and stored. */
  readonly name: string
  /** What it was compiled from: changes, badges, secrets, limits and categories stand there. */
  readonly spec: ProfileSource
  /** In field-table order, the own columns last; `values` of a mapped event follow it. */
  readonly outputs: readonly OutputField[]
  /** Opens texts of a record that hold more; null where the profile opens none. `map` does so by itself. */
  readonly open: ((payload: Payload) => OpenedPayload) | null
  /** The record itself, or what the envelope holds where the profile states one. */
  readonly unwrap: (payload: Payload) => Payload
  /** Event of a record; fails with `record/time-unreadable` where a time is stated that cannot be read. Never throws. */
  readonly map: (payload: Payload) => Mapped
}

export interface CompileOptions {
  /** Zone (IANA or `UTC`) of times without one, where the profile does not document it; null: UTC, with a remark. */
  readonly timezone?: string | null
}
