/** What a pack says about itself, as JSON: written by whoever makes one, read by whoever checks it. */
import type { PackFormat, RedactionReport } from '../../../../shared/api/index.ts'
import type { Json } from '../../../../shared/failure.ts'
import type { Exhibit } from '../../case/index.ts'

/** `data/pack.json`. */
export interface PackStatement {
  readonly vouchPack: number
  readonly title: string
  readonly purpose: string
  /** ISO 8601 UTC; stated by whoever made it. */
  readonly madeAt: string
  /** Version of Vouch. */
  readonly madeBy: string
  readonly case: { readonly caseId: string; readonly createdAt: string }
  readonly query: {
    /** As query text, and as the tree it stands for. */
    readonly text: string
    readonly filter: Json
    /** What “now” meant in it, ISO 8601 UTC, and the zone of times typed without one. */
    readonly now: string
    readonly zone: string
    readonly sort: { readonly field: string; readonly descending: boolean }
  }
  readonly events: number
  /** Events whose records are not in the pack: something of them was redacted. */
  readonly withheld: number
  /** Events that carry a bookmark, tags or notes. */
  readonly annotated: number
  readonly formats: readonly PackFormat[]
  readonly columns: readonly string[]
  readonly timeZone: string
  /** Whether cells of the CSV that look like formulas got a leading `'`. */
  readonly formulaGuard: boolean
  /** What was redacted, how often, by which rule; null: nothing. */
  readonly redaction: RedactionReport | null
  readonly custody: {
    readonly entries: number
    readonly lastHash: string
    /** Entries whose facts are withheld, as they may name what was redacted. */
    readonly withheld: number
    /** Whether the last entry but those of this moment announces this pack; false where the case could not be written. */
    readonly announced: boolean
  }
}

/** An exhibit in `data/exhibits.json`. Hashes are hexadecimal, times ISO 8601 UTC. */
export interface PackExhibit {
  readonly label: string
  readonly path: string
  readonly containers: Exhibit['containers']
  readonly sizeBytes: number
  readonly sha256: string
  readonly modifiedAt: string | null
  /** RFC 9162 root over its records. */
  readonly merkleRoot: string
  readonly records: number
  readonly events: number
  readonly rejects: number
  readonly isComplete: boolean
  readonly profile: string
  readonly profileSha256: string
  /** Where the profile's text lies in the pack. */
  readonly profileFile: string
  readonly format: Json
  readonly timezone: string
  readonly importedAt: string
  readonly importedBy: string
}
