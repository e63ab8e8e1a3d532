/** Where windows stood when they were closed, and where they can stand now that other displays may be there. */

/** In device-independent pixels, over all displays. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  /** Without a place the system chooses one. */
  readonly bounds: Omit<Bounds, 'x' | 'y'> & Partial<Pick<Bounds, 'x' | 'y'>>
  readonly isMaximised: boolean
}

/** Smallest window in which everything can be reached. */
export const smallestWindow = { width: 800, height: 560 } as const

/** A window nobody has moved yet. */
export const firstState: WindowState = { bounds: { width: 1440, height: 900 }, isMaximised: false }

/** So much of a window must lie on a display that it can be seen and grasped, in pixels each way. */
const GRASPABLE = 96

/** Offset of a window that would cover another one exactly. */
const CASCADE = 28

/** The stored state, or null where the text holds none that makes sense. */
export function parseWindowState(text: string): WindowState | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // A state that cannot be read is one nobody misses.
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { bounds, isMaximised } = value as { bounds?: unknown; isMaximised?: unknown }
  if (typeof bounds !== 'object' || bounds === null) return null
  const { x, y, width, height } = bounds as Record<string, unknown>
  if (![x, y, width, height].every(isPixel) || (width as number) <= 0 || (height as number) <= 0) return null
  return {
    bounds: { x: x as number, y: y as number, width: width as number, height: height as number },
    isMaximised: isMaximised === true,
  }
}

/**
 * The state as these displays allow it: of the size of the display at most, wholly inside it; without a place where the
 * display it stood on is gone. `displays` are the work areas, not empty; `taken` the bounds of open windows.
 */
export function placedState(
  state: WindowState,
  displays: readonly Bounds[],
  taken: readonly Bounds[] = [],
): WindowState {
  const { x, y } = state.bounds
  const place = x === undefined || y === undefined ? undefined : { x, y }
  const display =
    place === undefined ? undefined : displays.find((area) => isGraspable({ ...state.bounds, ...place }, area))
  const area = display ?? displays[0]
  const width = clamp(state.bounds.width, smallestWindow.width, area.width)
  const height = clamp(state.bounds.height, smallestWindow.height, area.height)
  if (display === undefined || place === undefined) return { ...state, bounds: { width, height } }
  const inside = (left: number, top: number): Bounds => ({
    x: clamp(left, area.x, area.x + area.width - width),
    y: clamp(top, area.y, area.y + area.height - height),
    width,
    height,
  })
  let bounds = inside(place.x, place.y)
  // A second window comes a little lower and to the right; at the edge it stays, there is no more room.
  for (const _ of taken) {
    if (taken.some((other) => other.x === bounds.x && other.y === bounds.y)) {
      bounds = inside(bounds.x + CASCADE, bounds.y + CASCADE)
    }
  }
  return { ...state, bounds }
}

function isGraspable(bounds: Bounds, area: Bounds): boolean {
  const width = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x)
  const height = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y)
  return width >= GRASPABLE && height >= GRASPABLE
}

/** `least` gives way where there is less room than that. */
function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

function isPixel(value: unknown): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 1e6
}
