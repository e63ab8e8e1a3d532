/** What only a queue on its own shows: faults of the work itself, and how often watchers are told. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { JobQueue } from '../../../../../electron/engine/jobs/index.ts'
import { Revision } from '../../../../../electron/engine/jobs/revision.ts'
import type { JobWork } from '../../../../../shared/api/index.ts'

const verify: JobWork = { entry: 'case.verify', request: { case: 'a.vouch' } }

afterEach(() => {
  vi.useRealTimers()
})

describe('a job whose work throws', () => {
  it('fails by name, and the next one goes on', async () => {
    let calls = 0
    const queue = new JobQueue(async () => {
      if (++calls === 1) throw new TypeError('no such thing')
      return { ok: true, value: { findings: [] } }
    })
    const first = queue.start(verify)
    const second = queue.start(verify)
    expect([first.state.kind, second.state.kind]).toEqual(['running', 'waiting'])
    let seen = await queue.watch(null, 0, new AbortController().signal)
    while (seen.jobs.some((job) => job.endedAt === null))
      seen = await queue.watch(seen.revision, 1_000, new AbortController().signal)
    expect(seen.jobs[0].state).toMatchObject({
      kind: 'failed',
      failure: { code: 'job/broke-off', facts: { fault: expect.stringContaining('no such thing') } },
    })
    expect(seen.jobs[1].state.kind).toBe('done')
    await queue.close()
  })
})

describe('a revision', () => {
  it('rises about ten times a second for progress, whatever comes in, and ends with the last of it', async () => {
    vi.useFakeTimers()
    const revision = new Revision()
    const before = revision.current
    for (let i = 0; i < 1_000; i++) {
      revision.raiseSoon()
      vi.advanceTimersByTime(1)
    }
    const told = revision.current - before
    expect(told).toBeGreaterThanOrEqual(9)
    expect(told).toBeLessThanOrEqual(11)
    revision.raiseSoon()
    vi.advanceTimersByTime(100)
    expect(revision.current).toBe(before + told + 1)
    vi.advanceTimersByTime(10_000)
    expect(revision.current).toBe(before + told + 1)
    revision.close()
  })

  it('rises at once when something begins or ends, and wakes who waits', async () => {
    vi.useFakeTimers()
    const revision = new Revision()
    revision.raiseSoon()
    const since = revision.current
    const woken = revision.differs(since, 60_000, new AbortController().signal)
    revision.raise()
    await woken
    expect(revision.current).toBe(since + 1)
    expect(vi.getTimerCount()).toBe(0)
    revision.close()
  })

  it('lets go of who waits after the time asked for', async () => {
    vi.useFakeTimers()
    const revision = new Revision()
    let isBack = false
    const waiting = revision.differs(revision.current, 500, new AbortController().signal).then(() => {
      isBack = true
    })
    await vi.advanceTimersByTimeAsync(499)
    expect(isBack).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    await waiting
    revision.close()
  })
})
