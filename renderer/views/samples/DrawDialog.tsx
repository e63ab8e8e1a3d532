/** Drawing a sample from a population: by which method, how many, with which seed. */
import { useState } from 'react'
import {
  type Allocation,
  allocations,
  type DrawMethod,
  type PopulationSummary,
  type SampleMethod,
  sampleMethods,
} from '../../../shared/api/index.ts'
import { isBesideField } from '../../../shared/fields.ts'
import { useCase } from '../../state/caseStore.ts'
import { showSampled } from '../../state/sampling.ts'
import { t } from '../../texts/index.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Samples.module.css'
import { SamplingFoot } from './SamplingFoot.tsx'
import { useSamplingJob } from './useSamplingJob.ts'

/** Items suggested. */
const USUAL_SIZE = 25

export function DrawDialog({
  population,
  onClose,
}: {
  readonly population: Pick<PopulationSummary, 'name' | 'events'>
  readonly onClose: () => void
}) {
  const path = useCase((state) => state.path) ?? ''
  const columns = useCase((state) => state.info?.columns) ?? []
  const fields = columns.filter(({ id, facet, dictionarySize }) => facet && dictionarySize !== 0 && !isBesideField(id))
  const [name, setName] = useState('')
  const [method, setMethod] = useState<SampleMethod>('random')
  const [size, setSize] = useState(String(Math.min(USUAL_SIZE, population.events)))
  const [seed, setSeed] = useState('')
  const [field, setField] = useState(fields.find(({ id }) => id === 'outcome')?.id ?? fields[0]?.id ?? '')
  const [allocation, setAllocation] = useState<Allocation>('proportional')
  const [chosen, setChosen] = useState('')
  const [reason, setReason] = useState('')
  const job = useSamplingJob(() => {
    showSampled({ kind: 'sample', name: name.trim() })
    onClose()
  })
  const draw = drawOf({ method, size, seed, field, allocation, chosen, reason })
  const isReady = name.trim() !== '' && draw !== null && !job.isBusy
  const run = () => {
    if (draw === null || !isReady) return
    void job.start({
      entry: 'samples.draw',
      request: { case: path, population: population.name, name: name.trim(), draw },
    })
  }
  return (
    <Dialog
      title={t.samples.drawTitle}
      isOpen
      onClose={onClose}
      foot={<SamplingFoot job={job} label={t.samples.drawIt} isReady={isReady} onBegin={run} />}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault()
          run()
        }}
      >
        <p>{t.samples.drawFrom(count(population.events), visibleLine(population.name))}</p>
        <label>
          {t.samples.name}
          <input data-first-focus value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </label>
        <fieldset aria-label={t.samples.method}>
          {sampleMethods.map((choice) => (
            <label key={choice} className={styles.choice}>
              <input type="radio" name="method" checked={method === choice} onChange={() => setMethod(choice)} />
              {t.samples.methods[choice]}
            </label>
          ))}
        </fieldset>
        <p className={styles.quiet}>{t.samples.methodWhat[method]}</p>
        {method !== 'judgemental' && (
          <label>
            {t.samples.size}
            <input inputMode="numeric" value={size} onChange={(event) => setSize(event.target.value)} />
          </label>
        )}
        {method === 'stratified' && (
          <>
            <label>
              {t.samples.field}
              <select value={field} onChange={(event) => setField(event.target.value)}>
                {fields.map(({ id, label }) => (
                  <option key={id} value={id}>
                    {label}
                  </option>
                ))}
              </select>
            </label>
            <label>
              {t.samples.allocation}
              <select value={allocation} onChange={(event) => setAllocation(event.target.value as Allocation)}>
                {allocations.map((choice) => (
                  <option key={choice} value={choice}>
                    {t.samples.allocations[choice]}
                  </option>
                ))}
              </select>
            </label>
          </>
        )}
        {method === 'judgemental' ? (
          <>
            <label>
              {t.samples.chosen}
              <input
                value={chosen}
                placeholder={t.samples.chosenHint}
                onChange={(event) => setChosen(event.target.value)}
              />
            </label>
            <label>
              {t.samples.reason}
              <textarea value={reason} maxLength={10_000} onChange={(event) => setReason(event.target.value)} />
            </label>
          </>
        ) : (
          <label>
            {t.samples.seed}
            <input
              className="mono"
              value={seed}
              placeholder={t.samples.seedHint}
              maxLength={200}
              onChange={(event) => setSeed(event.target.value)}
            />
          </label>
        )}
        {job.failure !== null && <FailureNote failure={job.failure} />}
        <input type="submit" hidden />
      </form>
    </Dialog>
  )
}

interface Typed {
  readonly method: SampleMethod
  readonly size: string
  readonly seed: string
  readonly field: string
  readonly allocation: Allocation
  readonly chosen: string
  readonly reason: string
}

/** What was typed, as the request has it; null while something is missing. */
function drawOf({ method, size, seed, field, allocation, chosen, reason }: Typed): DrawMethod | null {
  if (method === 'judgemental') {
    const events = chosen.split(/[\s,;]+/).filter((word) => word !== '')
    if (events.length === 0 || !events.every(isNumber) || reason.trim() === '') return null
    return { method, events: events.map(Number), reason: reason.trim() }
  }
  if (!isNumber(size.trim())) return null
  const common = { size: Number(size), ...(seed.trim() === '' ? {} : { seed: seed.trim() }) }
  return method === 'stratified' ? { method, field, allocation, ...common } : { method, ...common }
}

function isNumber(text: string): boolean {
  return /^[1-9]\d{0,9}$/.test(text)
}
