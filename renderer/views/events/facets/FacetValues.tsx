/** The values of a facet with their counts; which are asked for and which left out is marked. */
import { Check, CircleSlash2, Copy, Focus, Minus, Plus, SquareArrowOutUpRight } from 'lucide-react'
import { type KeyboardEvent, memo, type MouseEvent, useCallback, useState } from 'react'
import type { FacetInfo } from '../../../../shared/api/index.ts'
import { editClauses, openTab, useTab } from '../../../state/caseStore.ts'
import { excludingValue, includingValue, onlyValue, standingOf, valueFilter } from '../../../state/clauses.ts'
import { t } from '../../../texts/index.ts'
import { hueColour, hueOf } from '../../../ui/Badge.tsx'
import { count } from '../../../ui/figures.ts'
import { MenuAt, type MenuItems, noItems } from '../../../ui/Menu.tsx'
import { maskedLine } from '../../../ui/maskedText.ts'
import styles from './FacetPanel.module.css'

/** Characters of a value on screen; the whole stands in the hint, cut where it would cover the screen. */
const MAX_SHOWN = 300
const MAX_HINT = 2_000

/** Fields whose words have a colour. */
const coloured = new Set(['outcome', 'operation'])

interface MenuPlace {
  readonly x: number
  readonly y: number
  readonly value: string | null
}

export function FacetValues({
  facet,
  label,
  isStale,
  hasMissing,
  isSearched,
}: {
  readonly facet: FacetInfo
  readonly label: string
  readonly isStale: boolean
  /** Whether rows without a value are shown where there are any. */
  readonly hasMissing: boolean
  readonly isSearched: boolean
}) {
  const { field, values, missing } = facet
  const { clauses } = useTab('clauses')
  const [menu, setMenu] = useState<MenuPlace | null>(null)
  const openMenu = useCallback((x: number, y: number, value: string | null) => setMenu({ x, y, value }), [])
  const closeMenu = useCallback(() => setMenu(null), [])
  const rows: readonly { readonly value: string | null; readonly count: number }[] =
    hasMissing && missing > 0 ? [...values, { value: null, count: missing }] : values
  const largest = values.reduce((most, { count: events }) => Math.max(most, events), hasMissing ? missing : 0)
  if (rows.length === 0) return <p className={styles.quiet}>{isSearched ? t.facets.noneFound : t.facets.noValues}</p>
  return (
    <>
      <ul className={`${styles.values} ${isStale ? 'stale' : ''}`} aria-label={label}>
        {rows.map(({ value, count: events }, place) => (
          <Value
            // A value cannot be told from "no value" by its text alone.
            key={value === null ? 'none' : `=${value}`}
            field={field}
            value={value}
            events={events}
            share={largest === 0 ? 0 : events / largest}
            standing={standingOf(clauses, field, value)}
            isFirst={place === 0}
            onMenu={openMenu}
          />
        ))}
      </ul>
      <MenuAt
        at={menu}
        label={menu === null ? label : t.facets.actions(nameOf(menu.value))}
        items={menu === null ? noItems : actionsOn(field, menu.value)}
        onClose={closeMenu}
      />
    </>
  )
}

/** Drawn anew only where something of it changes: there are many, and each click asks all of them. */
const Value = memo(function Value({
  field,
  value,
  events,
  share,
  standing,
  isFirst,
  onMenu,
}: {
  readonly field: string
  readonly value: string | null
  readonly events: number
  /** Of the most frequent value, 0 … 1. */
  readonly share: number
  readonly standing: ReturnType<typeof standingOf>
  readonly isFirst: boolean
  readonly onMenu: (x: number, y: number, value: string | null) => void
}) {
  const include = () => editClauses((before) => includingValue(before, field, value))
  const exclude = () => editClauses((before) => excludingValue(before, field, value))
  const name = nameOf(value)
  const state = standing === 'in' ? `, ${t.facets.included}` : standing === 'out' ? `, ${t.facets.excluded}` : ''
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    if (event.ctrlKey || event.metaKey) return
    if (event.key === 'x') exclude()
    else if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      const box = event.currentTarget.getBoundingClientRect()
      onMenu(box.left + 24, box.bottom, value)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault()
    onMenu(event.clientX, event.clientY, value)
  }
  return (
    <li className={styles.row} data-standing={standing} onContextMenu={onContextMenu}>
      <span
        className={styles.bar}
        style={{
          width: `${share * 100}%`,
          ...(coloured.has(field) && value !== null ? { '--hue': hueColour(hueOf(value)) } : {}),
        }}
        aria-hidden
      />
      {/* Lies over the whole row; what is seen lies under it, but for the one other button. */}
      <button
        type="button"
        className={styles.value}
        data-stop
        tabIndex={isFirst ? 0 : -1}
        aria-pressed={standing === 'in'}
        aria-label={t.facets.valueLabel(name, count(events)) + state}
        title={maskedLine((value ?? t.facets.noValue).slice(0, MAX_HINT))}
        onClick={(event) => (event.altKey ? exclude() : include())}
        onKeyDown={onKeyDown}
      />
      <span className={styles.mark} aria-hidden>
        {standing === 'in' && <Check size={14} strokeWidth={2} />}
        {standing === 'out' && <Minus size={14} strokeWidth={2} />}
      </span>
      <bdi className={`cut ${styles.name} ${value === null ? styles.none : ''}`} aria-hidden>
        {name}
      </bdi>
      <button
        type="button"
        className={styles.exclude}
        tabIndex={-1}
        title={t.facets.exclude}
        aria-label={`${t.facets.exclude}: ${name}`}
        onClick={exclude}
      >
        <CircleSlash2 size={14} strokeWidth={1.5} aria-hidden />
      </button>
      <span className={styles.count} aria-hidden>
        {count(events)}
      </span>
    </li>
  )
})

function actionsOn(field: string, value: string | null): MenuItems {
  return [
    { label: t.facets.include, icon: Plus, run: () => editClauses((before) => includingValue(before, field, value)) },
    {
      label: t.facets.exclude,
      icon: CircleSlash2,
      run: () => editClauses((before) => excludingValue(before, field, value)),
    },
    { label: t.facets.only, icon: Focus, run: () => editClauses((before) => onlyValue(before, field, value)) },
    'separator',
    { label: t.facets.openTab, icon: SquareArrowOutUpRight, run: () => openTab(valueFilter(field, value), null) },
    {
      label: t.facets.copy,
      icon: Copy,
      isDisabled: value === null,
      run: () => void navigator.clipboard.writeText(value ?? ''),
    },
  ]
}

function nameOf(value: string | null): string {
  if (value === null) return t.facets.noValue
  return value === '' ? '""' : maskedLine(value.slice(0, MAX_SHOWN))
}
