/**
 * A pull: walks a source page by page, tells new records from those pulled before, and commits what came, in portions, to
 * the case. Wherever it ends, by its own will or killed, the case says where the next one goes on.
 */
import { readFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import type { ImportedFile, Progress, PullReport } from '../../../shared/api/index.ts'
import { type Failure, FailureError, fail } from '../../../shared/failure.ts'
import { isoText } from '../../../shared/time/index.ts'
import { canonicalJson } from '../base/index.ts'
import { beginPullRun, endPullRun, openCase, PulledKeys, type PullOutcome, pullStream } from '../case/index.ts'
import { Authoriser } from './authorise.ts'
import { BodyReader } from './body.ts'
import { type CommitTarget, commitSegment } from './commit.ts'
import { PageFetcher, type FetchedPage, Refused } from './fetchPage.ts'
import { HttpClient } from './httpClient.ts'
import { type Plan, planWalk, requestMark, type StreamState, stateFrom, streamName, type Wish } from './pullState.ts'
import { type SecretStore, Veil } from './secrets.ts'
import { Segment } from './segment.ts'
import type { FilledSource, SourceSpec } from './source.ts'
import { newWalk, type Page, requestUrl, stepAfter, type Walk } from './walk.ts'
import type { Clock } from './waits.ts'

export interface PullOptions {
  readonly source: FilledSource
  readonly wish: Wish
  /** Nothing is entered in the case where nothing new came: for a refresh every few seconds. */
  readonly isQuiet: boolean
  readonly target: CommitTarget
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly onProgress: (progress: Progress) => void
  readonly onFile: (file: ImportedFile) => void
}

/** Longest time between two commits while pages come in, in milliseconds. */
const COMMIT_MS = 20_000

export class PullRun {
  private readonly options: PullOptions
  private readonly veil = new Veil()
  private readonly client: HttpClient
  private readonly authoriser: Authoriser
  private readonly reader: BodyReader
  private readonly counts = { requests: 0, faults: 0, records: 0, events: 0, known: 0, rejects: 0 }
  private readonly exhibits: string[] = []
  private segment = new Segment()
  private state: StreamState
  private stream: { readonly id: number; revision: number; readonly keys: PulledKeys } | null = null
  private runId: number | null = null
  private committedAt = 0
  private startUs = 0

  constructor(options: PullOptions) {
    this.options = options
    const { source, secrets } = options
    this.client = clientFor(source.spec)
    this.authoriser = new Authoriser(source, secrets, this.veil)
    this.reader = new BodyReader(source.spec)
    this.state = stateFrom('null', requestMark(source))
  }

  /**
   * Runs to the end of the log. Fails with `pull/*`, `source/*`, `case/*`, and with `usage/cancelled` when `signal` aborts;
   * pages that had come are in the case then.
   */
  async run(signal: AbortSignal): Promise<PullReport> {
    const startedAt = performance.now()
    const { db, close } = openCase(this.options.target.case)
    try {
      await this.authoriser.load()
      const plan = this.prepare(db)
      await this.walk(db, plan, signal)
      await this.end(db, 'complete', null)
      return this.report(plan, (performance.now() - startedAt) / 1000)
    } catch (error) {
      throw await this.broken(db, error, signal)
    } finally {
      close()
      this.client.close()
    }
  }

  private prepare(db: Database): Plan {
    const { source, wish, clock } = this.options
    const stream = pullStream(db, streamName(source))
    if (stream !== undefined) {
      this.stream = { id: stream.id, revision: stream.revision, keys: new PulledKeys(db, stream.id) }
      this.state = stateFrom(this.veil.unmarked(stream.state), requestMark(source))
    }
    this.committedAt = clock.now()
    this.startUs = clock.now() * 1000
    return planWalk(source, this.state, wish, this.startUs)
  }

  private async walk(db: Database, plan: Plan, signal: AbortSignal): Promise<void> {
    const { source, clock } = this.options
    const fetcher = this.fetcher()
    let { walk } = plan
    let again = 0
    for (let isResumed = plan.isResumed; ; isResumed = false) {
      const fetched = await this.fetched(fetcher, walk, signal, isResumed)
      if (fetched === null) {
        walk = newWalk(source.spec, walk.sinceUs, walk.untilUs)
        continue
      }
      // Bodies of one exhibit are read in one way.
      if (this.segment.format !== null && this.segment.format !== fetched.read.format) await this.commit(db, signal)
      const step = stepAfter(source.spec, walk, this.taken(fetched), again)
      if (step.kind === 'stuck') fail(stuck(source, step.why))
      if (step.kind === 'full-window') fail(fullWindow(source, step.fromUs, step.toUs))
      again = step.kind === 'same' ? again + 1 : 0
      walk = step.walk
      this.state = stateAfter(this.state, walk, plan.isMain, step.kind === 'done')
      if (step.kind === 'done') return
      if (this.segment.isFull || clock.now() - this.committedAt >= COMMIT_MS) await this.commit(db, signal)
      if (step.kind === 'same') await clock.wait(source.spec.retry.firstMs, signal)
    }
  }

  /** Null where a resumed walk is refused at the place where it stood: an old cursor, say. It begins anew, past what is known. */
  private async fetched(
    fetcher: PageFetcher,
    walk: Walk,
    signal: AbortSignal,
    isResumed: boolean,
  ): Promise<FetchedPage | null> {
    const { source } = this.options
    const url = urlOf(source, walk)
    try {
      return await fetcher.page(url, signal)
    } catch (error) {
      const isGone = error instanceof Refused && GONE.has(error.status)
      if (isResumed && isGone && walk.at.kind !== 'first') return null
      throw error
    }
  }

  /** Takes a page's records; what is told of it decides where the walk goes. */
  private taken({ body, read, headers, url, response }: FetchedPage): Page {
    const here = new Set<string>()
    let newestUs: number | null = null
    const isKnown = read.records.map((record) => {
      const { key, content, timeUs } = record
      // A time later than the pull itself is not believed: one event from the future would end all pulls.
      if (timeUs !== null && timeUs <= this.startUs) newestUs = Math.max(newestUs ?? timeUs, timeUs)
      const name = key.toString('latin1') + content.toString('latin1')
      const isHere = here.has(name)
      here.add(name)
      return isHere || this.segment.has(record) || this.stream?.keys.has(key, content) === true
    })
    const known = isKnown.filter(Boolean).length
    this.segment.addPage(body, read.records, isKnown, response, read.format)
    this.counts.requests++
    this.counts.records += isKnown.length
    this.counts.known += known
    this.tell()
    const count = isKnown.length
    return { count, fresh: count - known, newestUs, digest: read.digest, body: read.value, headers, url }
  }

  /** Brings what was gathered into the case. */
  private async commit(db: Database, signal: AbortSignal): Promise<void> {
    const { source, target, onFile } = this.options
    const { segment } = this
    if (segment.isEmpty) return
    const runId = await this.begun(db, signal)
    const stream = this.stream as NonNullable<typeof this.stream>
    const file = await commitSegment(
      target,
      source.spec,
      segment,
      {
        streamId: stream.id,
        runId,
        revision: stream.revision,
        state: this.veil.marked(JSON.stringify(this.state)),
        responses: segment.responses,
        keys: segment.keyBytes(),
      },
      signal,
    )
    stream.revision++
    this.segment = new Segment()
    this.committedAt = this.options.clock.now()
    if (file === null) return
    onFile(file)
    if (file.kind !== 'imported') return
    this.exhibits.push(file.exhibit)
    this.counts.events += file.events
    this.counts.rejects += file.rejects
  }

  /** Number of the run; it is entered when first needed. */
  private async begun(db: Database, signal: AbortSignal): Promise<number> {
    if (this.runId !== null) return this.runId
    const { source, target, wish } = this.options
    const start = {
      stream: streamName(source),
      source: canonicalJson(JSON.parse(this.veil.cover(JSON.stringify(source)))),
      baseUrl: source.baseUrl,
      sourceId: source.spec.id,
      since: wish.sinceUs === null ? null : isoText(wish.sinceUs),
      until: wish.untilUs === null ? null : isoText(wish.untilUs),
      version: target.version,
    }
    const { runId, stream } = await target.write(signal, (writing) => beginPullRun(writing, start))
    this.runId = runId
    // The revision it was read with, 0 where it was not there: what another process brought meanwhile is noticed by it.
    this.stream ??= { id: stream.id, revision: 0, keys: new PulledKeys(db, stream.id) }
    return runId
  }

  /** Commits the rest and enters how the run ended. The work of ending is not to be cancelled. */
  private async end(db: Database, outcome: PullOutcome, failure: Failure | null): Promise<void> {
    const never = new AbortController().signal
    const { isQuiet, target } = this.options
    const isNews = this.segment.path !== null || this.counts.faults > 0 || this.runId !== null
    if (isQuiet && !isNews) return
    await this.commit(db, never)
    const runId = await this.begun(db, never)
    const counts = { ...this.counts, exhibits: [...this.exhibits] }
    await target.write(never, (writing) => endPullRun(writing, runId, outcome, failure, counts))
  }

  /** What a run that broke off fails with, after what had come was committed. */
  private async broken(db: Database, error: unknown, signal: AbortSignal): Promise<unknown> {
    const known = signal.aborted ? new FailureError(cancelled) : this.veil.coveredError(error)
    if (!(known instanceof FailureError)) return known
    const { failure } = known
    // A case that could not be written a moment ago is not tried again, nor one that somebody else has changed.
    const isOfCase = failure.code.startsWith('case/') || failure.code === 'pull/overtaken'
    const wasAsked = this.counts.requests + this.counts.faults > 0
    if (!isOfCase && wasAsked) {
      try {
        await this.end(db, signal.aborted ? 'cancelled' : 'broken-off', failure)
      } catch (second) {
        return second
      }
    }
    const { events, known: before } = this.counts
    return new FailureError({ ...failure, facts: { ...failure.facts, events, known: before } }, { cause: error })
  }

  private fetcher(): PageFetcher {
    const { source, clock } = this.options
    const { client, authoriser, reader, veil } = this
    return new PageFetcher({
      source,
      client,
      authoriser,
      reader,
      veil,
      clock,
      onFault: (response) => {
        this.counts.faults++
        this.segment.addFault(response)
      },
      onWait: (ms, why) => this.tell(`waits ${Math.ceil(ms / 1000)} s: ${veil.cover(why)}`),
    })
  }

  private tell(what = ''): void {
    const { source, onProgress } = this.options
    const label = what === '' ? source.spec.title : `${source.spec.title}, ${what}`
    onProgress({ label, done: this.counts.records, total: null, unit: 'records' })
  }

  private report({ isResumed }: Plan, seconds: number): PullReport {
    const { source } = this.options
    const { newestUs } = this.state
    return {
      source: source.spec.id,
      baseUrl: source.baseUrl,
      run: this.runId,
      isResumed,
      ...this.counts,
      exhibits: this.exhibits,
      newest: newestUs === null ? null : isoText(newestUs),
      seconds,
    }
  }
}

/** The client of a source. Fails with `source/invalid` where its authorities cannot be read. */
export function clientFor({ timeoutMs, maxBodyBytes, proxy, caFile, allowHttp }: SourceSpec): HttpClient {
  const ca = caFile === null ? null : authorityFrom(caFile)
  return new HttpClient({ timeoutMs, maxBodyBytes, proxy, ca, allowHttp })
}

/** What to ask for at the walk's position; `pull/redirect-refused` where that would be at another origin. */
export function urlOf(source: FilledSource, walk: Walk): URL {
  const url = requestUrl(source, walk)
  return url !== null && url.origin === new URL(source.baseUrl).origin ? url : fail(ledAway(source, url))
}

/** Statuses that an old cursor or address is answered with. */
const GONE: ReadonlySet<number> = new Set([400, 404, 410, 416, 422])

/** The stream's state with its walk where it stands. */
function stateAfter(state: StreamState, walk: Walk, isMain: boolean, isDone: boolean): StreamState {
  if (!isMain) return { ...state, aside: isDone ? null : walk }
  if (!isDone) return { ...state, open: walk }
  const times = [state.newestUs, walk.newestUs].filter((time) => time !== null)
  const newestUs = times.length === 0 ? null : Math.max(...times)
  return { ...state, open: null, newestUs, end: walk.at }
}

function authorityFrom(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new FailureError(
      {
        code: 'source/invalid',
        message: 'The file of further authorities cannot be read',
        where: { path, field: 'caFile' },
        next: 'Check the path.',
      },
      { cause: error },
    )
  }
}

function ledAway({ baseUrl }: FilledSource, url: URL | null): Failure {
  return {
    code: 'pull/redirect-refused',
    message: `The next page is said to be ${url === null ? 'at no address' : `at ${url.origin}`}, not at ${new URL(baseUrl).origin}`,
    kept: 'What was pulled before it. The secret was sent to nobody else.',
    next: 'If that is the right system, state its address as `baseUrl`.',
  }
}

function stuck({ spec }: FilledSource, why: string): Failure {
  return {
    code: 'pull/no-progress',
    message: `The walk over ${spec.title} gets nowhere: ${why}`,
    kept: 'What was pulled; the next pull goes on.',
    next: 'Pull again later; if it stays so, compare `paging:` of the source with the vendor’s documentation.',
  }
}

function fullWindow({ spec }: FilledSource, fromUs: number, toUs: number): Failure {
  return {
    code: 'pull/window-too-full',
    message: `${spec.title} holds more events from ${isoText(fromUs)} to ${isoText(toUs)} than one request may give`,
    kept: 'What was pulled before that time; the next pull begins there.',
    next: 'Set `paging.least` lower, or export that stretch by other means.',
    facts: { from: isoText(fromUs), to: isoText(toUs) },
  }
}

const cancelled: Failure = {
  code: 'usage/cancelled',
  message: 'The pull was cancelled',
  kept: 'Pages that had come whole are in the case; the next pull goes on from there.',
}
