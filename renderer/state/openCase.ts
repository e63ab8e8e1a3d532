/** Opening a case and keeping what is shown of it up to date. A case that cannot be opened is not shown in part. */
import type { CaseInfo } from '../../shared/api/index.ts'
import type { Result } from '../../shared/failure.ts'
import { call } from './caller.ts'
import { leaveCase, refreshCase, showCase, useCase } from './caseStore.ts'
import { recallFollowed, stopFollowing } from './follow.ts'
import { recall } from './remembered.ts'

/** How often a case is asked whether something (an import, another process) has changed it. */
const WATCH_MS = 2_000

let watch: ReturnType<typeof setInterval> | undefined

/** Opens the case at `path`, or says why not. */
export async function openCase(path: string): Promise<Result<CaseInfo>> {
  const [info, state] = await Promise.all([call('case.info', { case: path }), call('case.state', { case: path })])
  if (!info.ok) return info
  if (!state.ok) return state
  showCase(info.value.path, info.value, state.value.version)
  await recall(info.value.caseId)
  document.title = `${nameOf(path)} – Vouch`
  sessionStorage.setItem('case', info.value.path)
  void call('host.opened', { path: info.value.path, events: info.value.events })
  clearInterval(watch)
  watch = setInterval(() => void refresh(), WATCH_MS)
  void recallFollowed()
  return info
}

/** Makes an empty case and opens it. */
export async function createCase(path: string): Promise<Result<CaseInfo>> {
  const made = await call('case.create', { case: path })
  return made.ok ? openCase(made.value.path) : made
}

export function closeCase(): void {
  clearInterval(watch)
  stopFollowing()
  leaveCase()
  sessionStorage.setItem('case', '')
  document.title = 'Vouch'
}

/** Asks whether the case has changed, and takes it in. */
export async function refresh(): Promise<void> {
  const { path, revision, held } = useCase.getState()
  if (path === null) return
  const state = await call('case.state', { case: path })
  if (!state.ok || useCase.getState().path !== path) return
  useCase.setState({ lastCustody: state.value.lastCustody })
  if (state.value.version === (held?.revision ?? revision)) return
  const info = await call('case.info', { case: path })
  if (info.ok && useCase.getState().path === path) refreshCase(info.value, state.value.version)
}

/** A path's last part without `.vouch`. */
export function nameOf(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.vouch$/i, '')
}
