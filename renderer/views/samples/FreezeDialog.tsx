/** Freezing what the filter of the open tab finds. */
import { useRef, useState } from 'react'
import type { Obtained, Progress } from '../../../shared/api/index.ts'
import type { Failure } from '../../../shared/failure.ts'
import { printQuery } from '../../../shared/query/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { call } from '../../state/caller.ts'
import { useQuestion } from '../../state/question.ts'
import { refresh } from '../../state/openCase.ts'
import { showSampled } from '../../state/sampling.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Samples.module.css'

const told = ['system', 'parameters', 'extractedAt', 'obtainedBy'] as const

export function FreezeDialog({ onClose }: { readonly onClose: () => void }) {
  const question = useQuestion()
  const { value } = useAnswer('rows.count', question)
  const [name, setName] = useState('')
  const [obtained, setObtained] = useState<Obtained>({})
  const [progress, setProgress] = useState<Progress | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const cancel = useRef<AbortController | null>(null)
  const close = () => {
    cancel.current?.abort()
    onClose()
  }
  const isReady = name.trim() !== '' && !isBusy && value !== undefined && value.count > 0
  const freeze = async () => {
    if (!isReady) return
    cancel.current = new AbortController()
    setBusy(true)
    setFailure(null)
    const said = Object.entries(obtained).filter(([, text]) => text.trim() !== '')
    const request = { ...question, name: name.trim(), obtained: Object.fromEntries(said) as Obtained }
    const { signal } = cancel.current
    const reply = await call('populations.freeze', request, { signal, onProgress: setProgress })
    if (signal.aborted) return
    setBusy(false)
    if (!reply.ok) return setFailure(reply.failure)
    await refresh()
    showSampled({ kind: 'population', name: reply.value.name })
    onClose()
  }
  const { filter } = question
  const query = typeof filter === 'string' ? filter : filter.kind === 'all' ? '' : printQuery(filter)
  return (
    <Dialog
      title={t.samples.freezeTitle}
      isOpen
      onClose={close}
      foot={
        <>
          {progress !== null && isBusy && (
            <span className={styles.quiet}>
              {t.samples.freezing(count(progress.done), count(progress.total ?? progress.done))}
            </span>
          )}
          <Button look="primary" disabled={!isReady} onClick={() => void freeze()}>
            {t.samples.freezeIt}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          void freeze()
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
        {failure !== null && <FailureNote failure={failure} />}
        <input type="submit" hidden />
      </form>
    </Dialog>
  )
}
