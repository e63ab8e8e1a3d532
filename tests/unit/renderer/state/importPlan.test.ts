/** What is typed about files before their import: it counts once it can be used, and holds the import up until then. */
import { utimesSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { appCaller, createHost } from '../../../../electron/hosts/app/index.ts'
import { setCaller } from '../../../../renderer/state/caller.ts'
import { showCase } from '../../../../renderer/state/caseStore.ts'
import {
  choose,
  clearPlan,
  importPlanned,
  isMistaken,
  planFiles,
  typeChoice,
  usePlan,
} from '../../../../renderer/state/importPlan.ts'
import type { CaseInfo, PlannedFile } from '../../../../shared/api/index.ts'
import { lines, Room } from '../../electron/engine/ingest/pipeline/room.ts'

const info = { events: 0, timeTo: null, columns: [], exhibits: [] } as unknown as CaseInfo

let room: Room
let path: string
beforeEach(async () => {
  room = new Room()
  path = room.file('auth.log', 'Jan 31 23:00:00 web01 sshd[812]: session opened\n')
  utimesSync(path, new Date('2026-06-01T12:00:00Z'), new Date('2026-06-01T12:00:00Z'))
  const options = { kind: 'loopback', version: 'vouch test', startCase: null, configFolder: room.dir } as const
  setCaller(appCaller(room.engine, createHost(room.engine, options)))
  showCase(room.case, info, '1')
  await planned(() => planFiles({ paths: [path], names: {}, failures: [] }))
})
afterEach(async () => {
  clearPlan()
  await room.close()
})

/** Does it, and waits for the plan that follows. */
async function planned(act: () => void): Promise<void> {
  act()
  await vi.waitUntil(() => !usePlan.getState().isPlanning, { timeout: 20_000 })
}

function fileAt(place = 0): PlannedFile & { readonly kind: 'readable' } {
  const file = usePlan.getState().plan?.files[place]
  if (file?.kind !== 'readable') throw new Error(`not readable: ${JSON.stringify(file)}`)
  return file
}

const firstTime = () => fileAt().explanation.rows[0][0]
const isHeldUp = () => isMistaken(usePlan.getState(), fileAt())

test('a last day counts at once, and is taken back where its field is emptied', async () => {
  expect([firstTime(), fileAt().yearsTold?.chosenDay]).toEqual(['2026-01-31T23:00:00.000Z', null])
  await planned(() => typeChoice(path, 'lastDay', ' 2024-01-31 '))
  expect([firstTime(), fileAt().yearsTold?.chosenDay]).toEqual(['2024-01-31T23:00:00.000Z', '2024-01-31'])
  expect(usePlan.getState().choices[path]).toEqual({ lastDay: '2024-01-31' })
  await planned(() => typeChoice(path, 'lastDay', ''))
  expect([firstTime(), fileAt().yearsTold?.chosenDay]).toEqual(['2026-01-31T23:00:00.000Z', null])
})

test.each([
  ['lastDay', '2024-02-30'],
  ['lastDay', '2024'],
  ['lastDay', '31.01.2024'],
  ['lastDay', '2024-01-31T10:00:00Z'],
  ['timezone', 'Mars/Olympus'],
] as const)('%s “%s” stays as it is typed, holds the import up, and asks for no plan', async (choice, text) => {
  const { plan } = usePlan.getState()
  typeChoice(path, choice, text)
  expect(usePlan.getState()).toMatchObject({ plan, isPlanning: false, choices: {} })
  expect(usePlan.getState().mistakes[path]?.[choice]).toBe(text)
  expect(isHeldUp()).toBe(true)
  typeChoice(path, choice, '')
  expect(isHeldUp()).toBe(false)
})

test('a mistake holds nothing up where the file is left out, or has no such field any more', async () => {
  typeChoice(path, 'lastDay', '2024-02-30')
  choose(path, { skip: true })
  expect(isHeldUp()).toBe(false)
  choose(path, { skip: false })
  expect(isHeldUp()).toBe(true)
  const file = fileAt()
  expect(isMistaken(usePlan.getState(), { ...file, yearsTold: null })).toBe(false)
})

test('the choice that can be used goes on to count while something else is typed', async () => {
  await planned(() => typeChoice(path, 'lastDay', '2024-01-31'))
  typeChoice(path, 'lastDay', '2024-01-3')
  expect(usePlan.getState().choices[path]).toEqual({ lastDay: '2024-01-31' })
  await planned(() => typeChoice(path, 'lastDay', '2023-01-31'))
  expect([firstTime(), isHeldUp()]).toEqual(['2023-01-31T23:00:00.000Z', false])
})

test('a file that is left out can still be taken after another was looked at anew', async () => {
  const other = room.file('a.ndjson', lines(0, 3))
  await planned(() => planFiles({ paths: [other], names: {}, failures: [] }))
  choose(other, { skip: true })
  await planned(() => typeChoice(path, 'lastDay', '2024-01-31'))
  expect(usePlan.getState().plan?.files.map((file) => [file.path, file.kind])).toEqual([
    [path, 'readable'],
    [other, 'readable'],
  ])
  expect(usePlan.getState().choices[other]?.skip).toBe(true)
})

test('the import takes the day, and leaves out what is to be left out', async () => {
  const other = room.file('a.ndjson', lines(0, 3))
  await planned(() => planFiles({ paths: [other], names: {}, failures: [] }))
  choose(other, { skip: true })
  await planned(() => typeChoice(path, 'lastDay', '2024-01-31'))
  await importPlanned()
  const { jobs } = await room.ask('jobs.watch', { since: null, waitMs: 0 })
  expect(jobs).toHaveLength(1)
  await vi.waitUntil(
    async () => (await room.ask('jobs.watch', { since: null, waitMs: 0 })).jobs[0]?.state.kind === 'done',
    { timeout: 20_000, interval: 50 },
  )
  expect(await room.cells(['time'])).toEqual([['2024-01-31T23:00:00.000Z']])
  expect(usePlan.getState().paths).toEqual([])
})
