/**
 * Puts the texts of events into the full-text index: what the mapping thread gathered of their payloads, and the values
 * that stand inline. UUIDs, of which nearly every event has some, are folded by SQLite: texts cut and joined here cost more.
 */
import type { Database, Statement } from 'better-sqlite3'
import { foldForIndex } from '../../../../shared/query/index.ts'
import { type InlineValues, inlineValue, isInline } from '../../store/index.ts'
import { eventTexts, VALUE_MARK } from './indexText.ts'
import type { EventBatch } from './messages.ts'

/** UUIDs of an event that a statement takes; further ones are folded like other values. */
const MAX_UUIDS = 3

export class TextInserter {
  /** By the number of UUIDs. */
  private readonly statements: readonly Statement[]

  constructor(db: Database) {
    this.statements = Array.from({ length: MAX_UUIDS + 1 }, (_, uuids) => {
      const body = `?${` || '${VALUE_MARK}' || replace(?, '-', '')`.repeat(uuids)}`
      return db.prepare(`INSERT INTO event_text (rowid, body) VALUES (?, ${body})`)
    })
  }

  /**
   * Inserts the texts of a batch's events, the first as `firstId`, the others behind it; `inline` are the inline values
   * of its columns. Call inside a transaction.
   */
  insert(
    { columns, texts, eventCount }: Pick<EventBatch, 'columns' | 'texts' | 'eventCount'>,
    inline: readonly InlineValues[],
    firstId: number,
  ): void {
    const ofPayload = eventTexts(texts)
    const held = columns.flatMap(({ codes }, c) =>
      inline[c].ends.length > 0 ? [{ codes, values: inline[c], next: 0 }] : [],
    )
    const uuids: string[] = []
    for (let i = 0; i < eventCount; i++) {
      let text = ofPayload[i]
      uuids.length = 0
      for (const column of held) {
        if (!isInline(column.codes[i])) continue
        const n = column.next++
        const value = inlineValue(column.values, n)
        if (column.values.isUuid[n] === 1 && uuids.length < MAX_UUIDS) uuids.push(value)
        // Not all of a value need come from the record: a profile may add words of its own.
        else text += VALUE_MARK + foldForIndex(value)
      }
      this.statements[uuids.length].run(firstId + i, text, ...uuids)
    }
  }
}
