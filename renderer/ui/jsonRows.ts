/** A JSON value as the rows of a tree: what is open is listed, what is closed counts as one row. */
import type { Json } from '../../shared/failure.ts'

/** Steps from the root: keys of objects, positions of arrays. */
export type JsonPath = readonly (string | number)[]

export interface JsonRow {
  readonly path: JsonPath
  /** Unique in the tree. */
  readonly key: string
  readonly depth: number
  /** Name under its parent; null for the root. */
  readonly name: string | number | null
  readonly value: Json
  /** Members or elements; null for plain values. */
  readonly size: number | null
  readonly isOpen: boolean
}

export function jsonKey(path: JsonPath): string {
  return JSON.stringify(path)
}

/**
 * The rows of `value`, whose members stand at depth 0, in order. `isOpen` decides by path. Walks with a stack of its
 * own: payloads may nest deeper than calls can.
 */
export function jsonRows(value: Json, isOpen: (path: JsonPath, depth: number) => boolean): JsonRow[] {
  const rows: JsonRow[] = []
  const waiting: { readonly path: JsonPath; readonly value: Json }[] = childrenOf(value, []).reverse()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path } = next
    const size = sizeOf(next.value)
    const open = size !== null && size > 0 && isOpen(path, path.length - 1)
    rows.push({
      path,
      key: jsonKey(path),
      depth: path.length - 1,
      name: path[path.length - 1],
      value: next.value,
      size,
      isOpen: open,
    })
    if (open) waiting.push(...childrenOf(next.value, path).reverse())
  }
  return rows
}

/** Paths of values whose name or plain value contains `search`, ignoring case, with those of all that hold them. */
export function jsonMatches(
  value: Json,
  search: string,
): { readonly found: ReadonlySet<string>; readonly around: ReadonlySet<string> } {
  const word = search.toLowerCase()
  const found = new Set<string>()
  const around = new Set<string>()
  const waiting = childrenOf(value, [])
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { path } = next
    const name = String(path[path.length - 1]).toLowerCase()
    const plain = sizeOf(next.value) === null ? plainText(next.value).toLowerCase() : ''
    if (name.includes(word) || plain.includes(word)) {
      found.add(jsonKey(path))
      for (let length = path.length - 1; length > 0; length--) around.add(jsonKey(path.slice(0, length)))
    }
    waiting.push(...childrenOf(next.value, path))
  }
  return { found, around }
}

/** A plain value as text: texts as they are, the others as JSON. */
export function plainText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function sizeOf(value: Json): number | null {
  if (Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : null
}

function childrenOf(value: Json, path: JsonPath): { readonly path: JsonPath; readonly value: Json }[] {
  if (Array.isArray(value)) return value.map((child, place) => ({ path: [...path, place], value: child }))
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).map(([name, child]) => ({ path: [...path, name], value: child }))
}
