/** Evidence packs: put one together from what is asked for, and verify those that others made. */
import { ShieldCheck, Stamp } from 'lucide-react'
import { useApp } from '../../state/appStore.ts'
import { useCase } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { JobCard } from '../import/JobCard.tsx'
import { attachReply } from './attachReply.ts'
import { PackForm } from './PackForm.tsx'
import styles from './Packs.module.css'
import { verifyPack } from './verifyPack.ts'

export function PacksScreen() {
  const path = useCase((state) => state.path)
  const jobs = useApp((state) => state.jobs).filter(
    ({ work }) =>
      work.entry === 'pack.verify' ||
      work.entry === 'pack.attach' ||
      (work.entry === 'pack.make' && work.request.case === path),
  )
  if (path === null) return null
  return (
    <div className={styles.screen}>
      <section className={styles.make} aria-label={t.packs.title}>
        <div className={styles.toolbar}>
          <h2>{t.packs.title}</h2>
        </div>
        <p className={styles.quiet}>{t.packs.what}</p>
        <PackForm path={path} />
      </section>
      <section className={styles.jobs} aria-label={t.packs.jobs}>
        <div className={styles.toolbar}>
          <h2>{t.packs.jobs}</h2>
          <span className={styles.space} />
          <Button icon={Stamp} onClick={() => void attachReply()}>
            {t.packs.attach}
          </Button>
          <Button icon={ShieldCheck} onClick={() => void verifyPack()}>
            {t.packs.verify}
          </Button>
        </div>
        {jobs.length === 0 && <p className={styles.quiet}>{t.packs.none}</p>}
        {jobs.toReversed().map((job) => (
          <JobCard key={job.id} job={job} />
        ))}
      </section>
    </div>
  )
}
