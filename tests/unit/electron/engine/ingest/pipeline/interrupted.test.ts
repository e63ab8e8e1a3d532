/** Imports that are cut short from outside: nothing half, nothing lost, nothing twice. */
import { type ChildProcess, spawnSync } from 'node:child_process'
import { appendFileSync, createReadStream, openSync, readdirSync, truncateSync, writeSync, closeSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type CliRun, vouch } from '../../../hosts/cli/cli.ts'
import { lines, Room } from './room.ts'

let room: Room
beforeEach(() => {
  room = new Room()
})
afterEach(() => room.close())

/** About `megabytes` of records in a file. */
function largeFile(name: string, megabytes: number, from = 0): { path: string; records: number } {
  const path = room.file(name, '')
  const file = openSync(path, 'a')
  const perPart = 5_000
  let at = from
  for (let size = 0; size < megabytes * 1e6; at += perPart) size += writeSync(file, lines(at, at + perPart))
  closeSync(file)
  return { path, records: at - from }
}

/**
 * What a file holds, and then nothing for longer than a test lasts: an import that reads it has taken in nearly all of it
 * and is still under way when `onRead` is told.
 */
async function* unending(path: string, onRead: () => void): AsyncGenerator<Buffer> {
  yield* createReadStream(path)
  onRead()
  await pause(60_000, undefined, { ref: false })
}

/** Runs an import of `paths` and then of a file that does not end, and sends `signal` while that one is under way. */
function cutShort(paths: readonly string[], large: string, signal: NodeJS.Signals): Promise<CliRun> {
  let child: ChildProcess | undefined
  return vouch(['import', ...paths, '-', '--case', room.case], {
    input: unending(large, () => child?.kill(signal)),
    onStart(started) {
      child = started
    },
  })
}

describe('an import cut short', () => {
  it('by SIGKILL: the case opens, is whole, holds what was done before, and a second import succeeds', async () => {
    await room.exhibit('first.ndjson', lines(0, 100))
    const large = largeFile('large.ndjson', 25, 1_000)
    const run = await cutShort([], large.path, 'SIGKILL')
    expect(run.code).toBe(null)
    await room.expectWhole()
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({ events: 100, records: 100 })
    const again = await vouch(['import', large.path, '--case', room.case, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ imported: 1, events: large.records })
    await room.expectWhole()
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({ events: 100 + large.records })
    // Closed for good: one file, nothing beside it, also where the last to close it only read.
    await room.engine.close()
    expect(readdirSync(room.dir).filter((name) => name.startsWith('case.vouch'))).toEqual(['case.vouch'])
  })

  it('by SIGKILL while the case was made: it opens empty and whole, or is not there', async () => {
    const large = largeFile('large.ndjson', 25)
    await cutShort([], large.path, 'SIGKILL')
    await room.expectWhole()
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({ events: 0, exhibits: [] })
  })

  it('by SIGINT: exit code 1, the exhibit under way is undone, those before it stay', async () => {
    const small = room.file('a-small.ndjson', lines(0, 100))
    const large = largeFile('large.ndjson', 25, 1_000)
    const run = await cutShort([small], large.path, 'SIGINT')
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('[import/cancelled]')
    expect(run.stderr).not.toMatch(/\n\s+at /)
    await room.expectWhole()
    const info = await room.ask('case.info', { case: room.case })
    expect(info.exhibits.map((exhibit) => exhibit.path)).toEqual([small])
    expect(info).toMatchObject({ events: 100, rejects: 0 })
    expect(readdirSync(room.dir).filter((name) => name.startsWith('case.vouch'))).toEqual(['case.vouch'])
  })

  it('by SIGINT while it waits for standard input: the process ends', async () => {
    const run = await cutShort([], largeFile('short.ndjson', 1).path, 'SIGINT')
    expect(run.code).toBe(1)
    expect(run.stderr).toContain('[import/cancelled]')
  })

  it('by an AbortSignal: usage stays possible, the exhibit is undone', async () => {
    await room.exhibit('first.ndjson', lines(0, 100))
    const large = largeFile('large.ndjson', 14, 1_000)
    const cancel = new AbortController()
    const failure = await room.failure(
      'case.import',
      { case: room.case, paths: [large.path] },
      { signal: cancel.signal, onProgress: () => cancel.abort() },
    )
    expect(failure.code).toBe('import/cancelled')
    await room.expectWhole()
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({ events: 100 })
    const again = await room.import([large.path])
    expect(again).toMatchObject([{ kind: 'imported', events: large.records }])
  })

  it('by a signal that was aborted before it began: nothing happens', async () => {
    const failure = await room.failure(
      'case.import',
      { case: room.case, paths: [room.file('a.ndjson', lines(0, 3))] },
      { signal: AbortSignal.abort() },
    )
    expect(failure.code).toMatch(/^(import|usage)\/cancelled$/)
  })
})

describe('a file that changes while it is read', () => {
  it.each([
    ['grows', (path: string) => appendFileSync(path, lines(900_000, 900_010))],
    ['shrinks', (path: string) => truncateSync(path, 1_000_000)],
  ])('%s: it is refused by name, the case stays as it was', async (_, change) => {
    await room.exhibit('first.ndjson', lines(0, 100))
    const large = largeFile('large.ndjson', 14, 1_000)
    let isChanged = false
    const report = await room.ask(
      'case.import',
      { case: room.case, paths: [large.path] },
      {
        onProgress: () => {
          if (!isChanged) change(large.path)
          isChanged = true
        },
      },
    )
    expect(isChanged).toBe(true)
    expect(report.files).toMatchObject([
      { kind: 'failed', failure: { code: 'import/source-changed', where: { path: large.path } } },
    ])
    const [file] = report.files
    expect(file.kind === 'failed' && file.failure.kept).toMatch(/^Nothing of it was added/)
    await room.expectWhole()
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({ events: 100 })
    // Once nobody writes to it any more it comes in.
    expect(await room.import([large.path])).toMatchObject([{ kind: 'imported' }])
  })
})

describe('two processes', () => {
  /** What the two runs say they imported must be what the case holds. */
  async function expectBoth(runs: readonly { code: number | null; stdout: string; stderr: string }[]): Promise<void> {
    let events = 0
    for (const run of runs) {
      expect(run.stderr).not.toMatch(/\n\s+at /)
      if (run.code === 0) events += (JSON.parse(run.stdout) as { events: number }).events
      else expect([run.code, run.stderr]).toEqual([1, expect.stringContaining('[case/locked]')])
    }
    expect(runs.some((run) => run.code === 0)).toBe(true)
    await room.expectWhole()
    const info = await room.ask('case.info', { case: room.case })
    expect(info.events).toBe(events)
    const ids = await room.cells(['eventId'], '', 10_000)
    expect(new Set(ids.map(([id]) => id)).size).toBe(Math.min(events, 10_000))
  }

  it('import different files into one new case: each comes in once, or one is refused as locked', async () => {
    const files = [0, 1].map((i) => largeFile(`${i}.ndjson`, 2, i * 1_000_000).path)
    await expectBoth(await Promise.all(files.map((path) => vouch(['import', path, '--case', room.case, '--json']))))
  })

  it('import the same file: it comes in once', async () => {
    const { path, records } = largeFile('same.ndjson', 2)
    const runs = await Promise.all([0, 1].map(() => vouch(['import', path, '--case', room.case, '--json'])))
    await expectBoth(runs)
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({ events: records, exhibits: [{}] })
  })

  it('import many small files into one case: no event is lost or doubled, dictionaries stay right', async () => {
    await room.exhibit('first.ndjson', lines(0, 10))
    const paths = [0, 1].map((side) =>
      Array.from({ length: 8 }, (_, i) => {
        const from = 1_000 + side * 100_000 + i * 1_000
        return room.file(
          `${side}-${i}.ndjson`,
          lines(from, from + 300).replaceAll('@example.com', `@${side}${i}.example.com`),
        )
      }),
    )
    const runs = await Promise.all(paths.map((files) => vouch(['import', ...files, '--case', room.case, '--json'])))
    for (const run of runs) expect([run.code, run.stderr]).toEqual([0, ''])
    await room.expectWhole()
    expect(await room.ask('case.info', { case: room.case })).toMatchObject({ events: 10 + 16 * 300 })
    const { count } = await room.ask('rows.count', { case: room.case, filter: 'actor:*@17.example.com' })
    expect(count).toBe(300)
  })

  it('one imports while this one asks: answers stay right before, during and after', async () => {
    await room.exhibit('first.ndjson', lines(0, 100))
    const large = largeFile('large.ndjson', 10, 1_000)
    const counts = new Set<number>()
    const running = vouch(['import', large.path, '--case', room.case])
    let isDone = false
    void running.then(() => {
      isDone = true
    })
    while (!isDone) {
      counts.add((await room.ask('rows.count', { case: room.case, filter: '' })).count)
      await pause(20)
    }
    expect((await running).code).toBe(0)
    counts.add((await room.ask('rows.count', { case: room.case, filter: '' })).count)
    expect([...counts].sort((a, b) => a - b)).toEqual([100, 100 + large.records])
  })
})

describe('standard input', () => {
  it('is an exhibit like any other: plain, compressed, empty', async () => {
    const text = lines(0, 1_000)
    const plain = await vouch(['import', '-', '--case', room.case, '--json'], { input: text })
    expect([plain.code, JSON.parse(plain.stdout)]).toMatchObject([0, { imported: 1, events: 1_000 }])
    const path = room.file('log.ndjson.gz', spawnSync('gzip', ['-c'], { input: lines(2_000, 3_000) }).stdout)
    const zipped = await vouch(['import', '-', '--case', room.case, '--json'], { input: createReadStream(path) })
    expect([zipped.code, JSON.parse(zipped.stdout)]).toMatchObject([0, { events: 1_000, files: [{ path: '-' }] }])
    const empty = await vouch(['import', '-', '--case', room.case])
    expect(empty.code).toBe(1)
    expect(empty.stdout).toContain('[import/empty]')
    await room.expectWhole()
    expect((await room.raw(1)).toString()).toBe(text.split('\n')[0])
  })
})
