/** What of an exhibit could not be read, with reasons; each leads to its bytes. */
import { useState } from 'react'
import { useAnswer } from '../../state/answers.ts'
import { useCase } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { EntryList, FailureEntry, FailureNote } from '../../ui/FailureNote.tsx'
import styles from './Exhibits.module.css'

/** Rejects of a page of the list. */
const SHOWN_REJECTS = 50

export function Rejects({ exhibit, rejects }: { readonly exhibit: string; readonly rejects: number }) {
  const path = useCase((state) => state.path) ?? ''
  const [limit, setLimit] = useState(SHOWN_REJECTS)
  const { value, failure } = useAnswer('case.rejects', { case: path, exhibit, limit })
  return (
    <section className={styles.rejects}>
      <h3>{t.exhibits.rejectsOf(exhibit)}</h3>
      {rejects === 0 && <p className={styles.quiet}>{t.exhibits.noRejects}</p>}
      {failure !== undefined && <FailureNote failure={failure} />}
      <EntryList label={t.exhibits.rejectsOf(exhibit)}>
        {(value ?? []).map((reject) => (
          <li key={`${reject.startByte} ${reject.record}`}>
            <FailureEntry
              failure={{
                ...reject.failure,
                where: {
                  ...reject.failure.where,
                  startByte: reject.startByte,
                  endByte: reject.endByte,
                  ...(reject.line === null ? {} : { line: reject.line }),
                },
              }}
            >
              <Button
                onClick={() =>
                  useCase.setState({ shownBytes: { exhibit, startByte: reject.startByte, endByte: reject.endByte } })
                }
              >
                {t.import.showBytes}
              </Button>
            </FailureEntry>
          </li>
        ))}
      </EntryList>
      {value !== undefined && value.length < rejects && (
        <Button onClick={() => setLimit(limit + SHOWN_REJECTS)}>{t.exhibits.moreRejects}</Button>
      )}
    </section>
  )
}
