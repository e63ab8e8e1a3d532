/** One event: what it says, what changed, and where it stands in its source. Rows of the grid can be walked meanwhile. */
import * as Ariakit from '@ariakit/react'
import { Bookmark, BookmarkCheck, Maximize2, Minimize2, Network, X } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { EventDetail } from '../../../shared/api/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { tellFailure } from '../../state/appStore.ts'
import { call } from '../../state/caller.ts'
import { openTab, selectEvent, useCase, useTab } from '../../state/caseStore.ts'
import { type Command, useCommands } from '../../state/commands.ts'
import { pivotsOf } from '../../state/pivots.ts'
import { fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button, IconButton } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { Hint } from '../../ui/Hint.tsx'
import { Menu } from '../../ui/Menu.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import { bookmarkEvents } from '../events/grid/AnnotationDialogs.tsx'
import { pivotTitle } from '../events/grid/rowMenu.ts'
import { ChangesTab } from './ChangesTab.tsx'
import styles from './Detail.module.css'
import { OverviewTab } from './OverviewTab.tsx'
import { PayloadTab } from './PayloadTab.tsx'
import { ProvenanceTab } from './ProvenanceTab.tsx'
import { RawTab } from './RawTab.tsx'
import { RequestTab } from './RequestTab.tsx'

const tabs = ['overview', 'changes', 'request', 'payload', 'raw', 'provenance'] as const
type TabName = (typeof tabs)[number]

/** The part last looked at; the next event shows the same. */
let lastTab: TabName = 'overview'

/** An event with its secrets, after they were asked for. */
interface Revealed {
  readonly event: number
  readonly detail: EventDetail
  readonly bytes: Uint8Array
}

export function DetailPane() {
  const { event } = useTab('event')
  const path = useCase((state) => state.path)
  const isFull = useCase((state) => state.isDetailFull)
  const [tab, setTab] = useState<TabName>(lastTab)
  const [revealed, setRevealed] = useState<Revealed | null>(null)
  const asked = event === null || path === null ? null : { case: path, event: String(event), redact: true }
  const { value: masked, isStale, failure } = useAnswer('event.show', asked)
  // Secrets of one event are not shown of another.
  const shown = revealed !== null && revealed.event === event ? revealed : null
  const detail = shown === null ? masked : shown.detail
  useEffect(() => {
    lastTab = tab
  }, [tab])
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'detail.close',
        title: t.detail.close,
        group: t.frame.groups.event,
        keys: ['Escape'],
        run: () => (isFull ? useCase.setState({ isDetailFull: false }) : close()),
      },
      {
        id: 'detail.full',
        title: isFull ? t.detail.side : t.detail.full,
        group: t.frame.groups.event,
        keys: ['Shift+Enter'],
        run: () => useCase.setState({ isDetailFull: !isFull }),
      },
      {
        id: 'detail.next',
        title: t.detail.nextTab,
        group: t.frame.groups.event,
        keys: ['.'],
        run: () => setTab((now) => tabs[(tabs.indexOf(now) + 1) % tabs.length]),
      },
    ],
    [isFull],
  )
  useCommands(commands)
  const reveal = async () => {
    if (event === null || path === null) return
    const reply = await call('event.reveal', { case: path, event: String(event) })
    if (!reply.ok) return tellFailure(reply.failure)
    const { bytes, ...whole } = reply.value
    setRevealed({ event, detail: whole, bytes })
  }
  if (failure !== undefined) return <FailureNote failure={failure} />
  if (detail === undefined) return <div className={styles.pane} aria-busy />
  return (
    <section className={`${styles.pane} ${isStale ? 'stale' : ''}`} aria-label={t.detail.label}>
      <Head detail={detail} isFull={isFull} />
      {detail.secrets.length > 0 && (
        <p className={styles.secrets}>
          {shown === null ? t.detail.secretsHidden(count(detail.secrets.length)) : t.detail.secretsShown}
          {shown === null && (
            <Hint text={t.detail.revealWhy}>
              <Button onClick={() => void reveal()}>{t.detail.reveal}</Button>
            </Hint>
          )}
        </p>
      )}
      <Ariakit.TabProvider selectedId={tab} setSelectedId={(id) => setTab((id ?? 'overview') as TabName)}>
        <Ariakit.TabList className={styles.tabs} aria-label={t.detail.label}>
          {tabs.map((name) => (
            <Ariakit.Tab key={name} id={name} className={styles.tab}>
              {t.detail.tabs[name]}
              {name === 'changes' && detail.changes !== null && (
                <span className={styles.figure}>{count(detail.changes.fields.length)}</span>
              )}
            </Ariakit.Tab>
          ))}
        </Ariakit.TabList>
        {tabs.map((name) => (
          <Ariakit.TabPanel key={name} tabId={name} className={styles.panel} unmountOnHide focusable={false}>
            <Part name={name} detail={detail} bytes={shown?.bytes ?? null} />
          </Ariakit.TabPanel>
        ))}
      </Ariakit.TabProvider>
    </section>
  )
}

/** The focus goes back to the rows where it was in the pane. */
function close(): void {
  selectEvent(null)
  requestAnimationFrame(() => {
    if (document.activeElement === document.body) document.querySelector<HTMLElement>('[data-rows]')?.focus()
  })
}

function Part({
  name,
  detail,
  bytes,
}: {
  readonly name: TabName
  readonly detail: EventDetail
  readonly bytes: Uint8Array | null
}) {
  switch (name) {
    case 'overview':
      return <OverviewTab detail={detail} />
    case 'changes':
      return <ChangesTab detail={detail} />
    case 'request':
      return <RequestTab detail={detail} />
    case 'payload':
      return <PayloadTab detail={detail} />
    case 'raw':
      return <RawTab detail={detail} revealed={bytes} />
    case 'provenance':
      return <ProvenanceTab detail={detail} />
  }
}

function Head({ detail, isFull }: { readonly detail: EventDetail; readonly isFull: boolean }) {
  const zone = useCase((state) => state.zone)
  const { fields, id, marks } = detail
  const micros = microsOf(fields.time)
  const pivots = pivotsOf((field) => fields[field], micros)
  const isBookmarked = marks?.bookmarked === true
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <h2 className="cut">{visibleLine(fields.action ?? t.detail.event(count(id)))}</h2>
        {fields.outcome !== undefined && <Badge word={fields.outcome} />}
        <span className={styles.space} />
        <IconButton
          icon={isBookmarked ? BookmarkCheck : Bookmark}
          label={isBookmarked ? t.grid.unbookmark : t.grid.bookmark}
          isPressed={isBookmarked}
          onClick={() => void bookmarkEvents({ events: [id] }, !isBookmarked)}
        />
        <Menu
          placement="bottom-end"
          button={<IconButton icon={Network} label={t.detail.pivots} />}
          items={pivots.map((pivot) => ({
            label: pivotTitle(pivot),
            run: () => openTab(pivot.filter, pivotTitle(pivot)),
          }))}
        />
        <IconButton
          icon={isFull ? Minimize2 : Maximize2}
          label={isFull ? t.detail.side : t.detail.full}
          onClick={() => useCase.setState({ isDetailFull: !isFull })}
        />
        <IconButton icon={X} label={t.detail.close} onClick={close} />
      </div>
      <p className={`${styles.when} mono cut`}>
        {micros === null ? t.grid.noTime : fullTime(micros, zone)} · {t.detail.event(count(id))}
      </p>
    </header>
  )
}
