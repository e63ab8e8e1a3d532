/** How one file came in; its rejects with their reasons and bytes. */
import type { ImportedFile } from '../../../shared/api/index.ts'
import { useCase } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { EntryList, FailureEntry } from '../../ui/FailureNote.tsx'
import { bytesText, count, durationText } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { FileNotTaken } from './FileNotTaken.tsx'
import styles from './Import.module.css'

export function ImportedFileRow({ file }: { readonly file: ImportedFile }) {
  if (file.kind !== 'imported') return <FileNotTaken file={file} />
  return (
    <div className={styles.done}>
      <p>
        <strong>{file.exhibit}</strong> <bdi>{visibleLine(file.path)}</bdi>
      </p>
      <p className={styles.quiet}>
        {file.profile} · {t.import.records(count(file.records), count(file.events), count(file.rejects))} ·{' '}
        {bytesText(file.sizeBytes)} · {durationText(file.seconds)}
        {(file.duplicates ?? 0) > 0 && ` · ${t.import.duplicates(count(file.duplicates ?? 0))}`}
        {!file.isComplete && ` · ${t.import.incomplete}`}
      </p>
      <EntryList label={t.exhibits.rejectsOf(file.exhibit)}>
        {file.firstRejects.slice(0, 5).map((reject) => (
          <li key={reject.startByte}>
            <FailureEntry failure={reject.failure}>
              <Button
                onClick={() =>
                  useCase.setState({
                    screen: 'exhibits',
                    shownBytes: { exhibit: file.exhibit, startByte: reject.startByte, endByte: reject.endByte },
                  })
                }
              >
                {t.import.showBytes}
              </Button>
            </FailureEntry>
          </li>
        ))}
      </EntryList>
      {file.rejects > 5 && <p className={styles.quiet}>{t.import.moreRejects(count(file.rejects - 5))}</p>}
    </div>
  )
}
