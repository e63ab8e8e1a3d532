/** To the first row at or after a time, typed as in queries. */
import type { GridApi } from 'ag-grid-community'
import { useState } from 'react'
import { type Failure, FailureError } from '../../../../shared/failure.ts'
import { resolveTimeBound } from '../../../../shared/time/index.ts'
import { ask } from '../../../state/caller.ts'
import { activeTab, useCase, zoneInEffect, nowInEffect } from '../../../state/caseStore.ts'
import { questionOf } from '../../../state/question.ts'
import { t } from '../../../texts/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { FailureNote } from '../../../ui/FailureNote.tsx'
import styles from './EventGrid.module.css'
import type { GridRow } from './rowSource.ts'

export function JumpToTime({ api, onDone }: { readonly api: GridApi<GridRow> | null; readonly onDone: () => void }) {
  const [text, setText] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const { sort } = activeTab()
  const isByTime = sort === null || sort.field === 'time'
  const jump = async () => {
    const state = useCase.getState()
    const context = { nowMicros: nowInEffect(state), zone: zoneInEffect(state.zone) }
    const instant = resolveTimeBound(text, context, 'point')
    if (instant === null) {
      setFailure({ code: 'query/bad-value', message: t.grid.jumpUnread, next: t.grid.jumpHint })
      return
    }
    const { index } = await ask('rows.locate', {
      ...questionOf(state),
      ...(sort === null ? {} : { sort }),
      at: { timeMicros: instant.startMicros },
    })
    const column = api?.getAllDisplayedColumns()[1]
    if (index !== null && column !== undefined) {
      api?.ensureIndexVisible(index, 'top')
      api?.setFocusedCell(index, column)
    }
    onDone()
  }
  if (!isByTime) return <p>{t.grid.jumpNoTime}</p>
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        jump().catch((error: unknown) => {
          if (!(error instanceof FailureError)) throw error
          setFailure(error.failure)
        })
      }}
    >
      <div className={styles.row}>
        <input
          className={`field mono ${styles.field}`}
          autoFocus
          value={text}
          placeholder={t.grid.jumpHint}
          aria-label={t.grid.jump}
          onChange={(event) => setText(event.target.value)}
        />
        <Button look="primary" type="submit" disabled={text.trim() === ''}>
          {t.grid.jumpGo}
        </Button>
      </div>
      {failure !== null && <FailureNote failure={failure} />}
    </form>
  )
}
