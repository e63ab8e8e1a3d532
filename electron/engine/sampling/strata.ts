/** The strata of a population: its events by their value in a field. */
import type { Stratum } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { type ColumnStore, EXHIBIT_COLUMN, INLINE_BIT, isSpan, type Rows, rowParts } from '../store/index.ts'
import { compareStrata } from './allocation.ts'

/** Strata of a sample at most. */
export const MAX_STRATA = 1_000

/** Reads the value of a field by row; null where the event has none. Fails with `sample/impossible`. */
export function valueReader(store: ColumnStore, field: string): (row: number) => string | null {
  const { codes, values } = columnOf(store, field)
  return (row) => {
    const code = codes[row]
    if (code >= INLINE_BIT) failInline(field)
    return code === 0 ? null : values[code]
  }
}

/** Values of `field` among the rows and how many events have each, in the order of strata. Fails with `sample/impossible`. */
export function countStrata(store: ColumnStore, field: string, rows: Rows): Omit<Stratum, 'sample'>[] {
  const { codes, values } = columnOf(store, field)
  const counts = new Uint32Array(values.length)
  const take = (row: number): void => {
    const code = codes[row]
    if (code >= INLINE_BIT) failInline(field)
    counts[code]++
  }
  for (const part of rowParts(rows)) {
    if (isSpan(part)) for (let row = part.start; row < part.end; row++) take(row)
    else for (let i = 0; i < part.length; i++) take(part[i])
  }
  const strata: Omit<Stratum, 'sample'>[] = []
  for (const [code, population] of counts.entries())
    if (population > 0) strata.push({ value: code === 0 ? null : values[code], population })
  if (strata.length > MAX_STRATA) {
    fail({
      code: 'sample/impossible',
      message: `“${field}” has ${strata.length} different values in the population`,
      where: { field },
      next: `Take a field with at most ${MAX_STRATA}.`,
    })
  }
  return strata.sort((a, b) => compareStrata(a.value, b.value))
}

function columnOf(store: ColumnStore, field: string): ReturnType<ColumnStore['column']> {
  if (field === EXHIBIT_COLUMN || store.fields.has(field)) return store.column(field)
  fail({
    code: 'sample/impossible',
    message: `There are no strata by “${field}”`,
    where: { field },
    next: 'Take a field with few values, such as action or outcome.',
  })
}

/** Values that are nearly all different stand with the events; no dictionary tells them apart. */
function failInline(field: string): never {
  fail({
    code: 'sample/impossible',
    message: `The values of “${field}” are too many and too different for strata`,
    where: { field },
    next: 'Take a field with few values, such as action or outcome.',
  })
}
