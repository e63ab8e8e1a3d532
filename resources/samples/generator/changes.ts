/** Before and after, in the shapes that audit logs really use; a viewer must read each of them field by field. */

export type State = { readonly [key: string]: unknown }

export type ChangeShape = 'before-after' | 'old-new' | 'values' | 'map' | 'properties' | 'list'

export const changeShapes: readonly ChangeShape[] = ['before-after', 'old-new', 'values', 'map', 'properties', 'list']

/** The change from `before` to `after` as payload keys of that shape; fields only one side has are null on the other. */
export function changed(shape: ChangeShape, before: State, after: State): State {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const pairs = names.map((name) => [name, before[name] ?? null, after[name] ?? null] as const)
  switch (shape) {
    case 'before-after':
      return { before, after }
    case 'old-new':
      return { old: before, new: after }
    case 'values':
      return { oldValues: before, newValues: after }
    case 'map':
      return { changes: Object.fromEntries(pairs.map(([name, old, now]) => [name, [old, now]])) }
    case 'properties':
      // As directory services write it: every value is JSON text of its own.
      return {
        modifiedProperties: pairs.map(([name, old, now]) => ({
          name,
          oldValue: JSON.stringify(old),
          newValue: JSON.stringify(now),
        })),
      }
    case 'list':
      return { changes: pairs.map(([field, from, to]) => ({ field, from, to })) }
  }
}
