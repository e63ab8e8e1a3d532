/** What the colours of the timeline mean, and what one bar holds. */
import { t } from '../../../texts/index.ts'
import { count } from '../../../ui/figures.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import type { Layer } from './stack.ts'
import styles from './Timeline.module.css'

/** The order bars are stacked in, from the base line up. */
export function Legend({
  layers,
  scale,
  isStale,
}: {
  readonly layers: readonly Layer[]
  /** Length and height of the bars, in words; null where there are none. */
  readonly scale: string | null
  readonly isStale: boolean
}) {
  return (
    <span className={`${styles.legend} ${isStale ? 'stale' : ''}`}>
      {layers.map(({ word }) => (
        <span key={word ?? ''} className={styles.word}>
          <Dot word={word} />
          <bdi>{nameOf(word)}</bdi>
        </span>
      ))}
      {scale !== null && <span className={styles.scale}>{scale}</span>}
    </span>
  )
}

/** Beside the pointer: which bar this is and what is in it. */
export function Tip({
  title,
  layers,
  bin,
  left,
  width,
}: {
  readonly title: string
  readonly layers: readonly Layer[]
  readonly bin: number
  /** Of the pointer, and width of the chart, in CSS pixels. */
  readonly left: number
  readonly width: number
}) {
  const held = layers.filter(({ counts }) => counts[bin] > 0)
  const total = held.reduce((sum, { counts }) => sum + counts[bin], 0)
  const isRight = left > width / 2
  return (
    <div
      className={styles.tip}
      style={isRight ? { right: `${width - left + 20}px` } : { left: `${left + 20}px` }}
      aria-hidden
    >
      <strong>{title}</strong>
      <dl>
        {held.toReversed().map(({ word, counts }) => (
          <div key={word ?? ''}>
            <dt>
              <Dot word={word} />
              <bdi>{nameOf(word)}</bdi>
            </dt>
            <dd>{count(counts[bin])}</dd>
          </div>
        ))}
        {held.length > 1 && (
          <div>
            <dt>{t.query.together}</dt>
            <dd>{count(total)}</dd>
          </div>
        )}
      </dl>
      {held.length === 0 && <p>{t.query.noneInBar}</p>}
    </div>
  )
}

function Dot({ word }: { readonly word: string | null }) {
  return <span className={styles.dot} data-outcome={word ?? undefined} aria-hidden />
}

function nameOf(word: string | null): string {
  return word === null ? t.query.noOutcome : visibleLine(word)
}
