/** Stretches of lists that are asked for page by page. */
import { fail } from '../../../shared/failure.ts'

/** Fails with `usage/bad-argument` unless both are whole numbers from 0. */
export function requireStretch(offset: number, limit: number): void {
  if (!Number.isSafeInteger(offset) || offset < 0 || !Number.isSafeInteger(limit) || limit < 0)
    fail({ code: 'usage/bad-argument', message: 'Offset and limit are whole numbers from 0' })
}
