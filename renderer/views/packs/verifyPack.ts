/** Asking for packs to verify, and for what they are compared with. */
import { startJob } from '../../state/jobs.ts'
import { pick } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'

/** Asks for a pack and begins to verify it. */
export async function verifyPack(): Promise<void> {
  const paths = await pick({ kind: 'files', title: t.packs.verify })
  for (const pack of paths ?? []) await startJob({ entry: 'pack.verify', request: { pack } })
}

/** Verifies a pack once more, against files that are asked for. */
export async function verifyAgain(pack: string, than: 'against' | 'disclose'): Promise<void> {
  const paths = await pick({ kind: 'files', title: than === 'against' ? t.packs.again : t.packs.disclose })
  if (paths !== null) await startJob({ entry: 'pack.verify', request: { pack, [than]: paths } })
}
