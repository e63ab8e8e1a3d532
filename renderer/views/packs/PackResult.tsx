/** A pack that was made: what its maker must tell the recipient by another way. */
import type { PackReport } from '../../../shared/api/index.ts'
import { t } from '../../texts/index.ts'
import { bytesText, count, durationText } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { PackActions } from './PackActions.tsx'
import styles from './Packs.module.css'

export function PackResult({
  report,
  awaitsReply,
}: {
  readonly report: PackReport
  /** Whether a time-stamp request is in it. */
  readonly awaitsReply: boolean
}) {
  const { out, events, withheld, sizeBytes, sha256, zipSha256, isEncrypted, signedBy, seconds } = report
  return (
    <div className={styles.result}>
      <p>
        <bdi>{visibleLine(out)}</bdi>
      </p>
      <p>{t.packs.written(count(events), bytesText(sizeBytes), durationText(seconds))}</p>
      {withheld > 0 && <p>{t.packs.withheld(count(withheld))}</p>}
      <dl className={`facts ${styles.facts}`}>
        <div>
          <dt>{t.packs.sha256}</dt>
          <dd className="mono">{sha256}</dd>
        </div>
        {isEncrypted && (
          <div>
            <dt>{t.packs.zipSha256}</dt>
            <dd className="mono">{zipSha256}</dd>
          </div>
        )}
        {signedBy !== null && (
          <div>
            <dt>{t.packs.fingerprint}</dt>
            <dd className="mono">{signedBy}</dd>
          </div>
        )}
      </dl>
      <p>{signedBy === null ? t.packs.compareSha : t.packs.compare}</p>
      <PackActions out={out} isReadable={!isEncrypted} awaitsReply={awaitsReply} />
    </div>
  )
}
