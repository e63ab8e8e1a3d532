/** What the first page of a source would become, with nothing written: the test of a connection. */
import type { PullPreview } from '../../../shared/api/index.ts'
import type { PulledResponse } from '../case/index.ts'
import { chooseMapping, type Mapping, type ProfileSet } from '../ingest/index.ts'
import { Authoriser } from './authorise.ts'
import { BodyReader } from './body.ts'
import { PageFetcher } from './fetchPage.ts'
import { clientFor, urlOf } from './pullRun.ts'
import { type SecretStore, Veil } from './secrets.ts'
import type { FilledSource } from './source.ts'
import { newWalk } from './walk.ts'
import type { Clock } from './waits.ts'

/** Looked back where a source asks by windows and says no more. */
const DAY_MS = 24 * 3_600_000

export interface PreviewOptions {
  readonly source: FilledSource
  readonly secrets: SecretStore
  readonly clock: Clock
  readonly profiles: ProfileSet
}

export interface PreviewedPage extends Omit<PullPreview, 'explanation'> {
  /** Null: the page has no records. */
  readonly mapping: Mapping | null
}

/** Asks for one page, once: whoever tests a connection wants to hear of trouble at once. Fails as a pull does. */
export async function previewPage(options: PreviewOptions, signal: AbortSignal): Promise<PreviewedPage> {
  const { source, secrets, clock, profiles } = options
  const { spec } = source
  const once = { ...source, spec: { ...spec, retry: { ...spec.retry, attempts: 1, longestWaitMs: 0 } } }
  const veil = new Veil()
  const client = clientFor(spec)
  try {
    const authoriser = new Authoriser(source, secrets, veil)
    await authoriser.load()
    const reader = new BodyReader(spec)
    const told: PulledResponse[] = []
    const fetcher = new PageFetcher({
      source: once,
      client,
      authoriser,
      reader,
      veil,
      clock,
      onFault: (response) => told.push(response),
      onWait: () => undefined,
    })
    const nowUs = clock.now() * 1000
    const isWindow = spec.paging.kind === 'time-window'
    const ago = spec.since?.defaultMs ?? (isWindow ? DAY_MS : null)
    const isBounded = isWindow || spec.until?.defaultMs != null
    const walk = newWalk(spec, ago === null ? null : nowUs - ago * 1000, isBounded ? nowUs : null)
    const { body, read, response } = await fetcher.page(urlOf(source, walk), signal)
    const mapping =
      read.records.length === 0
        ? null
        : chooseMapping(body, true, profiles, spec.profile, spec.timezone, {
            stated: read.format,
          })
    return { url: response.url, records: read.records.length, mapping }
  } catch (error) {
    throw veil.coveredError(error)
  } finally {
    client.close()
  }
}
