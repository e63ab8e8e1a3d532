/** What the user arranges (columns, zone, sizes of panels, theme) is kept by the host: per machine, and per case where it is about one. */
import type { ViewColumn } from '../../shared/api/index.ts'
import type { Json } from '../../shared/failure.ts'
import { isTimeZone } from '../../shared/time/index.ts'
import { densities, setDensity, setTheme, useApp } from './appStore.ts'
import { call } from './caller.ts'
import { useCase, zoneInEffect } from './caseStore.ts'

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

/** Theme and density, and from then on whatever is changed of them. */
export async function recallApp(): Promise<void> {
  const [theme, density] = await Promise.all([remembered('theme'), remembered('density')])
  setTheme(theme === 'light' || theme === 'dark' ? theme : 'system')
  setDensity(densities.find((known) => known === density) ?? 'normal')
  useApp.subscribe((now, before) => {
    // The desktop reads the theme, too, for its own menu and windows.
    if (now.theme !== before.theme) remember('theme', now.theme)
    if (now.density !== before.density) remember('density', now.density)
  })
}

/** Columns, zone and clock of a case, and from then on whatever is changed of them. */
export async function recall(caseId: string): Promise<void> {
  stopKeeping?.()
  const kept = recordOf(await remembered(`case.${caseId}.grid`))
  if (useCase.getState().info?.caseId !== caseId) return
  useCase.setState({
    ...(typeof kept.zone === 'string' && isTimeZone(zoneInEffect(kept.zone)) ? { zone: kept.zone } : {}),
    ...(kept.nowAt === 'newest' ? { nowAt: 'newest' as const } : {}),
    ...(Array.isArray(kept.columns) ? { columns: kept.columns.flatMap(columnOf) } : {}),
  })
  stopKeeping = useCase.subscribe((now, before) => {
    if (now.path === null || now.path !== before.path) return
    if (now.columns !== before.columns || now.zone !== before.zone || now.nowAt !== before.nowAt)
      remember(`case.${caseId}.grid`, { zone: now.zone, nowAt: now.nowAt, columns: now.columns as unknown as Json })
  })
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
