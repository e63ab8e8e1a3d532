/** Evidence packs and the keys that sign them. */
import {
  type Api,
  type PackAttachRequest,
  packFormats,
  type PackRequest,
  type PackVerifyRequest,
} from '../../api/index.ts'
import { shortText, texts, nothing, sort, questionKeys } from './basics.ts'
import { flag, list, object, oneOf, optional, type RequestShapes } from '../shape.ts'

export const packing = object<PackRequest>({
  ...questionKeys,
  out: shortText,
  overwrite: optional(flag),
  title: optional(shortText),
  purpose: optional(shortText),
  formats: optional(list(oneOf(packFormats), packFormats.length)),
  columns: optional(texts),
  sort: optional(sort),
  timeZone: optional(shortText),
  redaction: optional(shortText),
  date: optional(shortText),
  key: optional(shortText),
  timeStampRequest: optional(flag),
  recipients: optional(texts),
})
export const verifyingPack = object<PackVerifyRequest>({
  pack: shortText,
  against: optional(texts),
  disclose: optional(texts),
})
export const attaching = object<PackAttachRequest>({
  pack: shortText,
  reply: shortText,
  out: shortText,
  overwrite: optional(flag),
})

export const packRequests: RequestShapes<
  Pick<Api, 'pack.make' | 'pack.verify' | 'pack.attach' | 'keys.list' | 'keys.create' | 'keys.unlock'>
> = {
  'pack.make': packing,
  'pack.verify': verifyingPack,
  'pack.attach': attaching,
  'keys.list': nothing,
  'keys.create': object<Api['keys.create']['request']>({ passphrase: optional(shortText) }),
  'keys.unlock': object({ path: shortText, passphrase: shortText }),
}
