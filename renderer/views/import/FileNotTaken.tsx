/** A file that is not imported, planned or done: why. One of a list. */
import type { ImportedFile } from '../../../shared/api/index.ts'
import { t } from '../../texts/index.ts'
import { FailureEntry } from '../../ui/FailureNote.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Import.module.css'

export function FileNotTaken({ file }: { readonly file: Extract<ImportedFile, { kind: 'failed' | 'skipped' }> }) {
  if (file.kind === 'failed') return <FailureEntry failure={file.failure} />
  return (
    <p className={styles.skipped}>
      <bdi>{visibleLine(file.path)}</bdi> {t.import.skipped(file.reason)}
    </p>
  )
}
