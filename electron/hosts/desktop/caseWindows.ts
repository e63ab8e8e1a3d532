/** Which window shows which case: every case has one window at most, and a start screen is used before a new window. */
import { caseKey } from './launch.ts'

/** `Window` is whatever stands for a window; windows are compared by identity. */
export interface CaseWindows<Window> {
  /** Latest in front first. */
  all(): readonly Window[]
  caseOf(window: Window): string | null
  windowOf(path: string): Window | undefined
  /** A window with a start screen, the one in front first. */
  emptyWindow(): Window | undefined
  add(window: Window, path: string | null): void
  show(window: Window, path: string): void
  toFront(window: Window): void
  remove(window: Window): void
}

/** `platform` as `process.platform`: on some of them one file has several names. */
export function caseWindows<Window>(platform: string): CaseWindows<Window> {
  /** Last in front last. */
  const cases = new Map<Window, string | null>()
  const frontFirst = (): Window[] => [...cases.keys()].reverse()
  return {
    all: frontFirst,
    caseOf: (window) => cases.get(window) ?? null,
    windowOf(path) {
      const key = caseKey(path, platform)
      return frontFirst().find((window) => {
        const shown = cases.get(window) ?? null
        return shown !== null && caseKey(shown, platform) === key
      })
    },
    emptyWindow: () => frontFirst().find((window) => cases.get(window) === null),
    add: (window, path) => void cases.set(window, path),
    show(window, path) {
      if (cases.has(window)) cases.set(window, path)
    },
    toFront(window) {
      const path = cases.get(window)
      if (path === undefined) return
      cases.delete(window)
      cases.set(window, path)
    },
    remove: (window) => void cases.delete(window),
  }
}
