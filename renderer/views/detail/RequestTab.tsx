/** The request an event tells of: method, path, status, and both bodies whole. */
import type { EventDetail } from '../../../shared/api/index.ts'
import type { Json } from '../../../shared/failure.ts'
import { t } from '../../texts/index.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { JsonTree } from '../../ui/JsonTree.tsx'
import { visibleLine, visibleText } from '../../ui/visibleText.ts'
import styles from './Detail.module.css'

export function RequestTab({ detail: { http } }: { readonly detail: EventDetail }) {
  if (http === null) return <EmptyState title={t.detail.noRequest} />
  return (
    <div className={styles.stack}>
      <p className={styles.summary}>
        <bdi className="mono">
          <strong>{visibleLine(http.method ?? '')}</strong> {visibleLine(http.path ?? '')}
          {http.status !== null && ` → ${visibleLine(http.status)}`}
        </bdi>
      </p>
      <Body title={t.detail.requestBody} value={http.requestBody} />
      <Body title={t.detail.responseBody} value={http.responseBody} />
    </div>
  )
}

function Body({ title, value }: { readonly title: string; readonly value: Json | undefined }) {
  const isTree = typeof value === 'object' && value !== null
  return (
    <section className={styles.body}>
      <h3>{title}</h3>
      {value === undefined && <p className={styles.summary}>{t.detail.noBody}</p>}
      {isTree && <JsonTree value={value} label={title} />}
      {value !== undefined && !isTree && <pre className={styles.raw}>{visibleText(String(value))}</pre>}
    </section>
  )
}
