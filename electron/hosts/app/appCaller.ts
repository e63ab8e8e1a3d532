/** Engine and host behind one door, as the app sees them. */
import type { Api, AppApi, Caller, CallOptions, Engine, HostApi } from '../../../shared/api/index.ts'
import { type Failure, FailureError, type Result } from '../../../shared/failure.ts'
import type { HostHandlers } from './host.ts'
import { Turns } from './turns.ts'

/**
 * Answers the host's entries by `host` and all others by `engine`. `close` closes the engine. Standard input is the
 * terminal's that the host was started from, and no window may read it: `usage/bad-argument`. Calls begin in turn
 * (`Turns`); one whose signal has aborted by then is not begun and fails with `usage/cancelled`.
 */
export function appCaller(engine: Engine, host: HostHandlers): Caller<AppApi> {
  const turns = new Turns()
  return {
    async call<K extends keyof AppApi>(
      entry: K,
      request: AppApi[K]['request'],
      options: CallOptions = {},
    ): Promise<Result<AppApi[K]['reply']>> {
      if (readsStandardInput(request)) return { ok: false, failure: noStandardInput }
      await turns.next()
      if (options.signal?.aborted) return { ok: false, failure: cancelled }
      if (!isOfHost(host, entry))
        return engine.call(entry as keyof Api, request as Api[keyof Api]['request'], options) as Promise<
          Result<AppApi[K]['reply']>
        >
      const handler = host[entry] as (request: unknown, options: CallOptions) => Promise<AppApi[K]['reply']>
      try {
        return { ok: true, value: await handler(request, options) }
      } catch (error) {
        if (error instanceof FailureError) return { ok: false, failure: error.failure }
        throw error
      }
    },
    close: () => engine.close(),
  }
}

function isOfHost(host: HostHandlers, entry: string): entry is keyof HostApi {
  return Object.hasOwn(host, entry)
}

/** Whether an import, by itself or as a job, names `-`. */
function readsStandardInput(request: unknown): boolean {
  const { paths, work } = request as { paths?: unknown; work?: { request?: { paths?: unknown } } }
  return [paths, work?.request?.paths].some((list) => Array.isArray(list) && list.includes('-'))
}

const cancelled: Failure = { code: 'usage/cancelled', message: 'Cancelled' }

const noStandardInput: Failure = {
  code: 'usage/bad-argument',
  message: 'Only the command line can read standard input',
  next: 'Name a file.',
}
