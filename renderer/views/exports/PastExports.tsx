/** Exports that were made of this case, latest first, as its custody log has them. */
import { useState } from 'react'
import { useAnswer } from '../../state/answers.ts'
import { useCase } from '../../state/caseStore.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { bytesText, count, middleCut } from '../../ui/figures.ts'
import { Pager } from '../../ui/Pager.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import tables from '../exhibits/Exhibits.module.css'
import styles from './Exports.module.css'

/** Exports of a page. */
const PAGE = 20

export function PastExports() {
  const path = useCase((state) => state.path) ?? ''
  const zone = useCase((state) => state.zone)
  const lastCustody = useCase((state) => state.lastCustody)
  const [offset, setOffset] = useState(0)
  const { value, failure, isStale } = useAnswer('exports.list', { case: path, offset, limit: PAGE }, lastCustody)
  if (failure !== undefined) return <FailureNote failure={failure} />
  if (value === undefined || value.total === 0) return null
  return (
    <section>
      <h2 className={styles.heading}>{t.export.past}</h2>
      {/* Wider than the window; with the focus in it, it is scrolled by key. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by key (WCAG 2.1.1). */}
      <section className={`${styles.past} ${isStale ? 'stale' : ''}`} tabIndex={0} aria-label={t.export.past}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">{t.export.at}</th>
              <th scope="col">{t.export.file}</th>
              <th scope="col" className={tables.number}>
                {t.export.rowsTitle}
              </th>
              <th scope="col" className={tables.number}>
                {t.export.size}
              </th>
              <th scope="col">{t.export.sha256}</th>
              <th scope="col">{t.export.who}</th>
              <th scope="col">{t.export.filterTitle}</th>
            </tr>
          </thead>
          <tbody>
            {value.exports.map((past) => {
              const micros = microsOf(past.at)
              return (
                <tr key={past.seq}>
                  <td className="mono nowrap">{micros === null ? past.at : fullTime(micros, zone)}</td>
                  <td>
                    {past.name !== null && (
                      <>
                        <bdi>{visibleLine(past.name)}</bdi>
                        <br />
                      </>
                    )}
                    <bdi className={past.name === null ? '' : styles.quiet}>{visibleLine(past.file)}</bdi>
                  </td>
                  <td className={tables.number}>{count(past.rows)}</td>
                  <td className={`${tables.number} nowrap`}>{bytesText(past.sizeBytes)}</td>
                  <td className="mono nowrap" title={past.sha256}>
                    {middleCut(past.sha256, 15)}
                  </td>
                  <td title={`${t.export.custody} ${past.seq}:${past.hash}`}>
                    <bdi>{visibleLine(past.who)}</bdi>
                  </td>
                  <td title={visibleLine(past.query)}>
                    {past.what === 'sessions' && `${t.export.sessions} `}
                    {past.query === '' ? t.export.everything : <code>{visibleLine(middleCut(past.query, 60))}</code>}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </section>
      <Pager offset={offset} page={PAGE} total={value.total} onOffset={setOffset} />
    </section>
  )
}
