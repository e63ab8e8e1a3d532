/** The log of who did what with this case, latest first. */
import { ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import type { Json } from '../../../shared/failure.ts'
import { useAnswer } from '../../state/answers.ts'
import { useCase } from '../../state/caseStore.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count, middleCut } from '../../ui/figures.ts'
import { Pager } from '../../ui/Pager.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from '../exhibits/Exhibits.module.css'

/** Entries of a page. */
const PAGE = 100

/** Hashes and the like are cut; the whole entry is there on hover. */
const SHOWN_VALUE = 60

export function CustodyScreen() {
  const path = useCase((state) => state.path) ?? ''
  const zone = useCase((state) => state.zone)
  const [offset, setOffset] = useState(0)
  const { value, failure, isStale } = useAnswer('case.custody', { case: path, offset, limit: PAGE })
  return (
    <div className={styles.screen}>
      <div className={styles.toolbar}>
        <h2>{t.exhibits.custody}</h2>
        <span className={styles.space} />
        {value !== undefined && value.broken === null && (
          <span className={styles.whole}>
            <ShieldCheck size={16} strokeWidth={1.5} aria-hidden />
            {t.exhibits.chainWhole}
          </span>
        )}
      </div>
      <p className={styles.what}>{t.exhibits.custodyWhat}</p>
      {failure !== undefined && <FailureNote failure={failure} />}
      {value !== undefined && value.broken !== null && <FailureNote failure={value.broken} />}
      {value !== undefined && (
        <>
          <div className={`${styles.custody} ${isStale ? 'stale' : ''}`}>
            <table className={styles.table}>
              <thead>
                <tr>
                  <th scope="col" className={styles.number}>
                    {t.exhibits.seq}
                  </th>
                  <th scope="col">{t.exhibits.at}</th>
                  <th scope="col">{t.exhibits.who}</th>
                  <th scope="col">{t.exhibits.action}</th>
                  <th scope="col">{t.exhibits.details}</th>
                  <th scope="col">{t.exhibits.hash}</th>
                </tr>
              </thead>
              <tbody>
                {value.entries.map((entry) => {
                  const micros = microsOf(entry.at)
                  return (
                    <tr key={entry.seq}>
                      <td className={styles.number}>{count(entry.seq)}</td>
                      <td className="mono nowrap">{micros === null ? entry.at : fullTime(micros, zone)}</td>
                      <td>
                        <bdi>{visibleLine(entry.who)}</bdi>
                      </td>
                      <td>{entry.action}</td>
                      <td>
                        <Details details={entry.details} />
                      </td>
                      <td className="mono nowrap" title={entry.hash}>
                        {middleCut(entry.hash, 15)}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          </div>
          <Pager offset={offset} page={PAGE} total={value.total} onOffset={setOffset} />
        </>
      )}
    </div>
  )
}

function Details({ details }: { readonly details: Json }) {
  if (typeof details !== 'object' || details === null || Array.isArray(details))
    return <bdi className="mono">{visibleLine(JSON.stringify(details))}</bdi>
  return (
    <dl className={styles.details} title={visibleLine(JSON.stringify(details))}>
      {Object.entries(details).map(([key, value]) => (
        <div key={key}>
          <dt>{visibleLine(key)}</dt>
          <dd>
            <bdi>{visibleLine(shownValue(value))}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function shownValue(value: Json): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return middleCut(text, /^[0-9a-f]{40,}$/.test(text) ? 15 : SHOWN_VALUE)
}
