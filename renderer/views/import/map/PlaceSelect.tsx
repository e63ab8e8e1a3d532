/** A choice among the places of the records, each with a value that stands there. */
import type { DraftGuess, DraftPlace } from '../../../../shared/api/index.ts'
import { t } from '../../../texts/index.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import styles from './Map.module.css'

const MAX_EXAMPLE = 40

export interface PlaceSelectProps {
  readonly label: string
  readonly places: readonly DraftPlace[]
  /** Empty: none. */
  readonly path: string
  readonly onChoose: (path: string) => void
}

export function PlaceSelect({ label, places, path, onChoose }: PlaceSelectProps) {
  return (
    <select
      className={styles.select}
      aria-label={label}
      value={path}
      onChange={(event) => onChoose(event.target.value)}
    >
      <option value="">{t.map.none}</option>
      {places.map((place) => (
        <option key={place.path} value={place.path}>
          {visibleLine(place.path)}
          {place.examples.length > 0 && ` — ${shortened(visibleLine(place.examples[0]))}`}
        </option>
      ))}
    </select>
  )
}

/** How sure the guess is and why; that the user chose otherwise; nothing where nothing is filled. */
export function sureText(guess: DraftGuess | undefined, path: string): string {
  if (path === '') return ''
  if (guess?.path !== path) return t.map.chosen
  return `${t.map.sure(String(Math.round(guess.confidence * 100)))}: ${guess.why.map(visibleLine).join('; ')}`
}

function shortened(text: string): string {
  return text.length > MAX_EXAMPLE ? `${text.slice(0, MAX_EXAMPLE)}…` : text
}
