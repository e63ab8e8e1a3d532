/** The whole record, decoded: search, copy a path, filter by a value, follow an id to everything about it. */
import { Copy, Filter, Link2 } from 'lucide-react'
import { useMemo } from 'react'
import type { EventDetail } from '../../../shared/api/index.ts'
import type { Json } from '../../../shared/failure.ts'
import { parseQuery, payloadField } from '../../../shared/query/index.ts'
import { editClauses, knownFieldOf, openTab, useCase } from '../../state/caseStore.ts'
import { includingValue } from '../../state/clauses.ts'
import { t } from '../../texts/index.ts'
import { IconButton } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import type { JsonPath } from '../../ui/jsonRows.ts'
import { plainText } from '../../ui/jsonRows.ts'
import { JsonTree } from '../../ui/JsonTree.tsx'
import { middleCut } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Detail.module.css'
import { CopyButton } from './valueTools.tsx'

export function PayloadTab({ detail: { payload, links } }: { readonly detail: EventDetail }) {
  const info = useCase((state) => state.info)
  const linkAt = useMemo(() => new Map(links.map((link) => [link.path, link])), [links])
  if (payload === null) return <EmptyState title={t.detail.noPayload} />
  const follow = (query: string, value: string) => {
    const parsed = parseQuery(query, knownFieldOf(info))
    if (parsed.ok) openTab(parsed.filter, visibleLine(value))
  }
  const actions = (path: JsonPath, value: Json) => {
    const field = fieldOf(path)
    const link = linkAt.get(field)
    const isPlain = typeof value !== 'object' || value === null
    return (
      <>
        {link !== undefined && (
          <IconButton
            icon={Link2}
            label={t.detail.everythingAbout(visibleLine(middleCut(link.value, 40)))}
            onClick={() => follow(link.query, link.value)}
          />
        )}
        {isPlain && value !== null && (
          <IconButton
            icon={Filter}
            label={t.detail.filterValue}
            onClick={() => editClauses((clauses) => includingValue(clauses, field, plainText(value)))}
          />
        )}
        <CopyButton text={field} label={t.detail.copyPath} />
        <IconButton
          icon={Copy}
          label={t.detail.copy}
          onClick={() =>
            void navigator.clipboard.writeText(isPlain ? plainText(value) : JSON.stringify(value, null, 2))
          }
        />
      </>
    )
  }
  return (
    <div className={styles.stack}>
      <JsonTree value={payload} label={t.detail.tabs.payload} actions={actions} />
    </div>
  )
}

/** The name by which the query language knows that place. */
function fieldOf(path: JsonPath): string {
  return payloadField(
    path.map((step) => (typeof step === 'number' ? { kind: 'index', index: step } : { kind: 'key', key: step })),
  )
}
