/** Which events are exported: the filter on screen, how many that is, and how to narrow it for this export alone. */
import { everything } from '../../../shared/filter.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { useCase } from '../../state/caseStore.ts'
import { useQuestion } from '../../state/question.ts'
import { t } from '../../texts/index.ts'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { presets } from '../events/query/presets.ts'
import styles from './Exports.module.css'
import { type ExportDraft, narrowed } from './exportDraft.ts'

/** A profile has some dozen families at most. */
const MAX_CATEGORIES = 60

export interface DraftProps {
  readonly draft: ExportDraft
  readonly change: (change: Partial<ExportDraft>) => void
}

export function WhatIsExported({ draft, change }: DraftProps) {
  const question = useQuestion()
  const { filter } = narrowed(question, draft)
  const { value, isStale } = useAnswer('rows.count', narrowed(question, draft))
  const isNarrowed = draft.time !== 'all' || draft.categories.length > 0
  return (
    <section className={styles.what}>
      <p className={isStale ? 'stale' : ''}>{value === undefined ? '' : t.export.rows(count(value.count))}</p>
      {typeof filter !== 'string' && (
        <p className={styles.filter}>
          {filter.kind === 'all' ? t.export.everything : <code>{visibleLine(printQuery(filter))}</code>}
        </p>
      )}
      <details open={isNarrowed || undefined}>
        <summary>{t.export.narrow}</summary>
        <div className={styles.options}>
          <label>
            {t.export.when}
            <select
              value={draft.time}
              onChange={({ target }) => change({ time: presets.find((one) => one === target.value) ?? 'all' })}
            >
              {presets.map((preset) => (
                <option key={preset} value={preset}>
                  {preset === 'all' ? t.export.anyTime : t.query.presets[preset]}
                </option>
              ))}
            </select>
          </label>
          <Categories draft={draft} change={change} />
        </div>
      </details>
    </section>
  )
}

/** Families of actions; none chosen means all. */
function Categories({ draft, change }: DraftProps) {
  const question = useQuestion()
  const hasCategories = useCase(
    (state) => state.info?.columns.some(({ id, dictionarySize }) => id === 'category' && dictionarySize !== 0) === true,
  )
  const asked = { fields: ['category'], top: MAX_CATEGORIES }
  const { value } = useAnswer(
    'rows.facets',
    hasCategories
      ? {
          ...question,
          filter: narrowed({ ...question, filter: everything }, { ...draft, categories: [] }).filter,
          ...asked,
        }
      : null,
  )
  const values = value?.[0]?.values.flatMap((one) => (one.value === null ? [] : [one.value])) ?? []
  if (values.length === 0) return null
  const toggle = (category: string) =>
    change({
      categories: draft.categories.includes(category)
        ? draft.categories.filter((other) => other !== category)
        : [...draft.categories, category],
    })
  return (
    <fieldset className={styles.categories}>
      <legend>{t.export.only}</legend>
      {values.toSorted().map((category) => (
        <label key={category}>
          <input type="checkbox" checked={draft.categories.includes(category)} onChange={() => toggle(category)} />
          <bdi>{visibleLine(category)}</bdi>
        </label>
      ))}
    </fieldset>
  )
}
