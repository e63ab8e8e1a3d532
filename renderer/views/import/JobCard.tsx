/** One job: how far it is, how it went, file by file. */
import { useEffect, useState } from 'react'
import type {
  ExportReport,
  ImportedFile,
  JobInfo,
  JobWork,
  PackAttachReport,
  PackReport,
  PackVerifyReport,
  PopulationInfo,
  Progress,
  PullReport,
  SampleInfo,
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
import { AttachResult } from '../packs/AttachResult.tsx'
import { PackFindings } from '../packs/PackFindings.tsx'
import { PackResult } from '../packs/PackResult.tsx'
import { SampledResult } from '../samples/SampledResult.tsx'
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
        <span className={styles.quiet} role="status">
          {t.import.states[state.kind]}
        </span>
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
          {finished.duplicates > 0 && ` ${t.import.foundDuplicates(count(finished.duplicates))}`}
          {!isOver && ` ${t.import.searchable}`}
        </p>
      )}
      {state.kind === 'failed' && <FailureNote failure={state.failure} />}
      {state.kind === 'done' && (work.entry === 'rows.export' || work.entry === 'sessions.export') && (
        <ExportResult report={state.report as ExportReport} />
      )}
      {state.kind === 'done' && work.entry === 'case.pull' && <PullResult report={state.report as PullReport} />}
      {state.kind === 'done' && work.entry === 'case.verify' && <VerifyResult report={state.report as VerifyReport} />}
      {state.kind === 'done' && work.entry === 'pack.make' && (
        <PackResult report={state.report as PackReport} awaitsReply={work.request.timeStampRequest === true} />
      )}
      {state.kind === 'done' && work.entry === 'pack.attach' && (
        <AttachResult report={state.report as PackAttachReport} />
      )}
      {state.kind === 'done' && work.entry === 'pack.verify' && (
        <PackFindings report={state.report as PackVerifyReport} />
      )}
      {state.kind === 'done' && work.entry === 'populations.freeze' && (
        <SampledResult kind="population" report={state.report as PopulationInfo} />
      )}
      {state.kind === 'done' && work.entry === 'samples.draw' && (
        <SampledResult kind="sample" report={state.report as SampleInfo} />
      )}
      {work.entry === 'case.import' && finished.files > 0 && (
        <Files job={job.id} total={finished.files} isOver={isOver} />
      )}
    </article>
  )
}

function Files({ job, total, isOver }: { readonly job: number; readonly total: number; readonly isOver: boolean }) {
  const [files, setFiles] = useState<readonly ImportedFile[]>([])
  const [limit, setLimit] = useState(SHOWN_FILES)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another total means there are more files to ask for; at the end they say more.
  useEffect(() => {
    let isGone = false
    void ask('jobs.files', { job, offset: 0, limit }).then((reply) => {
      if (!isGone) setFiles(reply.files)
    })
    return () => {
      isGone = true
    }
  }, [job, total, isOver, limit])
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
    case 'sessions.export': {
      const { name, out } = work.request
      return t.import.titleExport(visibleLine(name ?? fileName(out)))
    }
    case 'pack.make':
      return t.packs.titleMake(visibleLine(fileName(work.request.out)))
    case 'pack.verify':
      return t.packs.titleVerify(visibleLine(fileName(work.request.pack)))
    case 'populations.freeze':
      return t.samples.titleFreeze(visibleLine(work.request.name))
    case 'samples.draw':
      return t.samples.titleDraw(visibleLine(work.request.name))
    case 'pack.attach':
      return t.packs.titleAttach(visibleLine(fileName(work.request.pack)))
  }
}

function fileName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? ''
}

function amount(value: number, unit: Progress['unit']): string {
  return unit === 'bytes' ? bytesText(value) : `${count(value)} ${unit}`
}
