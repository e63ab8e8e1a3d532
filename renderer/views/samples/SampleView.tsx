/** A sample: how it was drawn, how far testing is, its items, and the event of the item in question beside them. */
import { useState } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import type { SampleInfo, SampleResult } from '../../../shared/api/index.ts'
import { sampleResults } from '../../../shared/api/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { labelOf, openTab, useCase, useCaseParts, useTab } from '../../state/caseStore.ts'
import { valueFilter } from '../../state/clauses.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { useWidth } from '../../ui/useWidth.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { DetailPane } from '../detail/DetailPane.tsx'
import { SampleItems } from './SampleItems.tsx'
import styles from './Samples.module.css'
import { WorkpaperDialog } from './WorkpaperDialog.tsx'

/** Narrower than this the detail lies over the items. */
const WIDE = 1180

export function SampleView({ name }: { readonly name: string }) {
  const path = useCase((state) => state.path) ?? ''
  const { event } = useTab('event')
  const isDetailFull = useCase((state) => state.isDetailFull)
  const isWide = useWidth() >= WIDE
  const { value, failure } = useAnswer('samples.show', { case: path, name })
  const [isWriting, setWriting] = useState(false)
  if (failure !== undefined) return <FailureNote failure={failure} />
  if (value === undefined)
    return (
      <p className={styles.pane} aria-busy>
        {t.samples.loading}
      </p>
    )
  if (isDetailFull && event !== null) return <DetailPane />
  const items = (
    <div className={styles.sample}>
      <div className={styles.sampleHead}>
        <div className={styles.head}>
          <h2 className="cut">
            <bdi>{visibleLine(value.name)}</bdi>
          </h2>
          <span className={styles.space} />
          <Button onClick={() => openTab(valueFilter('sample', name), name)}>{t.samples.show}</Button>
          <Button onClick={() => setWriting(true)}>{t.samples.workpaper}</Button>
        </div>
        <Method sample={value} />
        <Progress sample={value} />
      </div>
      <SampleItems sample={value} />
      {isWriting && <WorkpaperDialog sample={value} onClose={() => setWriting(false)} />}
    </div>
  )
  return (
    <>
      <Group orientation="horizontal">
        <Panel id="items" minSize={320}>
          {items}
        </Panel>
        {isWide && event !== null && (
          <>
            <Separator className={styles.separator} />
            <Panel id="detail" defaultSize={440} minSize={320} groupResizeBehavior="preserve-pixel-size">
              <DetailPane />
            </Panel>
          </>
        )}
      </Group>
      {!isWide && event !== null && (
        <div className={styles.floating}>
          <DetailPane />
        </div>
      )}
    </>
  )
}

function Method({ sample }: { readonly sample: SampleInfo }) {
  const { info, zone } = useCaseParts('info', 'zone')
  const { method, population, populationEvents, size, seed, interval, start, field, allocation, reason } = sample
  const drawn = microsOf(sample.drawnAt)
  const parts = [
    t.samples.methods[method],
    t.samples.drawFrom(count(populationEvents), visibleLine(population)),
    ...(interval === null ? [] : [t.samples.interval(count(interval), count(start ?? 0))]),
    ...(field === null || allocation === null
      ? []
      : [`${t.samples.field} ${labelOf(info, field)}, ${t.samples.allocations[allocation]}`]),
    ...(reason === null ? [] : [visibleLine(reason)]),
  ]
  return (
    <>
      <p className={styles.line}>
        {t.samples.itemCount(count(size))} · {parts.join(' · ')}
      </p>
      <p className={styles.line}>
        {seed !== null && (
          <>
            {t.samples.seed} <bdi className="mono">{visibleLine(seed)}</bdi> ·{' '}
          </>
        )}
        {t.samples.drawn} {drawn === null ? sample.drawnAt : fullTime(drawn, zone)} {t.samples.by}{' '}
        {visibleLine(sample.drawnBy)}
      </p>
      {sample.strata.length > 0 && (
        <p className={styles.line}>
          {sample.strata
            .map(
              (stratum) =>
                `${stratum.value === null ? t.samples.noValue : visibleLine(stratum.value)} ${count(stratum.sample)}/${count(stratum.population)}`,
            )
            .join(' · ')}
        </p>
      )}
    </>
  )
}

/** How far testing is: a bar for the eye, figures for the record. */
function Progress({ sample: { progress, size } }: { readonly sample: SampleInfo }) {
  const done = size - progress.open
  return (
    <div className={styles.progress} role="status">
      <span className={styles.bar} aria-hidden>
        {sampleResults.map((result: SampleResult) => (
          <span key={result} data-result={result} style={{ width: `${(100 * progress[result]) / size}%` }} />
        ))}
      </span>
      <span className={styles.figure}>{t.samples.tested(count(done), count(size))}</span>
      {sampleResults.map((result: SampleResult) => (
        <span key={result} className={styles.quiet}>
          {t.samples.results[result]} {count(progress[result])}
        </span>
      ))}
    </div>
  )
}
