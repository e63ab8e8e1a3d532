/**
 * Writing what is filtered to a file: what, as which format, where to; below each choice stand the options it has. It runs
 * as a job; the count is checked by the engine.
 */
import { useState } from 'react'
import { showScreen, useCaseParts, useTab } from '../../state/caseStore.ts'
import { useQuestion } from '../../state/question.ts'
import { startJob } from '../../state/jobs.ts'
import { nameOf } from '../../state/openCase.ts'
import { today } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { useGridColumns } from '../events/grid/useGridColumns.ts'
import { ColumnOptions } from './ColumnOptions.tsx'
import styles from './Exports.module.css'
import { type ExportDraft, firstDraft, isReady, requestOf, suggestedName } from './exportDraft.ts'
import { FormatChoice, FormatOptions } from './FormatOptions.tsx'
import { OutRow, Replaced } from './PathRow.tsx'
import { RedactionChoice } from './RedactionChoice.tsx'
import { WhatIsExported } from './WhatIsExported.tsx'

export function ExportDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return isOpen ? <OpenDialog onClose={onClose} /> : null
}

function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const question = useQuestion()
  const { sort } = useTab('sort')
  const { path, zone } = useCaseParts('path', 'zone')
  const columns = useGridColumns().map((column) => column.id)
  const [draft, setDraft] = useState<ExportDraft>(firstDraft)
  const change = (changes: Partial<ExportDraft>) => setDraft((before) => ({ ...before, ...changes }))
  const name = suggestedName(draft, nameOf(path ?? ''), today(zone))
  const begin = async () => {
    const job = await startJob({ entry: 'rows.export', request: requestOf(draft, question, { columns, sort }) })
    if (job === null) return
    onClose()
    showScreen('import')
  }
  return (
    <Dialog
      title={t.export.title}
      isOpen
      onClose={onClose}
      foot={
        <Button look="primary" disabled={!isReady(draft)} onClick={() => void begin()}>
          {t.export.begin}
        </Button>
      }
    >
      <div className={styles.form}>
        <WhatIsExported draft={draft} change={change} />
        <FormatChoice draft={draft} change={change} />
        <FormatOptions draft={draft} change={change} />
        <ColumnOptions draft={draft} change={change} />
        <RedactionChoice draft={draft} change={change} />
        <label className={styles.field}>
          {t.export.name}
          <input
            value={draft.name}
            placeholder={t.export.nameHint}
            onChange={({ target }) => change({ name: target.value })}
          />
        </label>
        <div className={styles.field}>
          <span>{t.export.where}</span>
          <OutRow
            title={t.export.title}
            name={name}
            placeholder={name}
            path={draft.out}
            onChange={(out) => change({ out })}
          />
        </div>
        <Replaced path={draft.out} />
      </div>
    </Dialog>
  )
}
