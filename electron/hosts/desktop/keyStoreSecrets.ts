/** The secrets of sources as the engine's process gets them: from the main process, which alone can open the key store. */
import type { Caller } from '../../../shared/api/index.ts'
import { FailureError } from '../../../shared/failure.ts'
import type { SecretStore } from '../../engine/index.ts'
import type { MainApi } from './mainApi.ts'

/** Asks any of the ways to the main process that are open; without one there are no secrets. */
export function keyStoreSecrets(mains: ReadonlySet<Caller<MainApi>>): SecretStore {
  const any = (): Caller<MainApi> | undefined => mains.values().next().value
  return {
    async get(source, name) {
      const reply = await any()?.call('main.readSecret', { source, name })
      return reply?.ok === true ? reply.value.secret : null
    },
    async canKeep() {
      const reply = await any()?.call('main.hasKeyStore', {})
      return reply?.ok === true && reply.value.isThere
    },
    async keep(source, name, secret) {
      const reply = await any()?.call('main.keepSecret', { source, name, secret })
      if (reply?.ok === false) throw new FailureError(reply.failure)
    },
    whereTo: () => 'Type it in beside the source; it is kept in the key store of this computer.',
  }
}
