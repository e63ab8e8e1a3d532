/** A comparison as a flat list for tables, the CLI and exports, and folded for reading. */
import type { Json } from '../../../shared/failure.ts'
import type { DiffKind, DiffNode } from './diffNode.ts'
import { leafCount } from './json.ts'
import type { Path } from './path.ts'

/** One change of one field. Places as in {@link DiffNode}. */
export interface FieldChange {
  readonly path: Path
  /** Place in the value before where it is another. */
  readonly beforePath?: Path
  readonly kind: Exclude<DiffKind, 'same'>
  /** Absent where there was none, and on a `moved` element whose content changed too: its changes follow. */
  readonly before?: Json
  readonly after?: Json
  /** The path goes on inside a text that holds JSON. */
  readonly inText?: true
}

/**
 * The changes of a comparison in its order: each changed, added or removed value once, as far down as was compared.
 *
 * They say everything: take from `before` what was removed or moved (places before, last first), put in what was moved
 * or added (places after, first first), set what was changed (places after), and you have `after`.
 */
export function flattenChanges(node: DiffNode): FieldChange[] {
  const changes: FieldChange[] = []
  collect(node, false, changes)
  return changes
}

function collect(node: DiffNode, inText: boolean, changes: FieldChange[]): void {
  if (node.kind === 'same') return
  const place = {
    path: node.path,
    ...(node.beforePath && { beforePath: node.beforePath }),
    ...(inText && { inText: true as const }),
  }
  if (node.moved) changes.push({ ...place, kind: 'moved' })
  if (node.children === undefined) {
    changes.push({
      ...place,
      kind: node.kind,
      ...(node.before !== undefined && { before: node.before }),
      ...(node.after !== undefined && { after: node.after }),
    })
    return
  }
  for (const child of node.children) collect(child, inText || node.opened === true, changes)
}

/** A value that is the same before and after. */
export interface UnchangedField {
  /** Place in the value after. */
  readonly path: Path
  readonly value: Json
}

/** The values of a comparison that stayed as they were, in its order, each as a whole; at most `limit`. */
export function unchangedFields(node: DiffNode, limit: number): UnchangedField[] {
  const found: UnchangedField[] = []
  const open: DiffNode[] = [node]
  for (let next = open.pop(); next !== undefined && found.length < limit; next = open.pop()) {
    if (next.kind === 'same' && next.after !== undefined) found.push({ path: next.path, value: next.after })
    for (const child of next.children?.toReversed() ?? []) open.push(child)
  }
  return found
}

/** Values that hold no other, by what became of them; what was moved unchanged counts as moved. */
export type ChangeCounts = { readonly [kind in DiffKind]: number }

/** Counts the leaf values of a comparison. `same` + `changed` + `removed` + `moved` are those of `before` where no limit was reached. */
export function countChanges(node: DiffNode): ChangeCounts {
  const counts = { same: 0, added: 0, removed: 0, changed: 0, moved: 0 }
  const open: DiffNode[] = [node]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.children !== undefined) {
      for (const child of next.children) open.push(child)
    } else if (next.kind === 'changed') {
      counts.changed++
    } else {
      const value = next.after !== undefined ? next.after : next.before
      if (value !== undefined) counts[next.kind] += leafCount(value)
    }
  }
  return counts
}

/** A run of unchanged neighbours, folded. */
export interface Fold {
  readonly fold: true
  /** Neighbours in the run. */
  readonly nodes: number
  /** Leaf values in them. */
  readonly leaves: number
  /** What is folded, for unfolding. */
  readonly of: readonly DiffNode[]
}

/** A node with its children folded; `items` is absent where it has no children. */
export interface FoldedNode {
  readonly fold: false
  readonly node: DiffNode
  readonly items?: readonly (FoldedNode | Fold)[]
}

/** The comparison with every run of unchanged neighbours folded into one item that counts them. */
export function foldUnchanged(node: DiffNode): FoldedNode | Fold {
  if (node.kind === 'same') return foldOf([node])
  if (node.children === undefined) return { fold: false, node }
  const items: (FoldedNode | Fold)[] = []
  let run: DiffNode[] = []
  const close = () => {
    if (run.length > 0) items.push(foldOf(run))
    run = []
  }
  for (const child of node.children) {
    if (child.kind === 'same') {
      run.push(child)
    } else {
      close()
      items.push(foldUnchanged(child))
    }
  }
  close()
  return { fold: false, node, items }
}

function foldOf(nodes: readonly DiffNode[]): Fold {
  const leaves = nodes.reduce((sum, node) => sum + (node.after === undefined ? 0 : leafCount(node.after)), 0)
  return { fold: true, nodes: nodes.length, leaves, of: nodes }
}
