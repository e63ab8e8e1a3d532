/** Putting the reply of a time-stamping authority in a pack: which pack, which reply, where the copy with it goes. */
import { useApp } from '../../state/appStore.ts'
import { startJob } from '../../state/jobs.ts'
import { pick } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'

/** Asks for what is missing, and begins. `known`: the pack's path; left out: it is asked for. */
export async function attachReply(known?: string): Promise<void> {
  const pack = known ?? (await first('files', t.packs.attachPack))
  if (pack === null) return
  const reply = await first('files', t.packs.attachReply)
  if (reply === null) return
  const out = await first('save', t.packs.attachOut, stampedPath(pack))
  if (out === null) return
  // The system's dialog asks before a file is replaced; the app's own does not, so there nothing is.
  const overwrite = useApp.getState().host?.hasDialogs === true
  await startJob({ entry: 'pack.attach', request: { pack, reply, out, overwrite } })
}

async function first(kind: 'files' | 'save', title: string, suggestedPath?: string): Promise<string | null> {
  const paths = await pick({ kind, title, ...(suggestedPath === undefined ? {} : { suggestedPath }) })
  return paths?.[0] ?? null
}

/** `denied.zip` to `denied-stamped.zip`, beside it. */
function stampedPath(pack: string): string {
  return `${pack.replace(/\.zip$/i, '')}-stamped.zip`
}
