/** What the user arranges (columns, zone, sizes of panels, theme) is kept by the host: per machine, and per case where it is about one. */
import type { SortBy, ViewColumn } from '../../shared/api/index.ts'
import type { Json } from '../../shared/failure.ts'
import { isTimeZone } from '../../shared/time/index.ts'
import { setTheme, useApp } from './appStore.ts'
import { call } from './caller.ts'
import { activeTab, densities, useCase, zoneInEffect } from './caseStore.ts'

/** Changes are written once nothing more has changed for this long. */
const SETTLE_MS = 400

const pending = new Map<string, ReturnType<typeof setTimeout>>()

/** Keeps a value under `key`; the last of several quick changes is written. */
export function remember(key: string, value: Json): void {
  clearTimeout(pending.get(key))
  pending.set(
    key,
    setTimeout(() => {
      pending.delete(key)
      void call('host.writeSetting', { key, value })
    }, SETTLE_MS),
  )
}

export async function remembered(key: string): Promise<Json> {
  const reply = await call('host.readSetting', { key })
  return reply.ok ? reply.value.value : null
}

/** Key of a setting of the case on screen. */
export function caseKey(name: string): string {
  return `case.${useCase.getState().info?.caseId ?? ''}.${name}`
}

/** The theme, and from then on whatever is changed of it. */
export async function recallApp(): Promise<void> {
  const theme = await remembered('theme')
  setTheme(theme === 'light' || theme === 'dark' ? theme : 'system')
  useApp.subscribe((now, before) => {
    // The desktop reads it, too, for its own menu and windows.
    if (now.theme !== before.theme) remember('theme', now.theme)
  })
}

/** How the grid of a case is arranged, and from then on whatever is changed of it. */
export async function recall(caseId: string): Promise<void> {
  stopKeeping?.()
  const key = `case.${caseId}.grid`
  const kept = recordOf(await remembered(key))
  const state = useCase.getState()
  if (state.info?.caseId !== caseId) return
  const sort = sortOf(kept.sort)
  useCase.setState({
    ...(typeof kept.zone === 'string' && isTimeZone(zoneInEffect(kept.zone)) ? { zone: kept.zone } : {}),
    ...(kept.nowAt === 'newest' ? { nowAt: 'newest' as const } : {}),
    ...(Array.isArray(kept.columns) ? { columns: kept.columns.flatMap(columnOf) } : {}),
    density: densities.find((known) => known === kept.density) ?? 'normal',
    isRelative: kept.isRelative === true,
    ...(sort === undefined ? {} : { tabs: state.tabs.map((tab) => ({ ...tab, sort })) }),
  })
  let written = arrangement()
  stopKeeping = useCase.subscribe((now) => {
    if (now.info?.caseId !== caseId) return
    const arranged = arrangement()
    if (JSON.stringify(arranged) === JSON.stringify(written)) return
    written = arranged
    remember(key, arranged)
  })
}

function arrangement(): Json {
  const state = useCase.getState()
  const { zone, nowAt, columns, density, isRelative } = state
  return { zone, nowAt, columns, density, isRelative, sort: activeTab(state).sort } as unknown as Json
}

/** Undefined: nothing was kept; null: in the case's own order. */
function sortOf(value: Json | undefined): SortBy | null | undefined {
  if (value === null) return null
  const { field, descending } = recordOf(value ?? null)
  return typeof field === 'string' && typeof descending === 'boolean' ? { field, descending } : undefined
}

let stopKeeping: (() => void) | undefined

function columnOf(value: Json): ViewColumn[] {
  const { id, width, pinned } = recordOf(value)
  if (typeof id !== 'string') return []
  return [
    {
      id,
      width: typeof width === 'number' && width > 0 ? width : null,
      pinned: pinned === 'left' || pinned === 'right' ? pinned : null,
    },
  ]
}

function recordOf(value: Json): { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as { readonly [key: string]: Json })
    : {}
}
