import { afterAll, beforeAll, expect, test } from 'vitest'
import { join } from 'node:path'
import type { AppApi, Caller, Engine } from '../../../../../shared/api/index.ts'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { appCaller, createHost } from '../../../../../electron/hosts/app/index.ts'
import { Turns } from '../../../../../electron/hosts/app/turns.ts'
import { CaseFolder } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
let engine: Engine
let app: Caller<AppApi>
beforeAll(() => {
  engine = createEngine({ version: 'vouch test', profileDirs: [] })
  app = appCaller(
    engine,
    createHost(engine, { kind: 'loopback', version: 'vouch test', startCase: null, configFolder: folder.path }),
  )
})
afterAll(async () => {
  await app.close()
  folder.remove()
})

test('who came first has begun, and done what it can without waiting, before the next begins', async () => {
  const turns = new Turns()
  const told: string[] = []
  const work = async (name: string) => {
    await turns.next()
    told.push(`${name} begins`)
    for (let step = 0; step < 20; step++) await undefined
    told.push(`${name} ends`)
  }
  await Promise.all([work('first'), work('second'), work('third')])
  expect(told).toEqual(['first', 'second', 'third'].flatMap((name) => [`${name} begins`, `${name} ends`]))
})

test('a call that is given up before its turn is not begun', async () => {
  const path = join(folder.path, 'never.vouch')
  const cancel = new AbortController()
  const made = app.call('case.create', { case: path }, { signal: cancel.signal })
  cancel.abort()
  expect(await made).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
  // It would be there already had the other one begun.
  expect(await app.call('case.create', { case: path })).toMatchObject({ ok: true })
})
