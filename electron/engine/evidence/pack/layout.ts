/** What lies where in an evidence pack. A pack is a ZIP of one folder, which is a bag (RFC 8493). */

/** Version of this layout; readers refuse newer ones by name. */
export const PACK_FORMAT = 1

/** What the signature is for (SSHSIG's namespace): one made for something else does not pass for a pack's. */
export const SIGNATURE_NAMESPACE = 'vouch-pack@vouch.invalid'

/** Who signed, as `ssh-keygen -Y verify -I` is told; who that is, the fingerprint says. */
export const SIGNER = 'signer'

/** Files of the bag itself. */
export const tagFiles = {
  bagit: 'bagit.txt',
  info: 'bag-info.txt',
  manifest: 'manifest-sha256.txt',
  readme: 'README.txt',
  signers: 'allowed_signers',
  tagManifest: 'tagmanifest-sha256.txt',
} as const

/**
 * Files about the tag manifest, which cannot list them (RFC 8493 §2.2.1 lets a bag have tag files that no manifest lists): its
 * signature, the request for a time-stamp and the reply, which may be put in later.
 */
export const besideFiles = {
  signature: `${tagFiles.tagManifest}.sig`,
  stampRequest: 'time-stamp.tsq',
  stampReply: 'time-stamp.tsr',
} as const

/** Payload files. */
export const payloadFiles = {
  /** What the pack says about itself. */
  statement: 'data/pack.json',
  exhibits: 'data/exhibits.json',
  custody: 'data/custody.ndjson',
  annotations: 'data/annotations.ndjson',
  csv: 'data/events.csv',
  xlsx: 'data/events.xlsx',
  /** Whole texts of cells that are too long for the workbook; there where some are. */
  longCells: 'data/events.xlsx.long-cells.ndjson',
  ndjson: 'data/events.ndjson',
  report: 'data/report.html',
  /** The records' bytes, one behind the other. */
  records: 'data/records.bin',
  leaves: 'data/proofs/leaves.csv',
  nodes: 'data/proofs/nodes.csv',
  profiles: 'data/profiles/',
} as const

export const LEAF_COLUMNS = ['event', 'exhibit', 'record', 'startByte', 'endByte', 'leafHash', 'at', 'size'] as const
export const NODE_COLUMNS = ['exhibit', 'level', 'index', 'hash'] as const

/** Columns of the verbatim NDJSON. */
export const NDJSON_COLUMNS = ['id', 'exhibit', 'record', 'payload'] as const

/** Events of one pack at most: places, proofs and what is withheld are held in memory while it is made, some 700 bytes each. */
export const MAX_PACK_EVENTS = 1_000_000

/** What the time-stamp is for: the signature, as that is what a key that is stolen later could forge; without one the tag manifest. */
export function stampedFile(isSigned: boolean): string {
  return isSigned ? besideFiles.signature : tagFiles.tagManifest
}

/** Where a profile's text lies. */
export function profileFile(profile: string, sha256: string): string {
  return `${payloadFiles.profiles}${profile.replace(/[^A-Za-z0-9@._-]/g, '_')}.${sha256.slice(0, 12)}.json`
}
