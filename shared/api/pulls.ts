/** Pulls: sources that are there, what one would bring, what one brought. */
import type { Failure } from '../failure.ts'
import type { Explanation } from './profiles.ts'

/** A source, for lists and forms. */
export interface SourceInfo {
  readonly id: string
  readonly version: number
  readonly title: string
  readonly vendor: string
  readonly documentation: readonly string[]
  /** May hold `{parameter}`. */
  readonly baseUrl: string
  readonly parameters: readonly SourceParameter[]
  /** none, bearer, basic, header, oauth2 */
  readonly auth: string
  /** Secrets it needs, and where each is to be put; `isSet`: it is there. */
  readonly secrets: readonly SourceSecret[]
  /** none, offset, page, cursor, link, next-url, time-window */
  readonly paging: string
  readonly profile: string | null
  /** Whether it comes with Vouch; false: the user has added it. */
  readonly isBundled: boolean
  /** What the vendor limits, as its documentation says. */
  readonly limits: {
    readonly retentionDays: number | null
    readonly rowsPerQuery: number | null
    readonly requestsPerMinute: number | null
    readonly notes: string | null
  } | null
}

export interface SourceParameter {
  readonly name: string
  readonly title: string
  /** Null: it has to be given. */
  readonly value: string | null
}

export interface SourceSecret {
  readonly name: string
  readonly isSet: boolean
  /** Whether `sources.keepSecret` can put it into the key store of this computer. */
  readonly canKeep: boolean
  /** What to do to set it, in words. */
  readonly whereTo: string
}

export interface SourceList {
  readonly sources: readonly SourceInfo[]
  readonly failures: readonly Failure[]
}

/** Which source, and how it is filled. */
export interface SourceChoice {
  /** Id, or path of a YAML file. */
  readonly source: string
  /** In place of the source's own. */
  readonly baseUrl?: string
  /** Values of its parameters. */
  readonly set?: { readonly [name: string]: string }
}

export interface PullRequest extends SourceChoice {
  readonly case: string
  /** Times, as in queries; left out: from where the last pull ended. */
  readonly since?: string
  readonly until?: string
  /** From the beginning, whatever was pulled before. */
  readonly full?: boolean
  /** Enters nothing in the case where nothing new came. */
  readonly quiet?: boolean
}

/** What a pull brought. Every record is an event, a reject or was known before. */
export interface PullReport {
  readonly source: string
  readonly baseUrl: string
  /** Number of the run in the case; null: nothing was entered. */
  readonly run: number | null
  /** Whether it went on where another had stopped. */
  readonly isResumed: boolean
  /** Answers with records, empty ones counted. */
  readonly requests: number
  /** Answers without any, and requests without an answer. */
  readonly faults: number
  readonly records: number
  readonly events: number
  /** Records that had been pulled before; they are no events again. */
  readonly known: number
  readonly rejects: number
  /** Labels of the exhibits it made. */
  readonly exhibits: readonly string[]
  /** Newest event time of the stream, ISO 8601 UTC; null: none has one. */
  readonly newest: string | null
  readonly seconds: number
}

/** What the first page of a source would become. Nothing is written. */
export interface PullPreview {
  /** The address that was asked, without secrets. */
  readonly url: string
  readonly records: number
  /** Null: the page has no records. */
  readonly explanation: Explanation | null
}

/** A stream in a case: a source that was pulled, and how the last pull went. */
export interface PullStreamInfo {
  readonly source: string
  readonly title: string
  readonly baseUrl: string
  /** ISO 8601 UTC. */
  readonly startedAt: string
  /** Null: under way, or its process ended before it could say. */
  readonly endedAt: string | null
  readonly outcome: 'complete' | 'broken-off' | 'cancelled' | null
  readonly failure: Failure | null
  /** Over all runs. */
  readonly runs: number
  readonly events: number
  readonly known: number
  /** Of the last run: how to ask for it again. */
  readonly choice: SourceChoice
}
