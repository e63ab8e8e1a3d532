/** Evidence packs: made from a case, checked without one; and the keys that sign them. */
import type { Failure } from '../failure.ts'
import type { Question, SortBy } from './question.ts'

/** What a pack lists its events as; records and proofs are always in it. */
export const packFormats = ['csv', 'xlsx', 'ndjson', 'html'] as const
export type PackFormat = (typeof packFormats)[number]

export interface PackRequest extends Question {
  /** Path to write; must not exist unless `overwrite`. */
  readonly out: string
  readonly overwrite?: boolean
  readonly title?: string
  readonly purpose?: string
  /** Left out: all of them. */
  readonly formats?: readonly PackFormat[]
  /** Left out: every column the case has values for, but for what people added, and the payload. */
  readonly columns?: readonly string[]
  /** Left out: by time. */
  readonly sort?: SortBy
  /** IANA zone that times are written in; left out: UTC. */
  readonly timeZone?: string
  /** A redaction profile, by its name or the path of its file: what it means stays out, and so do the records concerned. */
  readonly redaction?: string
  /** When it was made, ISO 8601 UTC; left out: now. The same case, question, options and date give the same pack. */
  readonly date?: string
  /** Path of the private key to sign with, in OpenSSH's format; left out: the pack is not signed. */
  readonly key?: string
  /** Puts in a request for a time-stamp by RFC 3161. */
  readonly timeStampRequest?: boolean
  /** Public keys of age (`age1…`) that the pack is encrypted for; left out or empty: it is not encrypted. */
  readonly recipients?: readonly string[]
}

export interface PackReport {
  readonly out: string
  readonly events: number
  /** Events whose records stayed out, as something of them was redacted. */
  readonly withheld: number
  readonly exhibits: readonly string[]
  readonly sizeBytes: number
  /** Of the file written, hexadecimal. */
  readonly sha256: string
  /** Of the ZIP itself; another one where the file is encrypted. */
  readonly zipSha256: string
  readonly isEncrypted: boolean
  /** `SHA256:…` of the signer's key; null: not signed. */
  readonly signedBy: string | null
  /** Number and hash of the last custody entry that is in the pack. */
  readonly custody: { readonly entries: number; readonly lastHash: string }
  readonly seconds: number
  /** Whether the finished pack is entered in the custody log; false where the case cannot be written. */
  readonly recorded?: boolean
}

export interface PackVerifyRequest {
  /** Path of the pack. */
  readonly pack: string
  /** Exhibits' source files, to compare every record with. */
  readonly against?: readonly string[]
  /** Files that hold one withheld record each, byte for byte. */
  readonly disclose?: readonly string[]
}

/** Who signed a pack, and whether that holds. */
export interface PackSignature {
  readonly state: 'none' | 'good' | 'bad'
  /** `SHA256:…`; null where no key can be read. */
  readonly fingerprint: string | null
}

export interface PackTimeStamp {
  /** `fits`: a reply is there and for this pack; that its authority signed it is checked with `openssl ts -verify`. */
  readonly state: 'none' | 'requested' | 'fits' | 'bad'
  /** ISO 8601 UTC, as the authority states it. */
  readonly at: string | null
}

/** What a pack says about itself. */
export interface PackSays {
  readonly title: string
  readonly purpose: string
  readonly madeAt: string
  readonly madeBy: string
  readonly caseId: string
  readonly query: string
  readonly events: number
  readonly withheld: number
  readonly exhibits: readonly { readonly label: string; readonly path: string; readonly sha256: string }[]
}

/** A copy of a pack with the reply to its time-stamp request in it. */
export interface PackAttachRequest {
  /** Path of the pack, which stays as it is unless `out` is the same. */
  readonly pack: string
  /** Path of the authority's reply (`.tsr`, RFC 3161). */
  readonly reply: string
  /** Path to write; must not exist unless `overwrite`. */
  readonly out: string
  readonly overwrite?: boolean
}

export interface PackAttachReport {
  readonly out: string
  readonly sizeBytes: number
  /** Of the copy, hexadecimal: another one than the pack had before. */
  readonly sha256: string
  /** ISO 8601 UTC, as the authority states it; who that is was not checked. */
  readonly stampedAt: string
}

export interface PackVerifyReport {
  readonly pack: string
  /** SHA-256 of the file, hexadecimal. */
  readonly sha256: string
  /** Everything that is wrong; empty: the pack is whole. */
  readonly findings: readonly Failure[]
  /** Null where it cannot be read. */
  readonly says: PackSays | null
  readonly signature: PackSignature
  readonly timeStamp: PackTimeStamp
  readonly checked: {
    readonly files: number
    readonly bytes: number
    /** Leaves that lead to the Merkle root of their exhibit. */
    readonly proofs: number
    /** Records that give their leaf hash, with those disclosed. */
    readonly records: number
    /** Rows of all tables. */
    readonly rows: number
    readonly custodyEntries: number
    /** Withheld records that were disclosed. */
    readonly disclosed: number
    /** Source files compared. */
    readonly sources: number
  }
  readonly seconds: number
}

/** A key that packs can be signed with. */
export interface KeyInfo {
  readonly path: string
  /** File name. */
  readonly name: string
  /** `SHA256:…`, as `ssh-keygen -l` prints it. */
  readonly fingerprint: string
  /** The line that others put in `allowed_signers`, without name. */
  readonly publicKey: string
  /** `own`: made by Vouch; `ssh`: one of the user's SSH keys. */
  readonly origin: 'own' | 'ssh'
  readonly isEncrypted: boolean
  /** Whether it can be used now: it has no passphrase, or was unlocked. */
  readonly isUnlocked: boolean
}
