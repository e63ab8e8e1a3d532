/** The list of a case's columns against the columns that the table of events has, and against the field table. */
import type { Database } from 'better-sqlite3'
import type { Failure } from '../../../shared/failure.ts'
import { fieldById } from '../../../shared/fields.ts'
import { caseFields } from '../case/index.ts'

/** Columns of `event` that are no fields. */
const OWN_COLUMNS = new Set(['id', 'exhibit_id', 'record', 'time_us', 'time_text'])

/** Findings have the code `verify/database`. */
export function verifyFields(db: Database): Failure[] {
  const columns = (db.pragma('table_info(event)') as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !OWN_COLUMNS.has(name))
  const listed = caseFields(db)
  const ids = new Set(listed.map(({ id }) => id))
  const wrong = [
    ...columns.filter((name) => !ids.has(name)),
    ...listed
      .filter(({ id, type, storage, isOwn }) => {
        const known = fieldById(id)
        const fits = known === undefined ? isOwn : !isOwn && known.id === id && known.type === type
        return !columns.includes(id) || !fits || (storage !== 'dictionary' && storage !== 'inline')
      })
      .map(({ id }) => id),
  ]
  return [...new Set(wrong)].map((field) => ({
    code: 'verify/database',
    message: `The list of columns does not say of “${field}” what the events have`,
    where: { field },
  }))
}
