/** Which columns are shown. Order, width and pinning are set in the grid's header. */
import { useState } from 'react'
import { setColumns, useCase } from '../../../state/caseStore.ts'
import { t } from '../../../texts/index.ts'
import { Button } from '../../../ui/Button.tsx'
import styles from './EventGrid.module.css'
import { useGridColumns } from './useGridColumns.ts'

export function ColumnChooser({
  isRelative,
  onRelative,
}: {
  readonly isRelative: boolean
  readonly onRelative: (isRelative: boolean) => void
}) {
  const info = useCase((state) => state.info)
  const columns = useGridColumns()
  const [search, setSearch] = useState('')
  if (info === null) return null
  const word = search.trim().toLowerCase()
  const offered = info.columns.filter(({ id, label }) => `${id} ${label}`.toLowerCase().includes(word))
  const toggle = (id: string) => {
    const isShown = columns.some((column) => column.id === id)
    setColumns(isShown ? columns.filter((column) => column.id !== id) : [...columns, { id, width: null, pinned: null }])
  }
  return (
    <div className={styles.chooser}>
      <input
        className={styles.field}
        placeholder={t.grid.columnSearch}
        aria-label={t.grid.columnSearch}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className={styles.chooserList}>
        {offered.map(({ id, label }) => {
          const isShown = columns.some((column) => column.id === id)
          return (
            <label key={id}>
              <input
                type="checkbox"
                checked={isShown}
                // One column at least has to stay.
                disabled={isShown && columns.length === 1}
                onChange={() => toggle(id)}
              />
              <span className="cut">{label}</span>
            </label>
          )
        })}
      </div>
      <label className={styles.row}>
        <input type="checkbox" checked={isRelative} onChange={() => onRelative(!isRelative)} />
        {t.grid.relative}
      </label>
      <Button onClick={() => useCase.setState({ columns: null })}>{t.grid.columnsReset}</Button>
    </div>
  )
}
