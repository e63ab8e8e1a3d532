/** The columns of the grid: as arranged, else as the case suggests. */
import { useMemo } from 'react'
import type { ViewColumn } from '../../../../shared/api/index.ts'
import { useAnswer } from '../../../state/answers.ts'
import { useCase } from '../../../state/caseStore.ts'
import { candidateFields, knownColumns, suggestedColumns } from './columns.ts'

/** Empty until it is known what to suggest. */
export function useGridColumns(): readonly ViewColumn[] {
  const { path, info, columns } = useCase()
  const suggest = columns === null && path !== null
  const { value: facets } = useAnswer(
    'rows.facets',
    suggest ? { case: path, filter: '', fields: candidateFields, top: 1 } : null,
  )
  return useMemo(() => {
    if (info === null) return []
    if (columns !== null) return knownColumns(columns, info)
    return facets === undefined ? [] : suggestedColumns(facets)
  }, [info, columns, facets])
}
