/** One row per field: where it is read from, how sure the guess is and why, and any other place of the records. */
import { useState } from 'react'
import type { Draft, DraftChoices } from '../../../../shared/api/index.ts'
import { type Field, mappedFields } from '../../../../shared/fields.ts'
import { t } from '../../../texts/index.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import { PlaceSelect, sureText } from './PlaceSelect.tsx'
import styles from './Map.module.css'

/** Shown whether guessed or not; the others where they were guessed or chosen, else folded away. */
const usual = new Set(['actor', 'action', 'outcome', 'resourceType', 'resourceName', 'ip', 'eventId', 'message'])

export interface ChoicesProps {
  readonly draft: Draft
  readonly choices: DraftChoices
  readonly onChange: (choices: DraftChoices) => void
}

export function FieldChoices({ draft, choices, onChange }: ChoicesProps) {
  // Operations follow from actions; whoever needs more writes the profile.
  const fields = mappedFields.filter(({ id }) => id !== 'operation' && id !== 'category')
  const isShown = ({ id }: Field): boolean =>
    usual.has(id) || choices.fields[id] !== undefined || draft.guesses.some(({ field }) => field === id)
  const rows = (some: readonly Field[]) =>
    some.map((field) => <FieldRow key={field.id} field={field} draft={draft} choices={choices} onChange={onChange} />)
  return (
    <>
      {rows(fields.filter(isShown))}
      <details className={styles.more}>
        <summary>{t.map.more}</summary>
        {rows(fields.filter((field) => !isShown(field)))}
      </details>
    </>
  )
}

function FieldRow({ field, draft, choices, onChange }: ChoicesProps & { readonly field: Field }) {
  const [isOver, setOver] = useState(false)
  const path = choices.fields[field.id] ?? ''
  const guess = draft.guesses.find((one) => one.field === field.id)
  const choose = (chosen: string): void => {
    const { [field.id]: _, ...others } = choices.fields
    onChange({ ...choices, fields: chosen === '' ? others : { ...others, [field.id]: chosen } })
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dragging is an extra; the select does the same by key
    <div
      className={styles.field}
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        const dropped = event.dataTransfer.getData('text/plain')
        if (draft.places.some((place) => place.path === dropped)) choose(dropped)
      }}
    >
      <span className={styles.label} title={field.description}>
        {field.label}
      </span>
      <PlaceSelect label={t.map.from(field.label)} places={draft.places} path={path} onChoose={choose} />
      <span className={styles.why} title={guess?.path === path ? guess.why.map(visibleLine).join('; ') : ''}>
        {sureText(guess, path)}
      </span>
    </div>
  )
}
