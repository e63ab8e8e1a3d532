/** The events that answer the question, as many as there are, under one exact scroll bar. */
import { AgGridReact } from 'ag-grid-react'
import type { CellContextMenuEvent, CellFocusedEvent, GridApi, RowClickedEvent } from 'ag-grid-community'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { SortBy } from '../../../../shared/api/index.ts'
import { FailureError, type Failure } from '../../../../shared/failure.ts'
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
import { styleNonce } from '../../../theme/theme.ts'
import { t } from '../../../texts/index.ts'
import { FailureNote } from '../../../ui/FailureNote.tsx'
import { MenuAt, type MenuItems } from '../../../ui/Menu.tsx'
import { answerKey, askedColumns, takeFirstAnswer } from './askedAnswer.ts'
import { type AnnotationTask, AnnotationDialogs, bookmarkEvents } from './AnnotationDialogs.tsx'
import type { CellContext } from './cells.ts'
import { columnDefs, columnsFromState, MARKS } from './columnDefs.ts'
import styles from './EventGrid.module.css'
import { GridBar } from './GridBar.tsx'
import { gridTheme, rowHeights } from './gridTheme.ts'
import { headerMenu } from './headerMenu.ts'
import { NoMatch } from './NoMatch.tsx'
import { datasourceOf, PAGE_ROWS, preparedAnswer } from './preparedAnswer.ts'
import type { GridRow } from './rowSource.ts'
import { rowMenu } from './rowMenu.ts'
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
  const question = useQuestion()
  const { sort, event: current } = useTab('sort', 'event')
  const { info, zone, density, isRelative, revision, activeTab } = useCaseParts(
    'info',
    'zone',
    'density',
    'isRelative',
    'revision',
    'activeTab',
  )
  const nowMicros = useCase(nowInEffect)
  const columns = useGridColumns()
  const [api, setApi] = useState<GridApi<GridRow> | null>(null)
  const [isStale, setStale] = useState(true)
  const [total, setTotal] = useState<number | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [task, setTask] = useState<AnnotationTask | null>(null)
  /** Where the last right click was; the grid tells of one on a head without its place. */
  const pointer = useRef({ x: 0, y: 0 })
  const context: CellContext = { zone, isRelative, nowMicros }
  const contextKey = `${zone} ${isRelative}`
  const asked = useMemo(() => askedColumns(columns), [columns])
  const tellAtRest = useScrollAtRest()
  useTagColours(api)

  const key = answerKey(question, asked, sort, { revision, activeTab })
  const event = useRef(current)
  event.current = current
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is all of what is asked in one text.
  useEffect(() => {
    if (api === null) return
    const cancel = new AbortController()
    setStale(true)
    const answer = takeFirstAnswer(key) ?? preparedAnswer(question, asked, sort, event.current, cancel.signal)
    answer.then(
      (ready) => {
        if (cancel.signal.aborted) return
        setStale(false)
        setFailure(null)
        setTotal(ready.total)
        api.setGridOption('datasource', datasourceOf(ready))
        if (ready.kept !== null) api.ensureIndexVisible(ready.kept, 'middle')
        else if (ready.total > 0) api.ensureIndexVisible(0, 'top')
      },
      (error: unknown) => {
        if (cancel.signal.aborted) return
        if (!(error instanceof FailureError)) throw error
        setFailure(error.failure)
      },
    )
    return () => cancel.abort()
  }, [api, key])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the cells depend on what `contextKey` names.
  useEffect(() => {
    api?.setGridOption('context', context)
    api?.refreshCells({ force: true })
  }, [api, contextKey])

  useEffect(() => {
    api?.setGridOption('rowHeight', rowHeights[density])
  }, [api, density])

  const showSelection = () => {
    if (api === null) return
    api.forEachNode((node) => {
      const isCurrent = node.data !== undefined && node.data.id === event.current
      if (isCurrent && !node.isSelected()) node.setSelected(true, true)
    })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: shows `current`, which it reads through its ref.
  useEffect(showSelection, [api, current])

  useGridCommands({ api, total, selectedIds: () => selectedIds(api), setTask })

  const defs = useMemo(
    () => (info === null ? [] : columnDefs(columns, info, sort, zoneInEffect(zone))),
    [columns, info, sort, zone],
  )
  if (info === null) return null
  const itemsOf = (row: GridRow, column: string): MenuItems => {
    const target = { events: [row.id] }
    return rowMenu(row, column, info, {
      bookmark: (on) => void bookmarkEvents(target, on),
      tag: () => setTask({ kind: 'tag', target, count: 1 }),
      note: () => setTask({ kind: 'note', target, count: 1 }),
    })
  }
  const keepColumns = (gridApi: GridApi) => setColumns(columnsFromState(gridApi.getColumnState()))
  const follow = ({ rowIndex, api: gridApi }: CellFocusedEvent<GridRow>) => {
    if (rowIndex === null || event.current === null) return
    const data = gridApi.getDisplayedRowAtIndex(rowIndex)?.data
    if (data !== undefined) selectEvent(data.id)
  }
  return (
    <section className={styles.pane} aria-label={t.grid.label} tabIndex={-1} data-rows>
      <GridBar api={api} total={total} selectedIds={() => selectedIds(api)} onTask={setTask} />
      {failure !== null && <FailureNote failure={failure} />}
      <div
        className={`${styles.grid} ${isStale && total !== null ? 'stale' : ''}`}
        aria-busy={isStale}
        onScrollCapture={tellAtRest}
        onContextMenuCapture={({ clientX, clientY }) => {
          pointer.current = { x: clientX, y: clientY }
        }}
      >
        <AgGridReact<GridRow>
          theme={gridTheme}
          styleNonce={styleNonce()}
          rowModelType="infinite"
          cacheBlockSize={PAGE_ROWS}
          maxBlocksInCache={40}
          maxConcurrentDatasourceRequests={2}
          blockLoadDebounceMillis={0}
          rowBuffer={2}
          infiniteInitialRowCount={1}
          rowHeight={rowHeights[density]}
          columnDefs={defs}
          context={context}
          getRowId={({ data }) => String(data.id)}
          animateRows={false}
          suppressDragLeaveHidesColumns
          suppressMultiSort
          preventDefaultOnContextMenu
          suppressNoRowsOverlay
          enableBrowserTooltips
          rowSelection={{ mode: 'multiRow', checkboxes: false, headerCheckbox: false, enableClickSelection: true }}
          onGridReady={({ api: ready }) => {
            setApi(ready)
            setAtTop(true)
          }}
          onModelUpdated={showSelection}
          onBodyScroll={({ api: gridApi }) => setAtTop(gridApi.getVerticalPixelRange().top <= 0)}
          onRowClicked={({ data, event: click }: RowClickedEvent<GridRow>) => {
            const { ctrlKey, metaKey, shiftKey } = (click ?? {}) as Partial<MouseEvent>
            if (data !== undefined && !ctrlKey && !metaKey && !shiftKey) selectEvent(data.id)
          }}
          onCellFocused={follow}
          onCellContextMenu={({ data, column }: CellContextMenuEvent<GridRow>) => {
            if (data !== undefined) setMenu({ ...pointer.current, items: itemsOf(data, column.getColId()) })
          }}
          onColumnHeaderContextMenu={({ column }) => {
            const id = 'getColId' in column ? column.getColId() : MARKS
            const isSortable = 'isSortable' in column && column.isSortable() === true
            if (id !== MARKS) setMenu({ ...pointer.current, items: headerMenu(id, columns, isSortable) })
          }}
          onSortChanged={({ api: gridApi, source }) => {
            if (source === 'uiColumnSorted') changeTab({ sort: sortFromState(gridApi) })
          }}
          onColumnResized={({ finished, source, api: gridApi }) => {
            if (finished && source === 'uiColumnResized') keepColumns(gridApi)
          }}
          onColumnMoved={({ finished, api: gridApi }) => {
            if (finished) keepColumns(gridApi)
          }}
          onColumnPinned={({ source, api: gridApi }) => {
            if (source !== 'api' && source !== 'gridOptionsChanged') keepColumns(gridApi)
          }}
        />
      </div>
      {total === 0 && !isStale && <NoMatch />}
      <MenuAt at={menu} label={t.grid.label} onClose={() => setMenu(null)} items={menu?.items ?? []} />
      <AnnotationDialogs task={task} onClose={() => setTask(null)} />
    </section>
  )
}

function sortFromState(api: GridApi): SortBy | null {
  const sorted = api.getColumnState().find(({ colId, sort }) => colId !== MARKS && (sort === 'asc' || sort === 'desc'))
  return sorted === undefined ? null : { field: sorted.colId, descending: sorted.sort === 'desc' }
}

/** Numbers of the rows that are selected; the one in the detail pane alone where only it is. */
function selectedIds(api: GridApi<GridRow> | null): readonly number[] {
  return api?.getSelectedRows().map((row) => row.id) ?? []
}
