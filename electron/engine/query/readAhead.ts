/**
 * Reading ahead of a page of events that lie all over the case, as in the order of actor: SQLite reads the pages of the
 * file one after the other, and the disk could give several at once. So all that the events are on are asked of the system
 * before SQLite comes for them. A hint and nothing else: answers never depend on it.
 */
import type { Database } from 'better-sqlite3'
import type { CasePages } from '../case/index.ts'
import { LeafPages } from './leafPages.ts'
import { extentOf, liesTogether } from './rowExtent.ts'

/** Events on fewer pages than this lie close together: SQLite has them as soon. */
const MIN_PAGES = 8

/** Pages remembered as asked for: 256 MiB at 16 KiB each. Then all are forgotten, as the system may have dropped them. */
const MAX_ASKED = 16_384

/** Where the table of events lies in the file. */
interface EventTree {
  readonly leaves: LeafPages
  readonly pageBytes: number
}

export class EventReadAhead {
  private readonly db: Database
  private readonly pages: CasePages
  private readonly asked = new Set<number>()
  /** Undefined: not looked for yet; null: there is none that could be walked. */
  private tree: EventTree | null | undefined

  /** For one state of the case's events: where they lie is looked up once. */
  constructor(db: Database, pages: CasePages) {
    this.db = db
    this.pages = pages
  }

  /**
   * Starts to have the pages read that hold the rows (id - 1), in that order, and waits for none; never fails. Settles, with
   * the number of pages asked for, once the event loop has turned, which is when pages count as read: to be awaited after the
   * rows were read, not before.
   */
  async start(rows: ArrayLike<number>): Promise<number> {
    if (rows.length < MIN_PAGES || liesTogether(extentOf(rows, 0, rows.length), rows.length)) return 0
    if (this.tree === undefined) this.tree = eventTree(this.db, this.pages)
    if (this.tree === null) return 0
    const wanted = this.newPages(this.tree.leaves, rows)
    if (wanted.length < MIN_PAGES) return 0
    const count = this.pages.ask(wanted, this.tree.pageBytes)
    if (count === 0) return 0
    if (this.asked.size + count > MAX_ASKED) this.asked.clear()
    for (let i = 0; i < count; i++) this.asked.add(wanted[i])
    await new Promise((resolve) => setImmediate(resolve))
    return count
  }

  /** The pages that hold the rows, each once, without those that were asked for lately. */
  private newPages(leaves: LeafPages, rows: ArrayLike<number>): number[] {
    const found = new Set<number>()
    for (let i = 0; i < rows.length; i++) {
      const page = leaves.leafOf(rows[i] + 1)
      if (page !== null && !this.asked.has(page)) found.add(page)
    }
    return [...found]
  }
}

function eventTree(db: Database, pages: CasePages): EventTree | null {
  try {
    const sql = "SELECT rootpage FROM sqlite_schema WHERE type = 'table' AND name = 'event'"
    const root = db.prepare<[], number>(sql).pluck().get()
    if (root === undefined) return null
    const pageBytes = db.pragma('page_size', { simple: true }) as number
    return { leaves: new LeafPages(root, (number) => pages.page(number, pageBytes)), pageBytes }
  } catch {
    // What is wrong with the case is told when its events are read.
    return null
  }
}
