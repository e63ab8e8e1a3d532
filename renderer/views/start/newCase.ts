/** A new, empty case in a place the user chooses. */
import type { CaseInfo } from '../../../shared/api/index.ts'
import type { Result } from '../../../shared/failure.ts'
import { createCase } from '../../state/openCase.ts'
import { pick, suggestedPath } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'

/** Null where the dialog was closed. */
export async function newCase(): Promise<Result<CaseInfo> | null> {
  const day = new Date().toISOString().slice(0, 10)
  const paths = await pick({
    kind: 'save',
    title: t.start.create,
    suggestedPath: suggestedPath(`case-${day}.vouch`),
  })
  if (paths === null) return null
  return createCase(/\.vouch$/i.test(paths[0]) ? paths[0] : `${paths[0]}.vouch`)
}
