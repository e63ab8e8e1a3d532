/** The columns as the grid wants them, from the columns as the user has arranged them; and back. */
import type { ColDef, ColumnState } from 'ag-grid-community'
import type { CaseInfo, SortBy, ViewColumn } from '../../../../shared/api/index.ts'
import { labelOf } from '../../../state/caseStore.ts'
import { t } from '../../../texts/index.ts'
import {
  ActionCell,
  BadgeCell,
  type CellContext,
  hintOf,
  IdCell,
  MarksCell,
  marksHint,
  TextCell,
  TimeCell,
} from './cells.ts'
import { widthOf } from './columns.ts'
import styles from './EventGrid.module.css'
import type { GridRow } from './rowSource.ts'

/** The column of signs; it is no field. */
export const MARKS = '@marks'

const badgeFields = new Set(['outcome', 'operation', 'severity'])
const idFields = new Set(['resourceId', 'actorId', 'sessionId', 'requestId', 'eventId'])
const monoFields = new Set(['ip', 'id', 'record', 'status', 'method', 'path', 'exhibit'])
/** Kept beside the events, so there is no order by them. */
const unsortable = new Set(['tag', 'bookmark', 'note'])

export function columnDefs(
  columns: readonly ViewColumn[],
  info: CaseInfo,
  sort: SortBy | null,
  zoneName: string,
): ColDef<GridRow>[] {
  const marks: ColDef<GridRow> = {
    colId: MARKS,
    // Seen as nothing in so narrow a column, but said by screen readers.
    headerName: t.grid.marks,
    headerClass: styles.marksHeader,
    headerTooltip: t.grid.marks,
    width: 52,
    pinned: 'left',
    lockPosition: 'left',
    sortable: false,
    resizable: false,
    cellRenderer: MarksCell,
    tooltipValueGetter: ({ data }) => marksHint(data),
  }
  return [
    marks,
    ...columns.map((column): ColDef<GridRow> => {
      const { id, pinned } = column
      const label = labelOf(info, id)
      return {
        colId: id,
        headerName: id === 'time' ? `${label} (${zoneName})` : label,
        headerTooltip: label,
        width: widthOf(column),
        pinned,
        sortable: !unsortable.has(id),
        sort: sort?.field === id ? (sort.descending ? 'desc' : 'asc') : null,
        sortingOrder: id === 'time' ? ['desc', 'asc'] : ['asc', 'desc', null],
        cellRenderer: rendererOf(id),
        ...(monoFields.has(id) ? { cellClass: 'mono' } : {}),
        valueGetter: ({ data }) => data?.cells[id] ?? null,
        tooltipValueGetter: ({ data, context }) => hintOf(id, data, context as CellContext),
      }
    }),
  ]
}

function rendererOf(id: string) {
  if (id === 'time') return TimeCell
  if (id === 'action') return ActionCell
  if (badgeFields.has(id)) return BadgeCell
  return idFields.has(id) ? IdCell : TextCell
}

/** What the user has made of the columns. */
export function columnsFromState(state: readonly ColumnState[]): readonly ViewColumn[] {
  return state
    .filter(({ colId, hide }) => colId !== MARKS && hide !== true)
    .map(({ colId, width, pinned }) => ({
      id: colId,
      width: width ?? null,
      pinned: pinned === 'left' || pinned === 'right' ? pinned : null,
    }))
}
