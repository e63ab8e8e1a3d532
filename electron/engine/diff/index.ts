/** Before and after of two values, and where a payload states them. Pure: no I/O. */
export type { ShapeId } from './changeShapes.ts'
export { type ChangeRule, type Changes, changesFromPayload, type FoundBy } from './changesFromPayload.ts'
export {
  type ArrayMatch,
  type DiffKind,
  type DiffNode,
  type DiffOptions,
  defaultDiffOptions,
  type Span,
  type TextSpans,
} from './diffNode.ts'
export { diffValues } from './diffValues.ts'
export {
  type ChangeCounts,
  countChanges,
  type FieldChange,
  type Fold,
  type FoldedNode,
  flattenChanges,
  foldUnchanged,
  type UnchangedField,
  unchangedFields,
} from './fieldChanges.ts'
export type { JsonType } from './json.ts'
export { type Path, pathText } from './path.ts'
