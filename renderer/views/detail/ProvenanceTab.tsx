/** Where the event comes from: the file, its hash, the record's bytes, the profile that read it, and what was guessed. */
import type { EventDetail } from '../../../shared/api/index.ts'
import { useCase } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { count } from '../../ui/figures.ts'
import { JsonTree } from '../../ui/JsonTree.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Detail.module.css'
import { CopyButton } from './valueTools.tsx'

export function ProvenanceTab({ detail }: { readonly detail: EventDetail }) {
  const { exhibit, path, sha256, profile, record, startByte, endByte, leafHash, guesses, timezone } = detail.provenance
  const rows: readonly (readonly [string, string])[] = [
    [t.detail.exhibit, exhibit],
    [t.detail.path, path],
    [t.detail.sha256, sha256],
    [t.detail.record, count(record)],
    [t.detail.bytes, `${count(startByte)}–${count(endByte)}`],
    [t.detail.leafHash, leafHash],
    [t.detail.profile, profile],
    [t.detail.timezone, timezone],
    ...(detail.duplicateOf === null
      ? []
      : [[t.detail.duplicateOf, t.detail.eventNumber(count(detail.duplicateOf))] as const]),
    ...(detail.duplicates.length === 0
      ? []
      : [[t.detail.duplicates, detail.duplicates.map(count).join(', ')] as const]),
  ]
  return (
    <div className={styles.stack}>
      <dl className={styles.fields}>
        {rows.map(([label, value]) => (
          <div key={label} className={styles.field}>
            <dt>{label}</dt>
            <dd>
              <bdi className={`${styles.value} mono`}>{visibleLine(value)}</bdi>
              <span className={styles.tools}>
                <CopyButton text={value} label={t.detail.copy} />
              </span>
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.summary}>
        <Button onClick={() => useCase.setState({ screen: 'exhibits', shownBytes: { exhibit, startByte, endByte } })}>
          {t.detail.showInExhibit}
        </Button>
      </p>
      <section className={styles.body}>
        <h3>{t.detail.guesses}</h3>
        {typeof guesses === 'object' && guesses !== null ? (
          <JsonTree value={guesses} label={t.detail.guesses} />
        ) : (
          <p className={styles.summary}>{t.detail.noGuesses}</p>
        )}
      </section>
    </div>
  )
}
