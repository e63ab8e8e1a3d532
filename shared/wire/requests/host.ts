/** What the host itself may be asked. */
import type { HostApi } from '../../api/index.ts'
import type { Json } from '../../failure.ts'
import { shortText, MAX_ITEMS, MAX_DEPTH, nothing } from './basics.ts'
import { count, list, nested, object, oneOf, optional, record, type RequestShapes, type Shape } from '../shape.ts'

const json: Shape<Json> = nested<Json>(MAX_DEPTH, (inner) => ({
  wrongIn(value, at) {
    if (value === null || typeof value === 'boolean' || typeof value === 'string' || Number.isFinite(value)) return null
    return Array.isArray(value)
      ? list(inner, MAX_ITEMS).wrongIn(value, at)
      : record(inner, MAX_ITEMS).wrongIn(value, at)
  },
}))

export const hostRequests: RequestShapes<HostApi> = {
  'host.info': nothing,
  'host.recent': nothing,
  'host.opened': object({ path: shortText, events: count }),
  'host.forget': object({ path: shortText }),
  'host.demo': nothing,
  'host.pick': object<HostApi['host.pick']['request']>({
    kind: oneOf(['files', 'folder', 'case', 'save']),
    title: shortText,
    suggestedPath: optional(shortText),
  }),
  'host.list': object<HostApi['host.list']['request']>({ folder: optional(shortText) }),
  'host.reveal': object({ path: shortText }),
  'host.pdf': object({ path: shortText }),
  'host.readSetting': object({ key: shortText }),
  'host.writeSetting': object({ key: shortText, value: json }),
}
