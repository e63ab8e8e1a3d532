/** The shape of every entry's request. An entry or a field that is missing here does not compile. */
import {
  allocations,
  type AnnotationChange,
  type AnnotationTarget,
  type Api,
  type AppApi,
  type CustodyPlace,
  type DrawMethod,
  type DrawRequest,
  csvDelimiters,
  type DraftChoices,
  type DraftRequest,
  exportFormats,
  type ExportRequest,
  fileFormats,
  type FollowRequest,
  type FreezeRequest,
  type HostApi,
  type ImportChoice,
  type ImportRequest,
  type JobWork,
  type LocateRequest,
  packFormats,
  type PackRequest,
  type PackAttachRequest,
  type PackVerifyRequest,
  type Obtained,
  type PullRequest,
  type Question,
  reportDetails,
  type SavedView,
  sampleResults,
  type SessionsExportRequest,
  type SortBy,
  type SourceChoice,
  tagColours,
  type VerifyRequest,
  type ViewColumn,
  workpaperFormats,
} from '../api/index.ts'
import type { Json } from '../failure.ts'
import type { Bound, Filter } from '../filter.ts'
import {
  count,
  either,
  flag,
  list,
  nested,
  nullable,
  object,
  oneOf,
  optional,
  record,
  type RequestShapes,
  type Shape,
  text,
  variants,
  whole,
} from './shape.ts'

/** Longest path, name of a field, zone and the like, in UTF-16 code units. */
const shortText = text(32_768)

/** Query text and notes; what is too long for them is said by who reads them. */
const longText = text(4 * 1024 * 1024)

/** Paths of one import, fields of one question and the like. */
const MAX_ITEMS = 100_000

/** Events of one change. */
const MAX_EVENTS = 10_000_000

/** Levels of a filter or a setting's value inside each other; texts of queries reach 100. */
const MAX_DEPTH = 500

const texts = list(shortText, MAX_ITEMS)
const nothing = object<Record<string, never>>({})
const ofCase = { case: shortText }

const bound = object<Bound>({ value: shortText, inclusive: flag })

export const filterShape: Shape<Filter> = nested<Filter>(MAX_DEPTH, (inner) => {
  const field = { field: shortText }
  return variants<Filter, 'kind'>('kind', {
    all: object({ kind: oneOf(['all']) }),
    and: object({ kind: oneOf(['and']), of: list(inner, MAX_ITEMS) }),
    or: object({ kind: oneOf(['or']), of: list(inner, MAX_ITEMS) }),
    not: object({ kind: oneOf(['not']), of: inner }),
    text: object({ kind: oneOf(['text']), text: longText, phrase: flag, prefix: flag }),
    is: object({ kind: oneOf(['is']), ...field, value: longText, exact: flag }),
    like: object({ kind: oneOf(['like']), ...field, pattern: longText }),
    matches: object({ kind: oneOf(['matches']), ...field, regexp: longText }),
    exists: object({ kind: oneOf(['exists']), ...field }),
    network: object({ kind: oneOf(['network']), ...field, network: shortText }),
    range: object<Extract<Filter, { readonly kind: 'range' }>>({
      kind: oneOf(['range']),
      ...field,
      from: optional(bound),
      to: optional(bound),
    }),
  })
})

const json: Shape<Json> = nested<Json>(MAX_DEPTH, (inner) => ({
  wrongIn(value, at) {
    if (value === null || typeof value === 'boolean' || typeof value === 'string' || Number.isFinite(value)) return null
    return Array.isArray(value)
      ? list(inner, MAX_ITEMS).wrongIn(value, at)
      : record(inner, MAX_ITEMS).wrongIn(value, at)
  },
}))

const questionKeys = {
  case: shortText,
  filter: either(filterShape, longText),
  nowMicros: optional(whole),
  zone: optional(shortText),
  duplicates: optional(flag),
}
const question = object<Question>(questionKeys)
const sort = object<SortBy>({ field: shortText, descending: flag })
const eventKeys = { case: shortText, event: shortText, redact: optional(flag) }
const event = object<Api['event.show']['request']>(eventKeys)

const choice = object<ImportChoice>({
  profile: optional(shortText),
  timezone: optional(shortText),
  skip: optional(flag),
})
const importing = object<ImportRequest>({
  case: shortText,
  paths: texts,
  profile: optional(shortText),
  timezone: optional(shortText),
  sheet: optional(shortText),
  choices: optional(record(choice, MAX_ITEMS)),
  names: optional(record(shortText, MAX_ITEMS)),
})
const verifying = object<VerifyRequest>({
  case: shortText,
  against: optional(texts),
  custody: optional(list(object<CustodyPlace>({ seq: count, hash: shortText }), MAX_ITEMS)),
})
const drafting = object<DraftRequest>({
  paths: texts,
  names: optional(record(shortText, MAX_ITEMS)),
  file: optional(shortText),
  choices: optional(
    object<DraftChoices>({
      title: shortText,
      time: nullable(
        object<NonNullable<DraftChoices['time']>>({ path: shortText, format: shortText, zone: nullable(shortText) }),
      ),
      fields: record(shortText, MAX_ITEMS),
    }),
  ),
})
const choiceKeys = { source: shortText, baseUrl: optional(shortText), set: optional(record(shortText, MAX_ITEMS)) }
const pulling = object<PullRequest>({
  ...choiceKeys,
  case: shortText,
  since: optional(shortText),
  until: optional(shortText),
  full: optional(flag),
  quiet: optional(flag),
})
const exporting = object<ExportRequest>({
  ...questionKeys,
  format: oneOf(exportFormats),
  zipped: optional(oneOf(fileFormats)),
  name: optional(shortText),
  out: shortText,
  overwrite: optional(flag),
  preset: optional(shortText),
  columns: optional(texts),
  flatten: optional(flag),
  sort: optional(sort),
  timeZone: optional(shortText),
  formulaGuard: optional(flag),
  delimiter: optional(oneOf(csvDelimiters)),
  bom: optional(flag),
  verbatim: optional(flag),
  details: optional(oneOf(reportDetails)),
  redaction: optional(shortText),
})
const exportingSessions = object<SessionsExportRequest>({
  ...questionKeys,
  search: optional(shortText),
  liveAtMicros: optional(whole),
  out: shortText,
  overwrite: optional(flag),
  format: optional(oneOf(['csv', 'zip'])),
  name: optional(shortText),
  redaction: optional(shortText),
})
const packing = object<PackRequest>({
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
const verifyingPack = object<PackVerifyRequest>({
  pack: shortText,
  against: optional(texts),
  disclose: optional(texts),
})
const attaching = object<PackAttachRequest>({
  pack: shortText,
  reply: shortText,
  out: shortText,
  overwrite: optional(flag),
})
const freezing = object<FreezeRequest>({
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
const drawingSample = object<DrawRequest>({ ...ofCase, population: shortText, name: shortText, draw: drawing })
const work = variants<JobWork, 'entry'>('entry', {
  'case.import': object({ entry: oneOf(['case.import']), request: importing }),
  'case.pull': object({ entry: oneOf(['case.pull']), request: pulling }),
  'case.verify': object({ entry: oneOf(['case.verify']), request: verifying }),
  'rows.export': object({ entry: oneOf(['rows.export']), request: exporting }),
  'pack.make': object({ entry: oneOf(['pack.make']), request: packing }),
  'pack.verify': object({ entry: oneOf(['pack.verify']), request: verifyingPack }),
  'pack.attach': object({ entry: oneOf(['pack.attach']), request: attaching }),
  'sessions.export': object({ entry: oneOf(['sessions.export']), request: exportingSessions }),
  'populations.freeze': object({ entry: oneOf(['populations.freeze']), request: freezing }),
  'samples.draw': object({ entry: oneOf(['samples.draw']), request: drawingSample }),
})

type TargetOf<K extends string> = Extract<AnnotationTarget, { readonly [P in K]: unknown }>
const target: Shape<AnnotationTarget> = either(
  object<TargetOf<'events'>>({ events: list(count, MAX_EVENTS) }),
  object<TargetOf<'question'>>({ question }),
)
const change = variants<AnnotationChange, 'kind'>('kind', {
  bookmark: object({ kind: oneOf(['bookmark']), on: flag }),
  tag: object({ kind: oneOf(['tag']), tag: shortText, on: flag }),
  note: object({ kind: oneOf(['note']), text: longText }),
})

const view = object<SavedView>({
  vouchView: count,
  name: shortText,
  query: longText,
  columns: list(
    object<ViewColumn>({ id: shortText, width: nullable(count), pinned: nullable(oneOf(['left', 'right'])) }),
    MAX_ITEMS,
  ),
  sort: nullable(sort),
  zone: shortText,
})

type PlaceOf<K extends string> = Extract<LocateRequest['at'], { readonly [P in K]: unknown }>

/** What the engine's entries may be asked. */
export const engineRequests: RequestShapes<Api> = {
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
  'case.plan': importing,
  'case.import': importing,
  'case.follow': object<FollowRequest>({
    ...ofCase,
    paths: texts,
    pulls: list(object<SourceChoice>(choiceKeys), MAX_ITEMS),
  }),
  'case.pull': pulling,
  'case.pulls': object(ofCase),
  'case.verify': verifying,
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
  'rows.export': exporting,
  'exports.list': object({ ...ofCase, offset: count, limit: count }),
  'event.show': event,
  'event.raw': event,
  'event.reveal': object({ ...ofCase, event: shortText }),
  'annotations.change': object({ ...ofCase, target, change }),
  'annotations.undo': object({ ...ofCase, batch: count }),
  'annotations.notes': object({ ...ofCase, event: count }),
  'annotations.editNote': object({ ...ofCase, note: count, text: longText }),
  'tags.list': object(ofCase),
  'tags.set': object<Api['tags.set']['request']>({
    ...ofCase,
    name: shortText,
    colour: oneOf(tagColours),
    newName: optional(shortText),
  }),
  'views.list': object(ofCase),
  'views.save': object({ ...ofCase, view }),
  'views.remove': object({ ...ofCase, name: shortText }),
  'sessions.list': object<Api['sessions.list']['request']>({
    ...questionKeys,
    search: optional(shortText),
    liveAtMicros: optional(whole),
    offset: count,
    limit: count,
  }),
  'pack.make': packing,
  'pack.verify': verifyingPack,
  'pack.attach': attaching,
  'keys.list': nothing,
  'keys.create': object<Api['keys.create']['request']>({ passphrase: optional(shortText) }),
  'keys.unlock': object({ path: shortText, passphrase: shortText }),
  'sessions.export': exportingSessions,
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
  'jobs.start': object({ work }),
  'jobs.watch': object({ since: nullable(count), waitMs: count }),
  'jobs.files': object({ job: count, offset: count, limit: count }),
  'jobs.cancel': object({ job: count }),
  'jobs.dismiss': object({ job: count }),
  'sources.list': nothing,
  'sources.add': object<Api['sources.add']['request']>({ ...choiceKeys, id: shortText, title: shortText }),
  'sources.remove': object({ id: shortText }),
  'sources.keepSecret': object({ source: shortText, name: shortText, secret: shortText }),
  'sources.preview': object<SourceChoice>(choiceKeys),
  'profiles.list': nothing,
  'redaction.profiles': object<Api['redaction.profiles']['request']>({ path: optional(shortText) }),
  'redaction.pseudonyms': object({ ...ofCase, values: texts }),
  'profiles.explain': object<Api['profiles.explain']['request']>({
    path: shortText,
    profile: optional(shortText),
    timezone: optional(shortText),
  }),
  'profiles.draft': drafting,
  'profiles.keep': drafting,
  'profiles.test': object({ dir: shortText }),
}

const hostRequests: RequestShapes<HostApi> = {
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

/** What the app may ask. */
export const appRequests: RequestShapes<AppApi> = { ...engineRequests, ...hostRequests }
