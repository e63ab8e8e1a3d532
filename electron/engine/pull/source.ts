/** What a source is: a system's audit log as its API gives it, described as data. Plain JSON, kept with every run. */

/** Layout of the YAML. */
export const SOURCE_SCHEMA = 1

/** How times stand in a request. */
export const timeForms = ['iso', 'iso-millis', 'date', 'epoch-seconds', 'epoch-millis'] as const
export type TimeForm = (typeof timeForms)[number]

export type AuthSource =
  | { readonly kind: 'none' }
  /** `Authorization: Bearer …`; `scheme` stands in place of `Bearer` (Okta's `SSWS`). */
  | { readonly kind: 'bearer'; readonly secret: string; readonly scheme: string }
  | { readonly kind: 'basic'; readonly user: string; readonly secret: string }
  | { readonly kind: 'header'; readonly header: string; readonly secret: string }
  /** Client credentials, RFC 6749 §4.4; the client is told in the body or by Basic (§2.3.1). */
  | {
      readonly kind: 'oauth2'
      readonly tokenUrl: string
      readonly clientId: string
      readonly secret: string
      readonly scope: string | null
      readonly audience: string | null
      readonly clientIn: 'body' | 'basic'
    }

export type PagingSource =
  | { readonly kind: 'none' }
  | { readonly kind: 'offset'; readonly offset: string; readonly limit: string; readonly size: number }
  | {
      readonly kind: 'page'
      readonly page: string
      readonly limit: string | null
      readonly size: number
      readonly first: number
    }
  /** `hasMore`: path of a boolean that ends the walk when false. `untilEmpty`: the cursor never ends, an empty page does. */
  | {
      readonly kind: 'cursor'
      readonly parameter: string
      readonly path: string
      readonly limit: string | null
      readonly size: number
      readonly hasMore: string | null
      readonly untilEmpty: boolean
    }
  /** `Link: <…>; rel="next"`, RFC 8288. */
  | { readonly kind: 'link'; readonly limit: string | null; readonly size: number; readonly untilEmpty: boolean }
  | {
      readonly kind: 'next-url'
      readonly path: string
      readonly limit: string | null
      readonly size: number
      readonly untilEmpty: boolean
    }
  /** A stretch of time per request; one that comes back with `size` records or more is halved. */
  | {
      readonly kind: 'time-window'
      readonly windowMs: number
      readonly leastMs: number
      /** Path of how many records the window holds, where a body says so: fewer in it, and the window is halved; null: none. */
      readonly total: string | null
      readonly limit: string | null
      readonly size: number
    }

export interface BoundSource {
  readonly parameter: string
  readonly form: TimeForm
  /** Stands before the time in the parameter. */
  readonly prefix: string
  /** Taken where nobody states a time and nothing was pulled before, back from now in milliseconds; null: no bound. */
  readonly defaultMs: number | null
}

export interface ParameterSource {
  readonly name: string
  readonly title: string
  readonly default: string | null
}

export interface LimitsSource {
  readonly retentionDays: number | null
  readonly rowsPerQuery: number | null
  readonly requestsPerMinute: number | null
  readonly notes: string | null
}

export interface RetrySource {
  /** Tries of one request, the first one counted. */
  readonly attempts: number
  /** Wait before the second try; doubles with each. */
  readonly firstMs: number
  readonly mostMs: number
  /** Longest that a server may make a pull wait at once. */
  readonly longestWaitMs: number
}

export interface SourceSpec {
  readonly schema: number
  readonly id: string
  /** Source it builds on, whose secrets it uses where it has none of its own; null: none. */
  readonly from: string | null
  readonly version: number
  readonly title: string
  readonly vendor: string
  readonly documentation: readonly string[]
  /** May hold `{parameter}`. */
  readonly baseUrl: string
  readonly parameters: readonly ParameterSource[]
  /** May hold `{parameter}`; appended to the base. */
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly headers: readonly (readonly [string, string])[]
  readonly auth: AuthSource
  readonly paging: PagingSource
  readonly since: BoundSource | null
  readonly until: BoundSource | null
  readonly incremental: { readonly by: 'time' | 'cursor' | 'none'; readonly overlapMs: number }
  readonly records: {
    /** Ways to the array in a body, as keys; the first that leads to one counts. Without keys: the body is the array. */
    readonly paths: readonly (readonly string[])[]
    /** Whether a body is one record per line. */
    readonly lines: boolean
    /** Path of the vendor's event id; null: told by content. */
    readonly id: string | null
    /** Path of the event's time; needed for `incremental: time`. */
    readonly time: string | null
    /** Keys whose values differ each time a record is asked for; left out when contents are compared. */
    readonly ignore: readonly string[]
  }
  /** Profile that maps the records; null: recognised. */
  readonly profile: string | null
  readonly timezone: string | null
  readonly retry: RetrySource
  readonly timeoutMs: number
  readonly maxBodyBytes: number
  /** URL; null: none. */
  readonly proxy: string | null
  /** PEM file of further authorities; null: none. */
  readonly caFile: string | null
  /** Whether `http://` to other machines is allowed. */
  readonly allowHttp: boolean
  readonly limits: LimitsSource | null
}

/** A source whose parameters have values: what is asked. */
export interface FilledSource {
  readonly spec: SourceSpec
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly path: string
  readonly query: readonly (readonly [string, string])[]
  readonly auth: AuthSource
  readonly parameters: { readonly [name: string]: string }
}
