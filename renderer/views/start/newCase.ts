/** A new, empty case in a place the user chooses. */
import type { CaseInfo } from '../../../shared/api/index.ts'
import type { Result } from '../../../shared/failure.ts'
import { useApp } from '../../state/appStore.ts'
import { createCase } from '../../state/openCase.ts'
import { pick } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'

/** Null where the dialog was closed. */
export async function newCase(): Promise<Result<CaseInfo> | null> {
  const folder = useApp.getState().host?.casesFolder ?? ''
  const separator = folder.includes('\\') ? '\\' : '/'
  const day = new Date().toISOString().slice(0, 10)
  const paths = await pick({
    kind: 'save',
    title: t.start.create,
    suggestedPath: `${folder}${folder === '' ? '' : separator}case-${day}.vouch`,
  })
  if (paths === null) return null
  return createCase(/\.vouch$/i.test(paths[0]) ? paths[0] : `${paths[0]}.vouch`)
}
