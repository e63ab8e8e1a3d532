/** Events, as lists and one by one, and their sessions. */
import type { Api, LocateRequest } from '../../api/index.ts'
import { shortText, texts, question, sort, questionKeys, ofCase } from './basics.ts'
import { count, either, flag, object, optional, type RequestShapes, whole } from '../shape.ts'

const eventKeys = { case: shortText, event: shortText, redact: optional(flag) }
const event = object<Api['event.show']['request']>(eventKeys)

type PlaceOf<K extends string> = Extract<LocateRequest['at'], { readonly [P in K]: unknown }>

export const rowRequests: RequestShapes<
  Pick<
    Api,
    | 'rows.count'
    | 'rows.page'
    | 'rows.facets'
    | 'rows.histogram'
    | 'rows.summary'
    | 'rows.locate'
    | 'event.show'
    | 'event.raw'
    | 'event.reveal'
    | 'sessions.list'
  >
> = {
  'rows.count': question,
  'rows.page': object<Api['rows.page']['request']>({
    ...questionKeys,
    columns: texts,
    sort: optional(sort),
    offset: count,
    limit: count,
    redact: optional(flag),
  }),
  'rows.facets': object<Api['rows.facets']['request']>({
    ...questionKeys,
    fields: texts,
    top: count,
    ignoreOwnClauses: optional(flag),
    search: optional(shortText),
  }),
  'rows.histogram': object<Api['rows.histogram']['request']>({
    ...questionKeys,
    bins: count,
    fromMicros: optional(whole),
    toMicros: optional(whole),
    by: optional(shortText),
  }),
  'rows.summary': question,
  'rows.locate': object<LocateRequest>({
    ...questionKeys,
    sort: optional(sort),
    at: either(object<PlaceOf<'event'>>({ event: count }), object<PlaceOf<'timeMicros'>>({ timeMicros: whole })),
  }),
  'event.show': event,
  'event.raw': event,
  'event.reveal': object({ ...ofCase, event: shortText }),
  'sessions.list': object<Api['sessions.list']['request']>({
    ...questionKeys,
    search: optional(shortText),
    liveAtMicros: optional(whole),
    offset: count,
    limit: count,
  }),
}
