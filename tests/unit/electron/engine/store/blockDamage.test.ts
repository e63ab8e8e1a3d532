/** A block whose bytes were changed is never shown as if they were what was imported. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import Database from 'better-sqlite3'
import type { Engine } from '../../../../../shared/api/index.ts'
import { askingEngine, ask, CaseFolder } from '../../../../helpers/madeCase.ts'
import { writeFileSync } from 'node:fs'

const folder = new CaseFolder()
let engine: Engine
const path = folder.newPath('damaged.vouch')
beforeAll(async () => {
  const file = folder.newPath('a.ndjson')
  const line = (i: number) =>
    JSON.stringify({
      time: new Date(1.75e12 + i * 1000).toISOString(),
      actor: `a${(i * 7919) % 97}`,
      note: `n${i ** 3 % 1009}`,
    })
  writeFileSync(file, Array.from({ length: 300 }, (_, i) => line(i)).join('\n'))
  engine = askingEngine()
  await ask(engine, 'case.import', { case: path, paths: [file] })
})
afterAll(async () => {
  await engine.close()
  folder.remove()
})

test('whichever byte of the block is flipped', async () => {
  const { bytes: whole } = await ask(engine, 'event.raw', { case: path, event: '150' })
  const db = new Database(path)
  const block = db.prepare<[], Buffer>('SELECT data FROM block').pluck().get() as Buffer
  const put = db.prepare('UPDATE block SET data = ?')
  const asker = async () => {
    const other = askingEngine()
    try {
      return await other.call('event.raw', { case: path, event: '150' })
    } finally {
      await other.close()
    }
  }
  let refused = 0
  for (let at = 0; at < block.length; at += 37) {
    const flipped = Buffer.from(block)
    flipped[at] ^= 0x10
    put.run(flipped)
    const reply = await asker()
    if (reply.ok) expect(Buffer.from(reply.value.bytes).equals(whole), `byte ${at}`).toBe(true)
    else {
      expect(reply.failure.code).toBe('case/damaged')
      refused++
    }
  }
  expect(refused).toBeGreaterThan(block.length / 37 / 2)
  put.run(block)
  db.close()
})
