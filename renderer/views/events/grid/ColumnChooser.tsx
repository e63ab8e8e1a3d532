/** Which columns are shown, and which stay at the left. Order and width are set in the grid's header. */
import { Pin } from 'lucide-react'
import { useState } from 'react'
import { setColumns, setRelative, useCase, useCaseParts } from '../../../state/caseStore.ts'
import { t } from '../../../texts/index.ts'
import { Button, IconButton } from '../../../ui/Button.tsx'
import styles from './EventGrid.module.css'
import { useGridColumns } from './useGridColumns.ts'

export function ColumnChooser() {
  const { info, isRelative } = useCaseParts('info', 'isRelative')
  const columns = useGridColumns()
  const [search, setSearch] = useState('')
  if (info === null) return null
  const word = search.trim().toLowerCase()
  const offered = info.columns.filter(({ id, label }) => `${id} ${label}`.toLowerCase().includes(word))
  const toggle = (id: string) => {
    const isShown = columns.some((column) => column.id === id)
    setColumns(isShown ? columns.filter((column) => column.id !== id) : [...columns, { id, width: null, pinned: null }])
  }
  const pin = (id: string) =>
    setColumns(
      columns.map((column) =>
        column.id === id ? { ...column, pinned: column.pinned === 'left' ? null : 'left' } : column,
      ),
    )
  return (
    <div className={styles.chooser}>
      <input
        className={`field ${styles.field}`}
        placeholder={t.grid.columnSearch}
        aria-label={t.grid.columnSearch}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className={styles.chooserList}>
        {offered.map(({ id, label }) => {
          const isShown = columns.some((column) => column.id === id)
          return (
            <div key={id} className={styles.chooserRow}>
              <label>
                <input
                  type="checkbox"
                  checked={isShown}
                  // One column at least has to stay.
                  disabled={isShown && columns.length === 1}
                  onChange={() => toggle(id)}
                />
                <span className="cut">{label}</span>
              </label>
              {isShown && (
                <IconButton
                  icon={Pin}
                  label={t.grid.pin(label)}
                  isPressed={columns.some((column) => column.id === id && column.pinned === 'left')}
                  onClick={() => pin(id)}
                />
              )}
            </div>
          )
        })}
      </div>
      <label className={styles.row}>
        <input type="checkbox" checked={isRelative} onChange={() => setRelative(!isRelative)} />
        {t.grid.relative}
      </label>
      <Button onClick={() => useCase.setState({ columns: null })}>{t.grid.columnsReset}</Button>
    </div>
  )
}
