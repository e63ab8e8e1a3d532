/** What stands before a case: open one, make one, look at the demo. */
import { FilePlus2, FolderOpen, FlaskConical, ShieldCheck, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { RecentCase } from '../../../shared/api/index.ts'
import type { Failure, Result } from '../../../shared/failure.ts'
import { useApp } from '../../state/appStore.ts'
import { call } from '../../state/caller.ts'
import { type Command, useCommands } from '../../state/commands.ts'
import { nameOf, openCase } from '../../state/openCase.ts'
import { pick } from '../../state/pick.ts'
import { t } from '../../texts/index.ts'
import { Button, IconButton } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import { JobCard } from '../import/JobCard.tsx'
import { verifyPack } from '../packs/verifyPack.ts'
import { newCase } from './newCase.ts'
import styles from './Start.module.css'

export function StartScreen() {
  const host = useApp((state) => state.host)
  const verifications = useApp((state) => state.jobs).filter(({ work }) => work.entry === 'pack.verify')
  const [recent, setRecent] = useState<readonly RecentCase[]>([])
  const [failure, setFailure] = useState<Failure | null>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => void listRecent().then(setRecent), [])
  /** Does it, and says here why it did not work. */
  const doing = async (work: () => Promise<Result<unknown> | null>) => {
    setBusy(true)
    setFailure(null)
    const done = await work()
    setBusy(false)
    if (done !== null && !done.ok) setFailure(done.failure)
  }
  const open = () =>
    doing(async () => {
      const paths = await pick({ kind: 'case', title: t.start.open })
      return paths === null ? null : openCase(paths[0])
    })
  const demo = () =>
    doing(async () => {
      const made = await call('host.demo', {})
      return made.ok ? openCase(made.value.path) : made
    })
  const forget = async (path: string) => {
    await call('host.forget', { path })
    setRecent(await listRecent())
  }
  useCommands(
    useCommandList([
      { id: 'case.new', title: t.start.create, run: () => void doing(newCase) },
      { id: 'case.open', title: t.start.open, run: () => void open() },
      { id: 'case.demo', title: t.start.demo, run: () => void demo() },
      { id: 'pack.verify', title: t.packs.verify, run: () => void verifyPack() },
    ]),
  )
  return (
    <main className={styles.screen} aria-busy={isBusy}>
      <div className={styles.column}>
        <header>
          <h1 className={styles.name}>Vouch</h1>
          <p className={styles.version}>{host?.version}</p>
          <p className={styles.what}>{t.start.what}</p>
        </header>
        <div className={styles.ways}>
          <Button look="primary" icon={FilePlus2} disabled={isBusy} onClick={() => void doing(newCase)}>
            {t.start.create}
          </Button>
          <Button icon={FolderOpen} disabled={isBusy} onClick={() => void open()}>
            {t.start.open}
          </Button>
          <Button icon={FlaskConical} disabled={isBusy} onClick={() => void demo()}>
            {t.start.demo}
          </Button>
          <Button icon={ShieldCheck} onClick={() => void verifyPack()}>
            {t.packs.verify}
          </Button>
        </div>
        {failure !== null && <FailureNote failure={failure} />}
        {verifications.toReversed().map((job) => (
          <JobCard key={job.id} job={job} />
        ))}
        <section>
          <h2 className={styles.heading}>{t.start.recent}</h2>
          {recent.length === 0 && <p className={styles.none}>{t.start.noRecent}</p>}
          <ul>
            {recent.map(({ path, openedAt, events, isThere }) => (
              <li key={path} className={styles.recent}>
                <button
                  type="button"
                  className={styles.case}
                  disabled={isBusy || !isThere}
                  onClick={() => void doing(() => openCase(path))}
                >
                  <strong className="cut">{visibleLine(nameOf(path))}</strong>
                  <span className={styles.figures}>
                    {isThere ? t.start.events(count(events), openedAt.slice(0, 10)) : t.start.gone}
                  </span>
                  <bdi className={`${styles.path} cut`}>{visibleLine(path)}</bdi>
                </button>
                <IconButton icon={X} label={t.start.forget(nameOf(path))} onClick={() => void forget(path)} />
              </li>
            ))}
          </ul>
        </section>
        <p className={styles.drop}>{t.start.drop}</p>
      </div>
    </main>
  )
}

async function listRecent(): Promise<readonly RecentCase[]> {
  const reply = await call('host.recent', {})
  return reply.ok ? reply.value : []
}

function useCommandList(commands: readonly Omit<Command, 'group'>[]): readonly Command[] {
  // The screen's commands never change while it stands.
  const [list] = useState(() => commands.map((command) => ({ ...command, group: t.frame.groups.case })))
  return list
}
