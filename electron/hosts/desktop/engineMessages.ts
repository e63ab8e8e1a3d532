/** What the main process says to the engine's process outside of calls. There is no answer. */

/** How the engine's process is set up, once, before anything else. */
export interface EngineSetup {
  /** Version of the app, such as `0.1.0`. */
  readonly version: string
  /** Sample exports the demo case is made of: real files, outside the app's archive. */
  readonly samplesFolder: string
  /** The user's folder of settings, recent cases and profiles. */
  readonly configFolder: string
}

/**
 * `connect` comes with two ports: over the first the window asks, over the second this process asks the main process.
 * `stop`: close all cases, so that each is one whole file, and end.
 */
export type EngineMessage =
  | { readonly kind: 'setup'; readonly setup: EngineSetup }
  | { readonly kind: 'connect'; readonly startCase: string | null }
  | { readonly kind: 'stop' }
