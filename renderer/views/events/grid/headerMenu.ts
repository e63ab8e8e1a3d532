/** What a right click on a column's head offers. */
import { ArrowDown, ArrowUp, EyeOff, PanelLeft, PanelRight } from 'lucide-react'
import type { ViewColumn } from '../../../../shared/api/index.ts'
import { changeTab, setColumns } from '../../../state/caseStore.ts'
import { t } from '../../../texts/index.ts'
import type { MenuItems } from '../../../ui/Menu.tsx'

export function headerMenu(id: string, columns: readonly ViewColumn[], isSortable: boolean): MenuItems {
  const column = columns.find((candidate) => candidate.id === id)
  if (column === undefined) return []
  const sort = (descending: boolean) => changeTab({ sort: { field: id, descending } })
  const pin = (pinned: ViewColumn['pinned']) =>
    setColumns(columns.map((other) => (other.id === id ? { ...other, pinned } : other)))
  return [
    ...(isSortable
      ? [
          { label: t.grid.ascending, icon: ArrowUp, run: () => sort(false) },
          { label: t.grid.descending, icon: ArrowDown, run: () => sort(true) },
          { label: t.grid.unsorted, run: () => changeTab({ sort: null }) },
          'separator' as const,
        ]
      : []),
    ...(column.pinned === 'left' ? [] : [{ label: t.grid.pinLeft, icon: PanelLeft, run: () => pin('left') }]),
    ...(column.pinned === 'right' ? [] : [{ label: t.grid.pinRight, icon: PanelRight, run: () => pin('right') }]),
    ...(column.pinned === null ? [] : [{ label: t.grid.unpin, run: () => pin(null) }]),
    'separator',
    {
      label: t.grid.hide,
      icon: EyeOff,
      // One column at least has to stay.
      isDisabled: columns.length === 1,
      run: () => setColumns(columns.filter((other) => other.id !== id)),
    },
  ]
}
