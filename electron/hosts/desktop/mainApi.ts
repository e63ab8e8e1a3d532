/**
 * What the engine's process asks of the main process: what only the main process can do (dialogs, file manager), and
 * what it has to know of (a case was opened, the theme was changed). One caller per window, over a port of its own.
 */
import type { HostApi } from '../../../shared/api/index.ts'
import { appRequests, type RequestShapes } from '../../../shared/wire/index.ts'
import { list, object, oneOf, text } from '../../../shared/wire/shape.ts'

export const themes = ['system', 'light', 'dark'] as const

export type Theme = (typeof themes)[number]

export interface MainApi extends Pick<HostApi, 'host.pick' | 'host.reveal' | 'host.pdf'> {
  /** The window shows this case now. */
  'main.opened': { request: { readonly path: string }; reply: null }
  /** Recent cases, latest first, for the menu. */
  'main.recent': { request: { readonly paths: readonly string[] }; reply: null }
  'main.theme': { request: { readonly theme: Theme }; reply: null }
  /** Whether the system has a key store. */
  'main.hasKeyStore': { request: Record<string, never>; reply: { readonly isThere: boolean } }
  /** Null: there is none of that name. */
  'main.readSecret': { request: SecretName; reply: { readonly secret: string | null } }
  /** An empty one takes it away. Fails with `host/no-key-store`. */
  'main.keepSecret': { request: SecretName & { readonly secret: string }; reply: null }
}

interface SecretName {
  readonly source: string
  readonly name: string
}

/** Longest path taken, in UTF-16 code units; the same as everywhere. */
const PATH_MAX = 32_768

const RECENT_MAX = 100

export const mainRequests: RequestShapes<MainApi> = {
  'host.pick': appRequests['host.pick'],
  'host.reveal': appRequests['host.reveal'],
  'host.pdf': appRequests['host.pdf'],
  'main.opened': object({ path: text(PATH_MAX) }),
  'main.recent': object({ paths: list(text(PATH_MAX), RECENT_MAX) }),
  'main.theme': object({ theme: oneOf(themes) }),
  'main.hasKeyStore': object<Record<string, never>>({}),
  'main.readSecret': object({ source: text(PATH_MAX), name: text(PATH_MAX) }),
  'main.keepSecret': object({ source: text(PATH_MAX), name: text(PATH_MAX), secret: text(PATH_MAX) }),
}

/** The theme a setting names; `system` where it names none. */
export function themeOf(setting: unknown): Theme {
  return themes.find((theme) => theme === setting) ?? 'system'
}
