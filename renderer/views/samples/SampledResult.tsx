/** A population that was frozen, or a sample that was drawn, while something else was on screen. */
import type { PopulationInfo, SampleInfo } from '../../../shared/api/index.ts'
import { showSampled } from '../../state/sampling.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { count } from '../../ui/figures.ts'
import styles from './Samples.module.css'

export function SampledResult(
  done:
    | { readonly kind: 'population'; readonly report: PopulationInfo }
    | { readonly kind: 'sample'; readonly report: SampleInfo },
) {
  const { kind, report } = done
  return (
    <p className={styles.done}>
      {kind === 'population'
        ? t.samples.events(count(done.report.events))
        : t.samples.itemCount(count(done.report.size))}
      <Button onClick={() => showSampled({ kind, name: report.name })}>{t.samples.showIt}</Button>
    </p>
  )
}
