/**
 * AG Grid in an element of the page, as it comes: its own program draws rows and cells. Its React edition makes a component
 * of each, mounted and thrown away by the hundred with every answer and every jump; that was most of the script of a
 * jump.
 */
import { createGrid, type GridApi, type GridOptions } from 'ag-grid-community'
import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { styleNonce } from '../../../theme/theme.ts'
import type { GridRow } from './rowSource.ts'

type Handler = Extract<keyof GridOptions, `on${string}`>

/** Options that are followed as they change. */
type Followed = 'columnDefs' | 'context' | 'rowHeight'

export interface GridSetup {
  /** What the grid is made with; later changes are not looked at. */
  readonly options: Omit<GridOptions<GridRow>, Handler | Followed>
  /** Given to the grid anew where one of them is another than before. */
  readonly followed: Required<Pick<GridOptions<GridRow>, Followed>>
  /** What happens is told to those of the last drawing. */
  readonly handlers: Pick<GridOptions<GridRow>, Handler>
}

/** The grid in the element that `holder` is put on; `api` is null until it is there. It goes with who uses it. */
export function useGrid({ options, followed, handlers }: GridSetup): {
  readonly api: GridApi<GridRow> | null
  readonly holder: RefObject<HTMLDivElement | null>
} {
  const holder = useRef<HTMLDivElement>(null)
  const [api, setApi] = useState<GridApi<GridRow> | null>(null)
  const latest = useRef(handlers)
  latest.current = handlers
  const first = useRef({ ...options, ...followed })
  const given = useRef(followed)
  useLayoutEffect(() => {
    if (holder.current === null) return
    const nonce = styleNonce()
    const made = createGrid<GridRow>(holder.current, {
      ...first.current,
      ...(nonce === undefined ? {} : { styleNonce: nonce }),
      ...toldTo(latest),
    })
    setApi(made)
    return () => {
      setApi(null)
      made.destroy()
    }
  }, [])
  useLayoutEffect(() => {
    if (api === null) return
    // The grid takes an object for a changed one whenever it is given it, and draws all columns anew.
    const changed = Object.entries(followed).filter(([name, value]) => given.current[name as Followed] !== value)
    given.current = followed
    if (changed.length > 0) api.updateGridOptions(Object.fromEntries(changed))
  })
  return { api, holder }
}

/** Handlers that call those that `latest` has by then. */
function toldTo(latest: { readonly current: GridSetup['handlers'] }): GridSetup['handlers'] {
  return Object.fromEntries(
    Object.keys(latest.current).map((name) => [
      name,
      (event: unknown) => (latest.current[name as Handler] as ((event: unknown) => void) | undefined)?.(event),
    ]),
  )
}
