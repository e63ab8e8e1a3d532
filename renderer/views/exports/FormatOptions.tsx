/** What to write, and the options that this format has. */
import {
  type CsvDelimiter,
  csvDelimiters,
  exportFormats,
  type FileFormat,
  fileFormats,
  type ReportDetails,
  reportDetails,
} from '../../../shared/api/index.ts'
import { t } from '../../texts/index.ts'
import styles from './Exports.module.css'
import { innerFormat } from './exportDraft.ts'
import type { DraftProps } from './WhatIsExported.tsx'

export function FormatChoice({ draft, change }: DraftProps) {
  return (
    <>
      <fieldset>
        <legend>{t.export.format}</legend>
        {exportFormats.map((name) => (
          <label key={name}>
            <input
              type="radio"
              name="format"
              checked={draft.format === name}
              onChange={() => change({ format: name })}
            />
            {t.export.formats[name]}
          </label>
        ))}
      </fieldset>
      {draft.format === 'zip' && (
        <label className={styles.field}>
          {t.export.inZip}
          <select value={draft.zipped} onChange={({ target }) => change({ zipped: target.value as FileFormat })}>
            {fileFormats.map((name) => (
              <option key={name} value={name}>
                {t.export.formats[name]}
              </option>
            ))}
          </select>
        </label>
      )}
      <p className={styles.quiet}>{t.export.about[innerFormat(draft)]}</p>
    </>
  )
}

export function FormatOptions({ draft, change }: DraftProps) {
  switch (innerFormat(draft)) {
    case 'csv':
      return (
        <details>
          <summary>{t.export.csvOptions}</summary>
          <div className={styles.options}>
            <label className={styles.field}>
              {t.export.delimiter}
              <select
                value={draft.delimiter}
                onChange={({ target }) => change({ delimiter: target.value as CsvDelimiter })}
              >
                {csvDelimiters.map((name) => (
                  <option key={name} value={name}>
                    {t.export.delimiters[name]}
                  </option>
                ))}
              </select>
            </label>
            <label>
              <input type="checkbox" checked={draft.bom} onChange={() => change({ bom: !draft.bom })} />
              {t.export.bom}
            </label>
            <label>
              <input type="checkbox" checked={draft.guard} onChange={() => change({ guard: !draft.guard })} />
              {t.export.guard}
            </label>
          </div>
        </details>
      )
    case 'ndjson':
      return (
        <label>
          <input type="checkbox" checked={draft.verbatim} onChange={() => change({ verbatim: !draft.verbatim })} />
          {t.export.verbatim}
        </label>
      )
    case 'html':
      return (
        <label className={styles.field}>
          {t.export.details}
          <select value={draft.details} onChange={({ target }) => change({ details: target.value as ReportDetails })}>
            {reportDetails.map((name) => (
              <option key={name} value={name}>
                {t.export.detailsAre[name]}
              </option>
            ))}
          </select>
        </label>
      )
    default:
      return null
  }
}
