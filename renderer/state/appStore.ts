/** The page as a whole: its host, how it looks, what floats over it, the jobs that run. */
import { create } from 'zustand'
import type { HostInfo, JobInfo } from '../../shared/api/index.ts'
import type { Failure } from '../../shared/failure.ts'
import { applyTheme, type ThemeChoice } from '../theme/theme.ts'
import type { StoreOf } from './storeOf.ts'

export interface AppStore {
  /** Null until the page is connected. */
  readonly host: HostInfo | null
  /** Why there is no connection (any more); null while there is one. */
  readonly lost: Failure | null
  readonly theme: ThemeChoice
  readonly jobs: readonly JobInfo[]
  /** What floats over the page. */
  readonly overlay: 'none' | 'palette' | 'help'
  /** What stood in the way of the last thing asked for; shown until dismissed. */
  readonly notice: Notice | null
}

/** Something to tell beside the frame: a failure, or a thing done that can be undone. */
export type Notice =
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'done'; readonly text: string; readonly undo: (() => void) | null }

export const useApp: StoreOf<AppStore> = create<AppStore>()(() => ({
  host: null,
  lost: null,
  theme: 'system',
  jobs: [],
  overlay: 'none',
  notice: null,
}))

export function setTheme(theme: ThemeChoice): void {
  applyTheme(theme)
  useApp.setState({ theme })
}

export function showOverlay(overlay: AppStore['overlay']): void {
  useApp.setState({ overlay })
}

export function tell(notice: Notice | null): void {
  useApp.setState({ notice })
}

export function tellFailure(failure: Failure): void {
  tell({ kind: 'failure', failure })
}
