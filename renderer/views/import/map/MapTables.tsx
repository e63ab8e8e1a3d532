/** Ten records as they are, each column headed by the field it fills, and the same ten as events. */
import type { Draft, DraftChoices } from '../../../../shared/api/index.ts'
import { labelOf, useCase } from '../../../state/caseStore.ts'
import { t } from '../../../texts/index.ts'
import { visibleLine } from '../../../ui/visibleText.ts'
import { MappedRows } from '../MappedRows.tsx'
import sample from '../SampleTable.module.css'
import styles from './Map.module.css'

export function RecordTable({ draft, choices }: { readonly draft: Draft; readonly choices: DraftChoices }) {
  const info = useCase((state) => state.info)
  const filled = (path: string): string =>
    [...(choices.time?.path === path ? ['time'] : []), ...fieldsAt(choices, path)]
      .map((id) => labelOf(info, id))
      .join(', ')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too
    <section className={`${sample.frame} ${styles.table}`} aria-label={t.map.records} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {draft.places.map(({ path }) => (
              <th
                key={path}
                scope="col"
                draggable
                data-filled={filled(path) !== ''}
                onDragStart={(event) => event.dataTransfer.setData('text/plain', path)}
              >
                <bdi className="mono">{visibleLine(path)}</bdi>
                <span>{filled(path)}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {draft.records.map((record, number) => (
            // Rows of a preview have no identity but their place.
            <tr key={`${number}`}>
              {draft.places.map(({ path }, place) => (
                <td key={path} title={visibleLine(record[place] ?? '')}>
                  <bdi>{visibleLine(record[place] ?? '')}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

export function EventTable({ draft: { columns, rows } }: { readonly draft: Draft }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keys too
    <section className={`${sample.frame} ${styles.table}`} aria-label={t.map.preview} tabIndex={0}>
      <MappedRows columns={columns} rows={rows} />
    </section>
  )
}

function fieldsAt(choices: DraftChoices, path: string): string[] {
  return Object.entries(choices.fields)
    .filter(([, chosen]) => chosen === path)
    .map(([field]) => field)
}
