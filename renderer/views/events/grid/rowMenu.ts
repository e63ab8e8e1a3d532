/** What a right click on a cell offers. */
import { Bookmark, BookmarkX, Copy, Eye, Filter, FilterX, PenLine, Tag } from 'lucide-react'
import type { CaseInfo } from '../../../../shared/api/index.ts'
import { openTab, editClauses, labelOf, selectEvent } from '../../../state/caseStore.ts'
import { excludingValue, includingValue, onlyValue } from '../../../state/clauses.ts'
import { type Pivot, pivotsOf } from '../../../state/pivots.ts'
import { microsOf } from '../../../state/timeText.ts'
import { t } from '../../../texts/index.ts'
import { middleCut } from '../../../ui/figures.ts'
import type { MenuItems } from '../../../ui/Menu.tsx'
import { visibleLine } from '../../../ui/visibleText.ts'
import type { GridRow } from './rowSource.ts'

/** Characters of a value in a menu. */
const SHOWN_VALUE = 36

export interface RowMenuActions {
  bookmark(on: boolean): void
  tag(): void
  note(): void
}

export function rowMenu(row: GridRow, column: string, info: CaseInfo, actions: RowMenuActions): MenuItems {
  const value = row.cells[column] ?? null
  const shown = value === null ? '–' : visibleLine(middleCut(value, SHOWN_VALUE))
  const isField = column !== 'time' && column in row.cells
  return [
    ...(isField
      ? [
          {
            label: t.grid.include(shown),
            icon: Filter,
            run: () => editClauses((all) => includingValue(all, column, value)),
          },
          {
            label: t.grid.exclude(shown),
            icon: FilterX,
            shortcut: 'x',
            run: () => editClauses((all) => excludingValue(all, column, value)),
          },
          {
            label: t.grid.only(labelOf(info, column), shown),
            run: () => editClauses((all) => onlyValue(all, column, value)),
          },
          'separator' as const,
        ]
      : []),
    ...pivotsOf((field) => row.cells[field], microsOf(row.cells.time)).map((pivot) => ({
      label: pivotTitle(pivot),
      run: () => openTab(pivot.filter, pivotTitle(pivot)),
    })),
    'separator',
    { label: t.grid.open, icon: Eye, shortcut: 'Enter', run: () => selectEvent(row.id) },
    row.marks?.bookmarked === true
      ? { label: t.grid.unbookmark, icon: BookmarkX, shortcut: 'b', run: () => actions.bookmark(false) }
      : { label: t.grid.bookmark, icon: Bookmark, shortcut: 'b', run: () => actions.bookmark(true) },
    { label: t.grid.tag, icon: Tag, shortcut: 't', run: actions.tag },
    { label: t.grid.note, icon: PenLine, run: actions.note },
    'separator',
    { label: t.grid.copyValue, icon: Copy, isDisabled: value === null, run: () => copy(value ?? '') },
    { label: t.grid.copyRow, icon: Copy, run: () => copy(JSON.stringify({ id: row.id, ...row.cells }, null, 2)) },
  ]
}

/** What a pivot is called, in menus and on its tab. */
export function pivotTitle({ kind, value }: Pivot): string {
  return t.grid.pivots[kind](visibleLine(middleCut(value, SHOWN_VALUE)))
}

function copy(text: string): void {
  void navigator.clipboard.writeText(text)
}
