/** Facets: how often each value of a field occurs among rows. */
import type { Database } from 'better-sqlite3'
import {
  type Column,
  type ColumnStore,
  countCodes,
  countColumns,
  INLINE_BIT,
  inlineText,
  isSpan,
  isWhole,
  type Rows,
  rowCount,
  rowParts,
} from '../store/index.ts'
import { aliasesFrom, type Group, groupSizes, groupsBetween, leastOfTop, sortedCodes } from './codeGroups.ts'

export interface FacetValue {
  readonly value: string
  readonly count: number
}

export interface Facet {
  readonly field: string
  /** The most frequent values, by count and then by text. */
  readonly values: readonly FacetValue[]
  /** Different values among the rows. */
  readonly distinct: number
  /** False: `distinct` may be too low, as values that stand inline are told apart by a 30-bit hash that ignores case. */
  readonly isDistinctExact: boolean
  /** Rows without a value. */
  readonly missing: number
}

/** Values with the same count as the last of the top that are read, to order them by text. */
const MAX_TIES = 2_048

/** Facets over all rows that are kept. */
const KEPT_FACETS = 64

export class FacetCounter {
  private readonly db: Database
  private readonly store: ColumnStore
  private readonly totals = new Map<string, Uint32Array>()
  private readonly whole = new Map<string, Facet>()
  private readonly aliases = new Map<string, Uint32Array>()

  constructor(db: Database, store: ColumnStore) {
    this.db = db
    this.store = store
  }

  /** The `top` most frequent values of each field among `rows`. `others` may give the other rows, if they are fewer. */
  facets(fields: readonly string[], rows: Rows, top: number, others?: Rows): Facet[] {
    const counts = this.counts(fields, rows, others)
    return fields.map((field) => {
      const counted = counts.get(field)
      const column = this.store.column(field)
      return counted === undefined ? this.keptInlineFacet(column, rows, top) : facetOf(column, counted, top)
    })
  }

  /**
   * Counts per dictionary code, of those of the fields all of whose values have one. Where most rows match, the others
   * are counted and taken from the total.
   */
  private counts(fields: readonly string[], rows: Rows, others?: Rows): Map<string, Uint32Array> {
    const columns = [...new Set(fields)].map((field) => this.store.column(field)).filter((column) => !column.hasInline)
    if (isWhole(rows, this.store.size)) return new Map(columns.map((column) => [column.field, this.total(column)]))
    const counted = columns.map(({ field, codes, values }) => ({
      field,
      codes,
      counts: new Uint32Array(values.length),
    }))
    const isFewer = others !== undefined && rowCount(others) < rowCount(rows)
    countColumns(counted, isFewer ? others : rows)
    if (isFewer) {
      counted.forEach(({ counts }, i) => {
        const total = this.total(columns[i])
        for (let code = 0; code < counts.length; code++) counts[code] = total[code] - counts[code]
      })
    }
    return new Map(counted.map(({ field, counts }) => [field, counts]))
  }

  private total(column: Column): Uint32Array {
    let total = this.totals.get(column.field)
    if (total === undefined) {
      total = new Uint32Array(column.values.length)
      countCodes(column.codes, { start: 0, end: this.store.size }, total)
      this.totals.set(column.field, total)
    }
    return total
  }

  /** The facet over all rows is asked whenever nothing is filtered, and takes longest: it is kept. */
  private keptInlineFacet(column: Column, rows: Rows, top: number): Facet {
    if (!isWhole(rows, this.store.size)) return this.inlineFacet(column, rows, top)
    const key = `${column.field} ${top}`
    const facet = this.whole.get(key) ?? this.inlineFacet(column, rows, top)
    if (this.whole.size >= KEPT_FACETS) this.whole.clear()
    this.whole.set(key, facet)
    return facet
  }

  /** A field some of whose values stand inline: codes are counted as they are, and the texts of the top ones read. */
  private inlineFacet(column: Column, rows: Rows, top: number): Facet {
    const aliases = this.aliasesOf(column)
    const { codes, missing } = sortedCodes(column, rows, aliases)
    const sizes = groupSizes(codes)
    const distinct = sum(sizes.values())
    const facet = { field: column.field, distinct, isDistinctExact: false, missing }
    if (top === 0) return { ...facet, values: [] }
    const least = leastOfTop(sizes, top)
    const ties = Math.max(top, MAX_TIES)
    const first = groupsBetween(codes, least, Number.POSITIVE_INFINITY, ties)
    const values = this.groupValues(column, aliases, rows, first).sort(byCount)
    // A group may turn out to be several values, each less frequent; then values of smaller groups may be of the top.
    const last = values.length < top ? least : values[top - 1].count
    const others = sum([...sizes].map(([size, groups]) => (size >= last && size < least ? groups : 0)))
    // Where all that is left are single events, too many to be put in order, any of them will do.
    if (last < least && (last > 1 || others <= ties)) {
      values.push(...this.groupValues(column, aliases, rows, groupsBetween(codes, last, least, ties)))
    }
    return { ...facet, values: values.sort(byCount).slice(0, top) }
  }

  /**
   * Code to count a dictionary code as: its own, or the inline code of its text where that code occurs too. Imports
   * judge a field anew, so a value may stand inline in one exhibit and in the dictionary for the next.
   */
  private aliasesOf(column: Column): Uint32Array {
    let aliases = this.aliases.get(column.field)
    if (aliases === undefined) {
      aliases = aliasesFrom(column)
      this.aliases.set(column.field, aliases)
    }
    return aliases
  }

  /** The values of groups, counted exactly: an inline code says that values are alike, not that they are the same. */
  private groupValues(column: Column, aliases: Uint32Array, rows: Rows, groups: readonly Group[]): FacetValue[] {
    const isInline = (group: Group): boolean => group.code >= INLINE_BIT
    const values = groups
      .filter((group) => !isInline(group))
      .map((group) => ({ value: column.values[group.code], count: group.count }))
    const left = new Map(groups.filter(isInline).map((group) => [group.code, group.count]))
    if (left.size === 0) return values
    const text = this.db.prepare<[number], string | Buffer>(`SELECT "${column.field}" FROM event WHERE id = ?`).pluck()
    const counts = new Map<string, number>()
    const visit = (row: number): void => {
      const stored = column.codes[row]
      const isEntry = stored < INLINE_BIT
      const code = isEntry ? aliases[stored] : stored
      const open = left.get(code)
      if (open === undefined) return
      if (open === 1) left.delete(code)
      else left.set(code, open - 1)
      const value = isEntry ? column.values[stored] : text.get(row + 1)
      if (value === undefined) return
      const whole = inlineText(value)
      counts.set(whole, (counts.get(whole) ?? 0) + 1)
    }
    for (const part of rowParts(rows)) {
      if (isSpan(part)) for (let row = part.start; row < part.end && left.size > 0; row++) visit(row)
      else for (let i = 0; i < part.length && left.size > 0; i++) visit(part[i])
    }
    for (const [value, count] of counts) values.push({ value, count })
    return values
  }
}

function facetOf({ field, values }: Column, counts: Uint32Array, top: number): Facet {
  return {
    field,
    values: topCodes(counts, values, top),
    distinct: counts.reduce((sum, count, code) => sum + (code > 0 && count > 0 ? 1 : 0), 0),
    isDistinctExact: true,
    missing: counts[0],
  }
}

function topCodes(counts: Uint32Array, values: readonly string[], top: number): FacetValue[] {
  const found: FacetValue[] = []
  let least = 0
  for (let code = 1; code < counts.length; code++) {
    const count = counts[code]
    if (count === 0 || count < least) continue
    found.push({ value: values[code], count })
    if (found.length >= top * 8 + 64) {
      found.sort(byCount)
      found.length = top
      least = found[top - 1]?.count ?? 0
    }
  }
  return found.sort(byCount).slice(0, top)
}

function byCount(a: FacetValue, b: FacetValue): number {
  return b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)
}

function sum(counts: Iterable<number>): number {
  let total = 0
  for (const count of counts) total += count
  return total
}
