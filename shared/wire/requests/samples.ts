/** Populations, samples and workpapers. */
import {
  allocations,
  type Api,
  type DrawMethod,
  type DrawRequest,
  type FreezeRequest,
  type Obtained,
  sampleResults,
  workpaperFormats,
} from '../../api/index.ts'
import { shortText, longText, MAX_EVENTS, texts, ofCase, questionKeys } from './basics.ts'
import { count, flag, list, nullable, object, oneOf, optional, type RequestShapes, variants } from '../shape.ts'

export const freezing = object<FreezeRequest>({
  ...questionKeys,
  name: shortText,
  obtained: optional(
    object<Obtained>({
      system: optional(longText),
      parameters: optional(longText),
      extractedAt: optional(longText),
      obtainedBy: optional(longText),
    }),
  ),
})
const drawing = variants<DrawMethod, 'method'>('method', {
  random: object<Extract<DrawMethod, { readonly method: 'random' }>>({
    method: oneOf(['random']),
    size: count,
    seed: optional(shortText),
  }),
  systematic: object<Extract<DrawMethod, { readonly method: 'systematic' }>>({
    method: oneOf(['systematic']),
    size: optional(count),
    interval: optional(count),
    seed: optional(shortText),
  }),
  stratified: object<Extract<DrawMethod, { readonly method: 'stratified' }>>({
    method: oneOf(['stratified']),
    size: count,
    field: shortText,
    allocation: oneOf(allocations),
    seed: optional(shortText),
  }),
  judgemental: object<Extract<DrawMethod, { readonly method: 'judgemental' }>>({
    method: oneOf(['judgemental']),
    events: list(count, MAX_EVENTS),
    reason: longText,
  }),
})
export const drawingSample = object<DrawRequest>({ ...ofCase, population: shortText, name: shortText, draw: drawing })

export const sampleRequests: RequestShapes<
  Pick<
    Api,
    | 'populations.freeze'
    | 'populations.list'
    | 'populations.show'
    | 'populations.check'
    | 'populations.export'
    | 'samples.draw'
    | 'samples.list'
    | 'samples.show'
    | 'samples.items'
    | 'samples.mark'
    | 'samples.history'
    | 'samples.export'
  >
> = {
  'populations.freeze': freezing,
  'populations.list': object(ofCase),
  'populations.show': object({ ...ofCase, name: shortText }),
  'populations.check': object({ ...ofCase, name: shortText }),
  'populations.export': object<Api['populations.export']['request']>({
    ...ofCase,
    population: shortText,
    out: shortText,
    overwrite: optional(flag),
    field: optional(shortText),
  }),
  'samples.draw': drawingSample,
  'samples.list': object(ofCase),
  'samples.show': object({ ...ofCase, name: shortText }),
  'samples.items': object<Api['samples.items']['request']>({
    ...ofCase,
    sample: shortText,
    columns: texts,
    offset: count,
    limit: count,
    redact: optional(flag),
  }),
  'samples.mark': object<Api['samples.mark']['request']>({
    ...ofCase,
    sample: shortText,
    items: list(count, MAX_EVENTS),
    result: nullable(oneOf(sampleResults)),
    note: optional(longText),
  }),
  'samples.history': object({ ...ofCase, sample: shortText, item: count }),
  'samples.export': object<Api['samples.export']['request']>({
    ...ofCase,
    sample: shortText,
    format: oneOf(workpaperFormats),
    out: shortText,
    overwrite: optional(flag),
    timeZone: optional(shortText),
  }),
}
