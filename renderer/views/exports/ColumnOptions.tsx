/** Which columns are written, what becomes of the payload, and the zone of times. */
import { exportPresets } from '../../../shared/exportPresets.ts'
import { useCase, useTab, zoneInEffect } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import styles from './Exports.module.css'
import { type ColumnChoice, isVerbatim, type PayloadChoice } from './exportDraft.ts'
import type { DraftProps } from './WhatIsExported.tsx'

const PRESET = 'preset '

export function ColumnOptions({ draft, change }: DraftProps) {
  const zone = useCase((state) => state.zone)
  const { sort } = useTab('sort')
  const { columns, payload } = draft
  const payloads: readonly PayloadChoice[] = columns === 'grid' ? ['json', 'flat', 'none'] : ['json', 'flat']
  const choose = (chosen: ColumnChoice) =>
    change({ columns: chosen, ...(chosen !== 'grid' && payload === 'none' ? { payload: 'json' } : {}) })
  return (
    <>
      {!isVerbatim(draft) && (
        <>
          <label className={styles.field}>
            {t.export.columns}
            <select
              value={typeof columns === 'string' ? columns : PRESET + columns.preset}
              onChange={({ target: { value } }) =>
                choose(value === 'all' || value === 'grid' ? value : { preset: value.slice(PRESET.length) })
              }
            >
              <option value="all">{t.export.allColumns}</option>
              <option value="grid">{t.export.shownColumns}</option>
              <optgroup label={t.export.presets}>
                {exportPresets.map(({ name, label }) => (
                  <option key={name} value={PRESET + name}>
                    {label}
                  </option>
                ))}
              </optgroup>
            </select>
          </label>
          <label className={styles.field}>
            {t.export.payload}
            <select value={payload} onChange={({ target }) => change({ payload: target.value as PayloadChoice })}>
              {payloads.map((choice) => (
                <option key={choice} value={choice}>
                  {t.export.payloads[choice]}
                </option>
              ))}
            </select>
          </label>
          <label className={styles.field}>
            {t.export.zone}
            <select value={draft.timeZone} onChange={({ target }) => change({ timeZone: target.value })}>
              {[...new Set(['UTC', zoneInEffect(zone), zoneInEffect('local')])].map((name) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
        </>
      )}
      {sort !== null && (
        <label>
          <input type="checkbox" checked={draft.isOrdered} onChange={() => change({ isOrdered: !draft.isOrdered })} />
          {t.export.order}
        </label>
      )}
    </>
  )
}
