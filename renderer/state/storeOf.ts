/**
 * A store as the page uses it: parts of it are selected. There is no way to subscribe to the whole, as whoever did would be
 * drawn anew by every change of anything, the look at the case every two seconds among them.
 */
import type { StoreApi } from 'zustand'

export type StoreOf<T> = StoreApi<T> & (<U>(selector: (state: T) => U) => U)
