/** What comes into a case: files, live systems, and profiles. */
import type {
  Api,
  DraftChoices,
  DraftRequest,
  FollowRequest,
  ImportChoice,
  ImportRequest,
  PullRequest,
  SourceChoice,
} from '../../api/index.ts'
import { shortText, MAX_ITEMS, texts, nothing, ofCase } from './basics.ts'
import { flag, list, nullable, object, optional, record, type RequestShapes } from '../shape.ts'

const choice = object<ImportChoice>({
  profile: optional(shortText),
  timezone: optional(shortText),
  lastDay: optional(shortText),
  skip: optional(flag),
})
export const importing = object<ImportRequest>({
  case: shortText,
  paths: texts,
  profile: optional(shortText),
  timezone: optional(shortText),
  lastDay: optional(shortText),
  sheet: optional(shortText),
  choices: optional(record(choice, MAX_ITEMS)),
  names: optional(record(shortText, MAX_ITEMS)),
})
const drafting = object<DraftRequest>({
  paths: texts,
  names: optional(record(shortText, MAX_ITEMS)),
  file: optional(shortText),
  lastDay: optional(shortText),
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
export const pulling = object<PullRequest>({
  ...choiceKeys,
  case: shortText,
  since: optional(shortText),
  until: optional(shortText),
  full: optional(flag),
  quiet: optional(flag),
})

export const importRequests: RequestShapes<
  Pick<
    Api,
    | 'case.plan'
    | 'case.import'
    | 'case.follow'
    | 'case.pull'
    | 'case.pulls'
    | 'sources.list'
    | 'sources.add'
    | 'sources.remove'
    | 'sources.keepSecret'
    | 'sources.preview'
    | 'profiles.list'
    | 'profiles.explain'
    | 'profiles.draft'
    | 'profiles.keep'
    | 'profiles.test'
  >
> = {
  'case.plan': importing,
  'case.import': importing,
  'case.follow': object<FollowRequest>({
    ...ofCase,
    paths: texts,
    pulls: list(object<SourceChoice>(choiceKeys), MAX_ITEMS),
  }),
  'case.pull': pulling,
  'case.pulls': object(ofCase),
  'sources.list': nothing,
  'sources.add': object<Api['sources.add']['request']>({ ...choiceKeys, id: shortText, title: shortText }),
  'sources.remove': object({ id: shortText }),
  'sources.keepSecret': object({ source: shortText, name: shortText, secret: shortText }),
  'sources.preview': object<SourceChoice>(choiceKeys),
  'profiles.list': nothing,
  'profiles.explain': object<Api['profiles.explain']['request']>({
    path: shortText,
    profile: optional(shortText),
    timezone: optional(shortText),
  }),
  'profiles.draft': drafting,
  'profiles.keep': drafting,
  'profiles.test': object({ dir: shortText }),
}
