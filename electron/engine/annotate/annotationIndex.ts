/**
 * Annotations as rows, for filters, facets and cells: which rows are bookmarked, tagged, noted. Read from the case when
 * first asked for, and anew only what has changed since.
 */
import type { Database } from 'better-sqlite3'
import type { FacetInfo } from '../../../shared/api/index.ts'
import { hasRow, intersectRows, otherRows, type Rows, rowCount, rowsOfList, uniteRows } from '../store/index.ts'
import { MarkedRows, rowsFrom } from './markedRows.ts'
import { hasAnnotations, revisions } from './revision.ts'
import { type Tag, tagsOf } from './tags.ts'

/** The only value of the field `bookmark`. */
const BOOKMARKED = 'yes'

/** Texts of notes tested at a time. */
const PAGE_TEXTS = 4_096

const NO_ROWS: Rows = new Uint32Array(0)

/** Events under names, kept by somebody else: samples. */
export interface NamedRows {
  lists(): readonly { readonly name: string; readonly rows: Rows }[]
  /** Differs whenever `lists` may. */
  revision(): string
}

const noNames: NamedRows = { lists: () => [], revision: () => '' }

/** What was read at a revision. */
interface Read<T> {
  readonly revision: number
  readonly value: T
}

export class AnnotationIndex {
  private readonly db: Database
  private readonly samples: NamedRows
  private readonly read = new Map<string, Read<unknown>>()
  private readonly marks = new Map<string, MarkedRows>()
  private known: { readonly version: number; readonly revisions: ReadonlyMap<string, number> } | undefined

  /** `db`: another connection than the one that writes; the case may be older than annotations. */
  constructor(db: Database, samples: NamedRows = noNames) {
    this.db = db
    this.samples = samples
  }

  /** Differs whenever an answer about annotations may. */
  revision(): string {
    const revised = [...this.revisions()].map(([subject, revision]) => `${subject} ${revision}`)
    return [...revised, this.samples.revision()].join(' ')
  }

  /** Whether any event has a value in `field`: bookmark, tag, note or sample. */
  hasValues(field: string): boolean {
    return rowCount(this.valued(field)) > 0
  }

  /** Rows with a value in `field` that passes. */
  matching(field: string, test: (value: string) => boolean): Rows {
    if (!hasAnnotations(this.db)) return NO_ROWS
    if (field === 'bookmark') return test(BOOKMARKED) ? this.bookmarked() : NO_ROWS
    if (field === 'tag' || field === 'sample')
      return this.named(field)
        .filter(({ name }) => test(name))
        .reduce((rows, list) => uniteRows(rows, list.rows), NO_ROWS)
    return this.noted(test)
  }

  /** Counts of the values of `field` among `rows` of a case of `size` events; `search`: only values that contain it. */
  facet(field: string, rows: Rows, size: number, top: number, search = ''): FacetInfo {
    const sought = search.toLowerCase()
    const valued = this.valued(field)
    const lists =
      field === 'bookmark'
        ? [{ value: BOOKMARKED, of: valued }]
        : this.named(field).map(({ name, rows: of }) => ({ value: name, of }))
    const values = lists
      .map(({ value, of }) => ({ value, count: rowCount(intersectRows(of, rows)) }))
      .filter(({ value, count }) => count > 0 && value.toLowerCase().includes(sought))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
    const missing = rowCount(intersectRows(otherRows(valued, size), rows))
    return { field, values: values.slice(0, top), distinct: values.length, isDistinctExact: true, missing }
  }

  /** Reads the text of `field` row by row, as it is now: several values are joined; null where there is none. */
  cellReader(field: string): (row: number) => string | null {
    if (!hasAnnotations(this.db)) return () => null
    if (field === 'bookmark') {
      const rows = this.bookmarked()
      return (row) => (hasRow(rows, row) ? BOOKMARKED : null)
    }
    if (field === 'tag' || field === 'sample') {
      const lists = this.named(field)
      return (row) =>
        joined(
          lists.filter(({ rows }) => hasRow(rows, row)).map(({ name }) => name),
          ', ',
        )
    }
    const rows = this.valued('note')
    const texts = this.db
      .prepare<[number], string>(
        `SELECT b.text FROM note n JOIN annotation_batch b ON b.id = n.batch
         WHERE n.event = ? AND n.batch IS NOT NULL ORDER BY n.id`,
      )
      .pluck()
    return (row) => (hasRow(rows, row) ? joined(texts.all(row + 1), '\n') : null)
  }

  /** Rows with any value in `field`. */
  private valued(field: string): Rows {
    const all = (): Rows => this.matching(field, () => true)
    return field === 'note' ? this.kept('notes', 'note', all) : all()
  }

  private bookmarked(): Rows {
    return this.marked('bookmark', { name: 'bookmark' })
  }

  private tags(): readonly Tag[] {
    return this.kept('tags', 'tags', () => tagsOf(this.db))
  }

  private tagged({ id }: Tag): Rows {
    return this.marked(`tag ${id}`, { name: 'tag', tag: id })
  }

  /** Of tags, and of samples, each name with its rows. */
  private named(field: string): readonly { readonly name: string; readonly rows: Rows }[] {
    if (field === 'sample') return this.samples.lists()
    return this.tags().map((tag) => ({ name: tag.name, rows: this.tagged(tag) }))
  }

  /** Texts are tested once each, however many events they stand at. */
  private noted(test: (text: string) => boolean): Rows {
    const texts = this.db
      .prepare<[number], [number, string]>(
        `SELECT b.id, b.text FROM annotation_batch b WHERE b.subject = 'note' AND b.text IS NOT NULL AND b.id > ?
         AND EXISTS (SELECT 1 FROM note n WHERE n.batch = b.id) ORDER BY b.id LIMIT ${PAGE_TEXTS}`,
      )
      .raw()
    const masks: Rows[] = []
    const events = new Set<number>()
    for (let page = texts.all(0); page.length > 0; page = texts.all(page[page.length - 1][0])) {
      for (const [batch, text] of page) {
        if (!test(text)) continue
        const rows = rowsFrom(this.db, 'SELECT event FROM note WHERE batch = ? AND event > ?', [batch])
        if (rows instanceof Uint32Array) for (const row of rows) events.add(row)
        else masks.push(rows)
      }
    }
    return masks.reduce(uniteRows, rowsOfList(Uint32Array.from(events).sort()))
  }

  private marked(key: string, subject: ConstructorParameters<typeof MarkedRows>[1]): Rows {
    let marked = this.marks.get(key)
    if (marked === undefined) {
      marked = new MarkedRows(this.db, subject)
      this.marks.set(key, marked)
    }
    return marked.rows(this.revisions().get(key) ?? 0)
  }

  private kept<T>(key: string, subject: string, make: () => T): T {
    const revision = this.revisions().get(subject) ?? 0
    const known = this.read.get(key) as Read<T> | undefined
    if (known !== undefined && known.revision === revision) return known.value
    const value = make()
    this.read.set(key, { revision, value })
    return value
  }

  private revisions(): ReadonlyMap<string, number> {
    const version = this.db.pragma('data_version', { simple: true }) as number
    if (this.known?.version !== version) this.known = { version, revisions: revisions(this.db) }
    return this.known.revisions
  }
}

function joined(values: readonly string[], separator: string): string | null {
  return values.length === 0 ? null : values.join(separator)
}
