/** A field for what is typed about a file. What cannot be used is told beside it: as soon as it is left, or is as long as it gets. */
import { useId, useState } from 'react'
import { typeChoice, usePlan } from '../../state/importPlan.ts'
import type { TypedChoice as Choice } from '../../state/planChoices.ts'
import styles from './Import.module.css'

export interface TypedChoiceProps {
  /** Path of the file, as planned. */
  readonly file: string
  readonly choice: Choice
  readonly label: string
  readonly placeholder: string
  /** The sentence for a text that cannot be used. */
  readonly wrong: (text: string) => string
  /** Texts of this length and longer are judged while they are typed; left out: once the field is left. */
  readonly fullLength?: number
  /** Id of a list of suggestions. */
  readonly list?: string
  /** Id of what explains the field. */
  readonly describedBy?: string
}

export function TypedChoice(props: TypedChoiceProps) {
  const { file, choice, label, placeholder, wrong, fullLength = Number.POSITIVE_INFINITY, list, describedBy } = props
  const chosen = usePlan((state) => state.choices[file]?.[choice])
  const mistake = usePlan((state) => state.mistakes[file]?.[choice])
  const [isLeft, setLeft] = useState(true)
  const wrongId = useId()
  const isTold = mistake !== undefined && (isLeft || mistake.length >= fullLength)
  return (
    <>
      <input
        className={`field ${styles.typed}`}
        list={list}
        value={mistake ?? chosen ?? ''}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
        aria-label={label}
        aria-invalid={isTold}
        aria-describedby={
          [describedBy, isTold ? wrongId : undefined].filter((id) => id !== undefined).join(' ') || undefined
        }
        onChange={(event) => {
          setLeft(false)
          typeChoice(file, choice, event.target.value)
        }}
        onBlur={() => setLeft(true)}
      />
      {isTold && (
        <p id={wrongId} className={styles.wrong} role="alert">
          {wrong(mistake)}
        </p>
      )}
    </>
  )
}
