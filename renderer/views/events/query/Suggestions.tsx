/** The list under the query box: completions with how often they occur, or what was asked before. */
import * as Ariakit from '@ariakit/react'
import { t } from '../../../texts/index.ts'
import floats from '../../../ui/Float.module.css'
import { count } from '../../../ui/figures.ts'
import { maskedLine } from '../../../ui/maskedText.ts'
import type { Candidate } from './candidates.ts'
import styles from './QueryBox.module.css'

const ID_START = 'completion-'

/** The place in the list of the item with that id. */
export function placeOfId(id: string): number {
  return Number(id.slice(ID_START.length))
}

export function Suggestions({
  store,
  label,
  candidates,
  isHistory,
  anchor,
  onTake,
}: {
  readonly store: Ariakit.ComboboxStore
  readonly label: string
  readonly candidates: readonly Candidate[]
  readonly isHistory: boolean
  readonly anchor: () => { x: number; y: number; width: number; height: number } | null
  readonly onTake: (candidate: Candidate) => void
}) {
  return (
    <Ariakit.ComboboxPopover
      store={store}
      className={`${floats.menu} ${styles.list}`}
      aria-label={label}
      gutter={6}
      unmountOnHide
      getAnchorRect={anchor}
      // Esc is the box's own: it steps back one level at a time.
      hideOnEscape={false}
      autoFocusOnShow={false}
      autoFocusOnHide={false}
    >
      {candidates.map((candidate, place) => (
        <Ariakit.ComboboxItem
          key={candidate.insert}
          id={`${ID_START}${place}`}
          className={`${floats.item} ${styles.item}`}
          setValueOnClick={false}
          hideOnClick={false}
          focusOnHover={false}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(candidate)}
        >
          <bdi className={`${styles.label} cut mono`} title={maskedLine(candidate.label)}>
            {maskedLine(candidate.label)}
          </bdi>
          {candidate.hint !== null && <span className={styles.hint}>{candidate.hint}</span>}
          {candidate.count !== null && <span className={styles.count}>{count(candidate.count)}</span>}
        </Ariakit.ComboboxItem>
      ))}
      {isHistory && candidates.length === 0 && <div className={floats.heading}>{t.query.noHistory}</div>}
    </Ariakit.ComboboxPopover>
  )
}
