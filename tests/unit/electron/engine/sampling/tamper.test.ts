/** Whoever changes populations, samples or marks in the file itself, with a stock `sqlite3` shell, is found out. */
import { execFileSync, spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask, askingEngine, CaseFolder } from '../../../../helpers/madeCase.ts'

const hasShell = spawnSync('sqlite3', ['--version']).status === 0
if (!hasShell) console.log('left out: there is no sqlite3 shell to change a case with')

const folder = new CaseFolder()
let made: string

beforeAll(async () => {
  made = await folder.makeCase([
    {
      records: Array.from({ length: 60 }, (_, i) => ({
        time: new Date(Date.UTC(2026, 0, 1, 0, i)).toISOString(),
        actor: `actor ${i % 4}`,
      })),
    },
  ])
  const engine = askingEngine()
  await ask(engine, 'populations.freeze', {
    case: made,
    filter: 'actor:("actor 1" OR "actor 2")',
    name: 'P',
    nowMicros: 0,
  })
  await ask(engine, 'populations.freeze', { case: made, filter: '', name: 'Q', nowMicros: 0 })
  const draws = [
    { method: 'random', size: 8, seed: 's' },
    { method: 'systematic', size: 8, seed: 's' },
    { method: 'stratified', size: 8, seed: 's', field: 'actor', allocation: 'equal' },
    { method: 'judgemental', events: [2, 3], reason: 'odd' },
  ] as const
  for (const draw of draws) await ask(engine, 'samples.draw', { case: made, population: 'P', name: draw.method, draw })
  const mark = { case: made, sample: 'random', items: [1, 2, 3], result: 'pass', note: 'seen' } as const
  await ask(engine, 'samples.mark', mark)
  await ask(engine, 'samples.mark', { ...mark, items: [2], result: 'exception' })
  expect((await ask(engine, 'case.verify', { case: made })).findings).toEqual([])
  await engine.close()
})
afterAll(() => folder.remove())

/** What `verify` finds in a copy that was changed so. */
async function findingsOf(sql: string): Promise<string[]> {
  const path = folder.newPath('changed.vouch')
  copyFileSync(made, path)
  execFileSync('sqlite3', [path, sql])
  const engine = askingEngine()
  const { findings } = await ask(engine, 'case.verify', { case: path })
  await engine.close()
  return findings.map(({ code, message }) => `${code}: ${message}`)
}

const populationDiffers = 'verify/population-differs: '
const sampleDiffers = 'verify/sample-differs: '

describe.skipIf(!hasShell)('verify names', () => {
  const changes: readonly (readonly [string, string, string])[] = [
    [
      'another query',
      "UPDATE population SET query = 'x' WHERE id = 1",
      `${populationDiffers}What the case states about population “P”`,
    ],
    [
      'another name',
      "UPDATE population SET name = 'R' WHERE id = 2",
      `${populationDiffers}What the case states about population “R”`,
    ],
    [
      'another count',
      'UPDATE population SET event_count = 1 WHERE id = 1',
      `${populationDiffers}The items of population “P”`,
    ],
    ['other remarks', "UPDATE population SET exhibits = '[]' WHERE id = 1", `${populationDiffers}What the case states`],
    [
      'other facts',
      "UPDATE population SET obtained = '{}' || ' ' WHERE id = 1",
      `${populationDiffers}What the case states`,
    ],
    [
      'an item less',
      'UPDATE population_part SET items = substr(items, 1, length(items) - 2) WHERE population = 1',
      `${populationDiffers}The items of population “P”`,
    ],
    [
      'items that cannot be read',
      "UPDATE population_part SET items = x'07'",
      `${populationDiffers}The items of population “P” cannot be read`,
    ],
    [
      'a population removed',
      'DELETE FROM population WHERE id = 2; DELETE FROM population_part WHERE population = 2',
      `${populationDiffers}Population “Q” of the custody log is missing`,
    ],
    [
      'a population nobody froze',
      "INSERT INTO population SELECT 9, 'X', query, filter, zone, now_us, event_count, time_from_us, time_to_us, without_time, exhibits, obtained, digest, version, 99 FROM population WHERE id = 1",
      `${populationDiffers}No custody entry tells of population “X”`,
    ],
    [
      'another seed',
      "UPDATE sample SET seed = 't' WHERE name = 'random'",
      `${sampleDiffers}Sample “random” is not what its seed`,
    ],
    [
      'another method',
      "UPDATE sample SET method = 'random' WHERE name = 'judgemental'",
      `${sampleDiffers}What the case states about sample “judgemental”`,
    ],
    [
      'a sample of another population',
      "UPDATE sample SET population = 2 WHERE name = 'systematic'",
      `${sampleDiffers}Sample “systematic” is not what its seed`,
    ],
    [
      'another item',
      'UPDATE sample_item SET event = 60 WHERE sample = 1 AND position = 4',
      `${sampleDiffers}Sample “random” is not what its seed`,
    ],
    [
      'items swapped',
      'UPDATE sample_item SET position = -position WHERE sample = 2 AND position IN (1, 2); UPDATE sample_item SET position = 3 + position WHERE sample = 2 AND position < 0',
      `${sampleDiffers}Sample “systematic” is not what its seed`,
    ],
    [
      'an item less in a sample',
      'DELETE FROM sample_item WHERE sample = 3 AND position = 8',
      `${sampleDiffers}What the case states about sample “stratified”`,
    ],
    [
      'another stratum',
      "UPDATE sample_item SET stratum = 'x' WHERE sample = 3 AND position = 1",
      `${sampleDiffers}What the case states about sample “stratified”`,
    ],
    [
      'another leaf hash',
      'UPDATE sample_item SET leaf_hash = zeroblob(32) WHERE sample = 1 AND position = 1',
      `${sampleDiffers}What the case states about sample “random”`,
    ],
    [
      'another reason',
      "UPDATE sample SET plan = replace(plan, 'odd', 'even') WHERE name = 'judgemental'",
      `${sampleDiffers}What the case states about sample “judgemental”`,
    ],
    [
      'a sample removed',
      'DELETE FROM sample_mark; DELETE FROM sample_item WHERE sample = 4; DELETE FROM sample WHERE id = 4',
      `${sampleDiffers}Sample “judgemental” of the custody log is missing`,
    ],
    [
      'another result',
      "UPDATE sample_mark SET result = 'pass' WHERE result = 'exception'",
      `${sampleDiffers}The marks of sample “random”`,
    ],
    [
      'another note',
      "UPDATE sample_mark SET note = '' WHERE position = 1",
      `${sampleDiffers}The marks of sample “random”`,
    ],
    [
      'a mark removed',
      "DELETE FROM sample_mark WHERE result = 'exception'",
      `${sampleDiffers}The marks of sample “random”`,
    ],
    [
      'a mark nobody made',
      "INSERT INTO sample_mark (sample, position, result, note, entry) VALUES (1, 5, 'pass', '', 999)",
      `${sampleDiffers}No custody entry tells of 1 marks`,
    ],
    [
      'a mark put to another marking',
      "INSERT INTO sample_mark (sample, position, result, note, entry) SELECT 1, 6, 'pass', '', max(entry) FROM sample_mark",
      `${sampleDiffers}The marks of sample “random”`,
    ],
    [
      'a mark of a sample that is gone',
      "PRAGMA foreign_keys = OFF; UPDATE sample_mark SET sample = 77 WHERE result = 'exception'",
      sampleDiffers,
    ],
  ]
  test.each(changes)('%s', async (_title, sql, wanted) => {
    expect(await findingsOf(sql)).toContainEqual(expect.stringContaining(wanted))
  })
})

test.skipIf(!hasShell)('a stock sqlite3 shell lists items and marks as text', () => {
  const rows = execFileSync('sqlite3', [
    made,
    "SELECT sample, position, result, note FROM sample_items WHERE sample = 'random' AND position < 4 ORDER BY position",
  ]).toString()
  expect(rows).toBe('random|1|pass|seen\nrandom|2|exception|seen\nrandom|3|pass|seen\n')
})
