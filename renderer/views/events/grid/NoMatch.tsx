/** Nothing answers: which condition to lift, and how much there would be without it. */
import { useEffect, useState } from 'react'
import { printQuery } from '../../../../shared/query/index.ts'
import { useApp } from '../../../state/appStore.ts'
import { call } from '../../../state/caller.ts'
import { editClauses, showScreen, useCase, useCaseParts, useTab } from '../../../state/caseStore.ts'
import { questionOf } from '../../../state/question.ts'
import { filterOf, switched, withoutKey } from '../../../state/clauses.ts'
import { t } from '../../../texts/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { count } from '../../../ui/figures.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import styles from './EventGrid.module.css'

export function NoMatch() {
  const { info, revision } = useCaseParts('info', 'revision')
  const { clauses } = useTab('clauses')
  const isImporting = useApp((state) =>
    state.jobs.some(({ work, state: { kind } }) => work.entry === 'case.import' && kind === 'running'),
  )
  const [counts, setCounts] = useState<ReadonlyMap<number, number>>(new Map())
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state of the case gives other counts.
  useEffect(() => {
    const cancel = new AbortController()
    const found = new Map<number, number>()
    for (const { key, isOn } of clauses) {
      if (!isOn) continue
      const question = questionOf(useCase.getState(), filterOf(switched(clauses, key)))
      void call('rows.count', question, { signal: cancel.signal }).then((reply) => {
        if (cancel.signal.aborted || !reply.ok) return
        found.set(key, reply.value.count)
        setCounts(new Map(found))
      })
    }
    return () => cancel.abort()
  }, [clauses, revision])
  const isEmptyCase = info?.events === 0
  return (
    <div className={styles.over}>
      <EmptyState title={isEmptyCase ? t.grid.emptyCase : t.grid.noMatch}>
        {isImporting && <p>{t.grid.importing}</p>}
        {isEmptyCase ? (
          <Button look="primary" onClick={() => showScreen('import')}>
            {t.grid.emptyImport}
          </Button>
        ) : (
          <ul className={styles.lift}>
            {clauses
              .filter((clause) => counts.has(clause.key))
              .map(({ key, filter }) => (
                <li key={key}>
                  <span className="cut">
                    {t.grid.noMatchWithout} <code>{visibleLine(printQuery(filter))}</code>{' '}
                    {t.grid.noMatchWould(count(counts.get(key) ?? 0))}
                  </span>
                  <Button onClick={() => editClauses((all) => withoutKey(all, key))}>{t.grid.noMatchLift}</Button>
                </li>
              ))}
          </ul>
        )}
      </EmptyState>
    </div>
  )
}
