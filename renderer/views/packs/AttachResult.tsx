/** A pack that a time-stamp was put in: another file than before, so with another hash to tell. */
import type { PackAttachReport } from '../../../shared/api/index.ts'
import { t } from '../../texts/index.ts'
import { bytesText } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { PackActions } from './PackActions.tsx'
import styles from './Packs.module.css'

export function AttachResult({ report: { out, sizeBytes, sha256, stampedAt } }: { readonly report: PackAttachReport }) {
  return (
    <div className={styles.result}>
      <p>
        <bdi>{visibleLine(out)}</bdi>, {bytesText(sizeBytes)}
      </p>
      <dl className={`facts ${styles.facts}`}>
        <div>
          <dt>{t.packs.stamped}</dt>
          <dd>{`${stampedAt} · ${t.packs.stamps.fits}`}</dd>
        </div>
        <div>
          <dt>{t.packs.sha256}</dt>
          <dd className="mono">{sha256}</dd>
        </div>
      </dl>
      <p>{t.packs.attachedWhy}</p>
      <PackActions out={out} isReadable awaitsReply={false} />
    </div>
  )
}
