/** What a pull brought, as figures that add up. */
import type { PullReport } from '../../../shared/api/index.ts'
import { t } from '../../texts/index.ts'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'

export function PullResult({ report }: { readonly report: PullReport }) {
  const { events, known, rejects, records, requests, faults, isResumed, baseUrl } = report
  return (
    <>
      <p>{t.pulls.result(count(events), count(known), count(rejects), count(records))}</p>
      <p>
        <bdi>{visibleLine(baseUrl)}</bdi>: {t.pulls.answers(count(requests), count(faults))}{' '}
        {isResumed && t.pulls.resumed}
      </p>
    </>
  )
}
