/** A JSON value as a tree: open and close, search, whatever the caller offers for a value. Long ones are drawn as far as seen. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronRight, Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import type { Json } from '../../shared/failure.ts'
import { t } from '../texts/index.ts'
import { count } from './figures.ts'
import styles from './JsonTree.module.css'
import { jsonKey, jsonMatches, type JsonPath, type JsonRow, jsonRows, plainText } from './jsonRows.ts'
import { visibleLine, visibleText } from './visibleText.ts'

/** Levels that are open at first. */
const OPEN_DEPTH = 3
const ROW_HEIGHT = 24
/** Characters of a value that are drawn in its row; a click shows the rest. */
const SHOWN_LENGTH = 2_000

export interface JsonTreeProps {
  readonly value: Json
  readonly label: string
  /** What stands behind a value: links, buttons. */
  readonly actions?: (path: JsonPath, value: Json) => ReactNode
}

export function JsonTree({ value, label, actions }: JsonTreeProps) {
  const [search, setSearch] = useState('')
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const [current, setCurrent] = useState('')
  const matches = useMemo(() => (search.trim() === '' ? null : jsonMatches(value, search.trim())), [value, search])
  const rows = useMemo(
    () =>
      jsonRows(value, (path, depth) => {
        const key = jsonKey(path)
        const opensAlone = matches === null ? depth < OPEN_DEPTH : matches.around.has(key)
        return turned.has(key) ? !opensAlone : opensAlone
      }),
    [value, matches, turned],
  )
  const scroller = useRef<HTMLDivElement>(null)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 20,
    getItemKey: (place) => rows[place].key,
  })
  const turn = (row: JsonRow) => {
    const next = new Set(turned)
    if (!next.delete(row.key)) next.add(row.key)
    setTurned(next)
  }
  const move = (place: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, place))]
    if (row === undefined) return
    setCurrent(row.key)
    virtual.scrollToIndex(rows.indexOf(row))
    requestAnimationFrame(() => document.getElementById(rowId(label, row.key))?.focus())
  }
  const onKey = (event: KeyboardEvent, row: JsonRow, place: number) => {
    const parent = () => rows.findLastIndex((other, at) => at < place && other.depth < row.depth)
    const done = {
      ArrowDown: () => move(place + 1),
      ArrowUp: () => move(place - 1),
      Home: () => move(0),
      End: () => move(rows.length - 1),
      ArrowRight: () => (row.size !== null && !row.isOpen ? turn(row) : move(place + 1)),
      ArrowLeft: () => (row.isOpen ? turn(row) : move(parent())),
    }[event.key]
    if (done === undefined || event.target !== event.currentTarget) return
    event.preventDefault()
    event.stopPropagation()
    done()
  }
  return (
    <div className={styles.pane}>
      <div className={styles.search}>
        <Search size={16} strokeWidth={1.5} aria-hidden />
        <input
          value={search}
          placeholder={t.tree.search}
          aria-label={t.tree.search}
          onChange={(event) => setSearch(event.target.value)}
        />
        {matches !== null && <span>{t.tree.found(count(matches.found.size))}</span>}
      </div>
      <div ref={scroller} className={styles.scroller} role="tree" aria-label={label}>
        <div style={{ height: virtual.getTotalSize() }} className={styles.all}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index]
            return (
              <div
                key={item.key}
                id={rowId(label, row.key)}
                ref={virtual.measureElement}
                data-index={item.index}
                role="treeitem"
                aria-level={row.depth + 1}
                aria-expanded={row.size === null ? undefined : row.isOpen}
                tabIndex={row.key === current || (current === '' && item.index === 0) ? 0 : -1}
                className={styles.row}
                data-found={matches?.found.has(row.key) === true}
                style={{ transform: `translateY(${item.start}px)`, paddingLeft: 8 + row.depth * 14 }}
                onFocus={() => setCurrent(row.key)}
                onKeyDown={(event) => onKey(event, row, item.index)}
              >
                <Row row={row} onTurn={() => turn(row)} />
                {actions !== undefined && <span className={styles.actions}>{actions(row.path, row.value)}</span>}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function Row({ row, onTurn }: { readonly row: JsonRow; readonly onTurn: () => void }) {
  const [isWhole, setWhole] = useState(false)
  const name = typeof row.name === 'number' ? row.name : visibleLine(row.name ?? '')
  if (row.size !== null) {
    return (
      <button type="button" tabIndex={-1} className={styles.turn} onClick={onTurn}>
        <ChevronRight size={14} strokeWidth={1.5} aria-hidden data-open={row.isOpen} />
        <span className={styles.name}>{name}</span>
        <span className={styles.size}>
          {Array.isArray(row.value) ? t.tree.elements(count(row.size)) : t.tree.members(count(row.size))}
        </span>
      </button>
    )
  }
  const text = plainText(row.value)
  const shown = isWhole ? text : text.slice(0, SHOWN_LENGTH)
  return (
    <span className={styles.leaf}>
      <span className={styles.name}>{name}</span>
      <bdi className={styles.value} data-type={row.value === null ? 'null' : typeof row.value}>
        {visibleText(shown)}
      </bdi>
      {shown.length < text.length && (
        <button type="button" tabIndex={-1} className={styles.more} onClick={() => setWhole(true)}>
          {t.tree.more(count(text.length - shown.length))}
        </button>
      )}
    </span>
  )
}

function rowId(label: string, key: string): string {
  return `tree ${label} ${key}`
}
