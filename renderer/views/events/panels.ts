/** Which panels of the events screen are open; buttons and keys of its parts toggle them. */
import { createContext, useContext } from 'react'

export interface Panels {
  readonly hasFacets: boolean
  toggleFacets(): void
  readonly hasTimeline: boolean
  toggleTimeline(): void
}

export const PanelsContext = createContext<Panels>({
  hasFacets: true,
  toggleFacets: () => undefined,
  hasTimeline: true,
  toggleTimeline: () => undefined,
})

export function usePanels(): Panels {
  return useContext(PanelsContext)
}
