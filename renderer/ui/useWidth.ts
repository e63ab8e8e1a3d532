/** Width of the window in CSS pixels. */
import { useSyncExternalStore } from 'react'

export function useWidth(): number {
  return useSyncExternalStore(subscribe, () => innerWidth)
}

function subscribe(listener: () => void): () => void {
  addEventListener('resize', listener)
  return () => removeEventListener('resize', listener)
}
