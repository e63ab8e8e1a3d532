/** Query text with its syntax in colour; what others wrote in it stays text. */
import { type CSSProperties, memo } from 'react'
import type { KnownField } from '../../../../shared/query/index.ts'
import { piecesOf } from './syntax.ts'
import styles from './Syntax.module.css'

export interface Mistake {
  /** 0-based, half-open; may lie just behind the end of the text. */
  readonly start: number
  readonly end: number
}

export const SyntaxText = memo(function SyntaxText({
  text,
  knownField,
  mistake = null,
  style,
}: {
  readonly text: string
  readonly knownField: KnownField
  readonly mistake?: Mistake | null
  readonly style?: CSSProperties
}) {
  return (
    <span style={style}>
      {piecesOf(text, knownField, mistake).map((piece) => (
        <span key={piece.start} className={styles[piece.look]}>
          {piece.text}
        </span>
      ))}
      {mistake !== null && mistake.start >= text.length && <span className={styles.wrong}>{'\u00a0'}</span>}
    </span>
  )
})
