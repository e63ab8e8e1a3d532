/** The events that answer the question, as many as there are, under one exact scroll bar. */
import type { GridApi } from 'ag-grid-community'
import { type UIEvent, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { CaseInfo, SortBy } from '../../../../shared/api/index.ts'
import { FailureError, type Failure } from '../../../../shared/failure.ts'
import { tellFailure } from '../../../state/appStore.ts'
import {
  changeTab,
  nowInEffect,
  selectEvent,
  setAtTop,
  setColumns,
  useCase,
  useCaseParts,
  useTab,
  zoneInEffect,
} from '../../../state/caseStore.ts'
import { useQuestion } from '../../../state/question.ts'
import { t } from '../../../texts/index.ts'
import { FailureNote } from '../../../ui/FailureNote.tsx'
import { MenuAt, type MenuItems, noItems } from '../../../ui/Menu.tsx'
import { answerKey, askedColumns, takeFirstAnswer } from './askedAnswer.ts'
import { type AnnotationTask, AnnotationDialogs, bookmarkEvents } from './AnnotationDialogs.tsx'
import type { CellContext } from './cells.ts'
import { columnDefs, columnsFromState, MARKS } from './columnDefs.ts'
import styles from './EventGrid.module.css'
import { GridBar } from './GridBar.tsx'
import { gridTheme, rowHeights } from './gridTheme.ts'
import { headerMenu } from './headerMenu.ts'
import { NoMatch } from './NoMatch.tsx'
import { type PagedRows, pagedRows } from './pagedRows.ts'
import { PAGE_ROWS, preparedAnswer } from './preparedAnswer.ts'
import type { GridRow } from './rowSource.ts'
import { rowMenu } from './rowMenu.ts'
import { rowsOnView } from './scrollPlace.ts'
import { rowsAbove, showAnswer } from './shownAnswer.ts'
import { type GridSetup, useGrid } from './useGrid.tsx'
import { useGridCommands } from './gridCommands.ts'
import { useGridColumns } from './useGridColumns.ts'
import { useScrollAtRest } from './useScrollAtRest.ts'
import { useTagColours } from './tagColours.ts'

interface OpenMenu {
  readonly x: number
  readonly y: number
  readonly items: MenuItems
}

export function EventGrid() {
  const info = useCase((state) => state.info)
  return info === null ? null : <GridOf info={info} />
}

function GridOf({ info }: { readonly info: CaseInfo }) {
  const question = useQuestion()
  const { sort, event: current } = useTab('sort', 'event')
  const { zone, density, isRelative, revision, activeTab } = useCaseParts(
    'zone',
    'density',
    'isRelative',
    'revision',
    'activeTab',
  )
  const nowMicros = useCase(nowInEffect)
  const columns = useGridColumns()
  /** The answer that the rows are of; where `drawing` is another, they may be of that one as well. */
  const [shown, setShown] = useState<{ readonly key: string; readonly total: number } | null>(null)
  const drawing = useRef<string | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [task, setTask] = useState<AnnotationTask | null>(null)
  /** Where the last right click was; the grid tells of one on a head without its place. */
  const pointer = useRef({ x: 0, y: 0 })
  const context = useMemo<CellContext>(() => ({ zone, isRelative, nowMicros }), [zone, isRelative, nowMicros])
  const asked = useMemo(() => askedColumns(columns), [columns])
  const defs = useMemo(() => columnDefs(columns, info, sort, zoneInEffect(zone)), [columns, info, sort, zone])
  const tellAtRest = useScrollAtRest()

  const rows = useRef<PagedRows | null>(null)
  const event = useRef(current)
  event.current = current
  const itemsOf = (row: GridRow, column: string): MenuItems => {
    const target = { events: [row.id] }
    return rowMenu(row, column, info, {
      bookmark: (on) => void bookmarkEvents(target, on),
      tag: () => setTask({ kind: 'tag', target, count: 1 }),
      note: () => setTask({ kind: 'note', target, count: 1 }),
    })
  }
  const holder = useRef<HTMLDivElement>(null)
  const { api, grid } = useGrid({
    options: gridOptions,
    followed: { columnDefs: defs, context, rowHeight: rowHeights[density] },
    handlers: {
      onModelUpdated: ({ api: gridApi }) => showSelection(gridApi, event.current),
      onBodyScroll: ({ api: gridApi }) => setAtTop(gridApi.getVerticalPixelRange().top <= 0),
      onRowClicked: ({ data, event: click }) => {
        const { ctrlKey, metaKey, shiftKey } = (click ?? {}) as Partial<MouseEvent>
        if (data !== undefined && !ctrlKey && !metaKey && !shiftKey) selectEvent(data.id)
      },
      onCellFocused: ({ rowIndex, api: gridApi }) => {
        if (rowIndex === null || event.current === null) return
        const data = gridApi.getDisplayedRowAtIndex(rowIndex)?.data
        if (data !== undefined) selectEvent(data.id)
      },
      onCellContextMenu: ({ data, column }) => {
        if (data !== undefined) setMenu({ ...pointer.current, items: itemsOf(data, column.getColId()) })
      },
      onColumnHeaderContextMenu: ({ column }) => {
        const id = 'getColId' in column ? column.getColId() : MARKS
        const isSortable = 'isSortable' in column && column.isSortable() === true
        if (id !== MARKS) setMenu({ ...pointer.current, items: headerMenu(id, columns, isSortable) })
      },
      onSortChanged: ({ api: gridApi, source }) => {
        if (source === 'uiColumnSorted') changeTab({ sort: sortFromState(gridApi) })
      },
      onColumnResized: ({ finished, source, api: gridApi }) => {
        if (finished && source === 'uiColumnResized') keepColumns(gridApi)
      },
      onColumnMoved: ({ finished, api: gridApi }) => {
        if (finished) keepColumns(gridApi)
      },
      onColumnPinned: ({ source, api: gridApi }) => {
        if (source !== 'api' && source !== 'gridOptionsChanged') keepColumns(gridApi)
      },
    },
  })
  useTagColours(api)
  useEffect(() => {
    if (api !== null) setAtTop(true)
  }, [api])

  const key = answerKey(question, asked, sort, { revision, activeTab })
  // Before the effects of all others: the rows are what is asked for, and answered, first.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is all of what is asked in one text.
  useLayoutEffect(() => {
    if (api === null) return
    const cancel = new AbortController()
    const keep = event.current
    const answer = takeFirstAnswer(key) ?? preparedAnswer(question, asked, sort, keep, cancel.signal)
    answer.then(
      async (ready) => {
        if (cancel.signal.aborted) return
        rows.current = pagedRows(ready, tellFailure)
        drawing.current = key
        await showAnswer(api, rows.current, ready, holder.current === null ? null : rowsAbove(holder.current, keep))
        if (cancel.signal.aborted) return
        setFailure(null)
        setShown({ key, total: ready.total })
      },
      (error: unknown) => {
        if (cancel.signal.aborted) return
        if (!(error instanceof FailureError)) throw error
        setFailure(error.failure)
      },
    )
    return () => cancel.abort()
  }, [api, key])
  // A question that was left and is asked again while another answer was being drawn is not answered by what stands there.
  const isStale = shown?.key !== key || drawing.current !== key
  const total = shown?.total ?? null
  const isDeep = (total ?? 0) * rowHeights[density] > EXACT_PIXELS
  const scrolled = (scroll: UIEvent<HTMLElement>): void => {
    const { target } = scroll
    const view = target instanceof HTMLElement ? rowsOnView(target, total ?? 0, rowHeights[density]) : null
    if (view !== null) rows.current?.expect(view)
    tellAtRest(scroll)
  }

  // What was drawn with another zone is drawn anew.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the cells depend on these, as `context` tells them.
  useEffect(() => api?.refreshCells({ force: true }), [api, zone, isRelative])
  useEffect(() => {
    if (api !== null) showSelection(api, current)
  }, [api, current])

  const selected = useCallback(() => selectedIds(api), [api])
  const closeMenu = useCallback(() => setMenu(null), [])
  const closeTask = useCallback(() => setTask(null), [])
  useGridCommands({ api, total, selectedIds: selected, setTask })

  return (
    <section className={styles.pane} aria-label={t.grid.label} tabIndex={-1} data-rows>
      <GridBar api={api} total={total} selectedIds={selected} onTask={setTask} />
      {failure !== null && <FailureNote failure={failure} />}
      <div
        ref={holder}
        className={`${styles.grid} ${isStale && total !== null ? 'stale' : ''} ${isDeep ? styles.deep : ''}`}
        aria-busy={isStale}
        onScrollCapture={scrolled}
        onContextMenuCapture={({ clientX, clientY }) => {
          pointer.current = { x: clientX, y: clientY }
        }}
      >
        {grid}
      </div>
      {total === 0 && !isStale && <NoMatch />}
      <MenuAt at={menu} label={t.grid.label} onClose={closeMenu} items={menu?.items ?? noItems} />
      <AnnotationDialogs task={task} onClose={closeTask} />
    </section>
  )
}

/** The browser paints with 32-bit floats, which hold whole pixels up to here. */
const EXACT_PIXELS = 2 ** 24

const gridOptions: GridSetup['options'] = {
  theme: gridTheme,
  rowModelType: 'infinite',
  cacheBlockSize: PAGE_ROWS,
  maxBlocksInCache: 80,
  maxConcurrentDatasourceRequests: 3,
  blockLoadDebounceMillis: 0,
  rowBuffer: 2,
  infiniteInitialRowCount: 1,
  getRowId: ({ data }) => String(data.id),
  // A row that is not here yet is drawn as one empty cell: after a jump a view full of them is, and then a view full of rows.
  isFullWidthRow: ({ rowNode }) => rowNode.data === undefined,
  fullWidthCellRenderer: () => null,
  animateRows: false,
  // Unlike a transform, `top` is exact however far down a row lies.
  suppressRowTransform: true,
  suppressDragLeaveHidesColumns: true,
  suppressMultiSort: true,
  preventDefaultOnContextMenu: true,
  suppressNoRowsOverlay: true,
  enableBrowserTooltips: true,
  rowSelection: { mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: true },
}

function keepColumns(api: GridApi): void {
  setColumns(columnsFromState(api.getColumnState()))
}

/** Selects the row of the event in the detail pane, where it is there. */
function showSelection(api: GridApi<GridRow>, current: number | null): void {
  api.forEachNode((node) => {
    const isCurrent = node.data !== undefined && node.data.id === current
    if (isCurrent && !node.isSelected()) node.setSelected(true, true)
  })
}

function sortFromState(api: GridApi): SortBy | null {
  const sorted = api.getColumnState().find(({ colId, sort }) => colId !== MARKS && (sort === 'asc' || sort === 'desc'))
  return sorted === undefined ? null : { field: sorted.colId, descending: sorted.sort === 'desc' }
}

/** Numbers of the rows that are selected; the one in the detail pane alone where only it is. */
function selectedIds(api: GridApi<GridRow> | null): readonly number[] {
  return api?.getSelectedRows().map((row) => row.id) ?? []
}
