/** Values inside records as cells: at paths that are known, or at every path there is. */
import type { Json } from '../../../shared/failure.ts'
import { fail } from '../../../shared/failure.ts'
import { payloadField } from '../../../shared/query/index.ts'

/** Columns that a payload may be spread over. */
export const MAX_FLAT_COLUMNS = 1_000

/** Texts stand as they are, everything else as JSON; an array is one value. Undefined: there is no such path. */
export function valueAt(payload: Json, keys: readonly string[]): Json | undefined {
  let value: Json = payload
  for (const key of keys) {
    if (!isObject(value) || !Object.hasOwn(value, key)) return undefined
    value = value[key]
  }
  return value
}

export function valueText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** Tells each value of a payload with its column, `payload.after.role`: texts, numbers, true, false, null, arrays, `{}`. */
export function eachLeaf(payload: Json, tell: (column: string, value: Json) => void): void {
  walk(payload, [], tell)
}

function walk(value: Json, keys: readonly string[], tell: (column: string, value: Json) => void): void {
  if (!isObject(value) || (keys.length > 0 && Object.keys(value).length === 0)) {
    if (keys.length > 0) tell(columnName(keys), value)
    return
  }
  for (const [key, inner] of Object.entries(value)) walk(inner, [...keys, key], tell)
}

function columnName(keys: readonly string[]): string {
  return payloadField(keys.map((key) => ({ kind: 'key', key })))
}

/** The columns of payloads, in the order in which they come up. Fails with `export/too-many-columns`. */
export class FlatColumns {
  readonly columns = new Map<string, number>()

  add(payload: Json): void {
    eachLeaf(payload, (column) => {
      if (this.columns.has(column)) return
      if (this.columns.size >= MAX_FLAT_COLUMNS) failTooMany()
      this.columns.set(column, this.columns.size)
    })
  }

  /** Cells of a payload, one per column. */
  cells(payload: Json): (string | null)[] {
    const cells: (string | null)[] = new Array(this.columns.size).fill(null)
    eachLeaf(payload, (column, value) => {
      const place = this.columns.get(column)
      if (place !== undefined) cells[place] = valueText(value)
    })
    return cells
  }
}

function failTooMany(): never {
  fail({
    code: 'export/too-many-columns',
    message: `The payloads hold more than ${MAX_FLAT_COLUMNS} different values`,
    kept: 'No file was written.',
    next: 'Export the payload as one column, name the paths you need as columns, or filter for fewer kinds of events.',
    facts: { most: MAX_FLAT_COLUMNS },
  })
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
