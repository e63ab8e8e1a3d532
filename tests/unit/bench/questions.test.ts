import { describe, expect, test } from 'vitest'
import { mixedFilters, narrowTextFilters, textSearches } from '../../../bench/questions/filters.ts'
import { FILTERED_COLUMNS } from '../../../bench/questions/grid.ts'
import { type Field, fieldById } from '../../../shared/fields.ts'
import { parseQuery } from '../../../shared/query/index.ts'

const own: string[] = [...FILTERED_COLUMNS]
const text = fieldById('message') as Field

describe('questions of the benchmarks', () => {
  const filters = mixedFilters(50, 7)

  test('are as many as asked for, all different, the same for the same seed', () => {
    expect(new Set(filters).size).toBe(50)
    expect(mixedFilters(50, 7)).toEqual(filters)
  })

  test('are queries that parse', () => {
    const all = [...filters, ...narrowTextFilters(24, 7), ...textSearches(20)]
    // Own columns of the profile are known to the case, as the engine tells the parser.
    const known = (name: string): Field | undefined =>
      fieldById(name) ?? (own.includes(name) ? { ...text, id: name, label: name } : undefined)
    const broken = all.filter((query) => !parseQuery(query, known, own).ok)
    expect(broken).toEqual([])
  })

  test('search alone for no word that a filter holds', () => {
    const own = textSearches(60)
      .slice(4)
      .filter((word) => filters.some((filter) => filter.startsWith(`${word} `)))
    expect(own).toEqual([])
  })
})
