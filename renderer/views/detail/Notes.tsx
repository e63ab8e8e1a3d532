/** Tags and notes of an event. */
import { useState } from 'react'
import type { EventDetail, NoteInfo } from '../../../shared/api/index.ts'
import { annotate, editNote } from '../../state/annotate.ts'
import { useAnswer } from '../../state/answers.ts'
import { useCase } from '../../state/caseStore.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine, visibleText } from '../../ui/visibleText.ts'
import { type AnnotationTask, AnnotationDialogs } from '../events/grid/AnnotationDialogs.tsx'
import styles from './Detail.module.css'

export function Notes({ detail }: { readonly detail: EventDetail }) {
  const path = useCase((state) => state.path) ?? ''
  const isWritable = useCase((state) => state.info?.isWritable === true)
  const { value: notes } = useAnswer('annotations.notes', { case: path, event: detail.id })
  const [task, setTask] = useState<AnnotationTask | null>(null)
  const target = { events: [detail.id] }
  const tags = detail.marks?.tags ?? []
  return (
    <>
      <section className={styles.section}>
        <h3>
          {t.detail.tags}
          {isWritable && <Button onClick={() => setTask({ kind: 'tag', target, count: 1 })}>{t.detail.addTag}</Button>}
        </h3>
        <div className={styles.tagList}>
          {tags.map((tag) => (
            <Button
              key={tag}
              disabled={!isWritable}
              aria-label={`${t.grid.tagRemove}: ${visibleLine(tag)}`}
              onClick={() =>
                void annotate(target, { kind: 'tag', tag, on: false }, (changed) =>
                  t.grid.untagged(count(changed), visibleLine(tag)),
                )
              }
            >
              {visibleLine(tag)} ×
            </Button>
          ))}
        </div>
      </section>
      <section className={styles.section}>
        <h3>
          {t.detail.notes}
          {isWritable && (
            <Button onClick={() => setTask({ kind: 'note', target, count: 1 })}>{t.detail.addNote}</Button>
          )}
        </h3>
        {notes?.length === 0 && <p className={styles.absent}>{t.detail.noNotes}</p>}
        {notes?.map((note) => (
          <Note key={note.note} note={note} isWritable={isWritable} />
        ))}
      </section>
      <AnnotationDialogs task={task} onClose={() => setTask(null)} />
    </>
  )
}

function Note({ note, isWritable }: { readonly note: NoteInfo; readonly isWritable: boolean }) {
  const zone = useCase((state) => state.zone)
  const [draft, setDraft] = useState<string | null>(null)
  const micros = microsOf(note.at)
  const change = (text: string) => {
    setDraft(null)
    void editNote(note.note, text, () => (text === '' ? t.detail.noteRemoved : t.detail.noteChanged))
  }
  return (
    <div className={styles.note}>
      <div className={styles.noteHead}>
        <span>
          {visibleLine(note.author)} · {micros === null ? note.at : fullTime(micros, zone)}
        </span>
        {isWritable && draft === null && (
          <>
            <Button look="quiet" onClick={() => setDraft(note.text)}>
              {t.detail.editNote}
            </Button>
            <Button look="quiet" onClick={() => change('')}>
              {t.detail.removeNote}
            </Button>
          </>
        )}
      </div>
      {draft === null ? (
        <p>
          <bdi>{visibleText(note.text)}</bdi>
        </p>
      ) : (
        <>
          <textarea
            className={styles.noteField}
            autoFocus
            value={draft}
            aria-label={t.grid.noteField}
            maxLength={10_000}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              event.stopPropagation()
              setDraft(null)
            }}
          />
          <Button look="primary" disabled={draft.trim() === ''} onClick={() => change(draft.trim())}>
            {t.detail.saveNote}
          </Button>{' '}
          <Button onClick={() => setDraft(null)}>{t.detail.cancel}</Button>
        </>
      )}
    </div>
  )
}
