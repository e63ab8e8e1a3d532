/** Writing the sessions on screen to a file: as CSV or in a ZIP, redacted or not. */
import { useState } from 'react'
import type { SessionsExportRequest } from '../../../shared/api/index.ts'
import { showScreen, useCase } from '../../state/caseStore.ts'
import { startJob } from '../../state/jobs.ts'
import { today } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { isNamed, type RedactionChosen, redactionOf } from '../exports/exportDraft.ts'
import styles from '../exports/Exports.module.css'
import { OutRow, Replaced } from '../exports/PathRow.tsx'
import { RedactionChoice } from '../exports/RedactionChoice.tsx'

export function SessionsExportDialog({
  asked,
  onClose,
}: {
  /** What the screen asks for. */
  readonly asked: Omit<SessionsExportRequest, 'out' | 'overwrite' | 'format' | 'redaction'>
  readonly onClose: () => void
}) {
  const zone = useCase((state) => state.zone)
  const [redaction, setRedaction] = useState<RedactionChosen>({ kind: 'none' })
  const [out, setOut] = useState('')
  const isReady = out.trim() !== '' && isNamed(redaction)
  const begin = async () => {
    if (!isReady) return
    const format = out.toLowerCase().endsWith('.zip') ? 'zip' : 'csv'
    const request = { ...asked, format, out, overwrite: true, ...redactionOf(redaction) } as const
    if ((await startJob({ entry: 'sessions.export', request })) === null) return
    onClose()
    showScreen('import')
  }
  return (
    <Dialog
      title={t.sessions.exportTitle}
      isOpen
      onClose={onClose}
      foot={
        <Button look="primary" disabled={!isReady} onClick={() => void begin()}>
          {t.export.begin}
        </Button>
      }
    >
      <div className={styles.form}>
        <p className={styles.quiet}>{t.sessions.exportWhat}</p>
        <RedactionChoice draft={{ redaction }} change={(change) => setRedaction(change.redaction)} />
        <div className={styles.field}>
          <span>{t.export.where}</span>
          <OutRow
            title={t.sessions.exportFile}
            name={`sessions-${today(zone)}.zip`}
            placeholder="sessions.zip"
            path={out}
            onChange={setOut}
          />
        </div>
        <Replaced path={out} />
      </div>
    </Dialog>
  )
}
