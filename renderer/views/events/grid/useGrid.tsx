/**
 * AG Grid as an element of the page. Its React edition compares every option that it is given with each drawing of its
 * parent, so it is drawn anew only where one that it follows is another.
 */
import { AgGridReact, type AgGridReactProps } from 'ag-grid-react'
import type { GridApi, GridOptions } from 'ag-grid-community'
import { type ReactElement, useMemo, useRef, useState } from 'react'
import { styleNonce } from '../../../theme/theme.ts'
import type { GridRow } from './rowSource.ts'

type Handler = Extract<keyof GridOptions, `on${string}`>

/** Options that are followed as they change. */
type Followed = 'columnDefs' | 'context' | 'rowHeight'

export interface GridSetup {
  /** What the grid is made with; later changes are not looked at. */
  readonly options: Omit<AgGridReactProps<GridRow>, Handler | Followed>
  /** Given to the grid anew where one of them is another than before. */
  readonly followed: Required<Pick<GridOptions<GridRow>, Followed>>
  /** What happens is told to those of the last drawing. */
  readonly handlers: Omit<Pick<GridOptions<GridRow>, Handler>, 'onGridReady'>
}

/** The grid as an element; `api` is null until it is there. */
export function useGrid({ options, followed, handlers }: GridSetup): {
  readonly api: GridApi<GridRow> | null
  readonly grid: ReactElement
} {
  const [api, setApi] = useState<GridApi<GridRow> | null>(null)
  const latest = useRef(handlers)
  latest.current = handlers
  const [first] = useState(() => ({ ...options, ...toldTo(latest), styleNonce: styleNonce() }))
  const { columnDefs, context, rowHeight } = followed
  const grid = useMemo(
    () => (
      <AgGridReact<GridRow>
        {...first}
        columnDefs={columnDefs}
        context={context}
        rowHeight={rowHeight}
        onGridReady={(ready) => setApi(ready.api)}
      />
    ),
    [first, columnDefs, context, rowHeight],
  )
  return { api, grid }
}

/** Handlers that call those that `latest` has by then. */
function toldTo(latest: { readonly current: GridSetup['handlers'] }): GridSetup['handlers'] {
  return Object.fromEntries(
    Object.keys(latest.current).map((name) => [
      name,
      (event: unknown) =>
        (latest.current[name as keyof GridSetup['handlers']] as ((event: unknown) => void) | undefined)?.(event),
    ]),
  )
}
