/** The line over the grid: columns, jump to a time, what can be done with all rows. */
import type { GridApi } from 'ag-grid-community'
import { ArrowUp, Bookmark, Clock, Columns3, ListChecks, Tag } from 'lucide-react'
import { memo, useState } from 'react'
import { takeHeld, useCase } from '../../../state/caseStore.ts'
import { questionOf } from '../../../state/question.ts'
import { t } from '../../../texts/index.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import { count } from '../../../ui/figures.ts'
import { Menu } from '../../../ui/Menu.tsx'
import { Popover } from '../../../ui/Popover.tsx'
import { FreezeDialog } from '../../samples/FreezeDialog.tsx'
import { type AnnotationTask, bookmarkEvents } from './AnnotationDialogs.tsx'
import { ColumnChooser } from './ColumnChooser.tsx'
import styles from './EventGrid.module.css'
import { JumpToTime } from './JumpToTime.tsx'
import type { GridRow } from './rowSource.ts'

/** So that a key can open it. */
export const jumpButtonId = 'jump-to-time'

/** Drawn anew when the answer is another, not with every question. */
export const GridBar = memo(function GridBar({
  api,
  total,
  selectedIds,
  onTask,
}: {
  readonly api: GridApi<GridRow> | null
  readonly total: number | null
  readonly selectedIds: () => readonly number[]
  readonly onTask: (task: AnnotationTask) => void
}) {
  const [isFreezing, setFreezing] = useState(false)
  const events = total ?? 0
  const waiting = useCase(({ held, info }) => (held === null ? 0 : held.info.events - (info?.events ?? 0)))
  const showNew = () => {
    takeHeld()
    api?.ensureIndexVisible(0, 'top')
  }
  /** The rows that were selected by hand, where there are several; else all that match. */
  const target = () => {
    const selected = selectedIds()
    return selected.length > 1
      ? { target: { events: selected }, count: selected.length }
      : { target: { question: questionOf(useCase.getState()) }, count: events }
  }
  const all = count(events)
  return (
    <div className={styles.bar} role="toolbar" aria-label={t.grid.label}>
      <Popover
        label={t.grid.columns}
        button={
          <Button look="quiet" icon={Columns3}>
            {t.grid.columns}
          </Button>
        }
      >
        {() => <ColumnChooser />}
      </Popover>
      <Popover
        label={t.grid.jump}
        button={
          <Button look="quiet" icon={Clock} id={jumpButtonId}>
            {t.grid.jump}
          </Button>
        }
      >
        {(close) => <JumpToTime api={api} onDone={close} />}
      </Popover>
      <Menu
        button={<IconButton icon={Bookmark} label={t.grid.bookmarkMany(all)} disabled={events === 0} />}
        items={[
          {
            label: t.grid.bookmarkMany(all),
            run: () => void bookmarkEvents({ question: questionOf(useCase.getState()) }, true),
          },
          {
            label: t.grid.unbookmark,
            run: () => void bookmarkEvents({ question: questionOf(useCase.getState()) }, false),
          },
        ]}
      />
      <IconButton
        icon={Tag}
        label={t.grid.tagMany(all)}
        disabled={events === 0}
        onClick={() => onTask({ kind: 'tag', ...target() })}
      />
      <IconButton
        icon={ListChecks}
        label={t.samples.freeze}
        disabled={events === 0}
        onClick={() => setFreezing(true)}
      />
      {isFreezing && <FreezeDialog onClose={() => setFreezing(false)} />}
      <output className={styles.waiting}>
        {waiting > 0 && (
          <Button icon={ArrowUp} onClick={showNew}>
            {t.grid.newEvents(count(waiting))}
          </Button>
        )}
      </output>
    </div>
  )
})
