/** The record's bytes as received; secrets are masked until they are asked for. */
import { useState } from 'react'
import type { EventDetail } from '../../../shared/api/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { useCase } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { bytesText } from '../../ui/figures.ts'
import { visibleText } from '../../ui/visibleText.ts'
import { hexLines } from '../../ui/hexLines.ts'
import styles from './Detail.module.css'
import { CopyButton } from './valueTools.tsx'

/** Bytes that are drawn; longer records are there whole in the copy and the file. */
const SHOWN_BYTES = 262_144

export function RawTab({ detail, revealed }: { readonly detail: EventDetail; readonly revealed: Uint8Array | null }) {
  const path = useCase((state) => state.path) ?? ''
  const [isHex, setHex] = useState(false)
  const { value, failure, isStale } = useAnswer(
    'event.raw',
    revealed === null ? { case: path, event: String(detail.id), redact: true } : null,
  )
  if (failure !== undefined) return <FailureNote failure={failure} />
  const bytes = revealed ?? value?.bytes
  if (bytes === undefined) return null
  const isMasked = revealed === null && detail.secrets.length > 0
  const text = new TextDecoder('utf-8').decode(bytes)
  const shown = bytes.subarray(0, SHOWN_BYTES)
  return (
    <div className={`${styles.stack} ${isStale ? 'stale' : ''}`}>
      <div className={styles.toolbar}>
        <span>
          {isMasked ? t.detail.rawMasked(bytesText(bytes.length)) : t.detail.rawBytes(bytesText(bytes.length))}
        </span>
        <span className={styles.space} />
        <Button look="quiet" aria-pressed={!isHex} onClick={() => setHex(false)}>
          {t.detail.rawText}
        </Button>
        <Button look="quiet" aria-pressed={isHex} onClick={() => setHex(true)}>
          {t.detail.rawHex}
        </Button>
        <CopyButton text={text} label={t.detail.copy} />
      </div>
      <pre className={`${styles.raw} ${isHex ? styles.hex : ''}`}>
        {isHex
          ? hexLines(shown, isMasked ? 0 : detail.provenance.startByte)
          : visibleText(new TextDecoder('utf-8').decode(shown))}
        {shown.length < bytes.length && `\n${t.tree.more(bytesText(bytes.length - shown.length))}`}
      </pre>
    </div>
  )
}
