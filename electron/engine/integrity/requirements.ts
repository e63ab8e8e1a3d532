/** What the Merkle functions ask of their arguments, each with the failure that states got and want. */
import { FailureError, type Failure } from '../../../shared/failure.ts'
import { DIGEST_BYTES } from './digest.ts'

/** `integrity/wrong-length` for a digest that is not 32 bytes long; `name` says which one. Null when it is. */
export function digestFailure(name: string, digest: Uint8Array): Failure | null {
  return digest.length === DIGEST_BYTES ? null : lengthFailure(name, 'bytes', digest.length, DIGEST_BYTES)
}

/** `integrity/wrong-length`: `name` has `got` units where `want` are needed. */
export function lengthFailure(name: string, unit: 'bytes' | 'hashes', got: number, want: number): Failure {
  return {
    code: 'integrity/wrong-length',
    message: `${name} has ${got} ${unit} where ${want} are needed`,
    facts: { name, unit, got, want },
  }
}

/** `integrity/out-of-range` unless `got` is an integer with `least <= got <= most`. */
export function rangeFailure(name: string, got: number, least: number, most: number): Failure | null {
  if (Number.isSafeInteger(got) && got >= least && got <= most) return null
  return {
    code: 'integrity/out-of-range',
    message: `${name} is ${got}, outside ${least} to ${most}`,
    // NaN and infinities are no JSON; a fact must survive every carrier.
    facts: { name, got: Number.isFinite(got) ? got : String(got), least, most },
  }
}

/** Throws `failure` where there is one. */
export function demand(failure: Failure | null): void {
  if (failure !== null) throw new FailureError(failure)
}
