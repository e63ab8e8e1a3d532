/** What an export says about the custody log: in its report the entry it made, in its file the last change of the case. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Engine, ExportReport } from '../../../../../shared/api/index.ts'
import { ask, askingEngine, CaseFolder } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
let engine: Engine
let path = ''
beforeAll(async () => {
  engine = askingEngine()
  path = await folder.makeCase([{ records: [{ time: '2026-01-01T00:00:00Z', actor: 'ann', action: 'read' }] }])
})
afterAll(async () => {
  await engine.close()
  folder.remove()
})

const lastEntry = async () => (await ask(engine, 'case.custody', { case: path, offset: 0, limit: 1 })).entries[0]

async function exported(format: 'html' | 'xlsx'): Promise<ExportReport> {
  return ask(engine, 'rows.export', { case: path, filter: '', format, out: folder.newPath(`x.${format}`) })
}

/** The entry that a report states, `number:hash`. */
const statedIn = ({ out }: ExportReport) => /<code>(\d+:[0-9a-f]{64})<\/code>/.exec(readFileSync(out, 'utf8'))?.[1]

test('its report tells its own entry, the end of the log, and so does the list of exports', async () => {
  const { custody } = await exported('html')
  const { seq, hash } = await lastEntry()
  expect(custody).toEqual({ seq, hash })
  const { exports } = await ask(engine, 'exports.list', { case: path, offset: 0, limit: 1 })
  expect(exports).toMatchObject([{ seq, hash }])
})

test('its file states the last change of the case, which neither exports nor verifications are: the bytes stay', async () => {
  const changed = await noted()
  const [first, sheet] = [await exported('html'), await exported('xlsx')]
  expect(statedIn(first)).toBe(changed)
  await ask(engine, 'case.verify', { case: path })
  await ask(engine, 'event.reveal', { case: path, event: '1' })
  await ask(engine, 'pack.make', { case: path, filter: '', out: folder.newPath('p.zip') })
  expect((await exported('html')).sha256).toBe(first.sha256)
  expect((await exported('xlsx')).sha256).toBe(sheet.sha256)
  const next = await noted()
  expect(statedIn(await exported('html'))).toBe(next)
  expect(next).not.toBe(changed)
  const [seq, hash] = next.split(':')
  const { findings } = await ask(engine, 'case.verify', { case: path, custody: [{ seq: Number(seq), hash }] })
  expect(findings).toEqual([])
})

/** Notes something on an event; `number:hash` of the entry. */
async function noted(): Promise<string> {
  const change = { kind: 'note', text: 'looked at' } as const
  await ask(engine, 'annotations.change', { case: path, target: { events: [1] }, change })
  const { seq, hash } = await lastEntry()
  return `${seq}:${hash}`
}
