/**
 * How cells are drawn. Plain elements instead of React components: a fast scroll draws thousands of them a second.
 */
import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community'
import { hueOf } from '../../../ui/Badge.tsx'
import badges from '../../../ui/Badge.module.css'
import { middleCut } from '../../../ui/figures.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import { dateAndClock, fullTime, microsOf, relativeTime } from '../../../state/timeText.ts'
import { t } from '../../../texts/index.ts'
import styles from './EventGrid.module.css'
import type { GridRow } from './rowSource.ts'
import { tagColour } from './tagColours.ts'

/** What the cells need to know of the screen; handed to the grid as its `context`. */
export interface CellContext {
  readonly zone: string
  readonly isRelative: boolean
  readonly nowMicros: number
}

type Params = ICellRendererParams<GridRow, string | null, CellContext>

/** One element, filled anew when the row changes. */
abstract class Cell implements ICellRendererComp<GridRow> {
  protected readonly element = document.createElement('span')

  init(params: Params): void {
    this.draw(params)
  }

  getGui(): HTMLElement {
    return this.element
  }

  refresh(params: Params): boolean {
    this.draw(params)
    return true
  }

  protected abstract draw(params: Params): void
}

/** Characters of an id that are shown. */
const ID_LENGTH = 18

export class TextCell extends Cell {
  protected draw({ value }: Params): void {
    this.element.className = styles.text
    this.element.dir = 'auto'
    this.element.textContent = visibleLine(value ?? '')
  }
}

/** Ids: the middle cut out, whole on hover. */
export class IdCell extends Cell {
  protected draw({ value }: Params): void {
    this.element.className = styles.id
    this.element.textContent = visibleLine(middleCut(value ?? '', ID_LENGTH))
  }
}

export class BadgeCell extends Cell {
  protected draw({ value }: Params): void {
    this.element.replaceChildren()
    if (value === null || value === undefined || value === '') {
      this.element.className = ''
      return
    }
    this.element.className = badges.badge
    this.element.dataset.hue = hueOf(value)
    const dot = document.createElement('span')
    dot.className = badges.dot
    const word = document.createElement('span')
    word.textContent = visibleLine(value)
    this.element.append(dot, word)
  }
}

/** The action with a dot in the colour of what it does. */
export class ActionCell extends Cell {
  protected draw({ value, data }: Params): void {
    this.element.className = styles.action
    this.element.replaceChildren()
    const dot = document.createElement('span')
    dot.className = styles.dot
    dot.dataset.hue = hueOf(data?.cells.operation ?? 'unknown')
    const word = document.createElement('span')
    word.className = 'cut'
    word.textContent = visibleLine(value ?? '')
    this.element.append(dot, word)
  }
}

/** Date and clock; the date is dimmed where the row above has the same. */
export class TimeCell extends Cell {
  protected draw({ value, data, node, api, context }: Params): void {
    this.element.className = styles.time
    this.element.replaceChildren()
    // A row that is not here yet says nothing, least of all that it has no time.
    if (data === undefined) return
    const micros = microsOf(value)
    if (micros === null) {
      this.element.textContent = value === null || value === undefined ? t.grid.noTime : visibleLine(value)
      return
    }
    if (context.isRelative) {
      this.element.textContent = relativeTime(micros, context.nowMicros)
      return
    }
    const { date, clock } = dateAndClock(micros, context.zone)
    const place = node.rowIndex ?? 0
    const above = place > 0 ? microsOf(api.getDisplayedRowAtIndex(place - 1)?.data?.cells.time) : null
    const repeats = above !== null && dateAndClock(above, context.zone).date === date
    const dateElement = document.createElement('span')
    dateElement.className = repeats ? styles.repeated : ''
    dateElement.textContent = `${date} `
    this.element.append(dateElement, clock)
  }
}

/** Bookmark, tags and notes as signs. */
export class MarksCell extends Cell {
  protected draw({ data }: Params): void {
    this.element.className = styles.marks
    this.element.replaceChildren()
    const marks = data?.marks
    if (marks === null || marks === undefined) return
    if (marks.bookmarked) this.sign(styles.bookmark, '★')
    for (const tag of marks.tags.slice(0, 3)) {
      this.sign(styles.tagDot, '').dataset.colour = tagColour(tag)
    }
    if (marks.notes > 0) this.sign(styles.note, '✎')
  }

  private sign(className: string, text: string): HTMLElement {
    const sign = document.createElement('span')
    sign.className = className
    sign.textContent = text
    this.element.append(sign)
    return sign
  }
}

/** What hovering tells: the whole value; of a time also the record's own text. */
export function hintOf(column: string, row: GridRow | undefined, context: CellContext): string | null {
  if (row === undefined) return null
  const value = row.cells[column] ?? null
  if (column !== 'time') return value === null || value === '' ? null : visibleLine(value)
  const micros = microsOf(value)
  const own = row.timeText === null ? '' : `\n${t.grid.asLogged} ${visibleLine(row.timeText)}`
  return micros === null ? t.grid.noTime + own : fullTime(micros, context.zone) + own
}

export function marksHint(row: GridRow | undefined): string | null {
  const marks = row?.marks
  if (marks === null || marks === undefined) return null
  return [
    marks.bookmarked ? t.grid.bookmarked : '',
    marks.tags.map((tag) => visibleLine(tag)).join(', '),
    marks.notes === 0 ? '' : t.grid.notes(marks.notes),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}
