/** Saved views: show, keep what is on screen under a name, give on as a file, take in from one. */
import { Bookmark, Download, Trash2, Upload } from 'lucide-react'
import { type FormEvent, useId, useRef, useState } from 'react'
import { type SavedView, VIEW_FORMAT } from '../../../../shared/api/index.ts'
import type { Failure } from '../../../../shared/failure.ts'
import { parseQuery, printQuery } from '../../../../shared/query/index.ts'
import { useAnswer } from '../../../state/answers.ts'
import { tell, tellFailure } from '../../../state/appStore.ts'
import { call } from '../../../state/caller.ts'
import { activeTab, knownFieldOf, showView, useCase } from '../../../state/caseStore.ts'
import { filterOf } from '../../../state/clauses.ts'
import { t } from '../../../texts/index.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { FailureNote } from '../../../ui/FailureNote.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { visibleLine } from '../../../ui/visibleText.ts'
import { saveViewAsFile, viewFromFile } from './viewFiles.ts'
import styles from './ViewsMenu.module.css'

export function ViewsMenu({ wordClass }: { readonly wordClass: string }) {
  return (
    <Popover
      placement="bottom-end"
      label={t.query.views}
      button={
        <Button icon={Bookmark} aria-label={t.query.views}>
          <span className={wordClass}>{t.query.views}</span>
        </Button>
      }
    >
      {(close) => <ViewsPane close={close} />}
    </Popover>
  )
}

function ViewsPane({ close }: { readonly close: () => void }) {
  const path = useCase((state) => state.path) ?? ''
  const isWritable = useCase((state) => state.info?.isWritable === true)
  const listed = useAnswer('views.list', { case: path })
  const [saved, setSaved] = useState<readonly SavedView[] | null>(null)
  const [name, setName] = useState('')
  const [replacing, setReplacing] = useState<SavedView | null>(null)
  const [failure, setFailure] = useState<Failure | null>(null)
  const file = useRef<HTMLInputElement>(null)
  const headingId = useId()
  const views = saved ?? listed.value ?? []

  const show = (view: SavedView): void => {
    const { info } = useCase.getState()
    const own = info?.columns.filter((column) => column.isOwn).map((column) => column.id) ?? []
    const parsed = parseQuery(view.query, knownFieldOf(info), own)
    if (!parsed.ok) {
      setFailure(parsed.failure)
      return
    }
    showView(view, parsed.filter)
    // A view saved before anybody arranged the columns has none of its own.
    if (view.columns.length === 0) useCase.setState({ columns: null })
    close()
  }
  const put = async (view: SavedView): Promise<void> => {
    const reply = await call('views.save', { case: path, view })
    setReplacing(null)
    if (!reply.ok) return setFailure(reply.failure)
    setFailure(null)
    setSaved(reply.value)
    setName('')
  }
  /** What cannot be undone asks: another view of that name would be gone. */
  const offer = (view: SavedView): void => {
    if (views.some((other) => other.name === view.name)) setReplacing(view)
    else void put(view)
  }
  const remove = async (view: SavedView): Promise<void> => {
    const reply = await call('views.remove', { case: path, name: view.name })
    if (!reply.ok) return setFailure(reply.failure)
    setSaved(reply.value)
    const undo = async () => {
      const back = await call('views.save', { case: path, view })
      if (back.ok) setSaved(back.value)
      else tellFailure(back.failure)
    }
    tell({ kind: 'done', text: t.query.removedView(visibleLine(view.name)), undo: () => void undo() })
  }
  const takeIn = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return
    const read = await viewFromFile(chosen)
    if (read.ok) offer(read.value)
    else setFailure(read.failure)
  }
  const onSave = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') offer(viewOnScreen(name.trim()))
  }
  return (
    <div className={styles.pane}>
      <h2 id={headingId}>{t.query.views}</h2>
      {listed.failure !== undefined && <FailureNote failure={listed.failure} />}
      {listed.value !== undefined && views.length === 0 && <p className={styles.none}>{t.query.noViews}</p>}
      <ul className={styles.views} aria-labelledby={headingId}>
        {views.map((view) => (
          <li key={view.name}>
            <button type="button" className={styles.view} title={visibleLine(view.query)} onClick={() => show(view)}>
              <bdi className="cut">{visibleLine(view.name)}</bdi>
              <bdi className={`${styles.query} cut mono`}>{visibleLine(view.query)}</bdi>
            </button>
            <IconButton
              icon={Download}
              label={t.query.exportView(visibleLine(view.name))}
              onClick={() => saveViewAsFile(view)}
            />
            {isWritable && (
              <IconButton
                icon={Trash2}
                label={t.query.removeView(visibleLine(view.name))}
                onClick={() => void remove(view)}
              />
            )}
          </li>
        ))}
      </ul>
      {failure !== null && <FailureNote failure={failure} />}
      {!isWritable ? (
        <p className={styles.none}>{t.frame.readOnly}</p>
      ) : replacing !== null ? (
        <div className={styles.replace} role="alert">
          <span className="cut">{t.query.replace(visibleLine(replacing.name))}</span>
          <Button look="danger" autoFocus onClick={() => void put(replacing)}>
            {t.query.replaceIt}
          </Button>
          <Button onClick={() => setReplacing(null)}>{t.query.cancel}</Button>
        </div>
      ) : (
        <form className={styles.save} onSubmit={onSave}>
          <input
            className={`field ${styles.field}`}
            value={name}
            placeholder={t.query.viewName}
            aria-label={t.query.viewName}
            maxLength={120}
            onChange={(event) => setName(event.target.value)}
          />
          <Button type="submit" look="primary" disabled={name.trim() === ''}>
            {t.query.save}
          </Button>
          <IconButton icon={Upload} label={t.query.importView} onClick={() => file.current?.click()} />
          <input
            ref={file}
            type="file"
            accept=".json,application/json"
            hidden
            onChange={(event) => {
              void takeIn(event.target.files?.[0])
              event.target.value = ''
            }}
          />
        </form>
      )}
    </div>
  )
}

/** Filter, columns, order and zone as they are now. */
function viewOnScreen(name: string): SavedView {
  const state = useCase.getState()
  const { clauses, sort } = activeTab(state)
  const filter = filterOf(clauses)
  return {
    vouchView: VIEW_FORMAT,
    name,
    query: filter.kind === 'all' ? '' : printQuery(filter),
    columns: state.columns ?? [],
    sort,
    zone: state.zone,
  }
}
