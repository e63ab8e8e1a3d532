/** What an export wrote, to be checked by whoever receives it; on loopback it can be fetched from here. */
import type { ExportReport } from '../../../shared/api/index.ts'
import { useApp } from '../../state/appStore.ts'
import { call } from '../../state/caller.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { bytesText, count, durationText } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Exports.module.css'
import { PdfButton } from './PdfButton.tsx'

export function ExportResult({ report }: { readonly report: ExportReport }) {
  const host = useApp((state) => state.host)
  const { out, format, rows, sizeBytes, seconds, sha256, beside } = report
  return (
    <div className={styles.result}>
      <p>
        <bdi>{visibleLine(out)}</bdi>
      </p>
      <p>
        {t.export.written(count(rows), bytesText(sizeBytes), durationText(seconds))}
        {remarksOf(report).map((remark) => ` · ${remark}`)}
      </p>
      <p className="mono">
        {t.export.sha256} {sha256}
      </p>
      {report.custody != null && (
        <p className="mono">
          {t.export.custody} {report.custody.seq}:{report.custody.hash}
        </p>
      )}
      {beside.map((other) => (
        <p key={other.name}>
          {format === 'zip' ? t.export.within : t.export.beside} <bdi>{visibleLine(other.name)}</bdi>,{' '}
          {bytesText(other.sizeBytes)}, <span className="mono">{`${t.export.sha256} ${other.sha256}`}</span>
        </p>
      ))}
      {host?.makesPdf === true && format === 'html' && <PdfButton report={out} />}
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

/** What was done to rows so that the format could take them. */
function remarksOf({
  guardedCells,
  cutCells,
  foldedRecords,
  quotedRecords,
  redaction,
}: ExportReport): readonly string[] {
  return [
    ...(redaction === undefined
      ? []
      : [`${t.export.redacted(count(redaction.count), count(redaction.redactedEvents))}, ${redaction.profile}`]),
    ...(guardedCells > 0 ? [t.export.guarded(count(guardedCells))] : []),
    ...(cutCells > 0 ? [t.export.cut(count(cutCells))] : []),
    ...(foldedRecords > 0 ? [t.export.folded(count(foldedRecords))] : []),
    ...(quotedRecords > 0 ? [t.export.quoted(count(quotedRecords))] : []),
  ]
}
