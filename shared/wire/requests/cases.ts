/** Cases as a whole. */
import type { Api, CustodyPlace, VerifyRequest } from '../../api/index.ts'
import { shortText, MAX_ITEMS, texts, ofCase } from './basics.ts'
import { count, list, object, optional, type RequestShapes } from '../shape.ts'

export const verifying = object<VerifyRequest>({
  case: shortText,
  against: optional(texts),
  custody: optional(list(object<CustodyPlace>({ seq: count, hash: shortText }), MAX_ITEMS)),
})

export const caseRequests: RequestShapes<
  Pick<Api, 'case.create' | 'case.info' | 'case.state' | 'case.rejects' | 'case.bytes' | 'case.custody' | 'case.verify'>
> = {
  'case.create': object(ofCase),
  'case.info': object(ofCase),
  'case.state': object(ofCase),
  'case.rejects': object<Api['case.rejects']['request']>({
    ...ofCase,
    limit: count,
    offset: optional(count),
    exhibit: optional(shortText),
  }),
  'case.bytes': object({ ...ofCase, exhibit: shortText, startByte: count, endByte: count }),
  'case.custody': object({ ...ofCase, offset: count, limit: count }),
  'case.verify': verifying,
}
