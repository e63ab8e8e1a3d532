/** What happens once when the page starts: connection, look, jobs, and the case it was started for. */
import type { HostInfo } from '../../shared/api/index.ts'
import { tellFailure, useApp } from './appStore.ts'
import { ask, setCaller } from './caller.ts'
import { connected } from './connection.ts'
import { followDesktop } from './desktop.ts'
import { followJobs } from './jobs.ts'
import { openCase } from './openCase.ts'
import { recallApp } from './remembered.ts'

let isBegun = false

export async function begin(): Promise<void> {
  if (isBegun) return
  isBegun = true
  followDesktop()
  setCaller(await connected((lost) => useApp.setState({ lost })))
  const host: HostInfo = await ask('host.info', {})
  await recallApp()
  // A reload goes on with the case that was open (none: ''); the address bar does not say which.
  const path = sessionStorage.getItem('case') ?? host.startCase ?? ''
  if (path !== '') {
    const opened = await openCase(path)
    if (!opened.ok) tellFailure(opened.failure)
  }
  useApp.setState({ host })
  void followJobs()
}
