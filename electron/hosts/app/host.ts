/** The host's own entries, the same on the desktop and on loopback. What a window system must do is given by the host. */
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { CallOptions, Engine, HostApi, HostInfo, PickRequest } from '../../../shared/api/index.ts'
import { fail } from '../../../shared/failure.ts'
import { DemoCase } from './demo.ts'
import { listFolder } from './folderListing.ts'
import { RecentCases } from './recentCases.ts'
import { Settings } from './settings.ts'

/** A handler per entry; a missing one does not compile. Failures are thrown as `FailureError`. */
export type HostHandlers = {
  readonly [E in keyof HostApi]: (request: HostApi[E]['request'], options: CallOptions) => Promise<HostApi[E]['reply']>
}

export interface HostOptions {
  readonly kind: HostInfo['kind']
  /** Version of this build, as shown. */
  readonly version: string
  readonly startCase: string | null
  /** Folder of settings and recent cases; see {@link configFolder}. */
  readonly configFolder: string
  /** Folder of the demo case; left out: the folder of settings. */
  readonly demoFolder?: string
  /** Folder of the bundled samples; left out: where they lie beside the sources or the built files. */
  readonly samplesFolder?: string
  /** Left out: there are no dialogs, and `host.pick` fails with `host/no-dialogs`. */
  readonly pick?: (request: PickRequest) => Promise<HostApi['host.pick']['reply']>
  /** Left out: there are no PDFs, and `host.pdf` fails with `host/no-pdf`. */
  readonly pdf?: (path: string) => Promise<HostApi['host.pdf']['reply']>
  /** Left out: nothing is shown. */
  readonly reveal?: (path: string) => Promise<void>
}

/** The user's folder of settings, recent cases and profiles; `VOUCH_CONFIG` names another. */
export function configFolder(): string {
  return resolve(process.env.VOUCH_CONFIG || join(homedir(), '.config', 'vouch'))
}

/** The host's entries over `engine`, which makes the demo case. Nothing is read or written before an entry is asked. */
export function createHost(engine: Engine, options: HostOptions): HostHandlers {
  const recent = new RecentCases(options.configFolder)
  const settings = new Settings(options.configFolder)
  const demo = new DemoCase(engine, options.demoFolder ?? options.configFolder, options.samplesFolder)
  return {
    'host.info': async () => ({
      kind: options.kind,
      platform: process.platform,
      version: options.version,
      hasDialogs: options.pick !== undefined,
      makesPdf: options.pdf !== undefined,
      casesFolder: casesFolder(),
      startCase: options.startCase === null ? null : resolve(options.startCase),
    }),
    'host.recent': async () => recent.list(),
    'host.opened': async ({ path, events }) => {
      recent.opened(path, events)
      return null
    },
    'host.forget': async ({ path }) => {
      recent.forget(path)
      return null
    },
    'host.demo': async (_request, callOptions) => ({ path: await demo.ensure(callOptions) }),
    'host.pick': async (request) =>
      options.pick?.(request) ??
      fail({
        code: 'host/no-dialogs',
        message: 'This host has no dialogs of the system',
        next: 'Choose in the list of folders.',
      }),
    'host.list': async ({ folder }, { signal }) => listFolder(folder, signal),
    'host.reveal': async ({ path }) => {
      await options.reveal?.(path)
      return null
    },
    'host.pdf': async ({ path }) =>
      options.pdf?.(resolve(path)) ??
      fail({
        code: 'host/no-pdf',
        message: 'This host makes no PDFs',
        where: { path },
        next: 'Open the report in a browser and print it to a PDF there.',
      }),
    'host.readSetting': async ({ key }) => ({ value: settings.read(key) }),
    'host.writeSetting': async ({ key, value }) => {
      settings.write(key, value)
      return null
    },
  }
}

function casesFolder(): string {
  const documents = join(homedir(), 'Documents')
  return existsSync(documents) ? documents : homedir()
}
