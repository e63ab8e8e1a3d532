/** What an export wrote, to be checked by whoever receives it; on loopback it can be fetched from here. */
import type { ExportReport } from '../../../shared/api/index.ts'
import { useApp } from '../../state/appStore.ts'
import { call } from '../../state/caller.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { bytesText, count, durationText } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Exports.module.css'

export function ExportResult({ report }: { readonly report: ExportReport }) {
  const host = useApp((state) => state.host)
  const { out, rows, sizeBytes, seconds, guardedCells, sha256 } = report
  return (
    <div className={styles.result}>
      <p>
        <bdi>{visibleLine(out)}</bdi>
      </p>
      <p>
        {t.export.written(count(rows), bytesText(sizeBytes), durationText(seconds))}
        {guardedCells > 0 && ` · ${t.export.guarded(count(guardedCells))}`}
      </p>
      <p className="mono">
        {t.export.sha256} {sha256}
      </p>
      {host?.kind === 'loopback' ? (
        <a href={`/download?path=${encodeURIComponent(out)}`} download>
          {t.export.download}
        </a>
      ) : (
        <Button onClick={() => void call('host.reveal', { path: out })}>{t.export.reveal}</Button>
      )}
    </div>
  )
}
