/**
 * Words anywhere in an event: the full-text index for what stands in it, the dictionaries, and the codes of random UUIDs for the
 * rest (see `ingest/pipeline/indexText.ts` for why an event's text is divided among them).
 */
import type { Database } from 'better-sqlite3'
import { fail } from '../../../shared/failure.ts'
import { foldedText, holdsPhrase, type Phrase, wordsOf } from '../../../shared/query/index.ts'
import {
  type ColumnStore,
  intersectRows,
  isWhole,
  type Rows,
  rowBytes,
  rowCount,
  rowsOfIds,
  scanCodes,
  scanTable,
  spanOf,
  uniteRows,
  uuidCodes,
} from '../store/index.ts'
import type { InlineValues } from './inlineValues.ts'

/** Rows of recent words kept, in bytes all together. */
const CACHED_BYTES = 80_000_000

export class TextIndex {
  private readonly store: ColumnStore
  private readonly inline: InlineValues
  private readonly match
  private readonly folded = new Map<string, readonly string[]>()
  private readonly recent = new Map<string, Rows>()
  private recentBytes = 0

  constructor(db: Database, store: ColumnStore, inline: InlineValues) {
    this.store = store
    this.inline = inline
    this.match = db
      .prepare<[string, bigint, bigint], number>(
        'SELECT rowid FROM event_text WHERE event_text MATCH ? AND rowid BETWEEN ? AND ?',
      )
      .pluck()
  }

  /** Rows among `rows` that hold the words of `text` as a phrase in one value. Fails with `query/bad-value` without a word. */
  async phraseRows(text: string, prefix: boolean, rows: Rows, signal: AbortSignal): Promise<Rows> {
    const words = wordsOf(text)
    if (words.length === 0) {
      fail({
        code: 'query/bad-value',
        message: `There is no letter or digit to search for in “${text}”`,
        next: 'Search for a word, or name a field: `message:"…"`.',
      })
    }
    return this.wordRows({ words, prefix }, rows, signal)
  }

  /** Rows among `rows` that hold these words, one after the other in one value. */
  async wordRows(phrase: Phrase, rows: Rows, signal: AbortSignal): Promise<Rows> {
    let found = uniteRows(this.indexRows(phrase, rows), await this.uuidRows(phrase, rows, signal))
    for (const field of this.store.fields.values()) {
      if (field.storage !== 'dictionary') continue
      const table = this.dictionaryTable(field.id, phrase)
      if (table !== null) found = uniteRows(found, scanTable(this.store.column(field.id).codes, table, rows))
    }
    return found
  }

  /** Rows with a random UUID inline that is the word, or begins with it. */
  private async uuidRows(phrase: Phrase, rows: Rows, signal: AbortSignal): Promise<Rows> {
    let found: Rows = new Uint32Array(0)
    const wanted = phrase.words.length === 1 ? uuidCodes(phrase.words[0], phrase.prefix) : null
    if (wanted === null || rowCount(rows) === 0) return found
    const holds = (value: string): boolean => holdsPhrase(foldedText(value), phrase)
    for (const field of this.store.fields.keys()) {
      if (!this.store.mayHaveInline(field)) continue
      const candidates = scanCodes(this.store.column(field).codes, wanted.first, wanted.last, rows)
      const hits = wanted.isExact ? candidates : await this.inline.matching(field, holds, candidates, signal)
      found = uniteRows(found, hits)
    }
    return found
  }

  private indexRows(phrase: Phrase, rows: Rows): Rows {
    if (rowCount(rows) === 0) return new Uint32Array(0)
    const query = `"${phrase.words.join(' ')}"${phrase.prefix ? ' *' : ''}`
    const known = this.recent.get(query)
    if (known !== undefined) return intersectRows(known, rows)
    const span = spanOf(rows)
    // As BigInt: better-sqlite3 binds numbers as REAL, and FTS5 takes no bound that is not an integer.
    const ids = this.match.all(query, BigInt(span.start + 1), BigInt(span.end))
    const found = rowsOfIds(ids)
    if (isWhole(span, this.store.size)) this.remember(query, found)
    return intersectRows(found, rows)
  }

  /** Which dictionary entries hold the words; null where none does. */
  private dictionaryTable(field: string, phrase: Phrase): Uint8Array | null {
    const folded = this.foldedDictionary(field)
    let table: Uint8Array | null = null
    for (let code = 1; code < folded.length; code++) {
      if (!holdsPhrase(folded[code], phrase)) continue
      table ??= new Uint8Array(folded.length)
      table[code] = 1
    }
    return table
  }

  private foldedDictionary(field: string): readonly string[] {
    let folded = this.folded.get(field)
    if (folded === undefined) {
      folded = this.store.dictionary(field).map(foldedText)
      this.folded.set(field, folded)
    }
    return folded
  }

  private remember(query: string, rows: Rows): void {
    this.recent.set(query, rows)
    this.recentBytes += rowBytes(rows)
    for (const [oldest, held] of this.recent) {
      if (this.recentBytes <= CACHED_BYTES) break
      this.recent.delete(oldest)
      this.recentBytes -= rowBytes(held)
    }
  }
}
