/** What keys do with the rows. */
import type { GridApi } from 'ag-grid-community'
import { useMemo } from 'react'
import { activeTab, editClauses, selectEvent } from '../../../state/caseStore.ts'
import { excludingValue, includingValue } from '../../../state/clauses.ts'
import { type Command, useCommands } from '../../../state/commands.ts'
import { t } from '../../../texts/index.ts'
import { type AnnotationTask, bookmarkEvents } from './AnnotationDialogs.tsx'
import { jumpButtonId } from './GridBar.tsx'
import type { GridRow } from './rowSource.ts'

interface GridHandles {
  readonly api: GridApi<GridRow> | null
  readonly total: number | null
  selectedIds(): readonly number[]
  setTask(task: AnnotationTask): void
}

export function useGridCommands({ api, total, selectedIds, setTask }: GridHandles): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the two functions do the same with any grid.
  const commands = useMemo<readonly Command[]>(() => {
    if (api === null) return []
    const focusedRow = () => api.getFocusedCell()?.rowIndex ?? -1
    const moveTo = (index: number) => {
      if (total === null || total === 0) return
      const row = Math.max(0, Math.min(total - 1, index))
      const column = api.getFocusedCell()?.column ?? api.getAllDisplayedColumns()[1]
      api.ensureIndexVisible(row)
      if (column !== undefined) api.setFocusedCell(row, column)
    }
    const rowInQuestion = (): GridRow | undefined => {
      const index = focusedRow()
      // Asked for a row before the first, the grid would fetch the page before the first.
      return index < 0 ? undefined : api.getDisplayedRowAtIndex(index)?.data
    }
    const targets = (): readonly number[] => {
      const selected = selectedIds()
      if (selected.length > 0) return selected
      const event = activeTab().event ?? rowInQuestion()?.id
      return event === undefined ? [] : [event]
    }
    const withValue = (edit: typeof excludingValue) => {
      const column = api.getFocusedCell()?.column.getColId()
      const row = rowInQuestion()
      if (column === undefined || column === 'time' || row === undefined || !(column in row.cells)) return
      editClauses((clauses) => edit(clauses, column, row.cells[column]))
    }
    const { groups } = t.frame
    return [
      { id: 'row.next', title: t.grid.next, group: groups.events, keys: ['j'], run: () => moveTo(focusedRow() + 1) },
      {
        id: 'row.previous',
        title: t.grid.previous,
        group: groups.events,
        keys: ['k'],
        run: () => moveTo(focusedRow() - 1),
      },
      { id: 'row.first', title: t.grid.first, group: groups.events, keys: ['Mod+Home'], run: () => moveTo(0) },
      {
        id: 'row.last',
        title: t.grid.last,
        group: groups.events,
        keys: ['Mod+End'],
        run: () => moveTo((total ?? 1) - 1),
      },
      {
        id: 'row.open',
        title: t.grid.open,
        group: groups.event,
        keys: ['Enter'],
        run: () => {
          const row = rowInQuestion()
          if (row !== undefined) selectEvent(row.id)
        },
      },
      {
        id: 'cell.exclude',
        title: t.grid.excludeCell,
        group: groups.events,
        keys: ['x'],
        run: () => withValue(excludingValue),
      },
      {
        id: 'cell.include',
        title: t.grid.includeCell,
        group: groups.events,
        keys: ['i'],
        run: () => withValue(includingValue),
      },
      {
        id: 'event.bookmark',
        title: t.grid.bookmark,
        group: groups.event,
        keys: ['b'],
        run: () => {
          const events = targets()
          if (events.length > 0) void bookmarkEvents({ events }, rowInQuestion()?.marks?.bookmarked !== true)
        },
      },
      {
        id: 'event.tag',
        title: t.grid.tag,
        group: groups.event,
        keys: ['t'],
        run: () => {
          const events = targets()
          if (events.length > 0) setTask({ kind: 'tag', target: { events }, count: events.length })
        },
      },
      {
        id: 'event.note',
        title: t.grid.note,
        group: groups.event,
        keys: ['n'],
        run: () => {
          const events = targets()
          if (events.length > 0) setTask({ kind: 'note', target: { events }, count: events.length })
        },
      },
      {
        id: 'events.jump',
        title: t.grid.jump,
        group: groups.events,
        keys: ['g'],
        run: () => document.getElementById(jumpButtonId)?.click(),
      },
    ]
  }, [api, total])
  useCommands(commands)
}
