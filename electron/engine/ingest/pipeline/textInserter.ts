/**
 * Puts the texts of events into the full-text index: what the mapping thread gathered of their payloads, and the values
 * that stand inline. Random UUIDs, of which nearly every event has some, are found by their codes (`store/codes.ts`): each would
 * be an entry of its own.
 */
import type { Database } from 'better-sqlite3'
import { foldForIndex } from '../../../../shared/query/index.ts'
import { type InlineValues, inlineValue, isInline, RANDOM_UUID } from '../../store/index.ts'
import { eventTexts, VALUE_MARK } from './indexText.ts'
import type { EventBatch } from './messages.ts'

export class TextInserter {
  private readonly put

  constructor(db: Database) {
    this.put = db.prepare('INSERT INTO event_text (rowid, body) VALUES (?, ?)')
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
      inline[c].uuids.some((kind) => kind !== RANDOM_UUID) ? [{ codes, values: inline[c], next: 0 }] : [],
    )
    for (let i = 0; i < eventCount; i++) {
      let text = ofPayload[i]
      for (const column of held) {
        if (!isInline(column.codes[i])) continue
        const n = column.next++
        // Not all of a value need come from the record: a profile may add words of its own.
        if (column.values.uuids[n] !== RANDOM_UUID) text += VALUE_MARK + foldForIndex(inlineValue(column.values, n))
      }
      this.put.run(firstId + i, text)
    }
  }
}
