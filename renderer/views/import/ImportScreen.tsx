/** Taking files into the case: what each would become, before anything is written; and how it went. */
import { FilePlus2, FolderPlus } from 'lucide-react'
import { useApp } from '../../state/appStore.ts'
import { useCaseParts } from '../../state/caseStore.ts'
import { clearPlan, importPlanned, planFiles, usePlan } from '../../state/importPlan.ts'
import { pick } from '../../state/pick.ts'
import { isMistaken } from '../../state/planChoices.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureNotes } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { PastExports } from '../exports/PastExports.tsx'
import styles from './Import.module.css'
import { JobCard } from './JobCard.tsx'
import { MapScreen } from './map/MapScreen.tsx'
import { PlannedFileRow } from './PlannedFileRow.tsx'
import { PullSection } from './PullSection.tsx'

export function ImportScreen() {
  const { path, info } = useCaseParts('path', 'info')
  const { plan, isPlanning, paths, choices, mistakes, failures, mapping } = usePlan()
  const jobs = useApp((state) => state.jobs).filter(({ work }) => 'case' in work.request && work.request.case === path)
  const add = async (kind: 'files' | 'folder') => {
    const chosen = await pick({ kind, title: kind === 'files' ? t.import.addFiles : t.import.addFolder })
    if (chosen !== null) planFiles({ paths: chosen, names: {}, failures: [] })
  }
  if (mapping !== null) return <MapScreen file={mapping} />
  const files = plan?.files ?? []
  const ready = files.filter((file) => file.kind === 'readable' && choices[file.path]?.skip !== true).length
  const failed = files.filter((file) => file.kind === 'failed').length
  const mistaken = files.filter((file) => isMistaken({ choices, mistakes }, file)).length
  return (
    <div className={styles.screen}>
      <section className={styles.zone}>
        <p>{info?.isWritable === false ? t.frame.readOnly : t.import.drop}</p>
        <p className={styles.accepted}>{t.import.accepted}</p>
        <div className={styles.buttons}>
          <Button icon={FilePlus2} disabled={info?.isWritable === false} onClick={() => void add('files')}>
            {t.import.addFiles}
          </Button>
          <Button icon={FolderPlus} disabled={info?.isWritable === false} onClick={() => void add('folder')}>
            {t.import.addFolder}
          </Button>
        </div>
      </section>
      <FailureNotes failures={failures} summary={t.import.notTaken(count(failures.length))} />
      {paths.length > 0 && (
        <section className={isPlanning && plan !== null ? 'stale' : ''} aria-busy={isPlanning}>
          <h2 className={styles.heading}>
            <span role="status">
              {plan === null ? t.import.looking : t.import.planned(count(files.length - failed + plan.more))}
              {failed > 0 && ` · ${t.import.notTaken(count(failed))}`}
              {mistaken > 0 && ` · ${t.import.toMend(count(mistaken))}`}
            </span>
            <span className={styles.buttons}>
              <Button onClick={clearPlan}>{t.import.clear}</Button>
              <Button
                look="primary"
                disabled={isPlanning || ready === 0 || mistaken > 0}
                onClick={() => void importPlanned()}
              >
                {t.import.begin(count(ready + (plan?.more ?? 0)))}
              </Button>
            </span>
          </h2>
          {files.map((file) => (
            <PlannedFileRow key={file.path} file={file} />
          ))}
          {(plan?.more ?? 0) > 0 && <p className={styles.accepted}>{t.import.more(count(plan?.more ?? 0))}</p>}
        </section>
      )}
      <PullSection />
      {jobs.length > 0 && (
        <section>
          <h2 className={styles.heading}>{t.import.jobs}</h2>
          {jobs.toReversed().map((job) => (
            <JobCard key={job.id} job={job} />
          ))}
        </section>
      )}
      <PastExports />
    </div>
  )
}
