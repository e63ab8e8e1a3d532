/** Pairs of JSON values that resemble each other, and the way from one to the other as a flat list of changes says it. */
import fc from 'fast-check'
import type { FieldChange } from '../../../../../electron/engine/diff/index.ts'
import type { Json } from '../../../../../shared/failure.ts'

const key = fc.constantFrom('id', 'name', 'type', 'a', 'b', 'roles', '__proto__', 'constructor', 'a.b', '')
const scalar = fc.oneof(
  fc.constantFrom<Json[]>(null, true, false, 0, 1, 2, '1', '', 'x', 'y', '[1]', '{"a":1}'),
  fc
    .array(fc.constantFrom('allow', 'deny', 'the', 'quick', 'role', '👍', '-', '.'), { minLength: 4, maxLength: 14 })
    .map((words) => words.join(' ')),
)

/** JSON with few distinct keys and values, so that two of them share much; objects may have a member `__proto__`. */
export const anyJson: fc.Arbitrary<Json> = fc.letrec<{ value: Json; list: Json; object: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, tie('list'), tie('object')),
  list: fc.oneof(
    fc.array(tie('value'), { maxLength: 6 }),
    // Lists of things with an identifier, which are matched by it.
    fc
      .uniqueArray(fc.tuple(fc.nat(6), tie('value')), { selector: ([id]) => id, maxLength: 5 })
      .map((items) => items.map(([id, value]) => ({ id, value }))),
  ),
  object: fc.uniqueArray(fc.tuple(key, tie('value')), { selector: ([name]) => name, maxLength: 5 }).map(objectOf),
})).value

/** A value and one made of it by a few edits. */
export const similarPair: fc.Arbitrary<readonly [Json, Json]> = fc.oneof(
  fc.tuple(anyJson, anyJson),
  fc.tuple(anyJson, fc.infiniteStream(fc.nat(30)), anyJson).map(([value, dice, other]) => {
    const roll = () => dice.next().value ?? 0
    return [value, edited(value, roll, other)] as const
  }),
)

function edited(value: Json, roll: () => number, other: Json): Json {
  const dice = roll()
  if (dice === 0) return other
  if (isList(value)) {
    const items = value.flatMap((item) => {
      const fate = roll()
      return fate === 0 ? [] : fate === 1 ? [item, other] : [edited(item, roll, other)]
    })
    return dice === 1 ? items.toReversed() : dice === 2 ? [...items.slice(1), ...items.slice(0, 1)] : items
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).flatMap(([name, item]): [string, Json][] =>
      roll() === 0 ? [] : [[name, edited(item, roll, other)]],
    )
    return objectOf(dice === 3 ? entries.toReversed() : entries)
  }
  return value
}

/** `before` with the changes made to it, as the docstring of flattenChanges says. */
export function applied(before: Json, changes: readonly FieldChange[]): Json {
  const root: { value: unknown } = { value: structuredClone(before) }
  const taken = new Map<FieldChange, unknown>()
  const leaving = changes
    .filter((change) => change.kind === 'removed' || change.kind === 'moved')
    .map((change) => ({ change, path: ['value', ...(change.beforePath ?? change.path)] }))
    .sort((a, b) => -comparePaths(a.path, b.path))
  for (const { change, path } of leaving) {
    const parent = parentOf(root, path)
    const last = path[path.length - 1]
    taken.set(change, Reflect.get(parent, last))
    if (Array.isArray(parent)) parent.splice(Number(last), 1)
    else delete (parent as Record<string, unknown>)[last]
  }
  const coming = changes
    .filter((change) => change.kind === 'added' || change.kind === 'moved')
    .map((change) => ({ change, path: ['value', ...change.path] }))
    .sort((a, b) => comparePaths(a.path, b.path))
  for (const { change, path } of coming) {
    const parent = parentOf(root, path)
    const value = change.kind === 'moved' ? taken.get(change) : structuredClone(change.after)
    if (Array.isArray(parent)) parent.splice(Number(path[path.length - 1]), 0, value)
    else define(parent, path[path.length - 1], value)
  }
  for (const change of changes) {
    if (change.kind !== 'changed') continue
    const path = ['value', ...change.path]
    define(parentOf(root, path), path[path.length - 1], structuredClone(change.after))
  }
  return root.value as Json
}

function parentOf(root: object, path: readonly (string | number)[]): object {
  let parent = root
  for (const segment of path.slice(0, -1)) {
    if (!Object.hasOwn(parent, segment)) throw new Error(`no ${path.join('/')}`)
    parent = Reflect.get(parent, segment) as object
  }
  return parent
}

function define(parent: object, key: string | number, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true })
}

function comparePaths(a: readonly (string | number)[], b: readonly (string | number)[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1
  }
  return a.length - b.length
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function objectOf(entries: readonly (readonly [string, Json])[]): Json {
  return Object.fromEntries(entries)
}
