/** Freezing what the filter of the open tab finds. */
import { useState } from 'react'
import type { Obtained } from '../../../shared/api/index.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { useQuestion } from '../../state/question.ts'
import { showSampled } from '../../state/sampling.ts'
import { t } from '../../texts/index.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Samples.module.css'
import { SamplingFoot } from './SamplingFoot.tsx'
import { useSamplingJob } from './useSamplingJob.ts'

const told = ['system', 'parameters', 'extractedAt', 'obtainedBy'] as const

export function FreezeDialog({ onClose }: { readonly onClose: () => void }) {
  const question = useQuestion()
  const { value } = useAnswer('rows.count', question)
  const [name, setName] = useState('')
  const [obtained, setObtained] = useState<Obtained>({})
  const job = useSamplingJob(() => {
    showSampled({ kind: 'population', name: name.trim() })
    onClose()
  })
  const isReady = name.trim() !== '' && !job.isBusy && value !== undefined && value.count > 0
  const freeze = () => {
    if (!isReady) return
    const said = Object.entries(obtained).filter(([, text]) => text.trim() !== '')
    const request = { ...question, name: name.trim(), obtained: Object.fromEntries(said) as Obtained }
    void job.start({ entry: 'populations.freeze', request })
  }
  const { filter } = question
  const query = typeof filter === 'string' ? filter : filter.kind === 'all' ? '' : printQuery(filter)
  return (
    <Dialog
      title={t.samples.freezeTitle}
      isOpen
      onClose={onClose}
      foot={<SamplingFoot job={job} label={t.samples.freezeIt} isReady={isReady} onBegin={freeze} />}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          freeze()
        }}
      >
        {value !== undefined && (
          <p>{value.count === 0 ? t.samples.freezeNothing : t.samples.freezeThese(count(value.count))}</p>
        )}
        <p className={styles.line}>{query === '' ? t.samples.freezeAll : <code>{visibleLine(query)}</code>}</p>
        <label>
          {t.samples.name}
          <input data-first-focus value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </label>
        <p className={styles.quiet}>{t.samples.obtained}</p>
        {told.map((key) => (
          <label key={key}>
            {t.samples[key]}
            <input
              value={obtained[key] ?? ''}
              maxLength={10_000}
              onChange={(event) => setObtained({ ...obtained, [key]: event.target.value })}
            />
          </label>
        ))}
        {job.failure !== null && <FailureNote failure={job.failure} />}
        <input type="submit" hidden />
      </form>
    </Dialog>
  )
}
