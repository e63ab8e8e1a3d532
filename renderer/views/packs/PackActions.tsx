/** What can be done next with a pack that was written. */
import { useApp } from '../../state/appStore.ts'
import { call } from '../../state/caller.ts'
import { startJob } from '../../state/jobs.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { attachReply } from './attachReply.ts'
import styles from './Packs.module.css'

export function PackActions({
  out,
  isReadable,
  awaitsReply,
}: {
  readonly out: string
  /** False for an encrypted one. */
  readonly isReadable: boolean
  /** Whether a reply to its time-stamp request is still to come. */
  readonly awaitsReply: boolean
}) {
  const host = useApp((state) => state.host)
  return (
    <div className={styles.row}>
      {host?.kind === 'loopback' ? (
        <a href={`/download?path=${encodeURIComponent(out)}`} download>
          {t.packs.download}
        </a>
      ) : (
        <Button onClick={() => void call('host.reveal', { path: out })}>{t.packs.reveal}</Button>
      )}
      {isReadable && (
        <Button onClick={() => void startJob({ entry: 'pack.verify', request: { pack: out } })}>
          {t.packs.titleVerify('')}
        </Button>
      )}
      {isReadable && awaitsReply && <Button onClick={() => void attachReply(out)}>{t.packs.attachToThis}</Button>}
    </div>
  )
}
