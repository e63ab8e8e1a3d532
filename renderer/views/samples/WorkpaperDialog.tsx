/** Writing the workpaper of a sample. */
import { useState } from 'react'
import { type SampleInfo, type WorkpaperFormat, workpaperFormats } from '../../../shared/api/index.ts'
import type { Failure } from '../../../shared/failure.ts'
import { call } from '../../state/caller.ts'
import { useCaseParts, zoneInEffect } from '../../state/caseStore.ts'
import { tellWritten } from '../../state/sampling.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import { OutRow, Replaced } from '../exports/PathRow.tsx'
import styles from './Samples.module.css'

export function WorkpaperDialog({ sample, onClose }: { readonly sample: SampleInfo; readonly onClose: () => void }) {
  const { path, zone } = useCaseParts('path', 'zone')
  const [format, setFormat] = useState<WorkpaperFormat>('xlsx')
  const [timeZone, setTimeZone] = useState('UTC')
  const [out, setOut] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const write = async () => {
    const request = { case: path ?? '', sample: sample.name, format, out, overwrite: true, timeZone }
    const reply = await call('samples.export', request)
    if (!reply.ok) return setFailure(reply.failure)
    onClose()
    tellWritten(reply.value, (report) => t.samples.workpaperWritten(visibleLine(report.out), report.sha256))
  }
  return (
    <Dialog
      title={t.samples.workpaperTitle}
      isOpen
      onClose={onClose}
      foot={
        <Button look="primary" disabled={out.trim() === ''} onClick={() => void write()}>
          {t.samples.writeIt}
        </Button>
      }
    >
      <div className={styles.form}>
        <fieldset aria-label={t.export.format}>
          {workpaperFormats.map((choice) => (
            <label key={choice} className={styles.choice}>
              <input type="radio" name="workpaper" checked={format === choice} onChange={() => setFormat(choice)} />
              {t.samples.workpaperFormats[choice]}
            </label>
          ))}
        </fieldset>
        <label>
          {t.export.zone}
          <select value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
            {[...new Set(['UTC', zoneInEffect(zone), zoneInEffect('local')])].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        <div className={styles.formRow}>
          <span>{t.export.where}</span>
          <OutRow
            title={t.samples.workpaperTitle}
            name={`${sample.name.replaceAll(/[\\/:*?"<>|]/g, '-')}.${format}`}
            path={out}
            onChange={setOut}
          />
        </div>
        <Replaced path={out} />
        {failure !== null && <FailureNote failure={failure} />}
      </div>
    </Dialog>
  )
}
