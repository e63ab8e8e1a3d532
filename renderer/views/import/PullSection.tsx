/** Live systems: those that were added, how their last pull into this case went, and the form that adds one. */
import { CloudDownload, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { PullStreamInfo, SourceInfo, SourceList } from '../../../shared/api/index.ts'
import { tellFailure } from '../../state/appStore.ts'
import { useAnswer } from '../../state/answers.ts'
import { useCase, useCaseParts } from '../../state/caseStore.ts'
import { call } from '../../state/caller.ts'
import { startJob } from '../../state/jobs.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Button } from '../../ui/Button.tsx'
import { FailureEntry, FailureNotes } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { visibleLine } from '../../ui/visibleText.ts'
import styles from './Import.module.css'
import { SecretField } from './SecretField.tsx'
import { SourceForm } from './SourceForm.tsx'

export function PullSection() {
  const path = useCase((state) => state.path) ?? ''
  const isWritable = useCase((state) => state.info?.isWritable === true)
  const [isAdding, setAdding] = useState(false)
  const [list, setList] = useState<SourceList>({ sources: [], failures: [] })
  useEffect(() => {
    void call('sources.list', {}).then((reply) => reply.ok && setList(reply.value))
  }, [])
  const { value: streams = [] } = useAnswer('case.pulls', { case: path })
  const own = list.sources.filter(({ isBundled }) => !isBundled)
  return (
    <section>
      <h2 className={styles.heading}>
        {t.pulls.heading}
        {!isAdding && (
          <Button icon={Plus} onClick={() => setAdding(true)}>
            {t.pulls.add}
          </Button>
        )}
      </h2>
      <p className={styles.what}>{t.pulls.what}</p>
      {isAdding && (
        <SourceForm
          sources={list.sources.filter(({ isBundled }) => isBundled)}
          onChanged={setList}
          onDone={(changed) => {
            setAdding(false)
            if (changed !== null) setList(changed)
          }}
        />
      )}
      {own.length === 0 && !isAdding && <p className={styles.skipped}>{t.pulls.none}</p>}
      {own.map((source) => (
        <SourceRow
          key={source.id}
          source={source}
          last={streams.find((stream) => stream.source === source.id)}
          canPull={isWritable}
          onChanged={setList}
        />
      ))}
      <FailureNotes failures={list.failures} summary={t.pulls.notListed(count(list.failures.length))} />
    </section>
  )
}

interface RowProps {
  readonly source: SourceInfo
  /** Its last pull into this case; undefined: there was none. */
  readonly last: PullStreamInfo | undefined
  readonly canPull: boolean
  readonly onChanged: (list: SourceList) => void
}

function SourceRow({ source, last, canPull, onChanged }: RowProps) {
  const { path, zone } = useCaseParts('path', 'zone')
  const missing = source.secrets.filter(({ isSet }) => !isSet)
  const pull = () => void startJob({ entry: 'case.pull', request: { case: path ?? '', source: source.id } })
  const remove = async () => {
    const reply = await call('sources.remove', { id: source.id })
    if (reply.ok) onChanged(reply.value)
    else tellFailure(reply.failure)
  }
  const at = last === undefined ? null : microsOf(last.startedAt)
  return (
    <article className={styles.file}>
      <div className={styles.fileHead}>
        <strong className="cut">{visibleLine(source.title)}</strong>
        <bdi className={`${styles.quiet} cut`}>{visibleLine(last?.baseUrl ?? addressOf(source))}</bdi>
        <span className={styles.space} />
        <Button onClick={() => void remove()}>{t.pulls.remove}</Button>
        <Button icon={CloudDownload} disabled={!canPull} onClick={pull}>
          {t.pulls.pull}
        </Button>
      </div>
      <p className={styles.why}>
        {last === undefined || at === null
          ? t.pulls.never
          : `${t.pulls.last(fullTime(at, zone), t.pulls.outcomes[last.outcome ?? 'open'])} · ${t.pulls.counts(count(last.events), count(last.known))}`}
      </p>
      {missing.map((secret) => (
        <div key={secret.name} className={styles.why}>
          <SecretField source={source} secret={secret} onKept={onChanged} />
        </div>
      ))}
      {last?.failure != null && <FailureEntry failure={last.failure} />}
    </article>
  )
}

/** The address with the values of its parameters. */
function addressOf({ baseUrl, parameters }: SourceInfo): string {
  return parameters.reduce(
    (text, { name, value }) => (value === null ? text : text.replaceAll(`{${name}}`, value)),
    baseUrl,
  )
}
