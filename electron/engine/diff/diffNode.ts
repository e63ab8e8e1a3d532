/** What a comparison gives: a tree of nodes as plain data, so that it reaches the window over every carrier. */
import type { Json } from '../../../shared/failure.ts'
import type { JsonType } from './json.ts'
import type { Path } from './path.ts'

export type DiffKind = 'same' | 'added' | 'removed' | 'changed' | 'moved'

/** Half-open [start, end) in UTF-16 code units of the text it belongs to; never cuts a surrogate pair. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** What two texts do not share: `before` was taken out, `after` was put in. Ascending, without overlap. */
export interface TextSpans {
  readonly before: readonly Span[]
  readonly after: readonly Span[]
}

/**
 * How the elements of two arrays were matched. `key`: by the value of these members, unique on both sides ·
 * `sequence`: longest common subsequence of equal elements · `index`: place by place, for want of something better:
 * `too-large` more comparisons than {@link DiffOptions.maxMatches}, `too-many-nodes` more values than
 * {@link DiffOptions.maxNodes} or deeper than {@link DiffOptions.maxDepth}.
 */
export type ArrayMatch =
  | { readonly by: 'key'; readonly keys: readonly string[] }
  | { readonly by: 'sequence' }
  | { readonly by: 'index'; readonly why: 'too-large' | 'too-many-nodes' }

export interface DiffNode {
  /** Place in the value after; for `removed` the place in the value before. */
  readonly path: Path
  /** Place in the value before, where it is another: array elements that shifted or moved, and what they hold. */
  readonly beforePath?: Path
  readonly kind: DiffKind
  /** The values; absent on nodes with children (unless `opened`), and on the side that has none. */
  readonly before?: Json
  readonly after?: Json
  /** Members or elements, the unchanged ones too; only on `changed` nodes. An unchanged value has no children. */
  readonly children?: readonly DiffNode[]
  /** Two texts of which parts are the same. */
  readonly spans?: TextSpans
  /** Both have a value, neither is null, and the types differ: "1" and 1. */
  readonly typeChange?: { readonly before: JsonType; readonly after: JsonType }
  /** A `changed` array element that also took another place among its neighbours. */
  readonly moved?: true
  /** Arrays with children: how their elements were matched. */
  readonly match?: ArrayMatch
  /** Not looked into, reported as a whole, because a limit was reached. */
  readonly whole?: 'depth' | 'nodes'
  /** Both values are texts that hold JSON; the children are what the JSON holds. */
  readonly opened?: true
}

export interface DiffOptions {
  /** Nesting that is looked into; deeper values are compared as a whole. */
  readonly maxDepth: number
  /** Nodes a result may have; as many values of either side, times two, can take part in array matching. */
  readonly maxNodes: number
  /** Pairs of equal elements or words that may be weighed in the whole comparison; bounds its time. */
  readonly maxMatches: number
  /** Whether changed texts that both hold a JSON object or array are compared as such. */
  readonly opensJson: boolean
}

/** 100 levels, 200,000 nodes, 4 million pairs (less than a second), texts stay texts. */
export const defaultDiffOptions: DiffOptions = {
  maxDepth: 100,
  maxNodes: 200_000,
  maxMatches: 4_000_000,
  opensJson: false,
}
