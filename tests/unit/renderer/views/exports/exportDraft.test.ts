import { describe, expect, test } from 'vitest'
import { firstDraft, requestOf, suggestedName } from '../../../../../renderer/views/exports/exportDraft.ts'
import type { Question } from '../../../../../shared/api/index.ts'
import { printQuery } from '../../../../../shared/query/index.ts'

const question: Question = {
  case: '/cases/a.vouch',
  filter: { kind: 'is', field: 'outcome', value: 'failure', exact: false },
  nowMicros: 1,
  zone: 'UTC',
}
const grid = { columns: ['time', 'payload', 'actor'], sort: { field: 'time', descending: true } }
const out = '/tmp/a.csv'

describe('the request of an export', () => {
  test('asks for what is on screen, in the order of the grid, as guarded CSV', () => {
    expect(requestOf({ ...firstDraft, out }, question, grid)).toEqual({
      ...question,
      format: 'csv',
      out,
      overwrite: true,
      sort: grid.sort,
      timeZone: 'UTC',
      formulaGuard: true,
      delimiter: 'comma',
      bom: false,
    })
  })

  test('is narrowed by time and categories, without touching the filter on screen', () => {
    const { filter } = requestOf({ ...firstDraft, time: '7d', categories: ['rules', 'api keys'], out }, question, grid)
    expect(typeof filter === 'string' ? '' : printQuery(filter)).toBe(
      'outcome:failure time>=now-7d category:("rules" OR "api keys")',
    )
    expect(question.filter).toMatchObject({ kind: 'is' })
  })

  test('takes the columns of the grid with the payload last, flat or left out', () => {
    const draft = { ...firstDraft, columns: 'grid', out } as const
    const columns = (payload: 'json' | 'flat' | 'none') => requestOf({ ...draft, payload }, question, grid)
    expect(columns('json').columns).toEqual(['time', 'actor', 'payload'])
    expect(columns('flat')).toMatchObject({ columns: ['time', 'actor', 'payload'], flatten: true })
    expect(columns('none').columns).toEqual(['time', 'actor'])
  })

  test('has options of its format alone, and those of what is in a ZIP', () => {
    const draft = {
      ...firstDraft,
      verbatim: true,
      delimiter: 'tab',
      columns: { preset: 'rule-registry' },
      out,
    } as const
    const [csv, xlsx, zip] = (['csv', 'xlsx', 'zip'] as const).map((format) =>
      requestOf({ ...draft, format, zipped: 'ndjson' }, question, grid),
    )
    expect(csv).toMatchObject({ delimiter: 'tab', preset: 'rule-registry' })
    expect(csv).not.toHaveProperty('verbatim')
    expect(xlsx).not.toHaveProperty('delimiter')
    expect(zip).toMatchObject({ format: 'zip', zipped: 'ndjson', verbatim: true })
    expect(zip).not.toHaveProperty('preset')
  })

  test('has a name where one was typed', () => {
    expect(requestOf({ ...firstDraft, name: '  ', out }, question, grid)).not.toHaveProperty('name')
    expect(requestOf({ ...firstDraft, name: ' May ', out }, question, grid).name).toBe('May')
  })
})

test('the name that is suggested has the day for a ZIP', () => {
  expect(suggestedName({ ...firstDraft, format: 'zip' }, 'inquiry', '2026-05-12')).toBe('activity-log-2026-05-12.zip')
  expect(suggestedName({ ...firstDraft, format: 'xlsx' }, 'inquiry', '2026-05-12')).toBe('inquiry.xlsx')
})
