/** Records as the events they would become: the columns with a value somewhere, and the rows. */
import { labelOf, useCase } from '../../state/caseStore.ts'
import { t } from '../../texts/index.ts'
import { Badge } from '../../ui/Badge.tsx'
import { visibleLine } from '../../ui/visibleText.ts'

interface Mapped {
  readonly columns: readonly string[]
  /** Cells in the order of the columns. */
  readonly rows: readonly (readonly (string | null)[])[]
}

export function MappedRows({ columns, rows }: Mapped) {
  const info = useCase((state) => state.info)
  const filled = columns.map((_, place) => place).filter((place) => rows.some((row) => row[place] !== null))
  return (
    <table>
      <thead>
        <tr>
          {filled.map((place) => (
            <th key={columns[place]} scope="col">
              {columns[place] === 'timeText' ? t.import.timeText : labelOf(info, columns[place])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, number) => (
          // Rows of a preview have no identity but their place.
          <tr key={`${number}`}>
            {filled.map((place) => (
              <td key={columns[place]} title={visibleLine(row[place] ?? '')}>
                <Cell column={columns[place]} text={row[place]} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ column, text }: { readonly column: string; readonly text: string | null }) {
  if (text === null) return null
  if (column === 'outcome' || column === 'operation') return <Badge word={visibleLine(text)} />
  return <bdi>{visibleLine(text)}</bdi>
}
