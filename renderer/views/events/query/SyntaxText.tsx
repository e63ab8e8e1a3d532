/** Query text with its syntax in colour; what others wrote in it stays text. */
import { memo } from 'react'
import type { QueryToken } from '../../../../shared/query/index.ts'
import { type Part, piecesOf } from './syntax.ts'
import styles from './Syntax.module.css'

/** `mistake` may lie just behind the end of the text; `marked`: left out, all of it. */
export const SyntaxText = memo(function SyntaxText({
  text,
  tokens,
  mistake = null,
  marked,
}: {
  readonly text: string
  readonly tokens: readonly QueryToken[]
  readonly mistake?: Part | null
  readonly marked?: Part
}) {
  return (
    <span>
      {piecesOf(text, tokens, mistake, marked).map((piece, place) => (
        // By place, so that a key press in the middle writes a few texts anew instead of making all elements behind it.
        <span key={`${place}`} className={styles[piece.look]}>
          {piece.text}
        </span>
      ))}
      {mistake !== null && mistake.start >= text.length && <span className={styles.wrong}>{'\u00a0'}</span>}
    </span>
  )
})
