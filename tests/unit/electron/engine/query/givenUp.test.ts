/** Calls that wait for the same answer: the page asks for rows, facets and figures of one question at a time. */
import { afterAll, expect, test } from 'vitest'
import { createEngine } from '../../../../../electron/engine/index.ts'
import { CaseFolder } from '../../../../helpers/madeCase.ts'

const folder = new CaseFolder()
afterAll(() => folder.remove())

/** Enough that looking into each takes longer than the engine works without giving way. */
const EVENTS = 30_000

test('an answer that is given up by whoever asked first is there for whoever waits for it', async () => {
  const records = Array.from({ length: EVENTS }, (_, i) => ({
    time: new Date(Date.UTC(2026, 0, 1) + i * 1000).toISOString(),
    action: 'login',
    detail: { reason: i % 10 === 0 ? 'late at night' : 'in the morning' },
  }))
  const path = await folder.makeCase([{ records }])
  const engine = createEngine({ version: 'vouch test', profileDirs: [] })
  try {
    const question = { case: path, filter: 'payload.detail.reason:*night*' }
    const cancel = new AbortController()
    const page = engine.call(
      'rows.page',
      { ...question, columns: ['time'], offset: 0, limit: 1 },
      { signal: cancel.signal },
    )
    const count = engine.call('rows.count', question)
    // Both are under way, and the first is in the middle of the events.
    await new Promise((resolve) => setImmediate(resolve))
    cancel.abort()
    expect(await page).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
    expect(await count).toMatchObject({ ok: true, value: { count: EVENTS / 10 } })
  } finally {
    await engine.close()
  }
})
