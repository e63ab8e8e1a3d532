/**
 * What a reader of an export must know about it, as plain data. Formats with room for it (Excel, HTML) carry it along.
 * It is the same for the same case, filter and options: no clock, no account, no folder.
 */

/** An exhibit whose events were asked for. */
export interface AboutExhibit {
  readonly label: string
  /** Its file name, without folder. */
  readonly name: string
  /** Of the whole file; hexadecimal. */
  readonly sha256: string
  /** RFC 9162 root over its records; hexadecimal. */
  readonly merkleRoot: string
  /** `id@version`. */
  readonly profile: string
  readonly records: number
  readonly rejects: number
  /** Rows of this export that come from it. */
  readonly rowsFrom: number
}

export interface AboutExport {
  /** File name of the case, without folder. */
  readonly caseName: string
  readonly caseId: string
  /** The last custody entry that changed what the case has to say, as `number:hash`; null: the case has no log. */
  readonly custody: string | null
  /** The filter as query text; empty: everything. */
  readonly query: string
  /** ISO 8601 UTC, where the query speaks of now. */
  readonly now: string | null
  /** IANA name of the zone that times are written in. */
  readonly timeZone: string
  /** `time ascending`. */
  readonly sort: string
  /** Headers, in order. */
  readonly columns: readonly string[]
  readonly rows: number
  /** Of the events written; ISO 8601 UTC. Null: none of them has a time. */
  readonly timeFrom: string | null
  readonly timeTo: string | null
  readonly exhibits: readonly AboutExhibit[]
  readonly formulaGuard: boolean
  readonly vouchVersion: string
  /** Sentences: what was redacted, what was cut. */
  readonly remarks: readonly string[]
}
