/**
 * Failures as data: what went wrong, exactly where, what was kept and what to do next.
 *
 * A failure is plain JSON, so it arrives equal over every carrier. Inside the engine it travels as a
 * thrown {@link FailureError}; the engine's door (`electron/engine/index.ts`) catches it once and returns
 * it as a value. Everything else that is thrown is a bug.
 */

/** Every failure code. `part/what-happened`; a code never changes its meaning. */
export const failureCodes = [
  'case/not-found',
  'case/exists',
  'case/not-a-case',
  'case/newer-version',
  'case/locked',
  'case/read-only',
  'case/damaged',
  'case/no-space',
  'case/permission',
  'event/not-found',
  'exhibit/not-found',
  'import/not-found',
  'import/permission',
  'import/empty',
  'import/unrecognised',
  'import/already-imported',
  'import/source-changed',
  'import/source-unreadable',
  'import/archive-damaged',
  'import/archive-unsafe-name',
  'import/archive-encrypted',
  'import/archive-too-large',
  'import/archive-too-deep',
  'import/workbook-damaged',
  'import/workbook-too-large',
  'import/unsafe-xml',
  'import/cancelled',
  'source/not-found',
  'source/invalid',
  'source/duplicate-id',
  'source/secret-missing',
  'pull/insecure',
  'pull/unreachable',
  'pull/untrusted',
  'pull/refused',
  'pull/rate-limited',
  'pull/bad-body',
  'pull/too-large',
  'pull/redirect-refused',
  'pull/secret-echoed',
  'pull/no-progress',
  'pull/window-too-full',
  'pull/overtaken',
  'follow/not-continued',
  'record/not-json',
  'record/unknown-line',
  'record/not-an-object',
  'record/truncated',
  'record/too-long',
  'record/too-deep',
  'record/field-count',
  'record/quote-unclosed',
  'record/bad-encoding',
  'record/not-xml',
  'record/no-such-text',
  'record/time-unreadable',
  'profile/not-found',
  'profile/invalid',
  'profile/sample-mismatch',
  'profile/duplicate-id',
  'profile/not-saved',
  'query/syntax',
  'query/unknown-field',
  'query/bad-value',
  'annotation/not-found',
  'annotation/bad-name',
  'view/newer-version',
  'view/invalid',
  'population/not-found',
  'population/exists',
  'population/empty',
  'sample/not-found',
  'sample/exists',
  'sample/impossible',
  'job/not-found',
  'job/broke-off',
  'export/count-mismatch',
  'export/target-exists',
  'export/write-failed',
  'export/too-many-columns',
  'redaction/not-found',
  'redaction/invalid',
  'redaction/no-key',
  'verify/record-hash',
  'verify/exhibit-root',
  'verify/exhibit-count',
  'verify/exhibit-hash',
  'verify/exhibit-differs',
  'verify/source-differs',
  'verify/gap-not-blank',
  'verify/event-differs',
  'verify/duplicate-differs',
  'verify/custody-broken',
  'verify/annotation-differs',
  'verify/population-differs',
  'verify/sample-differs',
  'verify/pull-differs',
  'verify/database',
  'pack/not-a-pack',
  'pack/newer-version',
  'pack/encrypted',
  'pack/unsafe',
  'pack/damaged',
  'pack/too-many-events',
  'pack/bad-recipient',
  'pack/bad-reply',
  'pack/structure',
  'pack/file-missing',
  'pack/file-extra',
  'pack/file-differs',
  'pack/count-differs',
  'pack/record-differs',
  'pack/proof-fails',
  'pack/row-differs',
  'pack/exhibit-differs',
  'pack/signature-fails',
  'pack/time-stamp-fails',
  'pack/not-withheld',
  'key/not-found',
  'key/damaged',
  'key/unsupported',
  'key/locked',
  'key/wrong-passphrase',
  'key/not-saved',
  'integrity/wrong-length',
  'integrity/out-of-range',
  'integrity/root-mismatch',
  'integrity/not-canonical',
  'host/no-connection',
  'host/bug',
  'host/busy',
  'host/too-large',
  'host/not-saved',
  'host/no-dialogs',
  'host/no-pdf',
  'host/report-too-long',
  'host/no-key-store',
  'usage/bad-argument',
  'usage/unknown-command',
  'usage/cancelled',
] as const

export type FailureCode = (typeof failureCodes)[number]

/** A JSON value; what facts and payloads are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Where a failure happened. Bytes are half-open [startByte, endByte), from byte 0 of the exhibit as received. */
export interface Where {
  readonly path?: string
  readonly exhibit?: string
  /** 1-based physical line. */
  readonly line?: number
  /** 1-based column, in UTF-16 code units of the text concerned. */
  readonly column?: number
  readonly startByte?: number
  readonly endByte?: number
  readonly field?: string
}

/** An expected failure. `message` is one sentence without a full stop's worth of jargon; `next` says what to do. */
export interface Failure {
  readonly code: FailureCode
  readonly message: string
  readonly where?: Where
  /** What stays safe in spite of the failure. */
  readonly kept?: string
  /** What the user can do now. */
  readonly next?: string
  /** The facts of this code (expected, found, …), for deciding; never parse `message`. */
  readonly facts?: { readonly [key: string]: Json }
}

/** Carries a {@link Failure} through the engine's own call stack. */
export class FailureError extends Error {
  readonly failure: Failure

  constructor(failure: Failure, options?: ErrorOptions) {
    super(failure.message, options)
    this.name = 'FailureError'
    this.failure = failure
  }
}

/** Throws `failure`; for use in expressions. */
export function fail(failure: Failure): never {
  throw new FailureError(failure)
}

/** A value or the failure that stands in its place. */
export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }
