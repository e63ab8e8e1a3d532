/** One job: how far it is, how it went, file by file. */
import { useEffect, useState } from 'react'
import type {
  ExportReport,
  ImportedFile,
  JobInfo,
  JobWork,
  Progress,
  PullReport,
  VerifyReport,
} from '../../../shared/api/index.ts'
import { ask } from '../../state/caller.ts'
import { cancelJob, dismissJob } from '../../state/jobs.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { bytesText, count, durationText } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { ExportResult } from '../exports/ExportResult.tsx'
import { VerifyResult } from '../exhibits/VerifyResult.tsx'
import { ImportedFileRow } from './ImportedFileRow.tsx'
import styles from './Import.module.css'
import { ProgressBar } from './ProgressBar.tsx'
import { PullResult } from './PullResult.tsx'

/** Files of a page of the list. */
const SHOWN_FILES = 100

export function JobCard({ job }: { readonly job: JobInfo }) {
  const { state, progress, finished, work } = job
  const isOver = state.kind !== 'running' && state.kind !== 'waiting'
  return (
    <article className={styles.job}>
      <div className={styles.fileHead}>
        <strong className="cut">{titleOf(work)}</strong>
        <span className={styles.quiet}>{t.import.states[state.kind]}</span>
        <span className={styles.space} />
        {isOver ? (
          <Button onClick={() => dismissJob(job.id)}>{t.import.dismiss}</Button>
        ) : (
          <Button onClick={() => cancelJob(job.id)}>{t.import.cancel}</Button>
        )}
      </div>
      {state.kind === 'running' && progress !== null && (
        <>
          <ProgressBar done={progress.done} total={progress.total} label={progress.label} />
          <p className={styles.quiet}>
            <bdi>{visibleLine(progress.file?.path ?? progress.label)}</bdi>{' '}
            {progress.file === undefined
              ? t.import.share(
                  amount(progress.done, progress.unit),
                  progress.total === null ? null : amount(progress.total, progress.unit),
                )
              : t.import.reading(
                  progress.file.profile,
                  count(progress.file.records),
                  count(progress.file.rejects),
                  count(progress.file.seconds === 0 ? 0 : Math.round(progress.file.records / progress.file.seconds)),
                  durationText(progress.file.seconds),
                )}
          </p>
        </>
      )}
      {work.entry === 'case.import' && finished.files > 0 && (
        <p>
          {t.import.finished(count(finished.files), count(finished.events), count(finished.rejects))}
          {!isOver && ` ${t.import.searchable}`}
        </p>
      )}
      {state.kind === 'failed' && <FailureNote failure={state.failure} />}
      {state.kind === 'done' && work.entry === 'rows.export' && <ExportResult report={state.report as ExportReport} />}
      {state.kind === 'done' && work.entry === 'case.pull' && <PullResult report={state.report as PullReport} />}
      {state.kind === 'done' && work.entry === 'case.verify' && <VerifyResult report={state.report as VerifyReport} />}
      {work.entry === 'case.import' && finished.files > 0 && <Files job={job.id} total={finished.files} />}
    </article>
  )
}

function Files({ job, total }: { readonly job: number; readonly total: number }) {
  const [files, setFiles] = useState<readonly ImportedFile[]>([])
  const [limit, setLimit] = useState(SHOWN_FILES)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another total means there are more files to ask for.
  useEffect(() => {
    let isGone = false
    void ask('jobs.files', { job, offset: 0, limit }).then((reply) => {
      if (!isGone) setFiles(reply.files)
    })
    return () => {
      isGone = true
    }
  }, [job, total, limit])
  return (
    <>
      {files.map((file) => (
        <ImportedFileRow key={file.path} file={file} />
      ))}
      {total > files.length && files.length > 0 && (
        <Button onClick={() => setLimit(limit + SHOWN_FILES)}>{t.import.moreFiles(count(total - files.length))}</Button>
      )}
    </>
  )
}

/** What a job is about, in words. */
export function titleOf(work: JobWork): string {
  switch (work.entry) {
    case 'case.import':
      return t.import.titleImport(count(work.request.paths.length))
    case 'case.pull':
      return t.pulls.title(work.request.source)
    case 'case.verify':
      return t.import.titleVerify
    case 'rows.export':
      return t.import.titleExport(work.request.out.split(/[\\/]/).at(-1) ?? '')
  }
}

function amount(value: number, unit: Progress['unit']): string {
  return unit === 'bytes' ? bytesText(value) : `${count(value)} ${unit}`
}
