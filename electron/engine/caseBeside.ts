/** Fields that are kept beside the events of a case: what people added to them, and which of them came in before. */
import type { Database } from 'better-sqlite3'
import type { FacetInfo } from '../../shared/api/index.ts'
import { type AnnotationIndex, rowsFrom } from './annotate/index.ts'
import type { BesideFields } from './query/index.ts'
import { hasRow, intersectRows, otherRows, type Rows, rowCount } from './store/index.ts'

const DUPLICATE = 'duplicate'

/** The only value of the field `duplicate`. */
const YES = 'yes'

/** Schema version that brought duplicates; an older case that nobody may write has none marked. */
const DUPLICATES_VERSION = 60

const NO_ROWS: Rows = new Uint32Array(0)

/** Whether a field of that name tells duplicates. */
export function isDuplicateField(name: string): boolean {
  return name.toLowerCase() === DUPLICATE
}

/** Whether the case can hold marks of duplicates as it is. */
export function hasDuplicates(db: Database): boolean {
  return (db.pragma('user_version', { simple: true }) as number) >= DUPLICATES_VERSION
}

export class CaseBeside implements BesideFields {
  private readonly db: Database
  private readonly annotations: AnnotationIndex
  private marked: Rows | undefined

  constructor(db: Database, annotations: AnnotationIndex) {
    this.db = db
    this.annotations = annotations
  }

  /** Rows of the events that came in before: read once, as marks change with the events alone. */
  duplicates(): Rows {
    const rows =
      this.marked ??
      (hasDuplicates(this.db) ? rowsFrom(this.db, 'SELECT event FROM duplicate WHERE event > ?', []) : NO_ROWS)
    this.marked = rows
    return rows
  }

  hasValues(field: string): boolean {
    return field === DUPLICATE ? rowCount(this.duplicates()) > 0 : this.annotations.hasValues(field)
  }

  matching(field: string, test: (value: string) => boolean): Rows {
    if (field !== DUPLICATE) return this.annotations.matching(field, test)
    return test(YES) ? this.duplicates() : NO_ROWS
  }

  cellReader(field: string): (row: number) => string | null {
    if (field !== DUPLICATE) return this.annotations.cellReader(field)
    const rows = this.duplicates()
    return (row) => (hasRow(rows, row) ? YES : null)
  }

  /** As `AnnotationIndex.facet`. */
  facet(field: string, rows: Rows, size: number, top: number, search = ''): FacetInfo {
    if (field !== DUPLICATE) return this.annotations.facet(field, rows, size, top, search)
    const count = rowCount(intersectRows(this.duplicates(), rows))
    const values = count > 0 && YES.includes(search.toLowerCase()) ? [{ value: YES, count }] : []
    const missing = rowCount(intersectRows(otherRows(this.duplicates(), size), rows))
    return { field, values: values.slice(0, top), distinct: values.length, isDistinctExact: true, missing }
  }
}
