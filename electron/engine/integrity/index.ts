/** Digests, Merkle trees and proofs (RFC 9162), and the chain of custody entries. Pure: no I/O. */
export { consistencyProof, consistencyProofLength, verifyConsistency } from './consistencyProof.ts'
export { DIGEST_BYTES, equalBytes, hexFromBytes, sha256 } from './digest.ts'
export {
  ChainCheck,
  type CustodyEntry,
  type CustodyProblem,
  custodyEntryHash,
  NO_PREVIOUS,
  type SealedEntry,
  sealEntry,
  verifyChain,
} from './hashChain.ts'
export {
  inclusionProof,
  inclusionProofLength,
  inclusionProofs,
  type LeafAccess,
  rootFromInclusionProof,
  verifyInclusion,
} from './inclusionProof.ts'
export { emptyRoot, leafHash, leafHashesInto, nodeHash } from './merkleHash.ts'
export { type LevelNodes, type NodeAccess, ProofNodes, verifyByNodes } from './proofNodes.ts'
export { RootBuilder, rootOf } from './rootBuilder.ts'
