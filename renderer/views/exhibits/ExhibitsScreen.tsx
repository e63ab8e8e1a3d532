/** What was imported: every file with its hashes, what could not be read of it, and its bytes. */
import { useState } from 'react'
import type { ExhibitInfo } from '../../../shared/api/index.ts'
import { useApp } from '../../state/appStore.ts'
import { openTab, zoneInEffect, useCase, useCaseParts } from '../../state/caseStore.ts'
import { valueFilter } from '../../state/clauses.ts'
import { startJob } from '../../state/jobs.ts'
import { pick } from '../../state/pick.ts'
import { dateAndClock, fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { bytesText, count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { JobCard } from '../import/JobCard.tsx'
import styles from './Exhibits.module.css'
import { ExhibitBytes } from './ExhibitBytes.tsx'
import { Rejects } from './Rejects.tsx'

export function ExhibitsScreen() {
  const { info, zone, path, shownBytes } = useCaseParts('info', 'zone', 'path', 'shownBytes')
  const verifications = useApp((state) => state.jobs).filter(
    ({ work }) => work.entry === 'case.verify' && work.request.case === path,
  )
  const [chosen, setChosen] = useState<string | null>(null)
  if (info === null || path === null) return null
  const label = shownBytes?.exhibit ?? chosen ?? info.exhibits[0]?.label
  const exhibit = info.exhibits.find((candidate) => candidate.label === label)
  if (exhibit === undefined) return <EmptyState title={t.exhibits.none} />
  const show = (name: string) => {
    useCase.setState({ shownBytes: null })
    setChosen(name)
  }
  const verify = (against: readonly string[] | undefined) =>
    void startJob({
      entry: 'case.verify',
      request: { case: path, ...(against === undefined ? {} : { against }) },
    })
  const verifyAgainst = async () => {
    const paths = await pick({ kind: 'files', title: t.exhibits.verifyAgainst })
    if (paths !== null) verify(paths)
  }
  return (
    <div className={styles.screen}>
      <div className={styles.toolbar}>
        <h2>{t.exhibits.title}</h2>
        <span className={styles.quiet}>{count(info.exhibits.length)}</span>
        <span className={styles.space} />
        <Button onClick={() => verify(undefined)}>{t.exhibits.verify}</Button>
        <Button onClick={() => void verifyAgainst()}>{t.exhibits.verifyAgainst}</Button>
      </div>
      {verifications.toReversed().map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
      <div className={styles.tableBox}>
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">{t.exhibits.label}</th>
              <th scope="col">{t.exhibits.file}</th>
              <th scope="col">{t.exhibits.profile}</th>
              <th scope="col" className={styles.number}>
                {t.exhibits.size}
              </th>
              <th scope="col" className={styles.number}>
                {t.exhibits.records}
              </th>
              <th scope="col" className={styles.number}>
                {t.exhibits.events}
              </th>
              <th scope="col" className={styles.number}>
                {t.exhibits.rejects}
              </th>
              <th scope="col">{`${t.exhibits.span} (${zoneInEffect(zone)})`}</th>
            </tr>
          </thead>
          <tbody>
            {info.exhibits.map((row) => (
              <tr key={row.label} aria-selected={row.label === exhibit.label} onClick={() => show(row.label)}>
                <td>
                  <button type="button" className={styles.link} onClick={() => show(row.label)}>
                    {row.label}
                  </button>
                </td>
                <td>
                  <bdi className={`${styles.file} cut`} title={visibleLine(row.path)}>
                    {visibleLine(fileName(row.path))}
                  </bdi>
                </td>
                <td>{row.profile}</td>
                <td className={styles.number}>{bytesText(row.sizeBytes)}</td>
                <td className={styles.number}>{count(row.records)}</td>
                <td className={styles.number}>{count(row.events)}</td>
                <td className={styles.number} data-some={row.rejects > 0}>
                  {count(row.rejects)}
                </td>
                <td className="nowrap" title={spanOf(row, (micros) => fullTime(micros, zone))}>
                  {spanOf(row, (micros) => dateAndClock(micros, zone).date)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Detail exhibit={exhibit} />
      {shownBytes !== null && <ExhibitBytes {...shownBytes} />}
      <Rejects key={exhibit.label} exhibit={exhibit.label} rejects={exhibit.rejects} />
    </div>
  )
}

function Detail({ exhibit }: { readonly exhibit: ExhibitInfo }) {
  const zone = useCase((state) => state.zone)
  const imported = microsOf(exhibit.importedAt)
  const rows: readonly (readonly [string, string])[] = [
    [t.exhibits.file, exhibit.path],
    ...exhibit.containers.map(({ path }): readonly [string, string] => ['', t.exhibits.container(path)]),
    [t.exhibits.sha256, exhibit.sha256],
    [t.exhibits.merkleRoot, exhibit.merkleRoot],
    [t.exhibits.timezone, exhibit.timezone],
    [
      t.exhibits.imported,
      `${imported === null ? exhibit.importedAt : fullTime(imported, zone)} ${t.exhibits.by} ${exhibit.importedBy}`,
    ],
    ...(exhibit.duplicates === 0
      ? []
      : [[t.exhibits.duplicates, t.exhibits.duplicatesOf(count(exhibit.duplicates))] as const]),
    ...exhibit.remarks.map(({ code, recordCount, firstRecord }): readonly [string, string] => [
      t.exhibits.remarks,
      t.exhibits.remark(code, count(recordCount), count(firstRecord)),
    ]),
  ]
  return (
    <section className={styles.detail}>
      <h3 className={styles.toolbar}>
        {exhibit.label}
        {!exhibit.isComplete && <span className={styles.incomplete}>{t.exhibits.incomplete}</span>}
        <span className={styles.space} />
        <Button onClick={() => openTab(valueFilter('exhibit', exhibit.label), exhibit.label)}>
          {t.exhibits.showEvents}
        </Button>
      </h3>
      <dl className={`facts ${styles.facts}`}>
        {rows.map(([label, value]) => (
          <div key={`${label} ${value}`}>
            <dt>{label}</dt>
            <dd>
              <bdi className="mono">{visibleLine(value)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}

function spanOf({ timeFrom, timeTo }: ExhibitInfo, text: (micros: number) => string): string {
  const [from, to] = [microsOf(timeFrom), microsOf(timeTo)]
  if (from === null || to === null) return '–'
  return `${text(from)} – ${text(to)}`
}
