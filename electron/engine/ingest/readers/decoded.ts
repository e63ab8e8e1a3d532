/** What comes of the bytes of one record. */
import type { Failure } from '../../../../shared/failure.ts'
import type { Payload, RemarkCode } from '../profiles/event.ts'

export type Decoded =
  | {
      readonly ok: true
      readonly payload: Payload
      readonly remarks: readonly RemarkCode[]
      /** Whether all its texts are known to be ASCII without NUL; they may be where this is false. */
      readonly isAscii: boolean
    }
  | { readonly ok: false; readonly failure: Failure }
