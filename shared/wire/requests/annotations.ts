/** Marks, notes, tags and views. */
import {
  type AnnotationChange,
  type AnnotationTarget,
  type Api,
  type SavedView,
  tagColours,
  type ViewColumn,
} from '../../api/index.ts'
import { shortText, longText, MAX_ITEMS, MAX_EVENTS, ofCase, question, sort } from './basics.ts'
import {
  count,
  either,
  flag,
  list,
  nullable,
  object,
  oneOf,
  optional,
  type RequestShapes,
  type Shape,
  variants,
} from '../shape.ts'

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

export const annotationRequests: RequestShapes<
  Pick<
    Api,
    | 'annotations.change'
    | 'annotations.undo'
    | 'annotations.notes'
    | 'annotations.editNote'
    | 'tags.list'
    | 'tags.set'
    | 'views.list'
    | 'views.save'
    | 'views.remove'
  >
> = {
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
}
