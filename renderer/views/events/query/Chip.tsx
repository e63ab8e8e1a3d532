/** One clause of the question: to edit in place, turn round, switch off, take away. */
import { CircleSlash2, Power, PowerOff, X } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import type { Failure } from '../../../../shared/failure.ts'
import type { Filter } from '../../../../shared/filter.ts'
import { type KnownField, parseQuery, printQuery, tokenizeQuery } from '../../../../shared/query/index.ts'
import { type Clause, negatedAt, replacedAt, switched, withoutKey } from '../../../state/clauses.ts'
import { editClauses } from '../../../state/caseStore.ts'
import { t } from '../../../texts/index.ts'
import { IconButton } from '../../../ui/Button.tsx'
import { visibleLine } from '../../../ui/visibleText.ts'
import { boxText, textOfBox } from './boxText.ts'
import styles from './ChipRow.module.css'
import { QueryMistake } from './QueryMistake.tsx'
import { SyntaxText } from './SyntaxText.tsx'

/** Characters of a clause on its chip; the whole stands in the hint. */
const MAX_CHIP_LENGTH = 80

export interface ChipProps {
  readonly clause: Clause
  readonly knownField: KnownField
  /** Names to suggest for a misspelt field. */
  readonly columns: readonly string[]
  /** Called after the chip went, so that the focus can go on to a neighbour. */
  readonly onGone: () => void
}

export function Chip({ clause, knownField, columns, onGone }: ChipProps) {
  const [isEditing, setEditing] = useState(false)
  const main = useRef<HTMLButtonElement>(null)
  const { key, filter, isOn } = clause
  const text = useMemo(() => printQuery(filter), [filter])
  const isNegated = filter.kind === 'not'
  const shown = useMemo(() => shortened(filter.kind === 'not' ? printQuery(filter.of) : text), [filter, text])
  const tokens = useMemo(() => tokenizeQuery(shown, knownField), [shown, knownField])
  if (isEditing) {
    return (
      <ChipField
        text={text}
        knownField={knownField}
        columns={columns}
        onDone={(next) => {
          setEditing(false)
          if (next === null) requestAnimationFrame(() => main.current?.focus())
          else if (next.kind === 'all') remove()
          else editClauses((clauses) => replacedAt(clauses, key, next))
        }}
      />
    )
  }
  function remove(): void {
    editClauses((clauses) => withoutKey(clauses, key))
    onGone()
  }
  const negate = () => editClauses((clauses) => negatedAt(clauses, key))
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return
    event.preventDefault()
    event.stopPropagation()
    remove()
  }
  const name = isNegated ? `${t.query.not} ${shown}` : shown
  const whole = visibleLine(text)
  return (
    <div className={styles.chip} data-negated={isNegated} data-off={!isOn}>
      <button
        ref={main}
        type="button"
        data-chip
        className={`${styles.text} cut`}
        title={whole}
        aria-label={`${t.query.chipEdit(name)}${isOn ? '' : `, ${t.query.isOff}`}`}
        onClick={() => setEditing(true)}
        onKeyDown={onKeyDown}
      >
        {isNegated && <span className={styles.not}>{t.query.not} </span>}
        <bdi>
          <SyntaxText text={shown} tokens={tokens} />
        </bdi>
      </button>
      <IconButton icon={CircleSlash2} label={t.query.negate} className={styles.button} onClick={negate} />
      <IconButton
        icon={isOn ? PowerOff : Power}
        label={isOn ? t.query.switchOff : t.query.switchOn}
        className={styles.button}
        onClick={() => editClauses((clauses) => switched(clauses, key))}
      />
      <IconButton icon={X} label={`${t.query.remove}: ${name}`} className={styles.button} onClick={remove} />
    </div>
  )
}

function shortened(text: string): string {
  const line = visibleLine(text)
  return line.length <= MAX_CHIP_LENGTH ? line : `${line.slice(0, MAX_CHIP_LENGTH - 1)}…`
}

/** `onDone` with what was read; null: as it was. */
function ChipField({
  text,
  knownField,
  columns,
  onDone,
}: {
  readonly text: string
  readonly knownField: KnownField
  readonly columns: readonly string[]
  readonly onDone: (filter: Filter | null) => void
}) {
  const [typed, setTyped] = useState(boxText(text))
  const [failure, setFailure] = useState<Failure | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const isDone = useRef(false)
  const done = (filter: Filter | null): void => {
    if (isDone.current) return
    isDone.current = true
    onDone(filter)
  }
  const read = () => parseQuery(textOfBox(typed), knownField, columns)
  const take = (): void => {
    const parsed = read()
    if (parsed.ok) {
      done(parsed.filter)
      return
    }
    setFailure(parsed.failure)
    const start = (parsed.failure.where?.column ?? 1) - 1
    const length = parsed.failure.facts?.length
    field.current?.setSelectionRange(start, start + (typeof length === 'number' ? length : 1))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') take()
    else if (event.key === 'Escape') done(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  // Where the field stands in the row; the sentence beneath must not be cut by the row's scrolling.
  const box = failure === null ? undefined : field.current?.getBoundingClientRect()
  return (
    <div className={styles.edit}>
      <input
        ref={field}
        className={styles.field}
        value={typed}
        autoFocus
        spellCheck={false}
        aria-label={t.query.chipField}
        aria-invalid={failure !== null}
        onChange={(event) => {
          setTyped(event.target.value)
          setFailure(null)
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          const parsed = read()
          done(parsed.ok && textOfBox(typed) !== text ? parsed.filter : null)
        }}
      />
      {failure !== null && box !== undefined && (
        <div className={styles.mistake} style={{ left: `${box.left}px`, top: `${box.bottom}px` }}>
          <QueryMistake id="chip-mistake" failure={failure} />
        </div>
      )}
    </div>
  )
}
