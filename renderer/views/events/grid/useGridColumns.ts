/** The columns of the grid: as arranged, else as the case suggests. */
import { useMemo } from 'react'
import type { ViewColumn } from '../../../../shared/api/index.ts'
import { useCaseParts } from '../../../state/caseStore.ts'
import { shownColumns } from './columns.ts'

export function useGridColumns(): readonly ViewColumn[] {
  const { info, columns } = useCaseParts('info', 'columns')
  return useMemo(() => (info === null ? [] : shownColumns(columns, info)), [info, columns])
}
