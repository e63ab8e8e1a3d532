/** Populations and their samples at the left; the chosen one, and the event of the item in question, beside them. */
import { useMemo, useState } from 'react'
import { useAnswer } from '../../state/answers.ts'
import { useApp } from '../../state/appStore.ts'
import { useCase } from '../../state/caseStore.ts'
import { type Command, useCommands } from '../../state/commands.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { JobCard } from '../import/JobCard.tsx'
import { FreezeDialog } from './FreezeDialog.tsx'
import { PopulationView } from './PopulationView.tsx'
import { SampledList } from './SampledList.tsx'
import { SampleView } from './SampleView.tsx'
import styles from './Samples.module.css'

export function SamplesScreen() {
  const path = useCase((state) => state.path) ?? ''
  const isWritable = useCase((state) => state.info?.isWritable === true)
  const chosen = useCase((state) => state.sampled)
  const populations = useAnswer('populations.list', { case: path })
  const samples = useAnswer('samples.list', { case: path })
  const jobs = useApp((state) => state.jobs).filter(
    ({ work }) => (work.entry === 'populations.freeze' || work.entry === 'samples.draw') && work.request.case === path,
  )
  const [isFreezing, setFreezing] = useState(false)
  const commands = useMemo<readonly Command[]>(
    () => [
      { id: 'population.freeze', title: t.samples.freeze, group: t.frame.groups.sample, run: () => setFreezing(true) },
    ],
    [],
  )
  useCommands(commands)
  const failure = populations.failure ?? samples.failure
  if (failure !== undefined) return <FailureNote failure={failure} />
  if (populations.value === undefined || samples.value === undefined)
    return <p className={styles.pane}>{t.samples.loading}</p>
  const freeze = isWritable && <Button onClick={() => setFreezing(true)}>{t.samples.freeze}</Button>
  const dialog = isFreezing && <FreezeDialog onClose={() => setFreezing(false)} />
  const cards = jobs.length > 0 && (
    <section className={styles.jobs} aria-label={t.samples.jobs}>
      {jobs.toReversed().map((job) => (
        <JobCard key={job.id} job={job} />
      ))}
    </section>
  )
  if (populations.value.length === 0) {
    return (
      <>
        {cards}
        <EmptyState title={t.samples.none}>
          <p>{isWritable ? t.samples.noneWhat : t.frame.readOnly}</p>
          {freeze}
          {dialog}
        </EmptyState>
      </>
    )
  }
  const isThere =
    chosen !== null &&
    (chosen.kind === 'population' ? populations.value : samples.value).some(({ name }) => name === chosen.name)
  const shown = isThere ? chosen : ({ kind: 'population', name: populations.value[0].name } as const)
  return (
    <div className={styles.screen}>
      <div className={styles.side}>
        <div className={styles.sideHead}>
          <h2>{t.samples.title}</h2>
          {freeze}
        </div>
        <SampledList populations={populations.value} samples={samples.value} shown={shown} />
      </div>
      <div className={styles.main}>
        {cards}
        {shown.kind === 'population' ? (
          <PopulationView key={shown.name} name={shown.name} />
        ) : (
          <SampleView key={shown.name} name={shown.name} />
        )}
      </div>
      {dialog}
    </div>
  )
}
