/** Writing what is filtered to a file: format, columns, zone. It runs as a job; the count is checked by the engine. */
import { useState } from 'react'
import { type ExportFormat, PAYLOAD_COLUMN } from '../../../shared/api/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { showScreen, useCase, useQuestion, useTab, zoneInEffect } from '../../state/caseStore.ts'
import { startJob } from '../../state/jobs.ts'
import { nameOf } from '../../state/openCase.ts'
import { pick, suggestedPath } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { count } from '../../ui/figures.ts'
import { useGridColumns } from '../events/grid/useGridColumns.ts'
import styles from './Exports.module.css'

export function ExportDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  return isOpen ? <OpenDialog onClose={onClose} /> : null
}

const formats: readonly ExportFormat[] = ['csv', 'ndjson', 'json']

function OpenDialog({ onClose }: { readonly onClose: () => void }) {
  const question = useQuestion()
  const { sort } = useTab()
  const { path, zone } = useCase()
  const shownColumns = useGridColumns()
  const [format, setFormat] = useState<ExportFormat>('csv')
  const [isAll, setAll] = useState(true)
  const [withPayload, setPayload] = useState(true)
  const [timeZone, setTimeZone] = useState('UTC')
  const [guard, setGuard] = useState(true)
  const [isOrdered, setOrdered] = useState(true)
  const [out, setOut] = useState('')
  const { value } = useAnswer('rows.count', question)
  const choose = async () => {
    const paths = await pick({
      kind: 'save',
      title: t.export.title,
      suggestedPath: out === '' ? suggestedPath(`${nameOf(path ?? '')}.${format}`) : out,
    })
    if (paths !== null) setOut(paths[0])
  }
  const begin = async () => {
    const columns = [...shownColumns.map((column) => column.id), ...(withPayload ? [PAYLOAD_COLUMN] : [])]
    const job = await startJob({
      entry: 'rows.export',
      request: {
        ...question,
        format,
        out,
        overwrite: true,
        ...(isAll ? {} : { columns }),
        ...(isOrdered && sort !== null ? { sort } : {}),
        timeZone,
        formulaGuard: guard,
      },
    })
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
        <Button look="primary" disabled={out === ''} onClick={() => void begin()}>
          {t.export.begin}
        </Button>
      }
    >
      <div className={styles.form}>
        <p>{value === undefined ? '' : t.export.rows(count(value.count))}</p>
        <fieldset>
          <legend>{t.export.format}</legend>
          {formats.map((name) => (
            <label key={name}>
              <input type="radio" name="format" checked={format === name} onChange={() => setFormat(name)} />
              {t.export.formats[name]}
            </label>
          ))}
        </fieldset>
        <fieldset>
          <legend>{t.export.columns}</legend>
          <label>
            <input type="radio" name="columns" checked={isAll} onChange={() => setAll(true)} />
            {t.export.allColumns}
          </label>
          <label>
            <input type="radio" name="columns" checked={!isAll} onChange={() => setAll(false)} />
            {t.export.shownColumns}
          </label>
          <label>
            <input
              type="checkbox"
              checked={isAll || withPayload}
              disabled={isAll}
              onChange={() => setPayload(!withPayload)}
            />
            {t.export.withPayload}
          </label>
        </fieldset>
        <label>
          {t.export.zone}
          <select value={timeZone} onChange={(event) => setTimeZone(event.target.value)}>
            {[...new Set(['UTC', zoneInEffect(zone), zoneInEffect('local')])].map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </label>
        {sort !== null && (
          <label>
            <input type="checkbox" checked={isOrdered} onChange={() => setOrdered(!isOrdered)} />
            {t.export.order}
          </label>
        )}
        {format === 'csv' && (
          <label>
            <input type="checkbox" checked={guard} onChange={() => setGuard(!guard)} />
            {t.export.guard}
          </label>
        )}
        <div className={styles.where}>
          <input
            className="mono"
            value={out}
            placeholder={t.export.where}
            aria-label={t.export.where}
            onChange={(event) => setOut(event.target.value)}
          />
          <Button onClick={() => void choose()}>{t.export.choose}</Button>
        </div>
        {out !== '' && <p className={styles.quiet}>{t.export.exists}</p>}
      </div>
    </Dialog>
  )
}
