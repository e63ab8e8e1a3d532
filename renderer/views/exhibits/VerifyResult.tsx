/** What a verification found: everything that does not agree, or that nothing does. */
import type { VerifyReport } from '../../../shared/api/index.ts'
import { t } from '../../texts/index.ts'
import { FailureList, Verdict } from '../../ui/FailureNote.tsx'
import { bytesText, count, durationText } from '../../ui/figures.ts'
import styles from './Exhibits.module.css'

export function VerifyResult({ report: { findings, checked, seconds } }: { readonly report: VerifyReport }) {
  const isWhole = findings.length === 0
  return (
    <>
      <Verdict isGood={isWhole} className={isWhole ? styles.whole : styles.incomplete}>
        {isWhole ? t.exhibits.whole : t.exhibits.found(count(findings.length))}
      </Verdict>
      <p className={styles.quiet}>
        {t.exhibits.checked(
          count(checked.exhibits),
          count(checked.records),
          count(checked.events),
          bytesText(checked.bytes),
          count(checked.custodyEntries),
        )}
        {checked.sources > 0 && ` · ${t.exhibits.sources(count(checked.sources))}`} · {durationText(seconds)}
      </p>
      <FailureList failures={findings} label={t.exhibits.findings} />
    </>
  )
}
