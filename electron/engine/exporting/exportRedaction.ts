/** The redaction of an export: its profile, and the case's key. */
import { FailureError } from '../../../shared/failure.ts'
import { makePseudonymKey, pseudonymKey } from '../case/index.ts'
import { ExportRedactor, loadRedaction, needsPseudonyms, Pseudonyms, type RedactionProfile } from '../evidence/index.ts'
import type { OpenCase } from '../openCase.ts'

export interface ExportRedaction {
  readonly profile: RedactionProfile
  /** The one whose counts are reported. */
  readonly redactor: ExportRedactor
  /** One that is not reported, for looking at events before they are exported. */
  scratch(): ExportRedactor
}

/**
 * The profile of that name or at that path, ready for exports of this case; its key is made where pseudonyms are needed for the
 * first time. Fails with `redaction/not-found`, `redaction/invalid`, `redaction/no-key`, and with `case/locked` while
 * somebody else goes on writing.
 */
export async function openRedaction(
  file: OpenCase,
  nameOrPath: string,
  version: string,
  signal: AbortSignal,
): Promise<ExportRedaction> {
  const profile = loadRedaction(nameOrPath)
  const key = needsPseudonyms(profile) ? await keyOf(file, version, signal) : null
  const pseudonyms = key === null ? null : new Pseudonyms(key)
  return {
    profile,
    redactor: new ExportRedactor(profile, pseudonyms),
    scratch: () => new ExportRedactor(profile, pseudonyms),
  }
}

/** Null where there is none and the case cannot be written. */
async function keyOf(file: OpenCase, version: string, signal: AbortSignal): Promise<Uint8Array | null> {
  const known = pseudonymKey(file.db)
  if (known !== null) return known
  try {
    return await file.write(signal, (db) => makePseudonymKey(db, version))
  } catch (error) {
    if (error instanceof FailureError && error.failure.code === 'case/read-only') return null
    throw error
  }
}
