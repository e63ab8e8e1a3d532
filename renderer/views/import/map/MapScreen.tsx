/**
 * A file that no profile knows, mapped: what was guessed of each field and why, another place chosen for it, and what the first
 * records become, as it is changed. What is kept is a profile of the user's own.
 */
import { useState } from 'react'
import type { Draft, DraftChoices } from '../../../../shared/api/index.ts'
import type { Failure } from '../../../../shared/failure.ts'
import { useAnswer } from '../../../state/answers.ts'
import { call } from '../../../state/caller.ts'
import { mapFile, mapped, usePlan } from '../../../state/importPlan.ts'
import { t } from '../../../texts/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { FailureNote } from '../../../ui/FailureNote.tsx'
import { count } from '../../../ui/figures.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import { FieldChoices } from './FieldChoices.tsx'
import styles from './Map.module.css'
import { EventTable, RecordTable } from './MapTables.tsx'
import { TimeChoice } from './TimeChoice.tsx'

export function MapScreen({ file }: { readonly file: string }) {
  const { paths, names, choices: chosen } = usePlan()
  const [choices, setChoices] = useState<DraftChoices>()
  const [failure, setFailure] = useState<Failure>()
  const { lastDay } = chosen[file] ?? {}
  const request = { paths, names, file, lastDay, ...(choices === undefined ? {} : { choices }) }
  const { value: draft, isStale, failure: wrong } = useAnswer('profiles.draft', request)
  const keep = async (): Promise<void> => {
    const reply = await call('profiles.keep', { ...request, choices: choices ?? draft?.choices })
    if (reply.ok) mapped(file, reply.value.id)
    else setFailure(reply.failure)
  }
  const change = (next: DraftChoices): void => {
    setFailure(undefined)
    setChoices(next)
  }
  const shown = choices ?? draft?.choices
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <h2 className="cut">{t.map.title(visibleLine(file.split(/[\\/]/).at(-1) ?? file))}</h2>
        <span className={styles.space} />
        <label className={styles.name}>
          {t.map.name}
          <input
            value={shown?.title ?? ''}
            disabled={shown === undefined}
            onChange={(event) => shown !== undefined && change({ ...shown, title: event.target.value })}
          />
        </label>
        <Button onClick={() => mapFile(null)}>{t.map.back}</Button>
        <Button look="primary" disabled={draft === undefined || wrong !== undefined} onClick={() => void keep()}>
          {t.map.keep}
        </Button>
      </header>
      {(failure ?? wrong) !== undefined && <FailureNote failure={(failure ?? wrong) as Failure} />}
      {draft === undefined || shown === undefined ? (
        <p className={styles.quiet}>{wrong === undefined ? t.map.looking : ''}</p>
      ) : (
        <>
          <p className={styles.quiet}>{draft.why.map(visibleLine).join(' · ')}</p>
          <div className={styles.columns}>
            <section className={styles.fields} aria-label={t.map.fields}>
              <TimeChoice draft={draft} choices={shown} onChange={change} />
              <FieldChoices draft={draft} choices={shown} onChange={change} />
            </section>
            <section className={styles.tables}>
              <h3>{t.map.records}</h3>
              <p className={styles.quiet}>{t.map.dragHint}</p>
              <RecordTable draft={draft} choices={shown} />
              <h3>{t.map.preview}</h3>
              <div className={isStale ? 'stale' : ''} aria-live="polite">
                <Rejected draft={draft} />
                <EventTable draft={draft} />
                {draft.rejects.map((reject) => (
                  <FailureNote key={reject.message} failure={reject} />
                ))}
              </div>
              <details className={styles.yaml}>
                <summary>{t.map.yaml}</summary>
                <p className={styles.quiet}>{t.map.share}</p>
                {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too */}
                <pre tabIndex={0}>{visibleLines(draft.yaml)}</pre>
              </details>
            </section>
          </div>
        </>
      )}
    </div>
  )
}

function Rejected({ draft: { rejected, sampled } }: { readonly draft: Draft }) {
  return (
    <p className={rejected > 0 ? styles.warning : styles.quiet} role="status">
      {rejected > 0 ? t.map.rejects(count(rejected), count(sampled)) : t.map.noRejects(count(sampled))}
    </p>
  )
}

function visibleLines(text: string): string {
  return text.split('\n').map(visibleLine).join('\n')
}
