/** A stretch of an exhibit as received, as text and as bytes. */
import { useEffect, useMemo, useRef } from 'react'
import { useAnswer } from '../../state/answers.ts'
import { useCase } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { bytesText, count } from '../../ui/figures.ts'
import { hexLines } from '../../ui/hexLines.ts'
import { maskedBytes } from '../../ui/maskedText.ts'
import { visibleText } from '../../ui/visibleText.ts'
import styles from './Exhibits.module.css'

/** Bytes the engine gives at once. */
const MOST_BYTES = 65_536

export function ExhibitBytes({
  exhibit,
  startByte,
  endByte,
}: {
  readonly exhibit: string
  readonly startByte: number
  readonly endByte: number
}) {
  const path = useCase((state) => state.path) ?? ''
  const shownEnd = Math.min(endByte, startByte + MOST_BYTES)
  const { value, failure, isStale } = useAnswer('case.bytes', { case: path, exhibit, startByte, endByte: shownEnd })
  const masked = useMemo(() => (value === undefined ? null : maskedBytes(value.bytes)), [value])
  const place = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: comes into view for each stretch anew.
  useEffect(() => {
    // What it returns is no clean-up: newer browsers give a promise.
    void place.current?.scrollIntoView({ block: 'nearest' })
  }, [exhibit, startByte])
  return (
    <section ref={place} className={styles.bytes} aria-busy={isStale}>
      <h3>
        {t.exhibits.bytesOf(exhibit, count(startByte), count(endByte))}
        {shownEnd < endByte && (
          <span className={styles.quiet}>
            {' '}
            {t.exhibits.cutBytes(bytesText(MOST_BYTES), bytesText(endByte - startByte))}
          </span>
        )}
      </h3>
      {failure !== undefined && <FailureNote failure={failure} />}
      {masked !== null && !isStale && (
        <>
          {masked.secrets > 0 && <p className={styles.quiet}>{t.exhibits.masked(count(masked.secrets))}</p>}
          <pre className={styles.text}>{visibleText(new TextDecoder('utf-8').decode(masked.bytes))}</pre>
          <pre className={styles.hex}>{hexLines(masked.bytes, startByte)}</pre>
        </>
      )}
    </section>
  )
}
