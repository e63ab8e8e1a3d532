/** What the verification of a pack found: what it says about itself, whether that holds, and everything that does not. */
import type { PackVerifyReport } from '../../../shared/api/index.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureList, Verdict } from '../../ui/FailureNote.tsx'
import { bytesText, count, durationText } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { attachReply } from './attachReply.ts'
import styles from './Packs.module.css'
import { verifyAgain } from './verifyPack.ts'

export function PackFindings({ report }: { readonly report: PackVerifyReport }) {
  const { pack, says, signature, timeStamp, checked, findings, sha256, seconds } = report
  const isWhole = findings.length === 0
  return (
    <div className={styles.result}>
      <Verdict isGood={isWhole} className={isWhole ? styles.whole : styles.bad}>
        {isWhole ? t.packs.whole : t.packs.found(count(findings.length))}
      </Verdict>
      <FailureList failures={findings} label={t.packs.findings} />
      {says !== null && (
        <p>
          {says.title !== '' && <strong>{visibleLine(says.title)} </strong>}
          {t.packs.made(visibleLine(says.madeAt), visibleLine(says.madeBy))}
        </p>
      )}
      <dl className={`facts ${styles.facts}`}>
        {says !== null && says.query !== '' && (
          <div>
            <dt>{t.packs.query}</dt>
            <dd className="mono">{visibleLine(says.query)}</dd>
          </div>
        )}
        <div>
          <dt>{t.packs.signature}</dt>
          <dd>
            {signature.fingerprint !== null && <span className="mono">{signature.fingerprint} </span>}
            {t.packs.signatures[signature.state]}
          </dd>
        </div>
        <div>
          <dt>{t.packs.stamped}</dt>
          <dd>
            {timeStamp.at !== null && `${timeStamp.at} · `}
            {t.packs.stamps[timeStamp.state]}
          </dd>
        </div>
        {says?.exhibits.map((exhibit) => (
          <div key={exhibit.label}>
            <dt>
              {t.packs.exhibit} {exhibit.label}
            </dt>
            <dd>
              <bdi>{visibleLine(exhibit.path)}</bdi> <span className={`${styles.quiet} mono`}>{exhibit.sha256}</span>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t.packs.checked}</dt>
          <dd>
            {t.packs.counts(
              count(checked.files),
              bytesText(checked.bytes),
              count(checked.proofs),
              count(checked.records),
              count(checked.rows),
              count(checked.custodyEntries),
            )}
            {says !== null &&
              says.withheld > 0 &&
              ` · ${t.packs.withheldOf(count(says.withheld), count(checked.disclosed))}`}
            {checked.sources > 0 && ` · ${t.packs.sources(count(checked.sources))}`} · {durationText(seconds)}
          </dd>
        </div>
        <div>
          <dt>{t.packs.sha256}</dt>
          <dd className="mono">{sha256}</dd>
        </div>
      </dl>
      <div className={styles.row}>
        <Button onClick={() => void verifyAgain(pack, 'against')}>{t.packs.again}</Button>
        {timeStamp.state === 'requested' && (
          <Button onClick={() => void attachReply(pack)}>{t.packs.attachToThis}</Button>
        )}
        {says !== null && says.withheld > 0 && (
          <Button onClick={() => void verifyAgain(pack, 'disclose')}>{t.packs.disclose}</Button>
        )}
      </div>
    </div>
  )
}
