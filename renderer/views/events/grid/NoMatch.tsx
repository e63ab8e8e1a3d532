/** Nothing answers: which condition to lift, and how much there would be without it. */
import { useEffect, useMemo, useState } from 'react'
import { printQuery } from '../../../../shared/query/index.ts'
import { useApp } from '../../../state/appStore.ts'
import { call } from '../../../state/caller.ts'
import { editClauses, showScreen, useCase, useCaseParts, useTab } from '../../../state/caseStore.ts'
import { questionOf } from '../../../state/question.ts'
import { type Clause, filterOf, switched, withoutKey } from '../../../state/clauses.ts'
import { t } from '../../../texts/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { count } from '../../../ui/figures.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import styles from './EventGrid.module.css'

/** Chips that are tried: each takes as long as a question. */
const MAX_TRIED = 20

interface Found {
  readonly of: readonly Clause[]
  /** By the key of the clause that is left out. */
  readonly counts: ReadonlyMap<number, number>
}

const nothing: Found['counts'] = new Map()

export function NoMatch() {
  const { info, revision } = useCaseParts('info', 'revision')
  const { clauses } = useTab('clauses')
  const isImporting = useApp((state) =>
    state.jobs.some(({ work, state: { kind } }) => work.entry === 'case.import' && kind === 'running'),
  )
  const [found, setFound] = useState<Found>({ of: [], counts: new Map() })
  const tried = useMemo(() => clauses.filter(({ isOn }) => isOn).slice(0, MAX_TRIED), [clauses])
  const untried = clauses.filter(({ isOn }) => isOn).length - tried.length
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state of the case gives other counts.
  useEffect(() => {
    const cancel = new AbortController()
    const counts = new Map<number, number>()
    void (async () => {
      // One after the other: whatever is asked next must not wait for all of them.
      for (const { key } of tried) {
        const question = questionOf(useCase.getState(), filterOf(switched(clauses, key)))
        const reply = await call('rows.count', question, { signal: cancel.signal })
        if (cancel.signal.aborted) return
        if (reply.ok) setFound({ of: tried, counts: new Map(counts.set(key, reply.value.count)) })
      }
    })()
    return () => cancel.abort()
  }, [clauses, revision])
  // What was counted for other clauses says nothing about these.
  const counts = found.of === tried ? found.counts : nothing
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
            {/* All from the start: a list that grew would move its buttons away under the pointer. */}
            {tried.map(({ key, filter }) => (
              <li key={key}>
                {/* A clause may be longer than the screen is wide; what there would be must be seen. */}
                <span className={styles.clause}>
                  {t.grid.noMatchWithout} <code className="cut">{visibleLine(printQuery(filter))}</code>{' '}
                  <span className="nowrap">{t.grid.noMatchWould(wouldBe(counts.get(key)))}</span>
                </span>
                <Button onClick={() => editClauses((all) => withoutKey(all, key))}>{t.grid.noMatchLift}</Button>
              </li>
            ))}
            {untried > 0 && <li>{t.grid.noMatchUntried(count(untried))}</li>}
          </ul>
        )}
      </EmptyState>
    </div>
  )
}

/** The count as text; dots until it is known. */
function wouldBe(found: number | undefined): string {
  return found === undefined ? '…' : count(found)
}
