/** Api entries about redaction: which profiles there are, whether one is sound, who a pseudonym of the case is. */
import { fail } from '../../../shared/failure.ts'
import { pseudonymKey } from '../case/index.ts'
import { bundledRedactions, loadRedaction, profileInfo, Pseudonyms } from '../evidence/index.ts'
import type { Handlers } from './context.ts'

export const redactionHandlers: Handlers<'redaction.profiles' | 'redaction.pseudonyms'> = {
  async 'redaction.profiles'({ path }) {
    return (path === undefined ? bundledRedactions() : [loadRedaction(path)]).map(profileInfo)
  },

  async 'redaction.pseudonyms'({ case: path, values }, { openCase }) {
    const key = pseudonymKey(openCase(path).db)
    if (key === null)
      fail({
        code: 'redaction/no-key',
        message: 'The case has no key for pseudonyms: no export of it has any',
        where: { path },
        next: 'Export with a profile that gives pseudonyms, as `people` does.',
      })
    const pseudonyms = new Pseudonyms(key)
    return values.map((value) => ({ value, digits: pseudonyms.digitsOf(value) }))
  },
}
