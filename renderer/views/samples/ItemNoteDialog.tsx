/** The note of an item, and every mark it has had. */
import { useState } from 'react'
import type { SampleItem } from '../../../shared/api/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { useCaseParts } from '../../state/caseStore.ts'
import { markItems } from '../../state/sampling.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Samples.module.css'

export function ItemNoteDialog({
  sample,
  item,
  onClose,
}: {
  readonly sample: string
  readonly item: SampleItem
  readonly onClose: () => void
}) {
  const { path, zone } = useCaseParts('path', 'zone')
  const [note, setNote] = useState(item.mark?.note ?? '')
  const { value: history } = useAnswer('samples.history', { case: path ?? '', sample, item: item.position })
  const save = () => {
    onClose()
    void markItems({ sample, items: [item.position], result: item.mark?.result ?? null, note: note.trim() })
  }
  return (
    <Dialog
      title={t.samples.noteTitle(count(item.position))}
      isOpen
      onClose={onClose}
      foot={
        <Button look="primary" onClick={save}>
          {t.samples.saveNote}
        </Button>
      }
    >
      <div className={styles.form}>
        <textarea
          data-first-focus
          value={note}
          aria-label={t.samples.note}
          maxLength={10_000}
          onChange={(event) => setNote(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) save()
          }}
        />
        {history !== undefined && history.length > 0 && (
          <>
            <h3>{t.samples.history}</h3>
            <ul className={styles.history}>
              {history.map((mark, i) => {
                const micros = microsOf(mark.at)
                return (
                  <li key={i}>
                    <span className="mono">{micros === null ? mark.at : fullTime(micros, zone)}</span>
                    <span>{visibleLine(mark.who)}</span>
                    <strong>{mark.result === null ? t.samples.open : t.samples.results[mark.result]}</strong>
                    <bdi>{visibleLine(mark.note)}</bdi>
                  </li>
                )
              })}
            </ul>
          </>
        )}
      </div>
    </Dialog>
  )
}
