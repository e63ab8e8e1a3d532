/**
 * Structural comparison of two JSON values: objects key by key, arrays by what names their elements, texts by words.
 *
 * Every bound is in {@link DiffOptions}. What lies beyond is compared as a whole and says so, never left out.
 */
import type { Json } from '../../../shared/failure.ts'
import { matchArrays } from './arrayMatching.ts'
import type { MatchBudget } from './commonSubsequence.ts'
import { type DiffNode, type DiffOptions, defaultDiffOptions } from './diffNode.ts'
import { Identities, UNKNOWN } from './identities.ts'
import { equalJson, isArray, isObject, type JsonObject, typeOf } from './json.ts'
import { containerFromText } from './jsonText.ts'
import { equalPaths, type Path } from './path.ts'
import { wordSpans } from './wordSpans.ts'

/**
 * Compares `before` with `after`; undefined stands for a value that is not there (the other one is then `added` or
 * `removed` as a whole).
 *
 * Objects are equal whatever the order of their keys; children stand in the order of `before`, new keys at the end.
 * "1" and 1 differ, null and absent differ, 0 and -0 do not. Comparing (after, before) gives the same tree with the
 * sides exchanged, but for the order of children. Nothing throws, however deep or large the values are.
 */
export function diffValues(
  before: Json | undefined,
  after: Json | undefined,
  options: Partial<DiffOptions> = {},
): DiffNode {
  return new Comparison({ ...defaultDiffOptions, ...options }).diff(before, after)
}

/** Values of either side that may be numbered, per node of the result. */
const VALUES_PER_NODE = 2

class Comparison {
  readonly #options: DiffOptions
  readonly #identities: Identities
  readonly #matches: MatchBudget
  #nodesLeft: number

  constructor(options: DiffOptions) {
    this.#options = options
    this.#identities = new Identities(options.maxDepth)
    this.#matches = { left: options.maxMatches }
    this.#nodesLeft = options.maxNodes
  }

  diff(before: Json | undefined, after: Json | undefined): DiffNode {
    const values = this.#options.maxNodes * VALUES_PER_NODE
    if (before !== undefined) this.#identities.learn(before, values)
    if (after !== undefined) this.#identities.learn(after, values)
    return this.#node(before, after, [], [], 0)
  }

  #node(before: Json | undefined, after: Json | undefined, beforePath: Path, path: Path, depth: number): DiffNode {
    this.#nodesLeft--
    if (before === undefined) {
      return after === undefined ? { path, kind: 'same' } : { path, kind: 'added', after }
    }
    if (after === undefined) return { path: beforePath, kind: 'removed', before }
    const place = beforePath === path || equalPaths(beforePath, path) ? { path } : { path, beforePath }
    const number = this.#identities.of(before)
    const numberAfter = this.#identities.of(after)
    if (number !== UNKNOWN && number === numberAfter) return { ...place, kind: 'same', before, after }
    const inObjects = isObject(before) && isObject(after)
    const inArrays = isArray(before) && isArray(after)
    if (!inObjects && !inArrays) return this.#scalars(before, after, place, beforePath, depth)
    if (depth >= this.#options.maxDepth || sizeOf(before) + sizeOf(after) > this.#nodesLeft) {
      if (equalJson(before, after)) return { ...place, kind: 'same', before, after }
      const whole = depth >= this.#options.maxDepth ? 'depth' : 'nodes'
      return { ...place, kind: 'changed', before, after, whole }
    }
    if (inObjects) {
      const children = this.#members(before, after, beforePath, path, depth)
      // Where no number was known, only now it shows that all is the same.
      if (children.every((child) => child.kind === 'same')) return { ...place, kind: 'same', before, after }
      return { ...place, kind: 'changed', children }
    }
    const { match, children } = this.#elements(
      before as readonly Json[],
      after as readonly Json[],
      beforePath,
      path,
      depth,
    )
    if (children.every((child) => child.kind === 'same')) return { ...place, kind: 'same', before, after }
    return { ...place, kind: 'changed', children, match }
  }

  #members(before: JsonObject, after: JsonObject, beforePath: Path, path: Path, depth: number): DiffNode[] {
    const children: DiffNode[] = []
    const child = (key: string, a: Json | undefined, b: Json | undefined) => {
      const childPath = [...path, key]
      const childBeforePath = beforePath === path ? childPath : [...beforePath, key]
      children.push(this.#node(a, b, childBeforePath, childPath, depth + 1))
    }
    for (const key of Object.keys(before)) child(key, before[key], Object.hasOwn(after, key) ? after[key] : undefined)
    for (const key of Object.keys(after)) if (!Object.hasOwn(before, key)) child(key, undefined, after[key])
    return children
  }

  #elements(before: readonly Json[], after: readonly Json[], beforePath: Path, path: Path, depth: number) {
    const { match, pairs } = matchArrays(before, after, this.#identities, this.#matches)
    const children = pairs.map((pair) => {
      const childPath = [...path, pair.after]
      const isInPlace = beforePath === path && pair.before === pair.after
      const childBeforePath = isInPlace ? childPath : [...beforePath, pair.before]
      const node = this.#node(
        pair.before < 0 ? undefined : before[pair.before],
        pair.after < 0 ? undefined : after[pair.after],
        childBeforePath,
        childPath,
        depth + 1,
      )
      if (!pair.moved) return node
      return node.kind === 'same' ? { ...node, kind: 'moved' as const } : { ...node, moved: true as const }
    })
    return { match, children }
  }

  /** Two values of which at most one is a container, or of different kinds of container. */
  #scalars(
    before: Json,
    after: Json,
    place: { readonly path: Path; readonly beforePath?: Path },
    beforePath: Path,
    depth: number,
  ): DiffNode {
    const types = { before: typeOf(before), after: typeOf(after) }
    if (types.before !== types.after) {
      const isTypeChange = before !== null && after !== null
      return { ...place, kind: 'changed', before, after, ...(isTypeChange && { typeChange: types }) }
    }
    if (typeof before !== 'string' || typeof after !== 'string') return { ...place, kind: 'changed', before, after }
    const opened = this.#options.opensJson ? this.#opened(before, after, beforePath, place.path, depth) : undefined
    if (opened?.children !== undefined) {
      const { children, match } = opened
      return { ...place, kind: 'changed', before, after, children, opened: true, ...(match && { match }) }
    }
    const spans = wordSpans(before, after, this.#matches)
    return { ...place, kind: 'changed', before, after, ...(spans && { spans }) }
  }

  /** Comparison of the JSON that two texts hold; of no use where they hold none or differ in blanks only. */
  #opened(before: string, after: string, beforePath: Path, path: Path, depth: number): DiffNode | undefined {
    const a = containerFromText(before)
    const b = a === undefined ? undefined : containerFromText(after)
    if (a === undefined || b === undefined || this.#nodesLeft <= 0) return undefined
    this.#identities.learn(a, this.#nodesLeft * VALUES_PER_NODE)
    this.#identities.learn(b, this.#nodesLeft * VALUES_PER_NODE)
    return this.#node(a, b, beforePath, path, depth)
  }
}

/** Members or elements: with those of the other side, the most children that comparing the two can give. */
function sizeOf(value: readonly Json[] | JsonObject): number {
  return isArray(value) ? value.length : Object.keys(value).length
}
