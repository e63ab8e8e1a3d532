/** What a verification found: everything that does not agree, or that nothing does. */
import { ShieldCheck } from 'lucide-react'
import type { VerifyReport } from '../../../shared/api/index.ts'
import { t } from '../../texts/index.ts'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { bytesText, count, durationText } from '../../ui/figures.ts'
import styles from './Exhibits.module.css'

export function VerifyResult({ report: { findings, checked, seconds } }: { readonly report: VerifyReport }) {
  return (
    <>
      <p className={findings.length === 0 ? styles.whole : styles.incomplete}>
        {findings.length === 0 && <ShieldCheck size={16} strokeWidth={1.5} aria-hidden />}
        {findings.length === 0 ? t.exhibits.whole : t.exhibits.found(count(findings.length))}
      </p>
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
      {findings.map((finding, place) => (
        // Findings have no identity of their own; a report does not change.
        <FailureNote key={`${place}`} failure={finding} />
      ))}
    </>
  )
}
