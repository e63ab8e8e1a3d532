/**
 * What the desktop's window gives to the page besides the Api: `window.vouchHost`, and the messages the preload posts to
 * the page with `window.postMessage`. The page takes a message only where `event.source === window`.
 */
import type { Failure } from './failure.ts'

/** Set by the preload; missing in a browser. */
export interface VouchHost {
  /**
   * Asks for a connection with the engine, which starts where it does not run. It arrives as {@link PortMessage}; a new
   * connection takes the place of the one before. Rejected where the host refuses (another page than the app's asks).
   */
  connect(): Promise<void>
  /** Path of a dropped or chosen file; '' where it is not a file of this machine's disk. */
  pathForFile(file: DesktopFile): string
}

/** The DOM's `File`, unnamed here: `shared/` knows no DOM. */
export type DesktopFile = object

/** Choices of the menu that the page carries out. */
export const menuCommands = [
  'case.new',
  'case.import',
  'theme.system',
  'theme.light',
  'theme.dark',
  'help.keys',
] as const

export type MenuCommand = (typeof menuCommands)[number]

/** The connection with the engine: `event.ports[0]` is the port. */
export interface PortMessage {
  readonly vouch: 'port'
}

/** The engine's process ended; calls under way are answered with the same failure. `connect()` starts another. */
export interface EngineLostMessage {
  readonly vouch: 'engine-lost'
  /** `host/no-connection`. */
  readonly failure: Failure
}

export interface CommandMessage {
  readonly vouch: 'command'
  readonly command: MenuCommand
}

export type HostMessage = PortMessage | EngineLostMessage | CommandMessage
