/** The list of populations, each with the samples drawn from it and how far their testing is. */
import type { PopulationSummary, SampleSummary } from '../../../shared/api/index.ts'
import { useCase } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Samples.module.css'

export function SampledList({
  populations,
  samples,
  shown,
}: {
  readonly populations: readonly PopulationSummary[]
  readonly samples: readonly SampleSummary[]
  readonly shown: { readonly kind: 'population' | 'sample'; readonly name: string }
}) {
  const isShown = (kind: 'population' | 'sample', name: string) => shown.kind === kind && shown.name === name
  return (
    <ul className={styles.tree} aria-label={t.samples.populations}>
      {populations.map(({ name, events, remarkCount }) => (
        <li key={name}>
          <button
            type="button"
            className={styles.entry}
            aria-current={isShown('population', name)}
            onClick={() => useCase.setState({ sampled: { kind: 'population', name } })}
          >
            <bdi className={`${styles.entryName} cut`}>{visibleLine(name)}</bdi>
            <span className={styles.entryFigures}>
              <span>{t.samples.events(count(events))}</span>
              {remarkCount > 0 && <span title={t.samples.remarks(count(remarkCount))}>! {count(remarkCount)}</span>}
            </span>
          </button>
          <ul>
            {samples
              .filter(({ population }) => population === name)
              .map((sample) => (
                <li key={sample.name}>
                  <button
                    type="button"
                    className={styles.entry}
                    data-level="sample"
                    aria-current={isShown('sample', sample.name)}
                    onClick={() => useCase.setState({ sampled: { kind: 'sample', name: sample.name } })}
                  >
                    <bdi className={`${styles.entryName} cut`}>{visibleLine(sample.name)}</bdi>
                    <span className={styles.entryFigures}>
                      <span>{t.samples.methods[sample.method]}</span>
                      <span>
                        {t.samples.tested(count(sample.size - sample.progress.open), count(sample.size))}
                        {sample.progress.exception > 0 &&
                          ` · ${t.samples.exceptions(count(sample.progress.exception))}`}
                      </span>
                    </span>
                  </button>
                </li>
              ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
