/** Events that came in before, through the engine's door: recognised, kept, left out unless asked for, verified. */
import Database from 'better-sqlite3'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { takeBack } from '../../../../../helpers/olderCase.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Question } from '../../../../../../shared/api/index.ts'
import { madeWorkbook, textRow } from '../../../../../helpers/madeWorkbook.ts'
import { lines, recordOf, Room } from '../pipeline/room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

async function marked(): Promise<(string | null)[]> {
  return (await room.cells(['id'], 'duplicate:yes')).map(([id]) => id)
}

/** What every way of asking says of how many events answer. */
async function counts(filter: string, duplicates?: boolean): Promise<number[]> {
  const question: Question = { case: room.case, filter, ...(duplicates === undefined ? {} : { duplicates }) }
  const order = { sort: { field: 'time', descending: false } }
  const { count } = await room.ask('rows.count', question)
  const page = await room.ask('rows.page', { ...question, columns: ['id'], offset: 0, limit: 1000, ...order })
  const summary = await room.ask('rows.summary', question)
  const located = await room.ask('rows.locate', { ...question, at: { timeMicros: 0 }, ...order })
  const histogram = await room.ask('rows.histogram', { ...question, bins: 7 })
  const [facet] = await room.ask('rows.facets', { ...question, fields: ['action'], top: 100, ignoreOwnClauses: true })
  const out = join(room.dir, 'out.csv')
  const exported = await room.ask('rows.export', { ...question, format: 'csv', out, overwrite: true })
  const inBins = histogram === null ? 0 : histogram.counts.reduce((sum, n) => sum + n, 0) + histogram.outside
  return [
    count,
    page.total,
    page.rows.length,
    summary.total,
    located.total,
    inBins,
    facet.values.reduce((sum, value) => sum + value.count, facet.missing),
    exported.rows,
    readFileSync(out, 'utf8').trimEnd().split('\n').length - 1,
  ]
}

describe('events that came in before', () => {
  it('may hold half a surrogate pair: equal bytes are equal, and what has no canonical form hides nothing', async () => {
    const odd = recordOf(1, { odd: 'x' }).replace('"x"', '"\\ud800"')
    const spaced = odd.replace('"odd":', '"odd": ')
    await room.import([room.file('a.ndjson', `${odd}\n`), room.file('b.ndjson', `${spaced}\n${odd}\n`)])
    expect(await room.ask('rows.count', { case: room.case, filter: '' })).toMatchObject({ count: 2, leftOut: 1 })
  })

  it('are marked, kept and left out of every answer, with their count', async () => {
    const [, second] = await room.import([room.file('a.ndjson', lines(0, 10)), room.file('b.ndjson', lines(6, 14))])
    expect(second.kind === 'imported' && [second.events, second.duplicates]).toEqual([8, 4])
    expect(await marked()).toEqual(['11', '12', '13', '14'])
    expect(new Set(await counts(''))).toEqual(new Set([14]))
    expect(new Set(await counts('', true))).toEqual(new Set([18]))
    expect(new Set(await counts('duplicate:yes'))).toEqual(new Set([4]))
    expect(new Set(await counts('-duplicate:yes'))).toEqual(new Set([14]))
    expect(await room.ask('rows.count', { case: room.case, filter: '' })).toEqual({ count: 14, leftOut: 4 })
    const info = await room.ask('case.info', { case: room.case })
    expect({ records: info.records, events: info.events, duplicates: info.duplicates }).toEqual({
      records: 18,
      events: 18,
      duplicates: 4,
    })
    expect(info.exhibits.map(({ duplicates }) => duplicates)).toEqual([0, 4])
    const { checked } = await room.ask('case.verify', { case: room.case })
    expect(checked.duplicates).toBe(4)
    const first = await room.ask('event.show', { case: room.case, event: '7' })
    expect(first.duplicates).toEqual([11])
    const again = await room.ask('event.show', { case: room.case, event: '11' })
    expect(again.duplicateOf).toBe(7)
  })

  it('are recognised over several imports, and inside one file', async () => {
    await room.exhibit('a.ndjson', lines(0, 3))
    await room.exhibit('b.ndjson', `${recordOf(5)}\n${recordOf(1)}\n${recordOf(5)}\n`)
    expect(await marked()).toEqual(['5', '6'])
  })

  it('are the same event whatever the blanks and the order of the keys', async () => {
    const { action, ...others } = JSON.parse(recordOf(1)) as { action: string }
    await room.exhibit('a.ndjson', lines(0, 3))
    await room.exhibit('b.json', JSON.stringify([{ ...others, action }, JSON.parse(recordOf(2))], null, 2))
    expect(await marked()).toEqual(['4', '5'])
  })

  it('with the same id and another content are another version: kept, shown and told', async () => {
    await room.exhibit('a.ndjson', lines(0, 3))
    const file = await room.exhibit(
      'b.ndjson',
      `${recordOf(9)}\n${recordOf(1, { status: 'changed' })}\n${recordOf(1)}\n`,
    )
    expect(await marked()).toEqual(['6'])
    expect(file.remarks).toContainEqual({ code: 'other-version', recordCount: 1, firstRecord: 1 })
    const info = await room.ask('case.info', { case: room.case })
    expect(info.exhibits[1].remarks).toContainEqual({ code: 'other-version', recordCount: 1, firstRecord: 1 })
  })

  it('are told by their content where they have no id; rows only under the same header', async () => {
    const row = '2026-05-01T10:00:00Z,ada@example.com,login\n'
    await room.exhibit('a.csv', `time,actor,action\n${row}${row.replace('login', 'logout')}`)
    await room.exhibit('b.csv', `time,actor,action\n${row}`)
    await room.exhibit('c.csv', `time,user,action\n${row}`)
    expect(await marked()).toEqual(['3'])
  })

  it('are told among rows of sheets, which stand in other places and refer to other texts', async () => {
    const header = textRow(1, ['time', 'actor', 'action'])
    const event = (row: number, who: string): string => textRow(row, ['2026-05-01T10:00:00Z', who, 'login'])
    const shared = `<row r="1"><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row><row r="2"><c t="s"><v>3</v></c><c t="s"><v>4</v></c><c t="s"><v>5</v></c></row>`
    const strings = ['time', 'actor', 'action', '2026-05-01T10:00:00Z', 'bob', 'login'].map(
      (text) => `<si><t>${text}</t></si>`,
    )
    await room.exhibit(
      'a.xlsx',
      madeWorkbook({ sheets: [{ name: 'a', rows: header + event(2, 'ada') + event(3, 'bob') }] }),
    )
    await room.exhibit(
      'b.xlsx',
      madeWorkbook({ sheets: [{ name: 'b', rows: header + event(7, 'eve') + event(9, 'ada') }] }),
    )
    await room.exhibit('c.xlsx', madeWorkbook({ sheets: [{ name: 'c', rows: shared }], strings: strings.join('') }))
    expect(await marked()).toEqual(['4', '5'])
  })

  it('of another source are other events', async () => {
    await room.exhibit('a.ndjson', `${recordOf(1)}\n`)
    await room.exhibit('b.csv', 'eventId,time,actor,action\ne-1,2026-05-01T10:00:01Z,user1@example.com,key.rotate\n')
    expect(await marked()).toEqual([])
  })

  it('count without their clause where a facet leaves out the filter’s own', async () => {
    await room.import([room.file('a.ndjson', lines(0, 10)), room.file('b.ndjson', lines(6, 14))])
    const facets = await room.ask('rows.facets', {
      case: room.case,
      filter: 'duplicate:yes action:login',
      fields: ['action'],
      top: 10,
      ignoreOwnClauses: true,
    })
    expect(facets[0].values.reduce((sum, { count }) => sum + count, 0)).toBe(4)
  })

  it('are left alone by what is done to the answer of a question', async () => {
    await room.import([room.file('a.ndjson', lines(0, 10)), room.file('b.ndjson', lines(6, 14))])
    const question = { case: room.case, filter: '' }
    await room.ask('annotations.change', {
      case: room.case,
      target: { question },
      change: { kind: 'bookmark', on: true },
    })
    expect(await room.ask('rows.count', { case: room.case, filter: 'bookmark:yes', duplicates: true })).toMatchObject({
      count: 14,
    })
  })
})

describe('verification', () => {
  const tampers = [
    'DELETE FROM duplicate WHERE event = 11',
    'UPDATE duplicate SET of = 1 WHERE event = 11',
    'INSERT INTO duplicate (event, of) VALUES (18, 2)',
    'UPDATE event_key SET keys = zeroblob(length(keys)) WHERE first_event = 1',
    'DELETE FROM event_key WHERE first_event = 1',
    'UPDATE duplicate_count SET duplicate_count = 3 WHERE exhibit_id = 2',
    'UPDATE duplicate_count SET exhibit_id = 3 WHERE exhibit_id = 2',
    'DELETE FROM duplicate_count WHERE exhibit_id = 1',
  ]
  it.each(tampers)('finds %s', async (sql) => {
    await room.import([room.file('a.ndjson', lines(0, 10)), room.file('b.ndjson', lines(6, 14))])
    const db = new Database(room.case)
    db.exec(sql)
    db.close()
    const { findings } = await room.ask('case.verify', { case: room.case })
    expect(findings.map(({ code }) => code)).toContain('verify/duplicate-differs')
  })
})

describe('a case of before', () => {
  it('has its duplicates looked for at the next import, over all of its events', async () => {
    await room.import([room.file('a.ndjson', lines(0, 10)), room.file('b.ndjson', lines(6, 14))])
    takeBack(room.case, 20)
    const db = new Database(room.case)
    db.exec("UPDATE meta SET value = '7' WHERE key = 'generation'")
    db.close()
    expect(await room.ask('rows.count', { case: room.case, filter: '' })).toEqual({ count: 18, leftOut: 0 })
    expect((await room.ask('case.info', { case: room.case })).duplicates).toBeNull()
    await room.exhibit('c.ndjson', lines(13, 15))
    expect(await marked()).toEqual(['11', '12', '13', '14', '19'])
    expect((await room.ask('case.info', { case: room.case })).duplicates).toBe(5)
  })
})
