/** The items of a sample, walked and marked by key or by button. */
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { SampleInfo, SampleItem, SampleResult } from '../../../shared/api/index.ts'
import { useAnswer } from '../../state/answers.ts'
import { activeTab, labelOf, selectEvent, useCaseParts } from '../../state/caseStore.ts'
import { type Command, useCommands } from '../../state/commands.ts'
import { markItems } from '../../state/sampling.ts'
import { dateAndClock, fullTime, microsOf } from '../../state/timeText.ts'
import { t } from '../../texts/index.ts'
import { Badge, type Hue } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { FailureNote } from '../../ui/FailureNote.tsx'
import { count } from '../../ui/figures.ts'
import { Pager } from '../../ui/Pager.tsx'
import { visibleLine } from '../../ui/visibleText.ts'
import tables from '../exhibits/Exhibits.module.css'
import { ItemNoteDialog } from './ItemNoteDialog.tsx'
import styles from './Samples.module.css'

/** Items of a page. */
const PAGE = 500

/** Place of the first command that marks; those before walk. */
const FIRST_MARK = 3

const COLUMNS = ['time', 'actor', 'action', 'resourceName', 'outcome']

const hues: { readonly [R in SampleResult]: Hue } = {
  pass: 'success',
  exception: 'failure',
  notApplicable: 'unknown',
}

export function SampleItems({ sample }: { readonly sample: SampleInfo }) {
  const { path, info, zone } = useCaseParts('path', 'info', 'zone')
  const isWritable = info?.isWritable === true
  const [offset, setOffset] = useState(0)
  const [place, setPlace] = useState(0)
  const [noting, setNoting] = useState<SampleItem | null>(null)
  const request = { case: path ?? '', sample: sample.name, columns: COLUMNS, offset, limit: PAGE, redact: true }
  const { value, failure, isStale } = useAnswer('samples.items', request)
  const box = useRef<HTMLTableElement>(null)
  const items = value?.items ?? []
  const current = items[place]
  // Whoever comes back to the items finds the one whose event is open.
  const isRead = value !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the items are there.
  useEffect(() => {
    const open = items.findIndex(({ event }) => event === activeTab().event)
    if (open > 0) setPlace(open)
  }, [isRead])
  const newest = useRef({ items, place, current })
  newest.current = { items, place, current }

  const choose = (next: number, opens: boolean): void => {
    const item = newest.current.items[next]
    if (item === undefined) return
    setPlace(next)
    // The detail, once it is open, follows.
    if (opens || activeTab().event !== null) selectEvent(item.event)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the commands look at is in `newest`.
  const commands = useMemo<readonly Command[]>(() => {
    const group = t.frame.groups.sample
    const mark = (result: SampleResult | null) => {
      const item = newest.current.current
      if (item !== undefined && isWritable) void markItems({ sample: sample.name, items: [item.position], result })
    }
    const note = () => {
      if (newest.current.current !== undefined && isWritable) setNoting(newest.current.current)
    }
    return [
      {
        id: 'item.next',
        title: t.samples.next,
        group,
        keys: ['j'],
        run: () => choose(newest.current.place + 1, false),
      },
      {
        id: 'item.previous',
        title: t.samples.previous,
        group,
        keys: ['k'],
        run: () => choose(newest.current.place - 1, false),
      },
      {
        id: 'item.open',
        title: t.samples.openItem,
        group,
        keys: ['Enter'],
        run: () => choose(newest.current.place, true),
      },
      { id: 'item.pass', title: t.samples.markPass, group, keys: ['p'], run: () => mark('pass') },
      { id: 'item.exception', title: t.samples.markException, group, keys: ['e'], run: () => mark('exception') },
      { id: 'item.na', title: t.samples.markNotApplicable, group, keys: ['n'], run: () => mark('notApplicable') },
      { id: 'item.reopen', title: t.samples.markOpen, group, keys: ['o'], run: () => mark(null) },
      { id: 'item.note', title: t.samples.markNote, group, keys: ['c'], run: note },
    ]
  }, [sample.name, isWritable])
  useCommands(commands)
  useEffect(() => {
    box.current?.focus({ preventScroll: true })
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place is another row to see.
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [place])

  const walk = (event: KeyboardEvent): void => {
    const steps: { readonly [key: string]: number } = {
      ArrowDown: place + 1,
      ArrowUp: place - 1,
      Home: 0,
      End: items.length - 1,
    }
    if (!Object.hasOwn(steps, event.key)) return
    event.preventDefault()
    choose(steps[event.key], false)
  }
  if (failure !== undefined) return <FailureNote failure={failure} />
  // The values of a field that is shown anyway need no second column.
  const isStratified = sample.field !== null && !COLUMNS.includes(sample.field)
  return (
    <>
      <div className={`${styles.items} ${isStale ? 'stale' : ''}`} aria-busy={value === undefined}>
        <table
          ref={box}
          className={tables.table}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: it is walked by arrow keys, as one stop of Tab.
          role="grid"
          tabIndex={0}
          data-rows
          aria-label={t.samples.items}
          aria-rowcount={sample.size}
          aria-activedescendant={current === undefined ? undefined : rowId(current.position)}
          onKeyDown={walk}
        >
          <thead>
            <tr>
              <th scope="col" className={tables.number}>
                {t.samples.position}
              </th>
              <th scope="col">{t.samples.result}</th>
              <th scope="col">{t.samples.note}</th>
              {isStratified && <th scope="col">{labelOf(info, sample.field ?? '')}</th>}
              {COLUMNS.map((column) => (
                <th key={column} scope="col">
                  {labelOf(info, column)}
                </th>
              ))}
              <th scope="col">{t.samples.exhibit}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item, i) => (
              <tr
                key={item.position}
                id={rowId(item.position)}
                aria-selected={i === place}
                aria-rowindex={item.position}
                onClick={() => choose(i, true)}
              >
                <td className={tables.number}>{count(item.position)}</td>
                <td title={markTitle(item, zone)}>
                  {item.mark === null || item.mark.result === null ? (
                    <span className={styles.quiet}>{t.samples.open}</span>
                  ) : (
                    <Badge word={t.samples.results[item.mark.result]} hue={hues[item.mark.result]} />
                  )}
                </td>
                <td title={visibleLine(item.mark?.note ?? '')}>
                  <bdi>{visibleLine(item.mark?.note ?? '')}</bdi>
                </td>
                {isStratified && (
                  <td>
                    <bdi>{item.stratum === null ? t.samples.noValue : visibleLine(item.stratum)}</bdi>
                  </td>
                )}
                {item.cells.map((cell, column) => (
                  <Cell key={COLUMNS[column]} column={COLUMNS[column]} cell={cell} zone={zone} />
                ))}
                <td className="mono">
                  {item.exhibit} {count(item.record)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sample.size > PAGE && (
        <Pager
          offset={offset}
          page={PAGE}
          total={sample.size}
          onOffset={(next) => {
            setOffset(next)
            setPlace(0)
          }}
        />
      )}
      <div className={styles.foot} role="toolbar" aria-label={t.samples.result}>
        {commands.slice(FIRST_MARK).map((command, i) => (
          <Button
            key={command.id}
            look="quiet"
            disabled={!isWritable || current === undefined}
            onClick={() => {
              command.run()
              box.current?.focus({ preventScroll: true })
            }}
          >
            {t.samples.marksShort[i]} <span className={styles.key}>{command.keys?.[0]}</span>
          </Button>
        ))}
      </div>
      {noting !== null && <ItemNoteDialog sample={sample.name} item={noting} onClose={() => setNoting(null)} />}
    </>
  )
}

function Cell({
  column,
  cell,
  zone,
}: {
  readonly column: string
  readonly cell: string | null
  readonly zone: string
}) {
  const micros = column === 'time' ? microsOf(cell) : null
  if (micros !== null) {
    const { date, clock } = dateAndClock(micros, zone)
    return (
      <td className={`${styles.time} mono`} title={fullTime(micros, zone)}>
        {date} {clock}
      </td>
    )
  }
  if (column === 'outcome' && cell !== null)
    return (
      <td>
        <Badge word={visibleLine(cell)} />
      </td>
    )
  return (
    <td title={visibleLine(cell ?? '')}>
      <bdi>{visibleLine(cell ?? '–')}</bdi>
    </td>
  )
}

function markTitle({ mark, marks }: SampleItem, zone: string): string | undefined {
  if (mark === null) return undefined
  const micros = microsOf(mark.at)
  return `${micros === null ? mark.at : fullTime(micros, zone)} ${t.samples.by} ${visibleLine(mark.who)} · ${t.samples.marks(count(marks))}`
}

function rowId(position: number): string {
  return `sample-item-${position}`
}
