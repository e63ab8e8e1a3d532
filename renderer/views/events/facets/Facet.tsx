/** One field: its head, and while it is open its values, a search in them, and more of them. */
import { ChevronDown, ChevronRight, EllipsisVertical, Search } from 'lucide-react'
import { memo, useEffect, useId, useState } from 'react'
import type { FacetInfo } from '../../../../shared/api/index.ts'
import { useAnswer } from '../../../state/answers.ts'
import { labelOf, useCase } from '../../../state/caseStore.ts'
import { useQuestion } from '../../../state/question.ts'
import { t } from '../../../texts/index.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { FailureNote } from '../../../ui/FailureNote.tsx'
import { count } from '../../../ui/figures.ts'
import { Menu } from '../../../ui/Menu.tsx'
import styles from './FacetPanel.module.css'
import { FacetValues } from './FacetValues.tsx'
import { FEW_VALUES, FIRST_VALUES, MORE_VALUES } from './paging.ts'

/** Values are searched for once typing rests this long. */
const SETTLE_MS = 120

export interface FacetProps {
  readonly field: string
  readonly isOpen: boolean
  /** The first values; undefined before they were counted. */
  readonly counted: FacetInfo | undefined
  readonly isStale: boolean
  readonly onToggle: (field: string, isOpen: boolean) => void
  readonly onMove: (field: string, where: 'up' | 'down' | 'top') => void
}

/** Drawn anew only where something of it changes. */
export const Facet = memo(function Facet({ field, isOpen, counted, isStale, onToggle, onMove }: FacetProps) {
  const label = useCase((state) => labelOf(state.info, field))
  const [isSearching, setSearching] = useState(false)
  const bodyId = useId()
  const Sign = isOpen ? ChevronDown : ChevronRight
  return (
    <div className={styles.facet}>
      <div className={styles.head}>
        <h2>
          <button
            type="button"
            className={styles.title}
            data-stop
            aria-expanded={isOpen}
            aria-controls={isOpen ? bodyId : undefined}
            onClick={() => onToggle(field, !isOpen)}
          >
            <Sign size={16} strokeWidth={1.5} aria-hidden />
            <span className="cut">{label}</span>
          </button>
        </h2>
        <Tools
          field={field}
          label={label}
          isOpen={isOpen}
          isSearching={isSearching}
          onSearch={setSearching}
          onMove={onMove}
        />
        {isOpen && counted !== undefined && (
          <span
            className={`${styles.distinct} ${isStale ? 'stale' : ''}`}
            title={t.facets.distinct(count(counted.distinct))}
          >
            {counted.isDistinctExact ? count(counted.distinct) : t.facets.atLeast(count(counted.distinct))}
          </span>
        )}
      </div>
      {isOpen && (
        <div id={bodyId}>
          <Body
            field={field}
            label={label}
            counted={counted}
            isStale={isStale}
            isSearching={isSearching}
            onSearch={setSearching}
          />
        </div>
      )}
    </div>
  )
})

/** What can be done with a facet; apart from what it counts, which changes with every question. */
const Tools = memo(function Tools({
  field,
  label,
  isOpen,
  isSearching,
  onSearch,
  onMove,
}: Pick<FacetProps, 'field' | 'isOpen' | 'onMove'> & {
  readonly label: string
  readonly isSearching: boolean
  readonly onSearch: (isSearching: boolean) => void
}) {
  return (
    <span className={styles.tools}>
      {isOpen && (
        <IconButton
          icon={Search}
          label={t.facets.search(label)}
          className={styles.tool}
          isPressed={isSearching}
          onClick={() => onSearch(!isSearching)}
        />
      )}
      <Menu
        placement="bottom-end"
        button={<IconButton icon={EllipsisVertical} label={t.facets.arrange(label)} className={styles.tool} />}
        items={[
          { label: t.facets.moveTop, run: () => onMove(field, 'top') },
          { label: t.facets.moveUp, run: () => onMove(field, 'up') },
          { label: t.facets.moveDown, run: () => onMove(field, 'down') },
        ]}
      />
    </span>
  )
})

function Body({
  field,
  label,
  counted,
  isStale,
  isSearching,
  onSearch,
}: Pick<FacetProps, 'field' | 'counted' | 'isStale'> & {
  readonly label: string
  readonly isSearching: boolean
  readonly onSearch: (isSearching: boolean) => void
}) {
  const question = useQuestion()
  const [typed, setTyped] = useState('')
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState(FEW_VALUES)
  useEffect(() => {
    const timer = setTimeout(() => setSearch(isSearching ? typed.trim() : ''), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [typed, isSearching])
  const isOwn = shown > FIRST_VALUES || search !== ''
  const own = useAnswer(
    'rows.facets',
    isOwn
      ? { ...question, fields: [field], top: MORE_VALUES, ignoreOwnClauses: true, ...(search === '' ? {} : { search }) }
      : null,
  )
  const facet = isOwn ? (own.value?.[0] ?? counted) : counted
  const isOld = isOwn ? own.isStale || own.value === undefined : isStale
  const values = search === '' ? facet?.values.slice(0, shown) : facet?.values
  const left = facet === undefined || values === undefined ? 0 : facet.distinct - values.length
  return (
    <>
      {isSearching && (
        <input
          type="search"
          className={styles.search}
          autoFocus
          value={typed}
          placeholder={t.facets.search(label)}
          aria-label={t.facets.search(label)}
          spellCheck={false}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.stopPropagation()
            if (typed === '') onSearch(false)
            else setTyped('')
          }}
        />
      )}
      {own.failure !== undefined && isOwn && <FailureNote failure={own.failure} />}
      {facet === undefined || values === undefined ? (
        <div className={styles.waiting} aria-hidden />
      ) : (
        <FacetValues
          facet={{ ...facet, values }}
          label={label}
          isStale={isOld}
          hasMissing={search === ''}
          isSearched={search !== ''}
        />
      )}
      {search === '' && (left > 0 || shown > FEW_VALUES) && (
        <p className={styles.paging}>
          {left > 0 && shown < MORE_VALUES && (
            <button
              type="button"
              className={styles.more}
              onClick={() => setShown(shown < FIRST_VALUES ? FIRST_VALUES : MORE_VALUES)}
            >
              {t.facets.more(count(left))}
            </button>
          )}
          {left > 0 && shown >= MORE_VALUES && !isSearching && (
            <button type="button" className={styles.more} onClick={() => onSearch(true)}>
              {t.facets.moreBySearch(count(left))}
            </button>
          )}
          {shown > FEW_VALUES && (
            <button type="button" className={styles.more} onClick={() => setShown(FEW_VALUES)}>
              {t.facets.fewer}
            </button>
          )}
        </p>
      )}
    </>
  )
}
