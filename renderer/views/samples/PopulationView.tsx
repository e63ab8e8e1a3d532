/** A population: what was asked, of which exhibits, what speaks against completeness, and whether it is still the same. */
import { CircleCheck, CircleHelp, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import type { PopulationExhibit, PopulationInfo } from '../../../shared/api/index.ts'
import { microsFromUtcIso } from '../../../shared/time/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { tellFailure } from '../../state/appStore.ts'
import { call } from '../../state/caller.ts'
import { useCase } from '../../state/caseStore.ts'
import { pick, suggestedPath } from '../../state/pick.ts'
import { tellWritten } from '../../state/sampling.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { bytesText, count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import tables from '../exhibits/Exhibits.module.css'
import { DrawDialog } from './DrawDialog.tsx'
import styles from './Samples.module.css'

export function PopulationView({ name }: { readonly name: string }) {
  const path = useCase((state) => state.path) ?? ''
  const isWritable = useCase((state) => state.info?.isWritable === true)
  const { value, failure, isStale } = useAnswer('populations.show', { case: path, name })
  const [isDrawing, setDrawing] = useState(false)
  if (failure !== undefined) return <FailureNote failure={failure} />
  if (value === undefined)
    return (
      <p className={styles.pane} aria-busy>
        {t.samples.loading}
      </p>
    )
  const write = async () => {
    const paths = await pick({ kind: 'save', title: t.samples.list, suggestedPath: suggestedPath(`${name}.tsv`) })
    if (paths === null) return
    const reply = await call('populations.export', { case: path, population: name, out: paths[0], overwrite: true })
    if (!reply.ok) return tellFailure(reply.failure)
    tellWritten(reply.value, ({ rows, out, sha256 }) => t.samples.listWritten(count(rows), visibleLine(out), sha256))
  }
  return (
    <div className={`${styles.pane} ${isStale ? 'stale' : ''}`}>
      <div className={styles.head}>
        <h2 className="cut">
          <bdi>{visibleLine(value.name)}</bdi>
        </h2>
        <span className={styles.quiet}>{t.samples.events(count(value.events))}</span>
        <span className={styles.space} />
        <Button onClick={() => void write()}>{t.samples.list}</Button>
        {isWritable && (
          <Button look="primary" onClick={() => setDrawing(true)}>
            {t.samples.draw}
          </Button>
        )}
      </div>
      <Facts population={value} />
      <Checks population={value} />
      <h3 className={styles.section}>{t.samples.exhibits}</h3>
      <Exhibits exhibits={value.exhibits} />
      {isDrawing && <DrawDialog population={value} onClose={() => setDrawing(false)} />}
    </div>
  )
}

function Facts({ population }: { readonly population: PopulationInfo }) {
  const zone = useCase((state) => state.zone)
  const time = (iso: string | null) => {
    const micros = microsOf(iso)
    return micros === null ? '–' : fullTime(micros, zone)
  }
  const { query, obtained, frozenAt, frozenBy, version, timeFrom, timeTo, digest, withoutTime } = population
  const facts: readonly (readonly [string, string])[] = [
    [
      t.samples.query,
      `${query === '' ? t.samples.allEvents : query}  (${t.samples.zoneAndNow(population.zone, time(population.now))})`,
    ],
    [t.samples.span, `${time(timeFrom)} – ${time(timeTo)}`],
    ...(withoutTime > 0 ? [['', t.samples.withoutTime(count(withoutTime))] as const] : []),
    [t.samples.frozen, `${time(frozenAt)} ${t.samples.by} ${frozenBy}, ${version}`],
    [t.samples.digest, digest],
    ...(['system', 'parameters', 'extractedAt', 'obtainedBy'] as const).flatMap((key) => {
      const text = obtained[key]
      return text === undefined ? [] : [[t.samples[key], text] as const]
    }),
  ]
  return (
    <dl className={`facts ${styles.facts}`}>
      {facts.map(([label, value]) => (
        <div key={`${label} ${value}`}>
          <dt>{label}</dt>
          <dd>
            <bdi className={/^[0-9a-f]{64}$/.test(value) ? 'mono' : ''}>{visibleLine(value)}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Whether it is still what was frozen: looked at item by item, so the facts are there before. */
function Checks({ population: { name, remarkCount } }: { readonly population: PopulationInfo }) {
  const path = useCase((state) => state.path) ?? ''
  const { value, failure } = useAnswer('populations.check', { case: path, name })
  if (failure !== undefined) return <FailureNote failure={failure} />
  if (value === undefined)
    return (
      <p className={styles.checks} aria-busy>
        {t.samples.checking}
      </p>
    )
  const { isSame, isAnswerSame, nowEvents } = value
  const icon = { size: 16, strokeWidth: 1.5, 'aria-hidden': true } as const
  return (
    <div className={styles.checks}>
      <p className={styles.check} data-kind={isSame ? 'good' : 'bad'}>
        {isSame ? <CircleCheck {...icon} /> : <TriangleAlert {...icon} />}
        {isSame ? t.samples.same : t.samples.notSame}
      </p>
      <p className={styles.check} data-kind={isAnswerSame ? 'good' : 'other'}>
        {isAnswerSame ? <CircleCheck {...icon} /> : <CircleHelp {...icon} />}
        {isAnswerSame ? t.samples.answerSame : t.samples.answerOther(count(nowEvents))}
      </p>
      <p className={styles.check} data-kind={remarkCount === 0 ? 'good' : 'other'}>
        {remarkCount === 0 ? <CircleCheck {...icon} /> : <CircleHelp {...icon} />}
        {remarkCount === 0 ? t.samples.complete : t.samples.remarks(count(remarkCount))}
      </p>
    </div>
  )
}

function Exhibits({ exhibits }: { readonly exhibits: readonly PopulationExhibit[] }) {
  const zone = useCase((state) => state.zone)
  return (
    <div className={tables.tableBox}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">{t.samples.exhibit}</th>
            <th scope="col">{t.samples.file}</th>
            {[t.samples.members, t.samples.records, t.samples.ofExhibit, t.samples.rejects].map((label) => (
              <th key={label} scope="col" className={tables.number}>
                {label}
              </th>
            ))}
            <th scope="col">{t.samples.completeness}</th>
          </tr>
        </thead>
        <tbody>
          {exhibits.map((exhibit) => (
            <tr key={exhibit.label}>
              <td>{exhibit.label}</td>
              <td>
                <bdi className={`${tables.file} cut`} title={`${visibleLine(exhibit.path)}\n${exhibit.sha256}`}>
                  {visibleLine(exhibit.path.split(/[\\/]/).at(-1) ?? '')}
                </bdi>
                <span className={styles.line}>{bytesText(exhibit.sizeBytes)}</span>
              </td>
              <td className={tables.number}>{count(exhibit.members)}</td>
              <td className={tables.number}>{count(exhibit.records)}</td>
              <td className={tables.number}>{count(exhibit.events)}</td>
              <td className={tables.number} data-some={exhibit.rejects > 0}>
                {count(exhibit.rejects)}
              </td>
              <td>
                {remarksOf(exhibit, zone).map((remark) => (
                  <p key={remark}>{visibleLine(remark)}</p>
                ))}
                {remarksOf(exhibit, zone).length === 0 && <span className={styles.quiet}>–</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Gaps told in the table; further ones are counted. */
const SHOWN_GAPS = 3

function remarksOf({ isComplete, withoutTime, gapCount, gaps, remarks }: PopulationExhibit, zone: string): string[] {
  const longest = gaps.toSorted((a, b) => b.seconds - a.seconds).slice(0, SHOWN_GAPS)
  const time = (iso: string) => fullTime(microsFromUtcIso(iso), zone)
  return [
    ...(isComplete ? [] : [t.samples.brokeOff]),
    ...(withoutTime > 0 ? [t.samples.withoutTime(count(withoutTime))] : []),
    ...(gapCount > 0 ? [t.samples.gaps(count(gapCount))] : []),
    ...longest.map(({ from, to }) => t.samples.gap(time(from), time(to))),
    ...remarks.map(({ code, recordCount }) => t.samples.remark(code, count(recordCount))),
  ]
}
