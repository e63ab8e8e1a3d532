/** The colours of the case's tags, for the small signs in the grid. */
import type { GridApi } from 'ag-grid-community'
import { useEffect } from 'react'
import { useAnswer } from '../../../state/answers.ts'
import { useCase } from '../../../state/caseStore.ts'
import type { GridRow } from './rowSource.ts'

const colours = new Map<string, string>()

/** Colour name of a tag; blue where nothing is known of it. */
export function tagColour(tag: string): string {
  return colours.get(tag) ?? 'blue'
}

/** Keeps the colours up to date, and the grid with them. */
export function useTagColours(api: GridApi<GridRow> | null): void {
  const path = useCase((state) => state.path)
  const { value } = useAnswer('tags.list', path === null ? null : { case: path })
  useEffect(() => {
    if (value === undefined) return
    colours.clear()
    for (const tag of value) colours.set(tag.name, tag.colour)
    api?.refreshCells({ columns: ['@marks'], force: true })
  }, [api, value])
}
