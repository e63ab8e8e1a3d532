/**
 * Tells the grid once more where it is scrolled to, when scrolling has come to rest. AG Grid listens to one of its two
 * scrollers at a time, for a tenth of a second after the last it heard of it, and drops what the other one says
 * meanwhile (`isControllingScroll`); were that the last word, the part on view would stay without rows.
 */
import { type UIEvent, useEffect, useRef } from 'react'

/** Longer than AG Grid listens to one scroller, in milliseconds. */
const REST_MS = 250

/** For `onScrollCapture` of what the grid lies in. */
export function useScrollAtRest(): (event: UIEvent<HTMLElement>) => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return ({ isTrusted, currentTarget }) => {
    // What is told below is not told again.
    if (!isTrusted) return
    const viewport = currentTarget.querySelector('.ag-grid-viewport')
    clearTimeout(timer.current)
    timer.current = setTimeout(() => viewport?.dispatchEvent(new Event('scroll')), REST_MS)
  }
}
