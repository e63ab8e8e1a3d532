/** Asking for a tag or a note, for one event, those selected, or all that match. */
import { useState } from 'react'
import { type AnnotationTarget, type TagColour, tagColours } from '../../../../shared/api/index.ts'
import { annotate } from '../../../state/annotate.ts'
import { useAnswer } from '../../../state/answers.ts'
import { tellFailure } from '../../../state/appStore.ts'
import { call } from '../../../state/caller.ts'
import { useCase } from '../../../state/caseStore.ts'
import { t } from '../../../texts/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { count } from '../../../ui/figures.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import styles from './EventGrid.module.css'

/** What is to be asked for. `count`: events it is about. */
export interface AnnotationTask {
  readonly kind: 'tag' | 'note'
  readonly target: AnnotationTarget
  readonly count: number
}

/** Sets or takes away the bookmark of events. */
export function bookmarkEvents(target: AnnotationTarget, on: boolean): Promise<void> {
  return annotate(target, { kind: 'bookmark', on }, (changed) =>
    on ? t.grid.bookmarkedMany(count(changed)) : t.grid.unbookmarkedMany(count(changed)),
  )
}

export function AnnotationDialogs({
  task,
  onClose,
}: {
  readonly task: AnnotationTask | null
  readonly onClose: () => void
}) {
  if (task === null) return null
  return task.kind === 'tag' ? (
    <TagDialog task={task} onClose={onClose} />
  ) : (
    <NoteDialog task={task} onClose={onClose} />
  )
}

interface DialogProps {
  readonly task: AnnotationTask
  readonly onClose: () => void
}

function TagDialog({ task, onClose }: DialogProps) {
  const path = useCase((state) => state.path) ?? ''
  const { value: tags = [] } = useAnswer('tags.list', { case: path })
  const [name, setName] = useState('')
  const [colour, setColour] = useState<TagColour>('blue')
  const known = tags.find((tag) => tag.name === name.trim())
  const change = async (on: boolean) => {
    const tag = name.trim()
    onClose()
    if (on && known === undefined) {
      const made = await call('tags.set', { case: path, name: tag, colour })
      if (!made.ok) return tellFailure(made.failure)
    }
    await annotate(task.target, { kind: 'tag', tag, on }, (changed) =>
      on ? t.grid.tagged(count(changed), tag) : t.grid.untagged(count(changed), tag),
    )
  }
  return (
    <Dialog
      title={`${t.grid.tagTitle} (${count(task.count)})`}
      isOpen
      onClose={onClose}
      foot={
        <>
          <Button disabled={known === undefined} onClick={() => void change(false)}>
            {t.grid.tagRemove}
          </Button>
          <Button look="primary" disabled={name.trim() === ''} onClick={() => void change(true)}>
            {t.grid.tagAdd}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') void change(true)
        }}
      >
        <label className={styles.row}>
          {t.grid.tagField}
          <input
            className={`field ${styles.field}`}
            autoFocus
            data-first-focus
            value={name}
            placeholder={t.grid.tagHint}
            list="known-tags"
            maxLength={100}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <div className={styles.row}>
          {tags.map((tag) => (
            <Button key={tag.name} aria-pressed={tag.name === name.trim()} onClick={() => setName(tag.name)}>
              <span className={styles.tagDot} data-colour={tag.colour} aria-hidden />
              {visibleLine(tag.name)}
              <span>{count(tag.events)}</span>
            </Button>
          ))}
        </div>
        {known === undefined && (
          <fieldset className={styles.row} aria-label={t.grid.colour}>
            {tagColours.map((choice) => (
              <button
                key={choice}
                type="button"
                className={styles.swatch}
                data-colour={choice}
                aria-label={choice}
                aria-pressed={choice === colour}
                onClick={() => setColour(choice)}
              >
                <span />
              </button>
            ))}
          </fieldset>
        )}
      </form>
    </Dialog>
  )
}

function NoteDialog({ task, onClose }: DialogProps) {
  const [text, setText] = useState('')
  const add = () => {
    onClose()
    void annotate(task.target, { kind: 'note', text: text.trim() }, () => t.grid.noted)
  }
  return (
    <Dialog
      title={`${t.grid.noteTitle} (${count(task.count)})`}
      isOpen
      onClose={onClose}
      foot={
        <Button look="primary" disabled={text.trim() === ''} onClick={add}>
          {t.grid.noteAdd}
        </Button>
      }
    >
      <textarea
        className={`field ${styles.field}`}
        autoFocus
        data-first-focus
        value={text}
        aria-label={t.grid.noteField}
        maxLength={10_000}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') add()
        }}
      />
    </Dialog>
  )
}
