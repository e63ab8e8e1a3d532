/**
 * What the host around the engine gives to the app: dialogs, recent cases, settings, the demo case. The same entries on
 * the desktop and on loopback; the app asks `host.info` for what is there.
 */
import type { Json } from '../failure.ts'

export interface HostInfo {
  readonly kind: 'desktop' | 'loopback'
  /** As `process.platform`. */
  readonly platform: string
  readonly version: string
  /** Whether `host.pick` opens the system's own dialogs; without them the app shows one made of `host.list`. */
  readonly hasDialogs: boolean
  /** Whether `host.pdf` makes PDFs; where it does not, a browser prints a report. */
  readonly makesPdf: boolean
  /** Folder where new cases are suggested. */
  readonly casesFolder: string
  /** The case this process was started for; null: start screen. */
  readonly startCase: string | null
}

export interface RecentCase {
  readonly path: string
  readonly openedAt: string
  /** As of the last time it was open. */
  readonly events: number
  readonly isThere: boolean
}

export interface PickRequest {
  readonly kind: 'files' | 'folder' | 'case' | 'save'
  readonly title: string
  /** For `save`. */
  readonly suggestedPath?: string
}

/** An entry of a folder on the machine the engine runs on. */
export interface FolderEntry {
  readonly name: string
  readonly path: string
  readonly kind: 'file' | 'folder'
  readonly sizeBytes: number
  /** ISO 8601 UTC. */
  readonly modifiedAt: string
}

export interface FolderListing {
  readonly folder: string
  /** Null at the top. */
  readonly parent: string | null
  /** Places to start from: home, desktop, documents, drives. */
  readonly places: readonly { readonly name: string; readonly path: string }[]
  readonly entries: readonly FolderEntry[]
  /** Entries beyond the bound, not listed. */
  readonly more: number
}

/** Entries that the host answers itself. */
export interface HostApi {
  'host.info': { request: Record<string, never>; reply: HostInfo }
  'host.recent': { request: Record<string, never>; reply: readonly RecentCase[] }
  /** Remembers that a case was opened. */
  'host.opened': { request: { readonly path: string; readonly events: number }; reply: null }
  'host.forget': { request: { readonly path: string }; reply: null }
  /** Makes the demo case of the bundled samples anew where it is missing, and says where it is. */
  'host.demo': { request: Record<string, never>; reply: { readonly path: string } }
  /** Null where the dialog was closed. Fails with `host/no-dialogs`. */
  'host.pick': { request: PickRequest; reply: { readonly paths: readonly string[] } | null }
  /** Left out: the user's home. Fails with `import/not-found`, `import/permission`. */
  'host.list': { request: { readonly folder?: string }; reply: FolderListing }
  /** Shows a file in the system's file manager; does nothing on loopback. */
  'host.reveal': { request: { readonly path: string }; reply: null }
  /**
   * Prints an HTML report to a PDF beside it, `report.html` to `report.pdf`. Fails with `host/no-pdf`, with
   * `host/report-too-long` before anything is printed, and with `export/target-exists` where there is one.
   */
  'host.pdf': { request: { readonly path: string }; reply: { readonly path: string; readonly sizeBytes: number } }
  /** Settings of this user on this machine; null where the key is unknown. */
  'host.readSetting': { request: { readonly key: string }; reply: { readonly value: Json } }
  'host.writeSetting': { request: { readonly key: string; readonly value: Json }; reply: null }
}
