/** Calls over a wire: answered in any order, cancelled, refused, and what a bug looks like from the other side. */
import { MessageChannel } from 'node:worker_threads'
import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, describe, expect, test } from 'vitest'
import type { Caller, CallOptions } from '../../../../shared/api/index.ts'
import { fail, FailureError, type Result } from '../../../../shared/failure.ts'
import { callerOverWire, MAX_CALLS_IN_FLIGHT, portWire, serveWire, type Wire } from '../../../../shared/wire/index.ts'
import { count, object, type RequestShapes, text } from '../../../../shared/wire/shape.ts'

interface Entries {
  echo: { request: { readonly text: string }; reply: string }
  /** Answers once it is cancelled. */
  wait: { request: { readonly id: number }; reply: null }
  fails: { request: Record<string, never>; reply: null }
  breaks: { request: Record<string, never>; reply: unknown }
  tells: { request: { readonly times: number }; reply: null }
}

const requests: RequestShapes<Entries> = {
  echo: object({ text: text(1_000) }),
  wait: object({ id: count }),
  fails: object({}),
  breaks: object({}),
  tells: object({ times: count }),
}

const open: Wire[] = []
afterEach(() => {
  for (const wire of open.splice(0)) wire.close()
})

/** Both ends of a message channel, something that answers at one. */
function room(replyOfBreaks?: unknown) {
  const { port1, port2 } = new MessageChannel()
  const [client, server] = [portWire(port1), portWire(port2)]
  open.push(client, server)
  const bugs: unknown[] = []
  const cancelled: number[] = []
  const begun: number[] = []
  const answers: { [K in keyof Entries]: (r: Entries[K]['request'], o: CallOptions) => Promise<unknown> } = {
    echo: async (request) => request.text,
    wait: ({ id }, { signal }) => {
      begun.push(id)
      return new Promise((resolve) =>
        signal?.addEventListener('abort', () => {
          cancelled.push(id)
          resolve(null)
        }),
      )
    },
    fails: async () => fail({ code: 'case/not-found', message: 'No such case', facts: { a: [1] } }),
    breaks: async () => {
      if (replyOfBreaks !== undefined) return replyOfBreaks
      throw new TypeError('secret.inner is not a function')
    },
    tells: async ({ times }, { onProgress }) => {
      for (let done = 0; done < times; done++) onProgress?.({ label: 'x', done, total: times, unit: 'rows' })
      return null
    },
  }
  const caller: Caller<Entries> = {
    async call(entry, request, options = {}) {
      try {
        return { ok: true, value: (await answers[entry](request as never, options)) as never }
      } catch (error) {
        if (error instanceof FailureError) return { ok: false, failure: error.failure }
        throw error
      }
    },
    async close() {},
  }
  const served = serveWire(caller, server, { requests, onBug: (error) => bugs.push(error) })
  return { client, server, served, bugs, cancelled, begun }
}

/** Messages that come back, without a caller in between. */
function heard(wire: Wire): Promise<unknown>[] {
  const waiting: ((message: unknown) => void)[] = []
  const messages = Array.from({ length: 400 }, () => new Promise<unknown>((resolve) => waiting.push(resolve)))
  wire.onMessage((message) => waiting.shift()?.(message))
  return messages
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await turn()
}

describe('a call', () => {
  test('is answered, and its neighbours are too, whatever the order', async () => {
    const { client, cancelled } = room()
    const caller = callerOverWire<Entries>(client)
    const stop = new AbortController()
    const slow = caller.call('wait', { id: 1 }, { signal: stop.signal })
    const replies = await Promise.all(['a', 'b', 'c'].map((word) => caller.call('echo', { text: word })))
    expect(replies).toEqual(['a', 'b', 'c'].map((value) => ({ ok: true, value })))
    stop.abort()
    expect(await slow).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
    await until(() => cancelled.length === 1)
  })

  test('brings an expected failure as it is', async () => {
    const reply = await callerOverWire<Entries>(room().client).call('fails', {})
    expect(reply).toEqual({
      ok: false,
      failure: { code: 'case/not-found', message: 'No such case', facts: { a: [1] } },
    })
  })

  test('tells of progress in its order, before the reply', async () => {
    const seen: number[] = []
    const caller = callerOverWire<Entries>(room().client)
    await caller.call('tells', { times: 50 }, { onProgress: ({ done }) => seen.push(done) })
    expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => i))
  })

  test('that is cancelled before it is made is not made', async () => {
    const { client, begun } = room()
    const caller = callerOverWire<Entries>(client)
    const reply = await caller.call('wait', { id: 1 }, { signal: AbortSignal.abort() })
    expect(reply).toMatchObject({ ok: false, failure: { code: 'usage/cancelled' } })
    await caller.call('echo', { text: 'later' })
    expect(begun).toEqual([])
  })

  test('with a request that is no data is thrown back to whoever made it', async () => {
    const caller = callerOverWire<Entries>(room().client)
    await expect(caller.call('echo', { text: (() => 1) as unknown as string })).rejects.toThrow(/could not be cloned/)
    expect(await caller.call('echo', { text: 'goes on' })).toEqual({ ok: true, value: 'goes on' })
  })
})

describe('a bug', () => {
  test('is answered with a short report and no stack; the host hears it all', async () => {
    const { client, bugs } = room()
    const reply = await callerOverWire<Entries>(client).call('breaks', {})
    expect(reply).toMatchObject({
      ok: false,
      failure: {
        code: 'host/bug',
        facts: { entry: 'breaks', report: 'breaks TypeError: secret.inner is not a function' },
      },
    })
    expect(JSON.stringify(reply)).not.toMatch(/at |\.ts/)
    expect(bugs).toEqual([expect.any(TypeError)])
  })

  test.each([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
  ])('such as a reply with %s is answered all the same', async (_name, value) => {
    const reply = await callerOverWire<Entries>(room(value).client).call('breaks', {})
    expect(reply).toMatchObject({ ok: false, failure: { code: 'host/bug' } })
  })
})

describe('a wire that closes', () => {
  test('answers calls in flight and all later ones with host/no-connection', async () => {
    const { client, server, begun } = room()
    const caller = callerOverWire<Entries>(client)
    const inFlight = [caller.call('wait', { id: 1 }), caller.call('wait', { id: 2 })]
    await until(() => begun.length === 2)
    server.close()
    const lost = { ok: false, failure: expect.objectContaining({ code: 'host/no-connection' }) }
    expect(await Promise.all(inFlight)).toEqual([lost, lost])
    expect(await caller.call('echo', { text: 'x' })).toEqual(lost)
  })

  test('cancels its calls at the other end, and what serves it knows when they have ended', async () => {
    const { client, served, begun, cancelled } = room()
    const caller = callerOverWire<Entries>(client)
    void caller.call('wait', { id: 1 })
    void caller.call('wait', { id: 2 })
    await until(() => begun.length === 2)
    await caller.close()
    await served
    expect(cancelled).toEqual([1, 2])
  })
})

describe('what serves a wire refuses', () => {
  const call = (id: unknown, entry: unknown, request: unknown) => ({ kind: 'call', id, entry, request })

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'call'],
    ['a list', [1]],
    ['no kind', { id: 1, entry: 'echo', request: {} }],
    ['another kind', { kind: 'reply', id: 1 }],
    ['no id', call(undefined, 'echo', { text: 'x' })],
    ['a broken id', call(1.5, 'echo', { text: 'x' })],
    ['a negative id', call(-1, 'echo', { text: 'x' })],
    ['an id beyond counting', call(2 ** 60, 'echo', { text: 'x' })],
    ['an object for an id', call({}, 'echo', { text: 'x' })],
    ['no entry', call(1, undefined, { text: 'x' })],
    ['an endless entry', call(1, 'e'.repeat(1_000), { text: 'x' })],
    ['cancelling nothing', { kind: 'cancel' }],
  ])('%s', async (_name, message) => {
    const { client } = room()
    const [first, second] = heard(client)
    client.post(message)
    expect(await first).toMatchObject({ kind: 'refused', failure: { code: 'usage/bad-argument' } })
    client.post(call(7, 'echo', { text: 'goes on' }))
    expect(await second).toEqual({ kind: 'reply', id: 7, result: { ok: true, value: 'goes on' } })
  })

  test.each(['nosuch', '__proto__', 'constructor', 'toString', ''])('the entry “%s”', async (entry) => {
    const { client } = room()
    const [reply] = heard(client)
    client.post(call(1, entry, {}))
    expect(await reply).toMatchObject({
      kind: 'reply',
      id: 1,
      result: { ok: false, failure: { code: 'usage/bad-argument' } },
    })
  })

  test.each<[string, unknown, string]>([
    ['no request', undefined, ''],
    ['null', null, ''],
    ['a missing field', {}, 'text'],
    ['another type', { text: 1 }, 'text'],
    ['too long a text', { text: 'x'.repeat(1_001) }, 'text'],
    ['a field of the prototype', Object.create({ text: 'x' }), 'text'],
  ])('%s in a request, and names the field', async (_name, request, field) => {
    const { client } = room()
    const [reply] = heard(client)
    client.post(call(1, 'echo', request))
    expect(await reply).toMatchObject({
      result: { ok: false, failure: { code: 'usage/bad-argument', where: { field } } },
    })
  })

  test('a number that is in flight, without ending the call that has it', async () => {
    const { client, begun } = room()
    const [first, second] = heard(client)
    client.post(call(1, 'wait', { id: 1 }))
    await until(() => begun.length === 1)
    client.post(call(1, 'echo', { text: 'x' }))
    expect(await first).toMatchObject({ kind: 'refused' })
    client.post({ kind: 'cancel', id: 1 })
    expect(await second).toEqual({ kind: 'reply', id: 1, result: { ok: true, value: null } })
  })

  test('more calls than it takes at once, and takes more when some have ended', async () => {
    const { client, begun, cancelled } = room()
    const caller = callerOverWire<Entries>(client)
    const stop = new AbortController()
    const waiting: Promise<Result<null>>[] = []
    for (let id = 0; id < MAX_CALLS_IN_FLIGHT; id++) waiting.push(caller.call('wait', { id }, { signal: stop.signal }))
    await until(() => begun.length === MAX_CALLS_IN_FLIGHT)
    expect(await caller.call('echo', { text: 'x' })).toMatchObject({ ok: false, failure: { code: 'host/busy' } })
    stop.abort()
    await Promise.all(waiting)
    await until(() => cancelled.length === MAX_CALLS_IN_FLIGHT)
    await turn()
    expect(await caller.call('echo', { text: 'x' })).toEqual({ ok: true, value: 'x' })
  })
})

describe('who asks', () => {
  test.each<[string, unknown]>([
    ['nonsense', 'hello'],
    ['an answer to nothing', { kind: 'reply', id: 99, result: { ok: true, value: 1 } }],
    ['a reply without a result', { kind: 'reply', id: 1 }],
    ['a failure of no code', { kind: 'reply', id: 1, result: { ok: false, failure: { code: 'x/y', message: '' } } }],
    ['progress of nothing', { kind: 'progress', id: 99, progress: {} }],
  ])('lets %s go by', async (_name, message) => {
    const { client, server } = room()
    const caller = callerOverWire<Entries>(client)
    server.post(message)
    expect(await caller.call('echo', { text: 'x' })).toEqual({ ok: true, value: 'x' })
  })
})
